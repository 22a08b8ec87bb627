"""Who may invent a municipality, and so act as anybody in it: a job, where no real people are let in (OSL 26:1)."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from samsyn.cases.queries import plantable
from samsyn.people.actions.load import load_people, why_not_load
from samsyn.people.queries import actors_in, why_not_invent
from samsyn.people.refusals import NoAccess
from samsyn.people.roles import Actor, Role, job
from samsyn.web.planted.all import plant
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
ASKED = {
    "actors in a role": lambda by: actors_in(Role.CASEWORKER, today=TODAY, by=by),
    "refused between": lambda by: plantable.refused_between(date.min, TODAY, near=0, by=by),
    "drafts sent back": lambda by: plantable.drafts_sent_back(near=0, by=by),
    "proposals": lambda by: plantable.proposals(near=0, by=by),
    "applied for": lambda by: plantable.applied_for(near=0, by=by),
    "decided": lambda by: plantable.decided(near=0, by=by),
    "helped": lambda by: plantable.helped(near=0, by=by),
    "a line": lambda by: plantable.line_of(f.received_case(), "HEMTJANST", by=by),
    "people": lambda by: load_people(stories=[], by=by),
    "planting": lambda by: plant(until=TODAY, now=f.NOW, log=print, by=by),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_nobody_but_a_job_is_given_anybodys_case_or_anybody_to_act_as(asked):
    for by in (
        f.acting(Role.CASEWORKER),
        f.actor(f.staff(Role.ADMINISTRATOR)),
        Actor(key="person:1", role=Role.PERSON, name="", person_id=1),
    ):
        with pytest.raises(NoAccess, match="samsyn simulate"):
            asked(by)


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_nor_a_job_where_real_people_are_let_in(asked, settings):
    settings.SAMSYN = {**settings.SAMSYN, "real_people": True}
    with pytest.raises(NoAccess, match="riktiga personer"):
        asked(job("simulate"))


def test_a_job_may_where_nobody_is_real(settings):
    by = job("simulate")
    f.acting(Role.CASEWORKER)
    assert [actor.role for actor in actors_in(Role.CASEWORKER, today=TODAY, by=by)] == [Role.CASEWORKER]
    assert list(plantable.helped(near=0, by=by)) == []
    settings.SAMSYN = {**settings.SAMSYN, "real_people": True}
    assert why_not_invent(by) is not None
    assert why_not_load(by) == why_not_invent(by)
