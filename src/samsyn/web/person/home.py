"""The person's first page: how far it has come, what waits for them, this week, and whom to call."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samsyn.cases.lifecycle import Status
from samsyn.cases.queries import cases_of_person, told_decisions
from samsyn.homecare.queries import told_accounts, told_contact_offers, told_orders, told_plans, unread_answers
from samsyn.improvement.queries.survey import invitation_of
from samsyn.people.queries import offers_to, persons_i_act_for, persons_i_acted_for
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.home_heard import heard_of
from samsyn.web.person.page import ANY, READERS, Whose, show, whose
from samsyn.web.person.week import days_of_week
from samsyn.web.person.words import NOW, NOW_OTHER, OFFERED, OUTCOMES
from samsyn.web.shared.answer_blanks import FUNCTIONS
from samsyn.web.shared.case_chain import told_chain
from samsyn.web.shared.day import day_of
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case
    from samsyn.people.models import Person

CHAINS_SHOWN = 3  # each chain asks the database some questions; nobody has more open cases than this
DECISIONS_SHOWN = 3


@day_of(Role.PERSON)
def own_day(request: Request) -> HttpResponse:
    """The person's day is their own page."""
    return redirect("person_home", request.actor.person_id)


@day_of(Role.RELATIVE)
def relatives_day(request: Request) -> HttpResponse:
    """Those who have let a relative in. With only one of them, straight to that page."""
    gone = persons_i_acted_for(by=request.actor, at=request.now)
    if len(request.actor.consents) == 1 and not gone:
        return redirect("person_home", next(iter(request.actor.consents)))
    persons = persons_i_act_for(by=request.actor, at=request.now)
    rows = [(p, allowed(request, p)) for p in persons]
    return render(request, "person/choose.html", {"rows": rows, "gone": gone})


def allowed(request: Request, person: "Person") -> list[str]:
    """What a relative may do for a person, as message ids in the order of the list."""
    may = request.actor.consents.get(person.pk, frozenset())
    return [label for function, label in FUNCTIONS.items() if function in may]


@open_to(*READERS)
@require_safe
def home(request: Request, person: int) -> HttpResponse:
    """One person's page, for them or for a relative who sees what the consent lets them see."""
    to = whose(request, person, "person.home", functions=ANY)
    context: dict[str, Any] = {"allowed": allowed(request, to.person), "several": len(request.actor.consents) > 1}
    if to.own:
        context["survey"] = invitation_of(person, today=localdate(request.now), by=request.actor)
        context["offers"] = offers_to(to.person, by=request.actor, at=request.now)
        context["gone"] = persons_i_acted_for(by=request.actor, at=request.now)
        context["answered"] = request.GET.get("svarat") == "1"
        context["functions"] = OFFERED
    if to.may("see") or to.may("plan"):
        plans = list(told_plans(person, by=request.actor))
        context["waiting"] = [p for p in plans if p.state == "offered"]
        context["contact_offers"] = told_contact_offers(person, by=request.actor)
    if to.may("message"):
        context["unread"] = unread_answers(person, by=request.actor)
    if to.may("see") or to.may("apply"):
        context |= heard_of(request, to)
    if to.may("see"):
        context |= _seen(request, to)
    return show(request, "home.html", to, **context)


def _seen(request: Request, to: Whose) -> dict[str, Any]:
    """What "see" opens: the cases, the week, the decisions and whom to call."""
    pk, actor = to.person.pk, request.actor
    cases = list(cases_of_person(pk, by=actor))
    under_way = [c for c in cases if c.status != Status.CLOSED]
    words = NOW if to.own else NOW_OTHER
    orders = list(told_orders(pk, by=actor))
    today = localdate(request.now)
    week = days_of_week(request, pk, today)
    return {
        "cases": [
            {
                "case": c,
                "steps": told_chain(c, now=request.now, reader=actor) if i < CHAINS_SHOWN else None,
                "now": words[c.status],
            }
            for i, c in enumerate(under_way)
        ],
        "closed": [c for c in cases if c.status == Status.CLOSED],
        "week_ahead": [d for d in week if d.on >= today],
        "week_past": [d for d in week if d.on < today],
        "decisions": list(told_decisions(pk, by=actor)[:DECISIONS_SHOWN]),
        "outcomes": OUTCOMES,
        "caseworkers": _caseworkers(under_way or cases[:1]),
        "orders": orders,
        "accounts": told_accounts(pk, now=request.now, by=actor),
        "next_follow_up": min((c.follow_up_on for c in under_way if c.follow_up_on), default=None),
    }


def _caseworkers(cases: list["Case"]) -> list["Case"]:
    """One case for each caseworker or unit to call."""
    by_contact = {(c.caseworker_id, c.unit_id): c for c in reversed(cases)}
    return list(reversed(by_contact.values()))
