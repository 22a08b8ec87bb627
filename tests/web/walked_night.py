"""What the walk past every address is asked about nights by camera: a check, a permission, a yes, a shared home."""

from datetime import timedelta

from samsyn.homecare.actions import Said, call_off_night, give_look_permit, lay_out_checks
from samsyn.homecare.models import Cohabitant, LookPermit, NightCheck, Order, Supervision
from samsyn.people.models import Relation, Staff
from samsyn.people.roles import Role
from tests import factories as f
from tests import nights as n
from tests.web import walked_mandates

walked_mandates.NOBODYS |= {"course_screen", "course_question"}  # the same for all who work with care


def fill(world) -> None:
    """A camera at the person's, which both the planner and the carer may look through, and one where they live."""
    order = f.order_of(world.cases["active"])
    _camera(order)
    neighbour = f.active_case(of=f.person(family_name=f"Sambo{world.suffix}"), provider=order.provider)
    Relation.objects.create(person=neighbour.person, other=world.person, kind="spouse", lives_together=True)
    _camera(f.order_of(neighbour))
    planner = f.planner_of(order)
    later = f.NOW.date() + timedelta(30)
    said = Said("spoken", "Vid besöket")
    call_off_night(supervision=order.supervisions.get(), night=later, said=said, by=planner, at=f.NOW)
    for by in (planner, f.acting(Role.CARE_WORKER, order.provider)):
        give_look_permit(
            staff=Staff.objects.get(pk=by.staff), valid_from=f.NOW.date(), valid_to=f.NOW.date() + timedelta(30),
            by=planner, at=f.NOW,
        )  # fmt: skip
    lay_out_checks(by=n.WATCH, at=f.NOW + timedelta(days=1))


def _camera(order: Order) -> None:
    n.yes(n.camera(order))


def _order(world) -> Order:
    return f.order_of(world.cases["active"])


def _night(world) -> Supervision:
    return _order(world).supervisions.get()


def _check(world) -> NightCheck:
    return _night(world).checks.order_by("due_at").first()


def _home(world) -> Cohabitant:
    return Cohabitant.objects.get(other=world.person)


CHECK = ("night_check", "night_look_now", "night_look", "night_ask", "night_go", "night_arrive")
SET_UP = ("night_setup", "night_cohabitant", "night_note_yes", "night_end", "night_off")
HOME = ("my_home_yes", "my_home_no", "my_home_form")
ARGUMENTS: dict = {
    **dict.fromkeys(("night", "night_permits"), lambda _w: {}),
    **dict.fromkeys(("course", "course_unit"), lambda _w: {}),
    "course_screen": lambda _w: {"key": "vardegrund", "screen": 1},
    "course_question": lambda _w: {"key": "vardegrund", "number": 1},
    **dict.fromkeys(CHECK, lambda w: {"pk": _check(w).pk}),
    **dict.fromkeys(SET_UP, lambda w: {"pk": _order(w).pk}),
    "night_permit_end": lambda w: {"permit_pk": LookPermit.objects.filter(unit=_order(w).provider).first().pk},
    "night_moved_out": lambda w: {"pk": _home(w).supervision.order_id, "who": _home(w).pk},
    "night_note_no": lambda w: {"pk": _order(w).pk, "consent": _night(w).consents.get().pk},
    "night_on": lambda w: {"pk": _order(w).pk, "off": _night(w).nights_off.get().pk},
    "my_night_off": lambda w: {"person": w.person.pk, "pk": _night(w).pk},
    "my_night_on": lambda w: {"person": w.person.pk, "off": _night(w).nights_off.get().pk},
    "my_night": lambda w: {"person": w.person.pk},
    **dict.fromkeys(("my_night_yes", "my_night_no"), lambda w: {"person": w.person.pk, "pk": _night(w).pk}),
    **dict.fromkeys(
        ("my_home_yes", "my_home_no", "my_home_form"), lambda w: {"person": w.person.pk, "who": _home(w).pk}
    ),
}
