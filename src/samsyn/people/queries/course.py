"""How far somebody has come in the introduction, and what a unit's staff have gained."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from samsyn.people import access
from samsyn.people.course import Module, modules
from samsyn.people.models import Appointment, Competence, CourseProgress, Staff
from samsyn.people.refusals import permit
from samsyn.people.roles import PROVIDER, Actor


@dataclass(frozen=True)
class Taken:
    """One module for one of the staff: how far they are, and since and until when having done it counts."""

    module: Module
    screens: int = 0
    right: tuple[int, ...] = ()
    gained: Competence | None = None
    is_old: bool = False  # done, but it does not count any longer, or the content is newer

    @property
    def is_done(self) -> bool:
        return self.gained is not None and not self.is_old


def course_of(actor: Actor, *, today: date) -> list[Taken]:
    """The reader's own course, module by module."""
    permit(access.why_not_take_course(actor))
    return _course([actor.staff], today)[actor.staff]


def courses_at_unit(actor: Actor, *, today: date) -> list[tuple[Staff, list[Taken]]]:
    """The course of everybody who works at the planner's unit now, by name."""
    permit(access.why_not_see_courses(actor))
    held = Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), unit=actor.unit_id, role__in=PROVIDER)
    staff = Staff.objects.filter(pk__in=held.values("staff"), left_on=None).order_by("family_name", "given_name", "pk")
    found = list(staff)
    courses = _course([one.pk for one in found], today)
    return [(one, courses[one.pk]) for one in found]


def _course(staff: list[int], today: date) -> dict[int, list[Taken]]:
    progress = {(p.staff_id, p.module, p.version): p for p in CourseProgress.objects.filter(staff__in=staff)}
    gained: dict[tuple[int, str], Competence] = {}
    for one in Competence.objects.filter(staff__in=staff, key__in=[m.competence for m in modules()]).order_by(
        "gained_on", "pk"
    ):
        gained[one.staff_id, one.key] = one
    found: dict[int, list[Taken]] = {}
    for pk in staff:
        found[pk] = []
        for each in modules():
            far = progress.get((pk, each.key, each.version))
            have = gained.get((pk, each.competence))
            old = have is not None and (
                have.version < each.version or bool(have.expires_on and have.expires_on < today)
            )
            screens, right = (far.screens, tuple(far.right)) if far else (0, ())
            if old and far and have and far.changed_on <= have.gained_on:
                screens, right = 0, ()
            found[pk].append(Taken(each, screens, right, have, old))
    return found


def _is_old(have: Competence, one: Module, today: date) -> bool:
    return have.version < one.version or (have.expires_on is not None and have.expires_on < today)
