"""The chain: the line of steps drawn on every page about a case, on the person's page and in reports."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from samsyn.people.refusals import N_
from samsyn.people.roles import LABELS

State = Literal["done", "now", "waiting", "ahead", "skipped"]

STATES: dict[State, str] = {
    "done": N_("klart"),
    "now": N_("pågår"),
    "waiting": N_("väntar"),
    "ahead": N_("kommer sedan"),
    "skipped": N_("behövdes inte"),
}


@dataclass(frozen=True)
class ChainStep:
    """One step: its name (a message id), how far it has come, whom it waits for, since when, by which rule.

    `who` is a message id or a name, `rule` a paragraph such as "SoL 14:2", `link` an address or empty, `late` whether
    it has waited longer than it should.
    """

    key: str
    label: str
    state: State
    who: str = ""
    since: date | datetime | None = None
    rule: str = ""
    link: str = ""
    late: bool = False

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"{self.state!r} is not a state of a step")

    @property
    def current(self) -> bool:
        """Whether the case stands here."""
        return self.state in {"now", "waiting"}

    @property
    def waits_for_role(self) -> bool:
        """Whether `who` is a role, which is written small inside a sentence, and not a name."""
        return self.who in LABELS.values()

    @property
    def state_label(self) -> str:
        """The state as a message id; shape and colour only underline it."""
        return STATES[self.state]
