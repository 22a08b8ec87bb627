"""What is known of a situation when a clock is asked. All days are local Swedish dates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SOL_CAME = date(2025, 7, 1)  # SFS 2025:400, transitional point 1


class Outcome(StrEnum):
    """What a decision says."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class Contradiction(ValueError):  # noqa: N818 - the name says what is wrong
    """Two facts cannot both be true; `key` is the one to look at, the text says why in Swedish."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key = key


@dataclass(frozen=True)
class Facts:
    """A situation; what nobody has said is empty or None. `law` is an act's key in the law table, `section` a
    paragraph of it. Things that may happen more than once hold all their days."""

    law: str = ""
    section: str = ""
    outcome: Outcome | None = None
    today: date | None = None
    # the case before its decision
    started: date | None = None  # the person's application came in
    started_by_party: bool | None = None
    requested: date | None = None  # a request that the case be decided came in (FL 12)
    in_writing: bool | None = None
    asked_before: bool | None = None
    child_report: date | None = None  # a report about a child came in
    opened: date | None = None  # the inquiry about a child was opened
    target_days: int | None = None  # the municipality's own target
    # the decision and what is done against it
    decided: date | None = None
    received: date | None = None
    sent: date | None = None
    meeting: date | None = None
    approved: date | None = None
    announced: date | None = None
    taken_down: date | None = None
    announced_again: date | None = None
    joint_committee: bool | None = None
    notice_correct: bool | None = None
    public_party: bool | None = None
    appealed: date | None = None  # the appeal reached where it should be handed in
    by_post: bool | None = None
    in_mailbox: bool | None = None  # there when the mailbox was first emptied that day
    appealed_elsewhere: date | None = None  # it reached the court (FL 45), or the municipality (KL 13:6)
    open_ended: bool | None = None
    changed_materially: bool | None = None
    # execution
    executed: tuple[date, ...] = ()
    executed_part: tuple[date, ...] = ()
    interrupted: tuple[date, ...] = ()
    resumed: tuple[date, ...] = ()
    offered: tuple[date, ...] = ()
    declined: tuple[date, ...] = ()
    waits: tuple[date, ...] = ()
    postponed: tuple[date, ...] = ()
    reported: tuple[date, ...] = ()  # to the inspectorate and the auditors
    withdrawn: date | None = None
    need_ceased: date | None = None
    deceased: date | None = None
    new_decision: date | None = None
    stay: bool | None = None  # carried out by the municipality of stay
    freedom_of_choice: bool | None = None  # in a system under LOV
    judged: date | None = None
    final: date | None = None
    served: date | None = None
    # moving, plans, fees
    transfer_requested: date | None = None
    answered: date | None = None
    ivo_applied: date | None = None
    planned: date | None = None
    available: date | None = None
    changed: date | None = None
    whole_month: bool | None = None
    provider_change: date | None = None
    noticed: date | None = None
    serious: bool | None = None
    month: date | None = None
    # deletion
    last_entry: date | None = None
    register_ceased: date | None = None
    private: bool | None = None
    matters: frozenset[str] = frozenset()
    child_born: date | None = None
    closed: date | None = None
    municipality: str = ""
    county: str = ""
    birth_date: date | None = None

    def __post_init__(self) -> None:
        for first, then in ORDER:
            before, after = self._days(first), self._days(then)
            if before and after and min(after) < min(before):
                why = f"{then} är {min(after)}, före {first} som är {min(before)}. Kontrollera dagarna."
                raise Contradiction(then, why)

    def _days(self, name: str) -> tuple[date, ...]:
        found = getattr(self, name)
        if found is None:
            return ()
        return found if isinstance(found, tuple) else (found,)

    @property
    def favourable(self) -> bool:
        """Whether something was granted; silence means that it was."""
        return self.outcome is not Outcome.REFUSED


AFTER_THE_DECISION = (
    *("received", "sent", "appealed", "approved", "announced", "served", "today"),
    *("executed", "executed_part", "interrupted", "resumed", "offered", "declined", "waits", "postponed", "reported"),
    *("withdrawn", "need_ceased", "deceased", "new_decision"),
)
# Facts that can only come in this order.
ORDER = (
    *(("decided", name) for name in AFTER_THE_DECISION),
    ("started", "decided"),
    ("started", "requested"),
    ("meeting", "approved"),
    ("approved", "announced"),
    ("announced", "taken_down"),
    ("taken_down", "announced_again"),
    ("interrupted", "resumed"),
    ("judged", "final"),
    ("final", "served"),
    ("transfer_requested", "answered"),
    ("transfer_requested", "ivo_applied"),
)
