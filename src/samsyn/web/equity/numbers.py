"""Figures of equal treatment in words: what a difference or a level is in, with sign, and from where to where."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext

from samsyn.equity.estimate import Estimate
from samsyn.people.refusals import N_


@dataclass(frozen=True, slots=True)
class Scale:
    """How an outcome is told: its factor, its decimals, and the units of levels and of differences."""

    times: float
    decimals: int
    level: str
    difference: str
    unit: str = ""  # of differences, on its own


SCALES = {
    "share": Scale(100, 1, N_("{n} %"), N_("{n} procentenheter"), N_("procentenheter")),
    "minutes_week": Scale(1, 0, N_("{n} minuter i veckan"), N_("{n} minuter i veckan"), N_("minuter i veckan")),
    "days": Scale(1, 1, N_("{n} dagar"), N_("{n} dagar"), N_("dagar")),
    "ratio": Scale(1, 2, "{n}", "{n}"),
}
ROUGH = {"share": 1.0, "minutes_week": 5.0, "days": 1.0, "ratio": 0.05}  # steps that a rough figure is told in
# Who is compared, as the subject of a sentence.
VALUES = {
    "K": N_("kvinnor"),
    "M": N_("män"),
    "swedish": N_("svensktalande"),
    "other": N_("personer med annat språk"),
    "alone": N_("ensamboende"),
    "together": N_("sammanboende"),
}
COLUMNS = {
    "minutes_week": N_("beviljad tid"),
    "share_of_applied": N_("beviljad tid mot sökt"),
    "granted": N_("beslutets utfall"),
    "days_to_decision": N_("dagar till beslut"),
    "days_to_start": N_("dagar till första hjälpen"),
    "goal_reached": N_("uppföljda mål"),
    "carer_granted": N_("beslut om stöd till anhörig"),
    "sex": N_("kön"),
    "age": N_("ålder"),
    "household": N_("hushåll"),
    "language": N_("språk"),
    "area": N_("område"),
    "target_group": N_("målgrupp"),
    "year": N_("år"),
    "need": N_("bedömt behov"),
    "need_areas": N_("antal livsområden med behov"),
    "team": N_("enhet"),
    "caseworker": N_("handläggare"),
}


UNITS = {"team": N_("enheterna"), "caseworker": N_("handläggarna"), "provider": N_("utförarna")}


def units_said(column: str) -> str:
    """The units of a column, all of them."""
    return gettext(UNITS[column]) if column in UNITS else column


def value_said(value: str) -> str:
    """A group in words."""
    return gettext(VALUES[value]) if value in VALUES else value


def column_said(name: str) -> str:
    """A column in words."""
    return gettext(COLUMNS[name]) if name in COLUMNS else name


def difference_said(estimate: Estimate, scale: str) -> str:
    """ "−3,2 procentenheter"."""
    how = SCALES[scale]
    return gettext(how.difference).format(n=_number(estimate.value, how))


def roughly_said(estimate: Estimate, scale: str) -> str:
    """A difference as those who are not analysts read it: rounded so far that no single record moves it."""
    how = SCALES[scale]
    step = ROUGH[scale]
    rough = step * round(estimate.value * how.times / step)
    return gettext("ungefär {gap}").format(gap=gettext(how.difference).format(n=_number(rough / how.times, how)))


def number_said(estimate: Estimate, scale: str) -> str:
    """The bare number of a difference: "−3,2"."""
    return _number(estimate.value, SCALES[scale])


def unit_said(scale: str) -> str:
    """What differences are in."""
    unit = SCALES[scale].unit
    return gettext(unit) if unit else ""


def level_said(estimate: Estimate, scale: str) -> str:
    """ "88,2 %"."""
    how = SCALES[scale]
    return gettext(how.level).format(n=_number(estimate.value, how, signed=False))


def interval_said(estimate: Estimate, scale: str, *, signed: bool = True) -> str:
    """ "−8,1 till +1,7"."""
    said: Callable[[float], str] = lambda value: _number(value, SCALES[scale], signed=signed)  # noqa: E731
    return gettext("{low} till {high}").format(low=said(estimate.low), high=said(estimate.high))


def _number(value: float, how: Scale, *, signed: bool = True) -> str:
    """Rounded, with a true minus, and a plus where a sign is wanted. Nothing has no sign."""
    number = round(value * how.times, how.decimals)
    sign = "−" if number < 0 else "+" if signed and number > 0 else ""
    return f"{sign}{number_format(abs(number), how.decimals)}"
