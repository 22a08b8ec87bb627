"""Small parts that views of several audiences share: what is missing, what is posted or refused, the day asked for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TypeVar, cast

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, QueryDict
from django.utils.timezone import localdate

from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

Done = TypeVar("Done")
FARTHEST = timedelta(days=1100)  # a day that is further off is a slip of the pen


@contextmanager
def missing() -> Iterator[None]:
    """Say "no such page" when a row is not there. No access is never said this way; that is the gate's answer."""
    try:
        yield
    except ObjectDoesNotExist:
        raise Http404 from None


def form_data(request: Request) -> QueryDict | None:
    """What a form starts from: what was posted, also when that is nothing, else None."""
    return request.POST if request.method == "POST" else None


def tried(form: forms.Form, act: Callable[[], Done], **fields: str) -> tuple[Done | None, int]:
    """Do what a valid form asks. A refusal goes on the form instead, so that all that was typed is still there.

    Returns what was done and the status of the page to show when nothing was: also of a form that is only shown.
    `fields` maps the action's names of fields to the form's.
    """
    if not form.is_valid():
        return None, 422 if form.is_bound else 200
    try:
        return act(), 200
    except Refused as refused:
        refuse(form, refused, **fields)
        return None, 422 if isinstance(refused, Invalid) else 409


def resent(form: forms.Form, values: Mapping[str, str]) -> None:
    """Show a form that came in with other values in some of its hidden fields than were sent."""
    sent = cast("QueryDict", form.data).copy()
    for name, value in values.items():
        sent[name] = value
    form.data = sent


def refuse(form: forms.Form, refused: Refused, **fields: str) -> None:
    """Put a refusal on the field it is about; `fields` maps the action's names to the form's.

    No access is not a mistake in a form: it is raised on, to the gate.
    """
    if isinstance(refused, NoAccess):
        raise refused
    name = getattr(refused, "field_name", "")
    name = fields.get(name, name)
    form.add_error(name if name in form.fields else None, say(refused.refusal))


def day_asked(request: Request) -> date:
    """The day in the address, `?dag=2026-11-24`; today when there is none, it means nothing or it is years away."""
    return day_meant(request.GET.get("dag", ""), localdate(request.now))


def day_meant(text: str, today: date) -> date:
    """The day that a text tells; today where it is none, or years away."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) <= FARTHEST else today
