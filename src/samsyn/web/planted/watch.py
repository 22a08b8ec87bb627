"""What is watched over: permits to see where protected persons are, emergencies to look at, readings to review."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import TYPE_CHECKING

from samsyn.cases.actions import draw_last_month, open_case_in_emergency
from samsyn.cases.queries import open_case
from samsyn.cases.queries.plantable import helped
from samsyn.homecare.actions import open_order_in_emergency
from samsyn.homecare.queries import orders_of, who_helped
from samsyn.people.actions import adopt_routine, end_sight, give_sight
from samsyn.people.queries import actor_for, appointment_of, demo_accounts
from samsyn.people.roles import Actor, Role, job
from samsyn.synthetic.calendar import moment
from samsyn.web.planted.telling import Matter, Scene

if TYPE_CHECKING:
    from samsyn.people.models import Appointment

A_YEAR = timedelta(days=365)
MANAGEMENT = "Socialnämndens ledning"
HANDLING = (
    "Skyddade uppgifter antecknas samma dag. Brev går genom Skatteverkets förmedling. Bara den som har behörighet ser "
    "adressen. Ring aldrig upp på ett nummer som någon annan lämnar."
)
EXECUTION = (
    "Enhetschefen utser två fasta medarbetare. Adressen lämnas muntligt och skrivs inte i planeringen. Avvikelser "
    "anmäls samma dag till socialkontoret."
)
LEADS = "Leder utredningen för personer med skyddade uppgifter på enheten."
COVERED = "Vikarierar för kollegan som handlägger skyddade ärenden."
FALL = "Dottern ringde jouren: mamma har ramlat och svarar inte i telefon."
ALARM = "Larm från grannen. Personen öppnar inte och ordinarie personal går inte att nå."


def watched(scene: Scene) -> Iterator[Matter]:
    """Everything of the kind that is planted."""
    administrator = scene.all_in(Role.ADMINISTRATOR)[0]
    yield _routines(scene, administrator)
    leader = scene.all_in(Role.TEAM_LEADER, scene.unit)[0]
    yield _permit(scene, administrator, leader, LEADS, 40, None)
    others = [a for a in scene.all_in(Role.CASEWORKER, scene.unit) if a.staff_id != scene.near]
    for colleague in others[:1]:
        yield _permit(scene, administrator, colleague, COVERED, 60, 20)
    yield _readings(scene)
    yield _emergency(scene)
    yield _alarm(scene)


def _routines(scene: Scene, by: Actor) -> Matter:
    for n, (part, text) in enumerate((("handling", HANDLING), ("execution", EXECUTION))):
        at = scene.back(120, 13, 20 * n)
        yield at
        adopt_routine(part=part, text=text, adopted_on=at.date(), adopted_who=MANAGEMENT, by=by, at=at)


def _permit(scene: Scene, by: Actor, to: Actor, reason: str, since: int, ended: int | None) -> Matter:
    """Let somebody see protected data from some office days back for a year, or until it was taken back."""
    at = scene.back(since, 14)
    yield at
    held: Appointment | None = appointment_of(to, on=at.date())
    if held is None:
        return
    first = at.date()
    given = give_sight(appointment=held, reason=reason, valid_from=first, valid_to=first + A_YEAR, by=by, at=at)
    if ended:
        yield (at := scene.back(ended, 15))
        end_sight(given=given, by=by, at=at)


def _readings(scene: Scene) -> Matter:
    """The night draws last month's readings for each unit, as `samsyn nightly` does."""
    at = moment(scene.until.replace(day=1), time(3, 30))
    yield at
    draw_last_month(by=job("log-review"), at=at, helped=who_helped)


def _emergency(scene: Scene) -> Matter:
    """Somebody on duty at another unit opens a case of the demonstration's, and reads it."""
    at, by = scene.back(1, 18, 40), scene.elsewhere(Role.CASEWORKER, scene.unit)
    case = helped(near=scene.near, by=scene.by).first()
    if by is None or case is None:
        return
    yield at
    opened = open_case_in_emergency(asked=case.number, cause="life", reason=FALL, by=by, at=at)
    yield (at := at + timedelta(minutes=1))
    on_duty = Actor(
        key=by.key, role=by.role, name=by.name, unit_id=by.unit_id, staff_id=by.staff_id,
        emergencies={f"case:{case.pk}": opened.pk},
    )  # fmt: skip
    open_case(case.pk, by=on_duty, at=at)


def _alarm(scene: Scene) -> Matter:
    """A carer of another unit opens an order of the demonstration's home-care unit."""
    planner = actor_for(
        account=demo_accounts().get(username="demo-provider-planner"), acting_as=None, today=scene.until
    )
    ours = planner.unit_id or 0 if planner else 0
    by = scene.elsewhere(Role.CARE_WORKER, ours)
    found = (c for c in helped(near=scene.near, by=scene.by)[:60] if orders_of(c).filter(provider=ours).exists())
    case = next(found, None)
    if by is None or case is None:
        return
    at = scene.back(1, 21, 15)
    yield at
    open_order_in_emergency(asked=case.person.number, cause="alarm", reason=ALARM, by=by, at=at)
