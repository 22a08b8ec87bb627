"""Applications taken back, help that the person says no to, and persons who move or stay elsewhere (SoL 29 kap.)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from samsyn.cases.actions import TakenBack, note_stay, request_transfer
from samsyn.cases.queries.plantable import applied_for, decided, helped, line_of
from samsyn.homecare.actions import move_out, renounce, withdraw
from samsyn.web.planted.telling import Matter, Scene

if TYPE_CHECKING:
    from samsyn.cases.models import Case

ALARM = "TRYGGHETSLARM"
TOOK_BACK = "Jag vill vänta med hemtjänsten. Min son flyttar hem och hjälper mig."
WRITTEN_OFF = "Personen har tagit tillbaka hela ansökan. Det finns inget kvar att besluta om."
NO_ALARM = "Jag vill inte ha larmet längre. Det går av misstag och skrämmer mig."
MUNICIPALITY, NEIGHBOUR = "Norrsjö kommun", "Västerby kommun"  # on no map
SUMMER = "Personen bor i sitt fritidshus. Verkställ hemtjänsten enligt beställningen så länge."
TIES = "Dottern bor där, personen har köpt lägenhet och flyttar när den är klar. Hjälpen behövs under lång tid."


def endings(scene: Scene) -> Iterator[Matter]:
    """Everything of the kind that is planted, in cases that are not shown otherwise."""
    for n, case in enumerate(applied_for(near=scene.near, by=scene.by)[:2]):
        yield _taken_back(scene, case, n)
    for case in decided(near=scene.near, by=scene.by)[:1]:
        yield _moved(scene, case)
    active = list(helped(near=scene.near, by=scene.by)[:2])
    for case in helped(near=scene.near, by=scene.by, intervention=ALARM).exclude(pk__in=[c.pk for c in active])[:1]:
        yield _no_alarm(scene, case)
    for case in active[:1]:
        yield _stays(scene, case)
    for case in active[1:]:
        yield _asked_to_be_moved(scene, case)


def _taken_back(scene: Scene, case: "Case", n: int) -> Matter:
    at = scene.back(1, 10 + n, 15)
    yield at
    said = TakenBack(form="oral" if n else "written", day=at.date(), what=TOOK_BACK)
    withdraw(
        case=case, said=said, whole=True, reasons=WRITTEN_OFF, by=scene.caseworker(case.caseworker_id), at=at,
    )  # fmt: skip


def _no_alarm(scene: Scene, case: "Case") -> Matter:
    at = scene.back(1, 13, 5)
    yield at
    line = line_of(case, ALARM, by=scene.by)
    if line is None:
        return
    said = TakenBack(form="oral", day=at.date(), what=NO_ALARM)
    renounce(line=line, said=said, by=scene.caseworker(case.caseworker_id), at=at)


def _moved(scene: Scene, case: "Case") -> Matter:
    at = scene.back(1, 14, 30)
    yield at
    by = scene.caseworker(case.caseworker_id)
    move_out(case=case, municipality=MUNICIPALITY, day=at.date(), why="Flyttar till sin syster.", by=by, at=at)


def _stays(scene: Scene, case: "Case") -> Matter:
    at = scene.back(4, 11)
    yield at
    by = scene.caseworker(case.caseworker_id)
    note_stay(case=case, where="stay", municipality=NEIGHBOUR, day=at.date(), what=SUMMER, by=by, at=at)


def _asked_to_be_moved(scene: Scene, case: "Case") -> Matter:
    at = scene.back(28, 9, 40)
    yield at
    by = scene.caseworker(case.caseworker_id)
    request_transfer(case=case, municipality=MUNICIPALITY, requested_on=at.date(), why=TIES, by=by, at=at)
