"""Which way each case goes and on which days, drawn before anybody is invented so that case numbers follow arrival."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samsyn.synthetic.calendar import office_day, on_office_day
from samsyn.synthetic.workplaces import Workplaces

STEPS = ("received", "opened", "proposed", "signed", "ordered", "seen", "accepted", "planned")
HISTORY_DAYS = 730

# Where cases stand on the last day: share in thousandths, the last step taken, office days since that step.
STANDS = {
    "received": (40, "received", (1, 3)),
    "investigating": (70, "opened", (2, 45)),
    "returned": (10, "proposed", (1, 3)),
    "proposed": (30, "proposed", (1, 5)),
    "decided": (30, "signed", (1, 7)),
    "unseen": (20, "ordered", (3, 6)),
    "sent": (10, "ordered", (1, 1)),
    "seen": (20, "seen", (1, 4)),
    "change": (10, "seen", (1, 4)),
    "planning": (50, "accepted", (2, 15)),
}
# Cases that have been running: share, and office days since arrival.
RUNNING = {
    "active": (520, (70, 500)),
    "overdue": (50, (230, 500)),
    "reassessing": (30, (150, 500)),
    "died": (60, (120, 500)),
    "ended": (30, (150, 500)),
    "moved": (10, (120, 500)),
    "dismissed": (10, (20, 480)),
}
SHOWN = (*STANDS, "overdue", "reassessing")  # kinds of which some stand in the demonstration's own lists
SHOWN_OF_EACH = 2
# Of what is investigated some is another unit's, for the demonstration's caseworker to read blind.
READ_BLIND, READ_BLIND_COUNT = "investigating", 4
NEW_ORDERS = ("sent", "unseen")  # what the demonstration's provider has not read
READABLE_SINCE = 6  # office days since an investigation was opened, before which it may be empty
# Office days from the step before, drawn evenly from these.
DELAYS: dict[str, tuple[int, ...]] = {
    "opened": (0, 0, 1, 1, 2, 3),
    "proposed": tuple(range(4, 32)),
    "signed": (0, 0, 1, 1, 2, 3, 5),
    "ordered": (0, 0, 0, 1, 1, 2),
    "seen": (0, 0, 1, 1, 1),
    "accepted": (0, 0, 1, 1, 2),
    "planned": tuple(range(3, 12)),
}


@dataclass(frozen=True)
class Plot:
    """One case before it is told. `days` holds the steps taken; `quick` the same without a slow provider's days."""

    index: int
    seed: int
    kind: str
    provider: int
    days: dict[str, date]
    quick: dict[str, date]
    demo: bool = False  # the person of the demonstration
    shown: bool = False  # with the demonstration's caseworker and provider
    elsewhere: bool = False  # with another unit than the demonstration's caseworker

    @property
    def has_home_care(self) -> bool:
        """Whether something of the demonstration needs home care to have been granted and ordered."""
        return self.demo or (self.shown and self.kind in NEW_ORDERS)

    @property
    def is_application(self) -> bool:
        """Whether something of the demonstration needs the case to have begun with an application."""
        return self.demo or self.elsewhere or (self.shown and self.kind == READ_BLIND)

    @property
    def arrival(self) -> date:
        return self.days["received"]


def plots(rng: Random, until: date, recipients: int, workplaces: Workplaces) -> list[Plot]:
    """One plot for each recipient, in order of arrival; the demonstration's person is one that runs well."""
    kinds = list(_kinds(recipients))
    rng.shuffle(kinds)
    shown = {i for kind in SHOWN for i in [n for n, k in enumerate(kinds) if k == kind][:SHOWN_OF_EACH]}
    inquiries = [i for i, kind in enumerate(kinds) if kind == READ_BLIND and i not in shown]
    elsewhere = set(inquiries[:READ_BLIND_COUNT])
    drawn = [
        _plot(rng, i, kind, until, workplaces, shown=i in shown, elsewhere=i in elsewhere)
        for i, kind in enumerate(kinds)
    ]
    drawn.append(_demo(rng, len(drawn), until))
    drawn.sort(key=lambda p: (p.arrival, p.index))
    return drawn


def _kinds(recipients: int) -> Iterator[str]:
    """Each kind by its share, at least one where there is room; one recipient is kept for the demonstration."""
    shares = {k: v[0] for k, v in STANDS.items()} | {k: v[0] for k, v in RUNNING.items()}
    left = recipients - 1
    for kind, share in shares.items():
        if kind != "active":
            count = min(
                left, max(_least(kind) if recipients >= len(shares) * 2 else 0, round(recipients * share / 1000))
            )
            left -= count
            yield from [kind] * count
    yield from ["active"] * left


def _least(kind: str) -> int:
    return SHOWN_OF_EACH + READ_BLIND_COUNT if kind == READ_BLIND else 1


def _plot(
    rng: Random, index: int, kind: str, until: date, workplaces: Workplaces, *, shown: bool, elsewhere: bool
) -> Plot:
    provider = 0 if shown else rng.randrange(len(workplaces.home_care))
    delays = {step: rng.choice(options) for step, options in DELAYS.items()}
    seen, accepted = workplaces.home_care[provider].extra
    slow = {**delays, "seen": delays["seen"] + seen, "accepted": delays["accepted"] + accepted}
    last = STANDS[kind][1] if kind in STANDS else "received" if kind == "dismissed" else "planned"
    steps = STEPS[: STEPS.index(last) + 1]
    back = rng.randint(*(STANDS[kind][2] if kind in STANDS else RUNNING[kind][1]))
    back = max(back, READABLE_SINCE) if elsewhere else back
    if kind in STANDS:
        back += sum(slow[s] for s in steps[1:])
    arrival = max(office_day(until, -back), on_office_day(until - timedelta(days=HISTORY_DAYS)))
    days, quick = _days(arrival, steps, slow), _days(arrival, steps, delays)
    return Plot(index, rng.getrandbits(48), kind, provider, days, quick, shown=shown, elsewhere=elsewhere)


def _demo(rng: Random, index: int, until: date) -> Plot:
    days = _days(office_day(until, -260), STEPS, {s: max(1, o[len(o) // 2]) for s, o in DELAYS.items()})
    return Plot(index, rng.getrandbits(48), "active", 0, days, days, demo=True, shown=True)


def _days(arrival: date, steps: tuple[str, ...], delays: dict[str, int]) -> dict[str, date]:
    days, day = {"received": arrival}, arrival
    for step in steps[1:]:
        day = days[step] = office_day(day, delays[step])
    return days


def again(rng: Random, start: date, until: date, slow: tuple[int, int]) -> dict[str, date]:
    """The days of a second round that begins with a follow-up, as far as it comes before the last day."""
    extra = {"seen": slow[0], "accepted": slow[1]}
    days, day = {"opened": start}, start
    for step in STEPS[2:]:
        wait = rng.choice(DELAYS[step])
        day = office_day(day, (wait + 1) // 2 if step == "proposed" else wait + extra.get(step, 0))
        if day >= until:
            break
        days[step] = day
    return days
