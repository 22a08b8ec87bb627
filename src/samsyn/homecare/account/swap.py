"""A request to swap one thing for another: the rule says yes at once where four limits hold, else a person decides.

The limits are those of Göteborg's rambeslut: the granted time, the link to assessed need, the goal, and the staff's
work environment. What makes no sense (minutes below nothing, a visit that has begun) is refused at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from samsyn.homecare.account.rules import Rules
from samsyn.people.refusals import N_, Invalid, Refusal

Sort = Literal["care", "service"]
LONGEST = 24 * 60


class Limit(StrEnum):
    """What a request can fall on."""

    GRANTED_TIME = "granted_time"
    NEED = "need"
    GOAL = "goal"
    WORK_ENVIRONMENT = "work_environment"


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that granted time can be used for, of the municipality's menu or the person's own.

    `areas` are the areas that it answers (ICF codes; a chapter holds what lies under it), none where it answers any
    need; `guarded` says that a goal hangs on it, so that it is not swapped away without a talk; `strains` that it asks
    more of the staff than one person with no aids.
    """

    key: str
    sort: Sort
    areas: frozenset[str] = frozenset()
    guarded: bool = False
    strains: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """What is given up, or is to be had instead: how long, from when; `starts_at` has a time zone."""

    item: Item
    minutes: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the decision allows: minutes free in the wish's period, with saved ones, and the areas of its needs."""

    free: int
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reached:
    """A limit that a request reaches, and why, in words."""

    limit: Limit
    why: Refusal


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes at once where nothing is reached; otherwise the contact person is asked, with what is."""

    reached: tuple[Reached, ...]

    @property
    def is_yes(self) -> bool:
        return not self.reached


def judged(given: Sequence[Visit], wish: Visit, bounds: Bounds, rules: Rules, *, now: datetime) -> Verdict:
    """Hold a request against the four limits. Raises Invalid for one that makes no sense."""
    _check(given, wish, now)
    return Verdict(tuple(_reached(given, wish, bounds, rules, now)))


def _check(given: Sequence[Visit], wish: Visit, now: datetime) -> None:
    if not 0 < wish.minutes <= LONGEST:
        raise Invalid("minutes", Refusal(N_("Skriv hur många minuter det ska ta, mellan 1 och 1 440.")))
    if wish.starts_at.astimezone(UTC) <= now.astimezone(UTC):
        raise Invalid("starts_at", Refusal(N_("Välj en tid som inte har varit.")))
    if any(part.starts_at.astimezone(UTC) <= now.astimezone(UTC) for part in given):
        raise Invalid("given", Refusal(N_("Besöket har redan börjat och kan inte bytas. Välj ett senare.")))
    if any(part.minutes <= 0 for part in given):
        raise Invalid("given", Refusal(N_("Välj något som tar tid att byta bort.")))


def _reached(given: Sequence[Visit], wish: Visit, bounds: Bounds, rules: Rules, now: datetime) -> Iterator[Reached]:
    there = bounds.free + sum(part.minutes for part in given)
    if wish.minutes > there:
        more = wish.minutes - there
        yield Reached(
            Limit.GRANTED_TIME,
            Refusal(
                N_("Det fattas {more} minuter i den beviljade tiden. Välj något kortare eller byt bort mer."),
                {"more": more},
            ),
        )
    if not answers_need(wish.item, bounds.areas):
        yield Reached(Limit.NEED, Refusal(N_("Det hör inte ihop med något behov i beslutet.")))
    if any(part.item.guarded for part in given):
        yield Reached(Limit.GOAL, Refusal(N_("Ett mål i beslutet hänger på det som byts bort.")))
    if not rules.swap_between_care_and_service and any(part.item.sort != wish.item.sort for part in given):
        yield Reached(Limit.GOAL, Refusal(N_("Omvårdnad och service får inte bytas mot varandra här.")))
    yield from _strained(given, wish, rules, now)


def answers_need(item: Item, needs: frozenset[str]) -> bool:
    """Whether a thing is linked to one of some needs: it lies in the same area, or in the same chapter."""
    linked = (need.startswith(area) or area.startswith(need) for area in item.areas for need in needs)
    return not item.areas or any(linked)


def _strained(given: Sequence[Visit], wish: Visit, rules: Rules, now: datetime) -> Iterator[Reached]:
    """The staff's work environment: their hours, how long a visit is, lifting, and time enough to plan anew."""
    begins = wish.starts_at.hour * 60 + wish.starts_at.minute
    ends = begins + wish.minutes
    first, last = (at.hour * 60 + at.minute for at in (rules.from_time, rules.to_time))
    if begins < first or ends > last:
        why = Refusal(
            N_("Personalen arbetar mellan {first} och {last} här."),
            {"first": f"{rules.from_time:%H.%M}", "last": f"{rules.to_time:%H.%M}"},
        )
        yield Reached(Limit.WORK_ENVIRONMENT, why)
    if wish.minutes > rules.longest:
        why = Refusal(N_("Ett besök får vara högst {longest} minuter."), {"longest": rules.longest})
        yield Reached(Limit.WORK_ENVIRONMENT, why)
    if wish.item.strains:
        why = Refusal(N_("Det kräver två i personalen eller ett hjälpmedel."))
        yield Reached(Limit.WORK_ENVIRONMENT, why)
    same = all((part.starts_at, part.minutes) == (wish.starts_at, wish.minutes) for part in given)
    if not same and any(part.starts_at.astimezone(UTC) - now.astimezone(UTC) < rules.notice for part in given):
        why = Refusal(
            N_("Besöket är om mindre än {hours} timmar. Då kan det bytas direkt bara mot något lika långt samma tid."),
            {"hours": rules.notice_hours},
        )
        yield Reached(Limit.WORK_ENVIRONMENT, why)
        return
    moved = any(part.starts_at.astimezone(UTC) != wish.starts_at.astimezone(UTC) for part in given) or not given
    if moved and wish.starts_at.astimezone(UTC) - now.astimezone(UTC) < rules.notice:
        why = Refusal(
            N_("En ny tid måste sägas {hours} timmar i förväg, så att personalen hinner planera om."),
            {"hours": rules.notice_hours},
        )
        yield Reached(Limit.WORK_ENVIRONMENT, why)
