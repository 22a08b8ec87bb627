"""Nights by camera in an invented municipality: a few persons, the last nights, and the coming one laid out."""

from collections.abc import Generator, Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from samsyn.homecare.actions import (
    Ending,
    Said,
    arrive_at,
    begin_look,
    end_look,
    give_camera_consent,
    give_look_permit,
    go_to,
    lay_out_checks,
    set_up_supervision,
)
from samsyn.homecare.nightwatch.agreed import NightPlan
from samsyn.homecare.queries import activities_of, due_checks, plans_at
from samsyn.people.queries import actor_for, colleagues, demo_accounts
from samsyn.people.roles import Actor, job
from samsyn.synthetic.calendar import moment
from samsyn.web.planted.telling import Matter, Scene

if TYPE_CHECKING:
    from samsyn.homecare.models import NightCheck, Plan

NIGHTS = 3  # that have passed
PERSONS = 3
TIMES = (time(23), time(3))
WORDS = "Jag vill inte väckas. Titta hellre än att gå in med lampan."
NOT_SEEN = "Titta en gång till. Sedan går nattpatrullen dit. Nyckeln hänger i nyckelskåpet."
BY = job("night-watch")
# What came of the looks, one after the other: mostly seen, once seen at the second look, once no network.
OUTCOMES = ("seen", "seen", "not_seen", "seen", "seen", "failed", "seen")


def nights(scene: Scene) -> Iterator[Matter]:
    """The unit of the demonstration looks after some persons by camera."""
    acting = [demo_actor(scene, name) for name in ("demo-provider-planner", "demo-care-worker")]
    planner, carer = acting
    if planner and carer and planner.unit_id == carer.unit_id:
        yield _kept(scene, planner, carer)


def demo_actor(scene: Scene, name: str) -> Actor | None:
    """The login of the demonstration with this name, as it acts."""
    account = demo_accounts().filter(username=name).first()
    return actor_for(account=account, acting_as=None, today=scene.until)


def _kept(scene: Scene, planner: Actor, carer: Actor) -> Matter:
    """Set up some days ago, and every look since, at its time."""
    first = scene.until - timedelta(days=NIGHTS)
    at = moment(first, time(14))
    yield at
    for one in (planner, carer):
        staff = colleagues(planner.unit_id, one.role, today=scene.until).get(pk=one.staff)
        last = first + timedelta(days=180)
        give_look_permit(staff=staff, valid_from=first, valid_to=last, by=planner, at=at)
    for n, plan in enumerate(_chosen(planner)):
        _set_up(plan, f"natt-{n + 1}", planner, at)
    turns, last = 0, at
    while (at := at + timedelta(hours=9)) < scene.now:
        yield at
        lay_out_checks(by=BY, at=at)
        for check in due_checks(planner, upto=at + timedelta(hours=9)):
            last = yield from _look(check, OUTCOMES[turns % len(OUTCOMES)], carer, last)
            turns += 1


def _chosen(planner: Actor) -> "list[Plan]":
    """The plan of the demonstration's person where it is at the unit, and some others."""
    own = demo_accounts().filter(username="demo-person").values_list("person", flat=True).first()
    held = [p for p in plans_at(planner) if p.state == "approved" and not p.order.case.person.protection]
    return sorted(held, key=lambda p: (p.order.case.person_id != own, p.pk))[:PERSONS]


def _set_up(plan: "Plan", device: str, by: Actor, at: datetime) -> None:
    activity = activities_of(plan).last()  # the latest of the day
    if activity is None:
        return
    agreed = NightPlan(TIMES, 45, 15, 15, 30, NOT_SEEN, WORDS, device)
    made = set_up_supervision(order=plan.order, activity=activity, plan=agreed, by=by, at=at)
    said = Said("spoken", "Sagt vid besöket när planen gjordes")
    for one in (None, *made.cohabitants.all()):
        give_camera_consent(supervision=made, cohabitant=one, said=said, by=by, at=at)


def _look(check: "NightCheck", outcome: str, by: Actor, last: datetime) -> Generator[datetime, None, datetime]:
    """One check to its end: a look, a second one when nobody was seen, a visit when there was no picture.

    One carer looks at one person at a time: never before `last`, when the look before ended. Returns when this did.
    """
    at = max(check.act_at + timedelta(minutes=2), last + timedelta(seconds=30))
    yield at
    look = begin_look(check=check, by=by, at=at)
    trouble = "no_network" if outcome == "failed" else ""
    yield (at := at + timedelta(seconds=25))
    check = end_look(look=look, ending=Ending(outcome, 0 if trouble else 21, trouble), by=by, at=at)
    if outcome == "not_seen":
        yield (at := max(check.act_at, at))
        look = begin_look(check=check, by=by, at=at)
        yield (at := at + timedelta(seconds=20))
        end_look(look=look, ending=Ending("seen", 17), by=by, at=at)
    elif trouble:
        go_to(check=check, by=by, at=at)
        yield (at := at + timedelta(minutes=14))
        arrive_at(check=check, found="Sov lugnt. Routern var avstängd och är på igen.", by=by, at=at)
    return at
