"""The fields that forms of several audiences have in common: days, times of day, long texts, marks, late choices."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

LONGEST = 20_000  # characters of a text


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def time_of_day(**more: Any) -> forms.TimeField:
    """A time of day, also when it is typed with a full stop."""
    return forms.TimeField(widget=ClockInput, input_formats=["%H:%M", "%H.%M"], **more)


def long_text(*, rows: int = 4, **more: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **{"max_length": LONGEST, **more})


def once() -> forms.UUIDField:
    """A hidden mark, new each time the form is drawn, by which a form that is sent twice is known again."""
    return forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


def offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Give a choice its options, which are made when the form is, in the reader's language."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = list(choices)


def offer_rows(form: forms.Form, name: str, rows: Any) -> None:
    """Give a choice among rows its rows, which are known when the form is made."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} offers no rows")
    field.queryset = rows
