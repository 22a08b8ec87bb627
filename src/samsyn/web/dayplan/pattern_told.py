"""A pattern of two weeks told for its page: each person's carers and times, each carer's days, and what is left."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.homecare.dayplan.pattern import FoundPattern
from samsyn.homecare.queries import PatternShown, carers_each
from samsyn.web.dayplan import aside
from samsyn.web.dayplan.told import clock
from samsyn.web.shared.reach import named

if TYPE_CHECKING:
    from samsyn.homecare.models import PatternStop, VisitPattern

WEEK = 7


@dataclass(frozen=True)
class Series:
    """Visits at the same promised time: that, when somebody comes, and who comes how often, most first."""

    promised: str
    starts: str
    who: str


@dataclass(frozen=True)
class PersonRow:
    """One person: their visits, and how many carers they met before, by the version before, and meet by this one."""

    name: str
    series: list[Series]
    before: int | None
    replaced: int | None
    met: int


@dataclass(frozen=True)
class CarerRow:
    """One carer: how much it is, and each of their days with its visits."""

    name: str
    visits: int
    persons: int
    days: list[tuple[str, list[str]]]


class PatternTold:
    """A pattern as its page shows it."""

    def __init__(self, known: PatternShown) -> None:
        self.known = known
        self.pattern = known.pattern
        self.met = carers_each(known.stops)

    def day_words(self, number: int) -> str:
        """One of the fourteen days: måndag, vecka 1."""
        weekday = date_format(self.pattern.starts_on + timedelta(number), "l")
        return _("{weekday}, vecka {n}").format(weekday=weekday, n=number // WEEK + 1)

    def _name(self, stop: "PatternStop") -> str:
        return named(self.known.persons[stop.person_id])

    @cached_property
    def persons(self) -> list[PersonRow]:
        """Everybody whom the pattern is about, by name."""
        by_person: dict[int, list[PatternStop]] = defaultdict(list)
        for stop in self.known.stops:
            by_person[stop.person_id].append(stop)
        order = sorted(
            by_person, key=lambda pk: (self.known.persons[pk].family_name, named(self.known.persons[pk]), pk)
        )
        return [
            PersonRow(
                named(self.known.persons[pk]), self._series(by_person[pk]), self.known.before.get(pk),
                self.known.replaced.get(pk), self.met.get(pk, 0),
            )
            for pk in order
        ]  # fmt: skip

    def _series(self, stops: Iterable["PatternStop"]) -> list[Series]:
        groups: dict[int, list[PatternStop]] = defaultdict(list)
        for stop in stops:
            groups[stop.promised].append(stop)
        return [self._told(groups[promised]) for promised in sorted(groups)]

    def _told(self, stops: list["PatternStop"]) -> Series:
        placed = [stop for stop in stops if stop.carer_id]
        starts = sorted({stop.start for stop in placed} or {stops[0].promised})
        said = clock(starts[0]) if len(starts) == 1 else f"{clock(starts[0])}–{clock(starts[-1])}"
        often = Counter(self.known.carers[stop.carer_id].name for stop in placed if stop.carer_id)
        who = [f"{name} {n}" for name, n in sorted(often.items(), key=lambda one: (-one[1], one[0]))]
        left = len(stops) - len(placed)
        return Series(
            clock(stops[0].promised), said, ", ".join([*who, *([_("ingen {n}").format(n=left)] if left else [])])
        )

    @cached_property
    def carers(self) -> list[CarerRow]:
        """Everybody who comes to somebody, by name."""
        by_carer: dict[int, list[PatternStop]] = defaultdict(list)
        for stop in self.known.stops:
            if stop.carer_id:
                by_carer[stop.carer_id].append(stop)
        order = sorted(by_carer, key=lambda pk: (self.known.carers[pk].name, pk))
        return [self._carer(pk, by_carer[pk]) for pk in order]

    def _carer(self, pk: int, stops: list["PatternStop"]) -> CarerRow:
        days: dict[int, list[str]] = defaultdict(list)
        for stop in stops:
            days[stop.day].append(f"{clock(stop.start)} {self._name(stop)}")
        told = [(self.day_words(number), days[number]) for number in sorted(days)]
        return CarerRow(self.known.carers[pk].name, len(stops), len({stop.person_id for stop in stops}), told)

    @cached_property
    def left(self) -> list[str]:
        """The visits that fit nowhere, in words."""
        return [
            f"{self.day_words(stop.day)}: {clock(stop.promised)} {self._name(stop)}"
            + (f", {_('den andra av två')}" if stop.part else "")
            for stop in self.known.stops
            if stop.carer_id is None
        ]

    @property
    def means(self) -> list[tuple[str, str]]:
        """Carers a person in fourteen days, before and with it."""
        told = [(_("Med slingan"), self.met)]
        if self.known.replaced:
            told.append((_("Med den förra slingan"), self.known.replaced))
        if self.known.before:
            told.append((_("Utfört de 14 dagarna innan den gjordes"), self.known.before))
        return [(words, mean_said(found)) for words, found in told]


def mean_said(met: Mapping[int, int]) -> str:
    """The mean of carers each, with one decimal."""
    return f"{sum(met.values()) / len(met) if met else 0:.1f}".replace(".", ",")


def when_said(one: "VisitPattern", versions: Sequence["VisitPattern"], today: date) -> str:
    """When a version holds, or held."""
    newer = [other.starts_on for other in versions if other.version > one.version]
    until = min(newer, default=None)
    first = one.starts_on.isoformat()
    if one.is_end:
        return _("Ingen slinga från och med {first}").format(first=first)
    if until is not None and until <= one.starts_on:
        return _("Ersattes innan den började gälla")
    if until is not None:
        last = (until - timedelta(1)).isoformat()
        text = _("Gällde {first} till {last}") if until <= today else _("Gäller {first} till {last}")
        return text.format(first=first, last=last)
    text = _("Börjar gälla {first}") if one.starts_on > today else _("Gäller sedan {first}")
    return text.format(first=first)


def found_in(search: aside.Standing | None) -> tuple[FoundPattern, date] | None:
    """The pattern that a search found, and its Monday; None where there is none, or it cannot be read."""
    if search is None or search.answer is None:
        return None
    try:
        return FoundPattern.of(search.answer), date.fromisoformat(search.asked["starts_on"])
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        return None


def cannot_said(search: aside.Standing) -> str:
    """Why a search found no pattern, in words; "" where that cannot be read."""
    answer = search.answer or {}
    try:
        if answer.get("stopped"):
            return _("Det avbröts innan varje dag hade planerats en gång, så det finns ingen slinga att ta in.")
        day = date.fromisoformat(search.asked["starts_on"]) + timedelta(int(answer["fault"]))
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        return ""
    text = _("{day} går inte att planera. Ta fram ett förslag för den dagen, så visas vad som är fel.")
    return text.format(day=day.isoformat())
