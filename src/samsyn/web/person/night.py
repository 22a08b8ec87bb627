"""The person's nights by camera: how one is looked after, who has looked, and one's own yes or no.

SoL 10:4 and 10:6: a way that the person chooses. SoLPuL 9 §: each who lives there says yes for themselves.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from samsyn.homecare.actions import Said, call_night_back, call_off_night, give_camera_consent
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.night_desk import take_back, vendor
from samsyn.homecare.queries import shared_homes, told_checks, told_nights, who_may_look, yeses_of
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import N_, Invalid, Refusal
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.night_words import HANDS, LOOKED, LOOKED_OTHER, VISITS
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.shared.blanks import Blank, blank_sheet
from samsyn.web.shared.coming_nights import called_off, nights_to_call_off
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import CameraConsent, Cohabitant, NightCheck, Supervision

OWN = frozenset[str]()  # no consent lets a relative in: each says yes and no for themselves


@open_to(*READERS)
@require_safe
def night_page(request: Request, person: int) -> HttpResponse:
    """How the person is looked after at night; and where they live with somebody who is."""
    to = whose(request, person, "night.told")
    found = told_nights(person, by=request.actor)
    homes = shared_homes(by=request.actor, at=request.now) if to.own else []
    context: dict[str, Any] = {
        "nights": [_told(request, s, to) for s in found if s.ended_at is None],
        "ended": [s for s in found if s.ended_at is not None],
        "homes": [
            (
                home,
                home.supervision.terms.all()[0],
                standing_yes(home),
                _was_changed(list(home.consents.order_by("pk"))),
            )
            for home in homes
        ],
        "hands": HANDS,
        "outcomes": LOOKED if to.own else LOOKED_OTHER,
        "visits": VISITS,
    }
    return show(request, "night.html", to, **context)


def _told(request: Request, supervision: "Supervision", to: Whose) -> dict[str, Any]:
    consents = list(supervision.consents.all())
    yes = next((c for c in consents if c.cohabitant_id is None and c.withdrawn_at is None), None)
    yeses = yeses_of(supervision)
    received = names_of_actors({yes.given_by}).get(yes.given_by, "") if yes and yes.given_hand != "self" else ""
    return {
        "supervision": supervision,
        "terms": supervision.terms.all()[0],
        "yes": yes,
        "changed": _was_changed([c for c in consents if c.cohabitant_id is None]),
        "received": received,
        "others": [(c.name, c.name not in yeses.waiting) for c in supervision.cohabitants.all() if c.moved_at is None],
        "unasked": yeses.unasked,
        "barred": not yeses.person or bool(yeses.waiting or yeses.unasked),
        "may_look": who_may_look(supervision, at=request.now),
        "checks": [(c, _visit(c)) for c in told_checks(supervision, at=request.now)],
        "own": to.own,
        "on_paper": supervision.order.status in ACCEPTED,
        "coming": nights_to_call_off(supervision, request.now),
        "nights_off": called_off(supervision, request.now),
    }


def _visit(check: "NightCheck") -> Any:
    return getattr(check, "visit", None)


def standing_yes(home: "Cohabitant") -> "CameraConsent | None":
    """A cohabitant's yes that stands."""
    return next((c for c in home.consents.all() if c.withdrawn_at is None), None)


def _in_order(home: "Cohabitant") -> "list[CameraConsent]":
    return sorted(home.consents.all(), key=lambda c: (c.given_at, c.pk))


def _was_changed(consents: "Sequence[CameraConsent]") -> bool:
    """Whether the last yes ended because more was agreed than it was said to: they are asked again, and told why."""
    return bool(consents) and consents[-1].is_outgrown


def _supervision(request: Request, person: int, pk: int) -> "Supervision":
    whose(request, person, "night.told", functions=OWN)
    found = [s for s in told_nights(person, by=request.actor) if s.pk == pk]
    if not found:
        raise Http404
    return found[0]


@open_to(Role.PERSON)
@require_POST
def say_yes(request: Request, person: int, pk: int) -> HttpResponse:
    """The person says yes to the camera."""
    found = _supervision(request, person, pk)
    give_camera_consent(supervision=found, cohabitant=None, said=Said(), by=request.actor, at=request.now)
    return redirect("my_night", person)


@open_to(Role.PERSON)
@require_POST
def say_no(request: Request, person: int, pk: int) -> HttpResponse:
    """The person takes back their yes. It holds at once, also for a look that is under way."""
    found = _supervision(request, person, pk)
    for consent in found.consents.all():
        if consent.cohabitant_id is None and consent.withdrawn_at is None:
            take_back(consent, Said(), by=request.actor, at=request.now, vendor=vendor())
    return redirect("my_night", person)


@open_to(Role.PERSON)
@require_POST
def call_off(request: Request, person: int, pk: int) -> HttpResponse:
    """The person wants no supervision one night."""
    found = _supervision(request, person, pk)
    coming = [value for value, _name in nights_to_call_off(found, request.now)]
    if request.POST.get("night") not in coming:
        raise Invalid("night", Refusal(N_("Välj en natt i listan.")))
    night = date.fromisoformat(request.POST["night"])
    call_off_night(supervision=found, night=night, said=Said(), by=request.actor, at=request.now)
    return redirect("my_night", person)


@open_to(Role.PERSON)
@require_POST
def call_back(request: Request, person: int, off: int) -> HttpResponse:
    """The person wants to be supervised a night that was called off."""
    whose(request, person, "night.told", functions=OWN)
    for supervision in told_nights(person, by=request.actor):
        for one in supervision.nights_off.all():
            if one.pk == off:
                call_night_back(off=one, said=Said(), by=request.actor, at=request.now)
                return redirect("my_night", person)
    raise Http404


def _home(request: Request, person: int, who: int) -> "Cohabitant":
    whose(request, person, "night.told", functions=OWN)
    found = [home for home in shared_homes(by=request.actor, at=request.now) if home.pk == who]
    if not found:
        raise Http404
    return found[0]


@open_to(Role.PERSON)
@require_safe
def home_form(request: Request, person: int, who: int) -> HttpResponse:
    """The same yes or no on paper, for somebody who lives with a person."""
    to = whose(request, person, "night.told", functions=OWN)
    order = _home(request, person, who).supervision.order
    return blank_sheet(Blank("kamera-hemma", order, (), (), localdate(request.now), reader=to.person))


@open_to(Role.PERSON)
@require_POST
def say_yes_at_home(request: Request, person: int, who: int) -> HttpResponse:
    """Somebody who lives with a person says yes to the camera there."""
    home = _home(request, person, who)
    give_camera_consent(
        supervision=home.supervision, cohabitant=home, said=Said(), by=request.actor, at=request.now
    )  # fmt: skip
    return redirect("my_night", person)


@open_to(Role.PERSON)
@require_POST
def say_no_at_home(request: Request, person: int, who: int) -> HttpResponse:
    """Somebody who lives with a person takes back their yes to the camera there. It holds at once."""
    yes = standing_yes(_home(request, person, who))
    if yes:
        take_back(yes, Said(), by=request.actor, at=request.now, vendor=vendor())
    return redirect("my_night", person)
