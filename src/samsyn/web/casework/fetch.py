"""The first step of the views: the case, read by the one who asks, and what its state lets them do."""

from typing import TYPE_CHECKING

from django import forms

from samsyn.cases.access import CaseFacts
from samsyn.cases.queries import open_case
from samsyn.people.refusals import Refused
from samsyn.web.shared.missing import missing
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.cases.models import Case


def case_for(request: Request, pk: int, *, what: str = "case.read") -> "Case":
    """The case with person, unit and caseworker; the reading is in the log."""
    with missing():
        return open_case(pk, by=request.actor, at=request.now, what=what)


def facts_of(case: "Case") -> CaseFacts:
    """What access needs to know of a case."""
    return CaseFacts(case.pk, case.person_id, case.unit_id, case.caseworker_id)


def refuse(form: forms.Form, refused: Refused, **fields: str) -> None:
    """Put a refusal on the field it is about. `fields` maps the action's names to the form's."""
    name = getattr(refused, "field_name", "")
    name = fields.get(name, name)
    form.add_error(name if name in form.fields else None, say(refused.refusal))
