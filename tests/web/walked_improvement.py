"""What the walk past every address is asked about in equal treatment: one measurement, and one improvement."""

from samsyn.improvement.models import Improvement, Measurement
from samsyn.people.roles import Role
from tests import factories as f
from tests import measured as m
from tests.web import walked_own_file, walked_watch

walked_watch.OPEN_TO["improvement_change"] = {Role.ANALYST, Role.TEAM_LEADER}  # the analyst's wherever they sit


def fill(world) -> None:
    """An improvement that the unit's team leader is responsible for."""
    m.improvement(m.measurement(), owner=f.acting(Role.TEAM_LEADER, world.cases["active"].unit).staff)


def _improvement(world) -> Improvement:
    return Improvement.objects.get(owner=f.acting(Role.TEAM_LEADER, world.cases["active"].unit).staff)


NOBODYS = {
    "improvement",
    "improvements",
    "equity_report",
    "exercises_everywhere",
}  # of the whole municipality: its leaders read them all
ARGUMENTS: dict = {
    **walked_own_file.ARGUMENTS,
    **dict.fromkeys(
        ("equity", "equity_measure", "equity_report", "exercises_everywhere", "improvements"), lambda _w: {}
    ),
    **dict.fromkeys(("measurement", "improvement_open"), lambda _w: {"pk": Measurement.objects.first().pk}),
    **dict.fromkeys(("improvement", "improvement_change"), lambda w: {"pk": _improvement(w).pk}),
}
