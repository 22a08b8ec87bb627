"""Why a visit is as it is, told with names: the carer, the time, each other carer, and the wishes that are not met."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.homecare.dayplan.facts import BREAK
from samsyn.homecare.dayplan.why import ALWAYS, Elsewhere, Unmet, Why, why
from samsyn.people.refusals import N_
from samsyn.web.dayplan.told import Told, clock
from samsyn.web.dayplan.trying import costs_said

if TYPE_CHECKING:
    from samsyn.homecare.models import DayStop

RESTS_ON = {
    "begun": N_("Besöket har börjat eller är beskrivet, så det ligger kvar."),
    "lock": N_("Besöket är låst. Lås upp det för att flytta det."),
    "promised": N_("Det börjar på den lovade tiden, {promised}."),
    "usual": N_("Det börjar {start}, som det brukar enligt slingan. Lovat är {promised}."),
    "way": N_("Det börjar {start}, så snart {carer} är framme. Lovat är {promised}."),
    "early": N_("Det börjar {start}, så tidigt som det får. Lovat är {promised}."),
    "put_off": N_("Det börjar {start}. Lovat är {promised}."),
}
MET = {
    "contact": N_("{carer} är {name}s kontaktperson."),
    "last": N_("{carer} var den som kom senast."),
    "language": N_("{carer} talar språket som {name} önskar."),
    "pattern": N_("{carer} brukar komma då, enligt slingan."),
}  # of a wish about a carer's sex nothing is told by name: it is kept for planning alone, and shown nowhere
UNMET = {
    "contact": N_("Kontaktpersonen kommer inte."),
    "last": N_("Den som kom senast kommer inte."),
    "pattern": N_("Den som brukar komma enligt slingan kommer inte."),
    "language": N_("Ingen kommer som talar språket som {name} önskar."),
    "sex": N_("Önskan om vem som hjälper till med kroppen uppfylls inte."),
    "late": N_("Den lovade tiden, {promised}, hålls inte."),
}


@dataclass(frozen=True)
class Row:
    """Another carer, or another time: what it costs, or the rule that forbids it."""

    carer: int
    name: str
    clock: str
    value: str  # of the field
    costs: list[str]
    rule: str
    is_better: bool
    is_near: bool  # it breaks the rule also at the time where the least is lacking


@dataclass(frozen=True)
class Wish:
    """A wish that is not met, and why."""

    text: str
    why: list[str]


@dataclass(frozen=True)
class Explained:
    """All of it, in words."""

    reasons: list[str]
    moved: Row | None
    others: list[Row]
    wishes: list[Wish]


def explained(told: Told, stop: "DayStop") -> Explained | None:
    """Why a visit is as it is; None of a break, and of what the day no longer has."""
    key = told.key_of(stop)
    if not key or key == BREAK:
        return None
    found = why(told.walker, told.lanes_now, key, locked=told.is_locked(stop))
    if found.rests_on == "begun":
        return Explained([_said(told, stop, RESTS_ON["begun"])], None, [], [])
    moved = _row(told, found.moved) if found.moved and found.moved.price < 0 else None
    wishes = [Wish(_said(told, stop, UNMET[one.kind]), _why_unmet(told, one)) for one in found.unmet]
    return Explained(_reasons(told, stop, found), moved, [_row(told, one) for one in found.others], wishes)


def _said(told: Told, stop: "DayStop", text: str) -> str:
    carer = told.names.get(stop.carer_id or 0, "")
    return _(text).format(carer=carer, name=told.name_of(stop), start=clock(stop.start), promised=clock(stop.promised))


def _reasons(told: Told, stop: "DayStop", found: Why) -> list[str]:
    if not found.rests_on and stop.carer_id:
        return [_said(told, stop, N_("{carer} arbetar inte den här dagen. Här nedanför står vem som kan."))]
    if not found.rests_on:
        return [_("Ingen kommer i planen. Här nedanför står vem som kan, och vad som hindrar de andra.")]
    texts = [RESTS_ON[found.rests_on], *(MET[kind] for kind in found.met if kind in MET)]
    if found.is_known:
        texts.append(N_("{name} har träffat {carer} de senaste två veckorna."))
    able = [one for one in found.others if one.broken is None]
    if not able:
        texts.append(N_("Ingen annan som arbetar kan komma."))
    elif able[0].price >= 0:
        texts.append(N_("Ingen annan skulle kosta mindre."))
    else:
        texts.append(N_("Någon annan skulle kosta mindre, när inget annat flyttas. Se nedan."))
    return [_said(told, stop, text) for text in texts]


def _row(told: Told, one: Elsewhere) -> Row:
    rule = told.words(one.broken) if one.broken else ""
    value = f"{one.start // 60 % 24:02d}:{one.start % 60:02d}"
    costs = [] if one.broken else costs_said(one.cost)
    near = one.broken is not None and one.broken.rule not in ALWAYS
    return Row(one.carer, told.names.get(one.carer, ""), clock(one.start), value, costs, rule, one.price < 0, near)


def _why_unmet(told: Told, one: Unmet) -> list[str]:
    """Who could meet a wish: what it would cost, which rule forbids it, or that they do not work."""
    found: list[str] = []
    if one.kind == "sex":
        return found
    for other in one.by:
        name = told.names.get(other.carer, "")
        if other.broken:
            found.append(told.words(other.broken))
        else:
            costs = ", ".join(costs_said(other.cost)).rstrip(".")
            found.append(
                _("{carer} kan komma {start}: {costs}.").format(carer=name, start=clock(other.start), costs=costs)
            )
    away = [told.names[carer] for carer in sorted(one.away) if carer in told.names]
    found += [_("{carer} arbetar inte den dagen.").format(carer=name) for name in away]
    return found or [_("Ingen som kan det arbetar den dagen.")]
