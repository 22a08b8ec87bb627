"""Which rules kept visits out of a proposal, told with names: each set by kind of rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from samsyn.homecare.dayplan.cost import window_of
from samsyn.people.refusals import N_
from samsyn.web.dayplan.told import Told, clock
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.homecare.models import DayStop, PlanClash

KINDS = {  # of rule, in the order in which they are told
    "happens": N_("Blir av"),
    "skill": N_("Får göras av"),
    "refused": N_("Hålls isär"),
    "lock": N_("Låst"),
    "tie": N_("Hänger ihop"),
    "ends": N_("Tillbaka när passet slutar"),
    "break": N_("Har rast"),
    "away": N_("Arbetar inte"),
}

SHOWN = 3


@dataclass(frozen=True)
class Set:
    """Rules that cannot hold together, by kind, each told; `smallest` where none of them can be spared."""

    rules: list[tuple[str, list[str]]]
    smallest: bool


@dataclass(frozen=True)
class Clashes:
    """All of a plan: the sets, and visits that have no known reason or have room after all."""

    sets: list[Set]
    undecided: list[str]
    fitting: list[str]

    @property
    def first(self) -> list[Set]:
        """The few that are shown at once; the smallest come first."""
        return self.sets[:SHOWN]

    @property
    def more(self) -> list[Set]:
        """The others."""
        return self.sets[SHOWN:]


def clashes_told(told: Told, clashes: Iterable["PlanClash"]) -> Clashes:
    """The clashes that are about what still nobody comes to. One about what is gone is left out."""
    stops = {stop.pk: stop for stop in told.stops}
    left = {stop.pk for stop in told.left}
    found = Clashes([], [], [])
    for clash in clashes:
        about = {pk for kind, pk, *_ in clash.rules if kind == "happens"}
        named = {pk for _, one, _, other, _ in clash.rules for pk in (one, other) if pk is not None}
        if not about & left or not named <= stops.keys() or named & {s.pk for s in told.gone}:
            continue
        if clash.sort == clash.Sort.SET:
            found.sets.append(Set(_by_kind(told, stops, clash.rules), clash.smallest))
        else:
            among = found.undecided if clash.sort == clash.Sort.UNDECIDED else found.fitting
            among += [told.visit_words(stops[pk]) for pk in about]
    return found


def _by_kind(told: Told, stops: dict[int, "DayStop"], rules: list[list[Any]]) -> list[tuple[str, list[str]]]:
    items: dict[str, list[str]] = {kind: [] for kind in KINDS}
    timed = {one for kind, one, *_ in rules if kind == "window"}
    for kind, one, carer, other, start in rules:
        name = told.names.get(carer or 0) or gettext("någon som inte arbetar")
        if kind == "window":
            continue  # told with the visit
        if one is None:
            items[kind].append(_of_carer(told, kind, carer, name))
        elif kind == "lock":
            items[kind].append(f"{told.visit_words(stops[one])}: {name} {clock(start)}")
        elif kind == "refused":
            items[kind].append(f"{told.name_of(stops[one])}, {name}")
        else:
            items[kind].append(_of_visit(told, kind, stops[one], stops.get(other), timed=one in timed))
    return [(gettext(KINDS[kind]), list(dict.fromkeys(texts))) for kind, texts in items.items() if texts]


def _of_visit(told: Told, kind: str, stop: "DayStop", other: "DayStop | None", *, timed: bool) -> str:
    name, visit = told.visit_words(stop), told.visit_of(stop)
    if kind == "happens" and timed:
        window, latest = window_of(told.known.day, visit)
        return gettext("{visit}, med start {opens}–{closes}").format(
            visit=name, opens=clock(window.opens), closes=clock(latest)
        )
    if kind == "skill":
        have = [told.names.get(s.carer, "") for s in told.known.day.shifts if visit.skills <= s.skills]
        asked = ", ".join(label("visit_skills", skill, "homecare") for skill in sorted(visit.skills))
        return f"{name}, {asked}: {', '.join(have)}"
    if other is stop:  # the parts of a visit that two come to
        return f"{name}, {gettext('två samtidigt')}"
    return name if other is None else f"{name}, {told.visit_words(other)}"


def _of_carer(told: Told, kind: str, carer: int, name: str) -> str:
    shift = told.known.day.shift(carer)
    if shift is None or kind == "away":
        return name
    if kind == "break":
        return f"{name} {clock(shift.break_from)}–{clock(shift.break_to)} ({shift.break_minutes} min)"
    return f"{name} {clock(shift.ends)}"
