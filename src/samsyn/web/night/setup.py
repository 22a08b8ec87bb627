"""How a camera is agreed on an order: the times, who lives there, each one's yes, and the end (SoL 10:4, 10:6)."""

from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions import (
    agree_night_terms,
    end_supervision,
    give_camera_consent,
    note_cohabitant,
    note_moved_out,
    set_up_supervision,
)
from samsyn.homecare.night_access import why_not_see_set_up, why_not_set_up
from samsyn.homecare.night_desk import take_back, vendor
from samsyn.homecare.nightwatch.rules import night_rules
from samsyn.homecare.queries import (
    activities_to_watch,
    activity_to_watch,
    camera_consent_of,
    cohabitant_of,
    supervision_of,
    why_barred_at,
)
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import permit
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.night.forms import CohabitantForm, EndForm, NightPlanForm, NotedOffForm, SaidForm, YesForm
from samsyn.web.night.words import HANDS
from samsyn.web.provider.orders import about
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.coming_nights import called_off, nights_to_call_off
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request
from samsyn.web.templatetags.citizen import clocks

if TYPE_CHECKING:
    from samsyn.homecare.models import NightTerms, Order, Supervision

STAFF = (Role.PROVIDER_PLANNER, Role.CARE_WORKER)
HERSELF = 0  # the person, among those who say yes


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def setup_page(request: Request, pk: int) -> HttpResponse:
    """How it is agreed, and the form that agrees on it, anew or for the first time."""
    order = _order(request, pk)
    supervision = supervision_of(order)
    form = _plan_form(request, order, supervision)
    done, status = tried(form, lambda: _agree(request, order, supervision, form))
    return redirect("night_setup", pk) if done else shown(request, order, status=status, form=form)


def _agree(request: Request, order: "Order", supervision: "Supervision | None", form: NightPlanForm) -> object:
    if supervision:
        return agree_night_terms(supervision=supervision, plan=form.plan, by=request.actor, at=request.now)
    with missing():
        activity = activity_to_watch(order, form.cleaned_data["activity"])
    return set_up_supervision(order=order, activity=activity, plan=form.plan, by=request.actor, at=request.now)


def _order(request: Request, pk: int) -> "Order":
    order = order_for(request, pk, what="night.setup_read")
    permit(why_not_see_set_up(request.actor, OrderFacts.of(order)))
    return order


def with_camera(request: Request, pk: int) -> "tuple[Order, Supervision]":
    """The order in the address with its camera; 404 without one."""
    order = _order(request, pk)
    supervision = supervision_of(order)
    if supervision is None:
        raise Http404
    return order, supervision


def _plan_form(request: Request, order: "Order", supervision: "Supervision | None") -> NightPlanForm:
    initial = _as_agreed(supervision.terms.all()[0]) if supervision else {}
    activities = [] if supervision else activities_to_watch(order)
    rules = night_rules(localdate(request.now))
    posted = form_data(request) if request.resolver_match and request.resolver_match.url_name == "night_setup" else None
    return NightPlanForm(posted, activities=activities, rules=rules, initial=initial)


def _as_agreed(terms: "NightTerms") -> dict[str, Any]:
    names = ("look_seconds", "retry_minutes", "window_minutes", "visit_minutes", "when_not_seen", "device")
    known = {name: getattr(terms, name) for name in names}
    return {**known, "persons_words": terms.persons_words, "times": clocks(terms.through_the_night)}


def shown(request: Request, order: "Order", *, status: int = 200, **bound: Form) -> HttpResponse:
    """The page, with what was posted and refused in its form: `form`, `yes`, `cohabitant`, `end`, `off` or `no_12`."""
    supervision = supervision_of(order)
    context: dict[str, Any] = {
        **about(request, order),
        "supervision": supervision,
        "why_not": why_not_set_up(request.actor, OrderFacts.of(order)),
        "form": bound.get("form") or _plan_form(request, order, supervision),
        "activities": activities_to_watch(order),
        "wrong": next((form for form in bound.values() if form.errors), None),
    }
    if supervision:
        context |= _agreed(supervision, bound) | _off(supervision, bound, request)
    return render(request, "night/setup.html", context, status=status)


def _agreed(supervision: "Supervision", bound: dict[str, Form]) -> dict[str, Any]:
    versions, consents = list(supervision.terms.all()), list(supervision.consents.all())
    living = [c for c in supervision.cohabitants.all() if c.moved_at is None]
    said = {c.cohabitant_id for c in consents if c.withdrawn_at is None}
    names = names_of_actors({c.given_by for c in consents} | {c.withdrawn_by for c in consents} - {""})
    herself = [(HERSELF, supervision.order.case.person.name)] if None not in said else []
    waiting = herself + [(c.pk, c.name) for c in living if c.pk not in said]
    return {
        "terms": versions[0],
        "versions": versions,
        "living": living,
        "barred": why_barred_at(supervision),
        "consents": [
            (c, names.get(c.given_by, ""), names.get(c.withdrawn_by, ""), bound.get(f"no_{c.pk}") or _no_form(c.pk))
            for c in consents
        ],
        "hands": HANDS,
        "waiting": waiting,
        "yes": bound.get("yes") or YesForm(whose=waiting, auto_id="yes_%s"),
        "cohabitant": bound.get("cohabitant") or CohabitantForm(auto_id="home_%s"),
        "end": bound.get("end") or EndForm(auto_id="end_%s"),
    }


def _off(supervision: "Supervision", bound: dict[str, Form], request: Request) -> dict[str, Any]:
    coming = nights_to_call_off(supervision, request.now)
    return {
        "off": bound.get("off") or NotedOffForm(nights=coming, auto_id="off_%s"),
        "nights_off": called_off(supervision, request.now),
    }


def _no_form(pk: int, data: Any = None) -> SaidForm:
    return SaidForm(data, auto_id=f"no_{pk}_%s")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def add_cohabitant(request: Request, pk: int) -> HttpResponse:
    """Note somebody who lives there."""
    order, supervision = with_camera(request, pk)
    form = CohabitantForm(request.POST, auto_id="home_%s")
    done, status = tried(
        form, lambda: note_cohabitant(supervision=supervision, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return redirect("night_setup", pk) if done else shown(request, order, status=status, cohabitant=form)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def moved_out(request: Request, pk: int, who: int) -> HttpResponse:
    """Note that somebody does not live there any longer."""
    order, _supervision = with_camera(request, pk)
    with missing():
        cohabitant = cohabitant_of(order, who)
    note_moved_out(cohabitant=cohabitant, by=request.actor, at=request.now)
    return redirect("night_setup", pk)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def note_yes(request: Request, pk: int) -> HttpResponse:
    """Note a yes that came on paper or in speech."""
    order, supervision = with_camera(request, pk)
    living = {c.pk: c for c in supervision.cohabitants.all() if c.moved_at is None}
    whose = [(HERSELF, order.case.person.name), *((c.pk, c.name) for c in living.values())]
    form = YesForm(request.POST, whose=whose, auto_id="yes_%s")
    done, status = tried(
        form,
        lambda: give_camera_consent(
            supervision=supervision, cohabitant=living.get(form.cleaned_data["who"]), said=form.said, by=request.actor,
            at=request.now,
        ),
    )  # fmt: skip
    return redirect("night_setup", pk) if done else shown(request, order, status=status, yes=form)


@open_to(*STAFF)
@require_POST
def note_no(request: Request, pk: int, consent: int) -> HttpResponse:
    """Note that somebody has taken back their yes. It holds at once."""
    order, _supervision = with_camera(request, pk)
    with missing():
        given = camera_consent_of(order, consent)
    form = _no_form(consent, request.POST)
    done, status = tried(
        form, lambda: (take_back(given, form.said, by=request.actor, at=request.now, vendor=vendor()),)
    )
    return redirect("night_setup", pk) if done else shown(request, order, status=status, **{f"no_{consent}": form})


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End the camera as a way; the help goes on as visits."""
    order, supervision = with_camera(request, pk)
    form = EndForm(request.POST, auto_id="end_%s")
    done, status = tried(
        form, lambda: end_supervision(supervision=supervision, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return redirect("night_setup", pk) if done else shown(request, order, status=status, end=form)
