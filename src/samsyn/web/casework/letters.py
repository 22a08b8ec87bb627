"""How a person's letters are best read, on the caseworker's page about them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.people.actions import choose_letters
from samsyn.people.languages import NAMES, Language, language_of
from samsyn.people.refusals import permit
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.letters import LettersForm
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.cases.models import Case


@open_to(Role.CASEWORKER)
@require_POST
def change_letters(request: Request, pk: int) -> HttpResponse:
    """Choose the language and size of the person's letters."""
    case = case_for(request, pk, what="person.read")
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    form = LettersForm(request.POST, person=case.person, own=False)
    tried(form, lambda: choose_letters(person=case.person, **form.cleaned_data, by=request.actor, at=request.now))
    return HttpResponseRedirect(f"{reverse('case_person', args=[case.pk])}#letters-title")


def letters_of(case: "Case", *, may_change: bool) -> dict[str, Any]:
    """What `casework/_letters.html` shows."""
    person = case.person
    language = language_of(person.letter_language, person.language)
    form: forms.Form | None = LettersForm(person=person, own=False) if may_change else None
    return {
        "language": say(NAMES[language]),
        "other": language is not Language.SWEDISH,
        "large": person.large_print,
        "form": form,
    }
