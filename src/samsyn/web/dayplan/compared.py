"""Two plans of a day, visit by visit: those that differ in carer or time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.homecare.dayplan.facts import BREAK, Visit
from samsyn.web.dayplan.told import Told, clock

if TYPE_CHECKING:
    from samsyn.homecare.models import DayStop


@dataclass(frozen=True)
class Row:
    """One visit in both plans; no carer where it is not placed."""

    name: str
    what: str  # and of two who come at once, which
    promised: str
    one: tuple[str, str]  # carer and time
    two: tuple[str, str]


def compared(one: Told, two: Told) -> list[Row]:
    """Every visit that is placed otherwise in the second plan, in order of the promised time."""
    first, second = _placed(one), _placed(two)
    rows = []
    for visit in sorted(one.known.day.visits, key=lambda v: (v.promised, v.key)):
        a, b = first.get(visit.key, ("", "")), second.get(visit.key, ("", ""))
        if a != b and (stop := one.stop_of(visit.key) or two.stop_of(visit.key)):
            rows.append(Row(one.name_of(stop), what_said(one, stop, visit), clock(visit.promised), a, b))
    return rows


def what_said(told: Told, stop: "DayStop", visit: Visit) -> str:
    """What is done at a visit, and of two who come at once which."""
    which = (_("den andra av två") if visit.part else _("den första av två")) if visit.twin else ""
    return ", ".join(filter(None, (told.what_of(stop), which)))


def _placed(told: Told) -> dict[str, tuple[str, str]]:
    return {
        placed.key: (told.names.get(carer, ""), clock(placed.start))
        for carer, lane in told.lanes_now.items()
        for placed in lane
        if placed.key != BREAK
    }
