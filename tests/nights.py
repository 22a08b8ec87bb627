"""Nights by camera for tests: a case with a camera that all have said yes to, and the simulator on the other side."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from samsyn.homecare.actions import (
    Ending,
    Said,
    arrive_at,
    begin_look,
    end_look,
    end_supervision,
    give_camera_consent,
    give_look_permit,
    lay_out_checks,
    note_cohabitant,
    set_up_supervision,
)
from samsyn.homecare.models import CameraConsent, NightCheck, Order, Supervision
from samsyn.homecare.night_facts import is_named
from samsyn.homecare.nightwatch.agreed import NightPlan
from samsyn.homecare.nightwatch.times import moment
from samsyn.homecare.nightwatch.vendor import Vendor
from samsyn.people.models import Staff
from samsyn.people.roles import Actor, Role, job
from tests import factories as f
from tests.kept import kept

WATCH = job("night-watch")
EVENING = f.NOW + timedelta(hours=10)  # eight o'clock
TIMES = (time(23), time(3))
SECRET = "for tests only, where nobody is real and nothing kept"


def night_plan(**terms) -> NightPlan:
    agreed = {
        "times": TIMES, "look_seconds": 45, "retry_minutes": 15, "window_minutes": 15, "visit_minutes": 30,
        "when_not_seen": "Titta en gång till. Sedan går nattpatrullen dit. Nyckel i nyckelskåpet.",
        "persons_words": "Astrid vill inte väckas. Hon har själv valt klockan elva och tre.", "device": "bed-1",
    }  # fmt: skip
    return NightPlan(**(agreed | terms))


@kept
def supervision(*, says_yes: bool = True, device: str = "bed-1", at: datetime = f.NOW, **active) -> Supervision:
    """A camera for the activity of an approved plan; the person has said yes on their own page."""
    made = camera(f.order_of(f.active_case(at=at, **active)), device=device, at=at)
    if says_yes:
        yes(made, at=at)
    return made


@kept
def camera(order: Order, *, device: str = "bed-1", at: datetime = f.NOW) -> Supervision:
    """A camera for the activity of an order's approved plan, that nobody has said yes to."""
    activity = order.plans.get(state="approved").activities.get()
    plan = night_plan(device=device)
    return set_up_supervision(order=order, activity=activity, plan=plan, by=f.planner_of(order), at=at)


def lived_through(order: Order, *, word: str, at: datetime = f.NOW) -> None:
    """A camera with all that hangs on it: a look at which nobody was seen, and a visit."""
    by = f.acting(Role.CARE_WORKER, order.provider)
    plan = night_plan(times=[time(10, 30)], when_not_seen=word, persons_words=word)
    activity = order.plans.get(state="approved").activities.get()
    made = set_up_supervision(order=order, activity=activity, plan=plan, by=f.planner_of(order), at=at)
    living = note_cohabitant(supervision=made, name=word, by=f.planner_of(order), at=at)
    for one in (None, living):
        said = Said("paper", word)
        give_camera_consent(supervision=made, cohabitant=one, said=said, by=f.planner_of(order), at=at)
    if not is_named(by, at):
        named(made, at=at)
    lay_out_checks(by=WATCH, at=at)
    check, at = made.checks.get(), at + timedelta(minutes=30)
    look = begin_look(check=check, by=by, at=at)
    end_look(look=look, ending=Ending("failed", 0, "no_power"), by=by, at=at)
    arrive_at(check=check, found=word, by=by, at=at + timedelta(minutes=10))
    end_supervision(supervision=made, reason=word, by=f.planner_of(order), at=at + timedelta(minutes=11))


@kept
def yes(of: Supervision, *, at: datetime = f.NOW) -> CameraConsent:
    """The person says yes to the camera on their own page."""
    by = f.actor(of.order.case.person, acting_as="self")
    return give_camera_consent(supervision=of, cohabitant=None, said=Said(), by=by, at=at)


@kept
def named(of: Supervision, *, at: datetime = f.NOW) -> Actor:
    """A care worker of the provider, who may look for a year."""
    carer = f.acting(Role.CARE_WORKER, of.order.provider)
    today = at.date()
    give_look_permit(
        staff=Staff.objects.get(pk=carer.staff), valid_from=today, valid_to=today + timedelta(365),
        by=f.planner_of(of.order), at=at,
    )  # fmt: skip
    return carer


def due(day: date, at: time) -> datetime:
    return moment(day, at)


def checks() -> list[NightCheck]:
    return list(NightCheck.objects.order_by("due_at"))


@contextmanager
def simulator(folder: Path, script: str) -> Iterator[Vendor]:
    """The camera simulator as a process of its own, and the vendor that asks it."""
    file = folder / "script.json"
    file.write_text(script, encoding="utf-8")
    command = [sys.executable, "-m", "samsyn", "camera-simulator", "--port", "0", "--script", str(file)]
    env = {"SAMSYN_CAMERA_SECRET": SECRET, "SAMSYN_HOME": str(folder), "PYTHONPATH": "src", "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        yield Vendor(line.split(" is at ")[1].split(" ")[0], SECRET, seconds=1.0, attempts=2)
    finally:
        process.terminate()
        process.wait(10)


def page_of(vendor: Vendor, ticket: str) -> str:
    """What the vendor's own page shows to whoever has the ticket."""
    try:
        with urlopen(vendor.view_url(ticket), timeout=5) as answer:
            return answer.read().decode()
    except HTTPError as gone:
        return gone.read().decode()
