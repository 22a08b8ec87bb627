"""The survey: a round that is over, with answers enough to be read, and one that waits for answers."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from samsyn.improvement.actions import answer_survey, open_survey
from samsyn.improvement.queries.survey import invitations_in
from samsyn.improvement.survey import Question, questions
from samsyn.people.roles import Actor, Role
from samsyn.web.planted.telling import Matter, Scene

ANSWERED = 60  # of those who were invited to the round that is over
WEIGHTS = (46, 28, 12, 6, 4, 4)  # how often each answer is chosen, the best first


def surveys(scene: Scene) -> Iterator[Matter]:
    """Everything of the kind that is planted."""
    analyst = next(iter(scene.all_in(Role.ANALYST)), None)
    if analyst:
        yield _over(scene, analyst)
        yield _open(scene, analyst)


def _over(scene: Scene, analyst: Actor) -> Matter:
    yield (at := scene.back(45, 9))
    last = scene.until - timedelta(30)
    made = open_survey(kind="HT", last_day=last, by=analyst, at=at)
    yield (at := scene.back(40, 10))
    draw, asked = Random(made.version), questions(made.kind, made.version)  # noqa: S311 - invented answers
    for invitation in invitations_in(made)[:ANSWERED]:
        person = Actor(f"person:{invitation.person_id}", Role.PERSON, person_id=invitation.person_id)
        chosen = {q.code: _chosen(draw, q) for q in asked}
        answer_survey(invitation=invitation, answers=chosen, by=person, at=at)


def _chosen(draw: Random, question: Question) -> int:
    return draw.choices(range(1, question.size + 1), WEIGHTS[: question.size])[0]


def _open(scene: Scene, analyst: Actor) -> Matter:
    yield (at := scene.back(5, 9))
    open_survey(kind="HT", last_day=scene.until + timedelta(21), by=analyst, at=at)
