"""The review of the log: what waits to be reviewed, and for whom."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases import log_access as access
from samsyn.cases.log_readings import items_of
from samsyn.cases.models import Case, LogReview, LogReviewItem
from samsyn.people.models import Person
from samsyn.people.refusals import permit
from samsyn.people.roles import LEADERS, Actor, Role


def reviews_of(actor: Actor) -> QuerySet[LogReview]:
    """The reviews of a leader's own unit, or for the administrator every unit's; the newest first. Names no person."""
    reviews = LogReview.objects.select_related("unit").annotate(
        count=Count("items"), left=Count("items", filter=Q(items__judged_at=None))
    )
    if actor.role is not Role.ADMINISTRATOR:
        reviews = reviews.filter(unit=actor.unit_id) if actor.role in LEADERS else reviews.none()
    return reviews.order_by("-first", "unit__name", "pk")


def reviews_waiting(actor: Actor) -> list[LogReview]:
    """What a leader has not signed yet, the oldest first."""
    if actor.role not in LEADERS:
        return []
    return list(LogReview.objects.filter(unit=actor.unit_id, signed_at=None).order_by("first", "pk"))


@transaction.atomic
def review_to_read(pk: int, *, by: Actor, at: datetime) -> tuple[LogReview, list[LogReviewItem]]:
    """One review with the items this reader may judge. Records whose readings of whom it shows."""
    review = LogReview.objects.select_related("unit").get(pk=pk)
    permit(access.why_not_see_review(by, review.unit_id))
    items = [i for i in items_of(review) if access.why_not_judge(by, review.unit_id, i.reader_id, i.role) is None]
    subjects = sorted({i.subject for i in items})
    about = f"log_review:{pk}"
    record(by=by, at=at, what="log_review.read", about=about, access=Event.Access.READ, subjects=subjects)
    return review, items


def people_and_cases(items: Iterable[LogReviewItem]) -> tuple[dict[int, Person], dict[int, str]]:
    """The persons and the case numbers that some items are about; a file that is deleted since is not among them."""
    items = list(items)
    persons = Person.objects.in_bulk({i.subject for i in items})
    cases = Case.objects.filter(pk__in={i.about_case for i in items if i.about_case}).values_list("pk", "number")
    return persons, dict(cases)
