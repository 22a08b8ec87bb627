"""Outcomes, groups and columns by the names that the pages give them, and figures of an outcome in words."""

from django.utils.translation import get_language, gettext

from samsyn.equity.estimate import Estimate
from samsyn.equity.words import Language
from samsyn.people.refusals import N_
from samsyn.web.equity.scales import Scale

# Who is compared, as the subject of a sentence.
VALUES = {
    "K": N_("kvinnor"),
    "M": N_("män"),
    "swedish": N_("svensktalande"),
    "other": N_("personer med annat språk"),
    "alone": N_("ensamboende"),
    "together": N_("sammanboende"),
    "80–": N_("personer som är 80 år och äldre"),
    "65–79": N_("personer mellan 65 och 79 år"),
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
    "age_from_65": N_("ålder över eller under 80 år"),
    "household": N_("hushåll"),
    "language": N_("språk"),
    "area": N_("område"),
    "target_group": N_("målgrupp"),
    "year": N_("år"),
    "need": N_("bedömt behov"),
    "need_areas": N_("antal livsområden med behov"),
    "team": N_("enhet"),
    "caseworker": N_("handläggare"),
    "provider": N_("utförare"),
}


UNITS = {
    "team": N_("enheterna"),
    "caseworker": N_("handläggarna"),
    "provider": N_("utförarna"),
    "area": N_("områdena"),
}


def units_said(column: str) -> str:
    """The units of a column, all of them."""
    return gettext(UNITS[column]) if column in UNITS else column


def value_said(value: str) -> str:
    """A group in words."""
    return gettext(VALUES[value]) if value in VALUES else value


def column_said(name: str) -> str:
    """A column in words."""
    return gettext(COLUMNS[name]) if name in COLUMNS else name


def language_now() -> Language:
    """The language that figures are told in; Finnish readers get Swedish."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def scale_of(measure: str, *, whole: bool = False) -> Scale:
    """How the figures of an outcome are told to the reader; `whole` to those who are not analysts."""
    return Scale(measure, language_now(), whole)


def difference_said(estimate: Estimate, measure: str) -> str:
    """ "3,2 procentenheter lägre"."""
    return scale_of(measure).difference(estimate.value)


def roughly_said(estimate: Estimate, measure: str) -> str:
    """The same as those who are not analysts read it, in whole units."""
    return gettext("ungefär {gap}").format(gap=scale_of(measure, whole=True).difference(estimate.value))


def number_said(estimate: Estimate, measure: str) -> str:
    """The bare number of a difference: "−3,2"."""
    return scale_of(measure).number(estimate.value, sign=True)


def level_said(estimate: Estimate, measure: str) -> str:
    """ "88,2 %"."""
    return scale_of(measure).level(estimate.value)


def interval_said(estimate: Estimate, measure: str, *, signed: bool = True) -> str:
    """ "−8,1 till +1,7"."""
    scale = scale_of(measure)
    low, high = (scale.number(end, sign=signed) for end in (estimate.low, estimate.high))
    return gettext("{low} till {high}").format(low=low, high=high)
