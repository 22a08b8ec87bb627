"""The introduction in an invented municipality: the demonstration's carer is half way, some colleagues are done."""

from collections.abc import Iterator

from samsyn.people.actions import answer_question, read_screen
from samsyn.people.course import modules
from samsyn.people.roles import Actor, Role
from samsyn.web.planted.nights import demo_actor
from samsyn.web.planted.telling import Matter, Scene

DONE = (8, 8, 5)  # modules of so many colleagues


def courses(scene: Scene) -> Iterator[Matter]:
    """What some of the demonstration's unit have done, and what the carer of the demonstration has."""
    carer = demo_actor(scene, "demo-care-worker")
    if carer is None:
        return
    others = [a for a in scene.all_in(Role.CARE_WORKER, carer.unit_id) if a.staff_id != carer.staff_id]
    yield _taken(scene, carer, 3, 12)
    for n, (one, done) in enumerate(zip(others, DONE, strict=False)):
        yield _taken(scene, one, done, 40 + 10 * n)


def _taken(scene: Scene, by: Actor, done: int, since: int) -> Matter:
    """The first modules, one each office day."""
    for n, one in enumerate(modules()[:done]):
        at = scene.back(since - n, 15)
        yield at
        read_screen(key=one.key, screen=len(one.screens), by=by, at=at)
        for number, question in enumerate(one.questions):
            answer_question(key=one.key, number=number, chosen=question.right, by=by, at=at)
