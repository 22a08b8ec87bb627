"""The person's fast omsorgskontakt: who is offered, the yes or no, and asking for one or for another (SoL 10:7)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions import answer_contact, ask_for_contact
from samsyn.homecare.contact import OFFERED_WITH, Step
from samsyn.homecare.contact_access import why_not_answer
from samsyn.homecare.queries import contact_standing, contact_steps, told_orders
from samsyn.people.access import SEE
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, show, whose
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.contact_words import ANSWERS, OPEN, STANDS, STEPS
from samsyn.web.shared.inputs import long_text
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.homecare.models import Order

ASKS = frozenset({"asks", "other"})


class ContactForm(forms.Form):
    """What the person says, and in their own words why."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect, label=_("Vad vill du?"), error_messages={"required": _("Välj ett svar.")}
    )
    words = long_text(rows=3, required=False, label=_("Vill du säga något mer?"))

    def __init__(self, *args: Any, answers: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        field.choices = [(key, say(ANSWERS[key])) for key in answers]  # type: ignore[attr-defined]


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request, person: int, pk: int) -> HttpResponse:
    """Who is offered or appointed, what has been said before, and the answer."""
    to = whose(request, person, "contact.told", functions=SEE | {"plan"}, about=f"order:{pk}")
    with missing():
        order = told_orders(person, by=request.actor, functions=SEE | {"plan"}).get(
            pk=pk, line__intervention__in=OFFERED_WITH
        )
    now = contact_standing(order, localdate(request.now))
    answers = OPEN.get(now.stands, ("asks",))
    form = ContactForm(form_data(request), answers=answers)
    done, status = tried(form, lambda: _say(request, order, form))
    if done is not None:
        return redirect("my_contact", person, pk)
    steps = contact_steps(order)
    names = {s.staff_id: s.staff for s in steps if s.staff}
    return show(
        request, "contact.html", to, status=status, order=order, form=form if answers else None,
        mark=STANDS[now.stands], stands=now.stands, offered=names.get(now.offered), contact=names.get(now.appointed),
        told=[(STEPS[Step(s.step)], s) for s in steps],
        why_not=why_not_answer(request.actor, OrderFacts.of(order), noted=False),
    )  # fmt: skip


def _say(request: Request, order: "Order", form: ContactForm) -> object:
    answer, words = form.cleaned_data["answer"], form.cleaned_data["words"]
    hand = "self" if request.actor.role is Role.PERSON else "relative"
    if answer in ASKS:
        return ask_for_contact(order=order, hand=hand, words=words, by=request.actor, at=request.now)
    accept = answer == "yes"
    return answer_contact(order=order, accept=accept, hand=hand, words=words, by=request.actor, at=request.now)
