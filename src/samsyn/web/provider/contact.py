"""Fast omsorgskontakt on the provider's side: who may be one, the offer, and an answer noted for the person."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions import answer_contact, ask_for_contact, note_contact_unneeded, offer_contact
from samsyn.homecare.contact import OFFERED_WITH, WHY, Stands, Step, title_that_counts
from samsyn.homecare.contact_access import why_not_offer
from samsyn.homecare.queries import contact_standing, contact_steps, titles_by_staff
from samsyn.people.queries import colleagues
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.forms import NotedAnswerForm
from samsyn.web.provider.orders import about
from samsyn.web.shared.asked import tried
from samsyn.web.shared.contact_words import STANDS, STEPS
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.inputs import DayInput, long_text, offer, offer_rows
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.homecare.models import Order

ANSWERS = [
    ("yes", gettext_lazy("Tackar ja")),
    ("no", gettext_lazy("Tackar nej, eller vill inte ha någon längre")),
    ("asks", gettext_lazy("Ber om en fast omsorgskontakt, eller om någon annan")),
]


class OfferForm(forms.Form):
    """Whom to offer, and why now."""

    staff: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Vem erbjuds?"),
        empty_label=gettext_lazy("Välj"),
        error_messages={"required": gettext_lazy("Välj vem ni erbjuder.")},
    )
    why = forms.ChoiceField(label=gettext_lazy("Varför nu?"))

    def __init__(self, *args: Any, carers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "staff", carers)
        offer(self, "why", [(key, say(label)) for key, label in WHY.items()])


class AnswerForm(NotedAnswerForm):
    """What the person said or signed."""

    answers = ANSWERS

    said_on = forms.DateField(required=False, widget=DayInput, label=gettext_lazy("Vilken dag?"))
    words = long_text(rows=2, required=False, label=gettext_lazy("Vad sa personen, med egna ord?"))


class UnneededForm(forms.Form):
    """Why it is obvious that none is needed."""

    reason = long_text(rows=2, required=False, label=gettext_lazy("Varför är det uppenbart att ingen behövs?"))


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_GET
def contact_page(request: Request, pk: int) -> HttpResponse:
    """Where the offer stands, what has been told, and what can be done next."""
    return _page(request, order_for(request, pk))


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_POST
def offer_one(request: Request, pk: int) -> HttpResponse:
    """Offer somebody named."""
    order = order_for(request, pk)
    form = OfferForm(request.POST, auto_id="offer_%s", carers=_carers(request, order))
    done, status = tried(
        form, lambda: offer_contact(order=order, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return redirect("provider_contact", pk) if done else _page(request, order, {"offer": form}, status)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_POST
def note_answer(request: Request, pk: int) -> HttpResponse:
    """Write in what the person said or signed."""
    order = order_for(request, pk)
    form = AnswerForm(request.POST, auto_id="answer_%s")

    def act() -> object:
        said = dict(form.cleaned_data)
        answer = said.pop("answer")
        told = {"order": order, **said, "by": request.actor, "at": request.now}
        return ask_for_contact(**told) if answer == "asks" else answer_contact(accept=answer == "yes", **told)

    done, status = tried(form, act)
    return redirect("provider_contact", pk) if done else _page(request, order, {"answer": form}, status)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def not_needed(request: Request, pk: int) -> HttpResponse:
    """Write down that none is needed, and why."""
    order = order_for(request, pk)
    form = UnneededForm(request.POST, auto_id="unneeded_%s")
    done, status = tried(
        form, lambda: note_contact_unneeded(order=order, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return redirect("provider_contact", pk) if done else _page(request, order, {"unneeded": form}, status)


def contact_said(request: Request, order: "Order") -> dict[str, Any]:
    """What pages about an order say of its fast omsorgskontakt."""
    if order.content["intervention"] not in OFFERED_WITH:
        return {}
    now = contact_standing(order, localdate(request.now))
    return {"contact_now": now, "contact_mark": STANDS[now.stands]}


def _carers(request: Request, order: "Order") -> Any:
    return colleagues(order.provider_id, Role.CARE_WORKER, today=localdate(request.now))


def _page(
    request: Request, order: "Order", forms_: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    today, carers = localdate(request.now), _carers(request, order)
    titles = titles_by_staff(c.pk for c in carers)
    able = [c for c in carers if title_that_counts(titles[c.pk], today)]
    steps = contact_steps(order)
    now = contact_standing(order, today)
    names = {s.staff_id: s.staff.name for s in steps if s.staff}
    first = "first" if now.stands is Stands.NONE else "asked" if now.stands is Stands.ASKED else "change"
    shown: dict[str, Any] = {
        "offer": OfferForm(auto_id="offer_%s", carers=carers, initial={"staff": order.contact_id, "why": first}),
        "answer": AnswerForm(auto_id="answer_%s", initial={"said_on": today}),
        "unneeded": UnneededForm(auto_id="unneeded_%s"),
        **(forms_ or {}),
    }
    context = {
        **about(request, order),
        "steps_told": [(STEPS[Step(s.step)], s) for s in steps],
        "now_stands": now,
        "contact_mark": STANDS[now.stands],
        "offered_name": names.get(now.offered, ""),
        "appointed_name": names.get(now.appointed, ""),
        "able": able,
        "unable": [c for c in carers if c not in able],
        "forms": shown,
        "wrong": next(iter((forms_ or {}).values()), None),
        "why_not_offer": why_not_offer(request.actor, OrderFacts.of(order)),
        "home_care": order.content["intervention"] in OFFERED_WITH,
    }
    return render(request, "provider/contact.html", context, status=status)
