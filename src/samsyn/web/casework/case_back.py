"""A form of the case page that came back: why, and what was typed, whether or not the page still has the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from samsyn.people.refusals import Refusal
from samsyn.web.shared.wording import say


@dataclass(frozen=True)
class CameBack:
    """What stands on top of the page. Without the form itself, `reasons` and the `typed` texts stand in its place.

    `typed` pairs each field's label with what was written there, to copy.
    """

    form: forms.Form
    offered: bool
    reasons: tuple[str, ...]
    typed: tuple[tuple[str, str], ...]


def came_back(
    bound: Mapping[str, forms.Form], offered: Mapping[str, bool], **closed: Refusal | None
) -> CameBack | None:
    """The form that came back, if one did. `closed` holds, by form, the rule that keeps it off the page.

    That rule is said before any field's fault: there is nothing to put right in a form that is not there.
    """
    name, form = next(iter(bound.items()), ("", None))
    if form is None:
        return None
    refusal = closed.get(name)
    wrong = [say(refusal)] if refusal else [str(error) for errors in form.errors.values() for error in errors]
    return CameBack(form, offered[name], tuple(wrong), _typed(form))


def _typed(form: forms.Form) -> tuple[tuple[str, str], ...]:
    written: list[tuple[Any, Any]] = [(b.label, b.value()) for b in form if isinstance(b.field, forms.CharField)]
    return tuple((str(label), value) for label, value in written if value and value.strip())
