"""Small parts that views of several audiences share: what is not there, what was refused, which day is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils.timezone import localdate

from samsyn.people.refusals import NoAccess, Refused
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say


@contextmanager
def missing() -> Iterator[None]:
    """Say "no such page" when a row is not there. No access is never said this way."""
    try:
        yield
    except ObjectDoesNotExist:
        raise Http404 from None


def refuse(form: forms.Form, refused: Refused, **fields: str) -> None:
    """Put a refusal on the field it is about; `fields` maps the action's names to the form's.

    No access is not a mistake in a form: it is raised on, to the gate.
    """
    if isinstance(refused, NoAccess):
        raise refused
    name = getattr(refused, "field_name", "")
    name = fields.get(name, name)
    form.add_error(name if name in form.fields else None, say(refused.refusal))


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a choice its options, which are made when the form is, in the reader's language."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = choices


def day_asked(request: Request) -> date:
    """The day in the address, `?dag=2026-11-24`; today when there is none or it means nothing."""
    try:
        return date.fromisoformat(request.GET.get("dag", ""))
    except ValueError:
        return localdate(request.now)
