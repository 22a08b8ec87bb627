"""What the access walk asks about protection, emergencies and the review of the log, and which leaders may."""

from datetime import timedelta

from django.utils.timezone import localdate

from samsyn.cases.actions import open_case_in_emergency
from samsyn.cases.models import LogReview, LogReviewItem
from samsyn.people.actions import end_sight
from samsyn.people.models import EmergencyAccess, ProtectionRoutine, SightPermit
from samsyn.people.roles import Role
from tests import factories as f
from tests.protection import permit, routine
from tests.web import walked_night

# These belong to the assessment unit: not every leader's, and the administrator's only in part.
OPEN_TO = {
    "emergency_review": {Role.TEAM_LEADER},
    "log_review": {Role.TEAM_LEADER, Role.ADMINISTRATOR},
    "log_review_judge": {Role.TEAM_LEADER, Role.ADMINISTRATOR},
    "log_review_sign": {Role.TEAM_LEADER},
    "phone_wipe": {Role.PROVIDER_PLANNER, Role.ADMINISTRATOR},
}


def fill(world) -> None:
    """A permission that is over, a routine, an emergency access to a case of the world, a review with one reading."""
    case = world.cases["active"]
    end_sight(given=permit(f.acting(Role.DELEGATE, case.unit)), by=f.ADMINISTRATOR, at=f.NOW)
    routine()
    walked_night.fill(world)
    by = f.acting(Role.CASEWORKER, f.unit("Jouren"))
    told = {"asked": case.number, "cause": "life", "reason": "Ringer och svarar inte."}
    open_case_in_emergency(**told, by=by, at=f.NOW)
    today = localdate(f.NOW)
    review = LogReview.objects.create(
        unit=case.unit, first=today - timedelta(60), last=today - timedelta(30), rules=1, seed=1, first_event=1,
        last_event=2, readings=1, drawn_at=f.NOW, due_on=today,
    )  # fmt: skip
    LogReviewItem.objects.create(
        review=review, event=1, at=f.NOW, reader_id=case.caseworker_id, role="caseworker", what="case.read",
        subject=case.person_id, about_case=case.pk, rules=["random"],
    )  # fmt: skip


def _review(world) -> LogReview:
    return LogReview.objects.get(unit=world.cases["active"].unit)


def _ended_permit(world) -> SightPermit:
    return SightPermit.objects.get(appointment__unit=world.cases["active"].unit)


ARGUMENTS = {
    **walked_night.ARGUMENTS,
    "protection": lambda _w: {},
    "routine": lambda _w: {},
    "routine_adopt": lambda _w: {},
    "routine_follow_up": lambda _w: {"pk": ProtectionRoutine.objects.first().pk},
    "protection_put": lambda w: {"pk": w.cases["active"].pk},
    "protection_lift": lambda w: {"pk": w.cases["active"].pk},
    "sight_give": lambda w: {"pk": w.actors[Role.CASEWORKER].staff_id},
    "sight_end": lambda w: {"pk": _ended_permit(w).appointment.staff_id, "permit": _ended_permit(w).pk},
    "emergency": lambda _w: {},
    "emergency_review": lambda w: {"pk": EmergencyAccess.objects.get(person=w.person).pk},
    "log_reviews": lambda _w: {},
    "log_review": lambda w: {"pk": _review(w).pk},
    "log_review_judge": lambda w: {"pk": _review(w).pk, "item_pk": _review(w).items.get().pk},
    "log_review_sign": lambda w: {"pk": _review(w).pk},
}
