"""Emergency access: opening what one has no relation to, and the leader's look at it afterwards."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samsyn.cases.actions import open_case_in_emergency
from samsyn.homecare.actions import open_order_in_emergency
from samsyn.people.access import why_not_emergency
from samsyn.people.actions import review_emergency
from samsyn.people.queries import MANY, emergency_to_review, opened_within_a_day, own_emergencies
from samsyn.people.refusals import N_, permit
from samsyn.people.roles import ASSESSMENT, LABELS, LEADERS, PROVIDER, Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.inputs import long_text, offer
from samsyn.web.shared.links import link_to
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

CAUSES = {
    "life": N_("Fara för liv eller hälsa"),
    "alarm": N_("Ett larm har gått, eller någon öppnar inte"),
    "placed": N_("Vård eller plats som inte kan vänta"),
    "cover": N_("Ingen som har ärendet går att nå"),
    "other": N_("Annat"),
}
VERDICTS = {"approved": N_("I sin ordning"), "investigate": N_("Behöver utredas")}


class EmergencyForm(forms.Form):
    """What to open and why."""

    asked = forms.CharField(
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv numret.")},
    )
    cause = forms.ChoiceField(
        label=_("Varför behöver du läsa nu?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj varför du behöver läsa.")},
    )
    reason = long_text(
        rows=3,
        label=_("Vad har hänt?"),
        help_text=_("Chefen för enheten läser det efteråt. Personen ser att du har öppnat."),
        error_messages={"required": _("Skriv vad som har hänt, så att chefen förstår det efteråt.")},
    )

    def __init__(self, data: Any = None, *, whole: bool) -> None:
        super().__init__(data)
        self.fields["asked"].label = _("Personnummer eller ärendenummer") if whole else _("Personnummer")
        offer(self, "cause", [(key, say(label)) for key, label in CAUSES.items()])


class VerdictForm(forms.Form):
    """What the leader found."""

    verdict = forms.ChoiceField(
        label=_("Var det i sin ordning?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om nödöppningen var i sin ordning.")},
    )
    note = long_text(rows=3, required=False, label=_("Anteckning"), help_text=_("Behövs när något ska utredas."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "verdict", [(key, say(label)) for key, label in VERDICTS.items()])


@open_to(*ASSESSMENT, *PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Request) -> HttpResponse:
    """Say what to open and why; it opens at once, for reading, and ends by itself."""
    actor = request.actor
    permit(why_not_emergency(actor))
    whole = actor.role in ASSESSMENT
    form = EmergencyForm(form_data(request), whole=whole)
    opens = open_case_in_emergency if whole else open_order_in_emergency
    done, status = tried(form, lambda: opens(**form.cleaned_data, by=actor, at=request.now))
    if done is not None:
        return redirect(address_of(done.about))
    context = {
        "form": form,
        "hours": settings.SAMSYN["emergency_hours"],
        "opened": [(e, address_of(e.about)) for e in own_emergencies(actor, now=request.now)],
        "lately": opened_within_a_day(actor.staff, request.now),
        "many": MANY,
    }
    return render(request, "watch/emergency.html", context, status=status)


def address_of(about: str) -> str:
    """Where what was opened is read: "case:12" or "order:34"."""
    kind, _colon, pk = about.partition(":")
    return link_to({"case": "case", "order": "provider_order"}[kind], int(pk))


@open_to(*LEADERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, pk: int) -> HttpResponse:
    """One emergency access, for the leader of the unit it was opened at: approve it, or have it investigated."""
    with missing():
        found = emergency_to_review(pk, by=request.actor, at=request.now)
    form = VerdictForm(form_data(request))
    done, status = tried(
        form, lambda: review_emergency(emergency=found, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("my_day")
    context = {
        "emergency": found,
        "cause": CAUSES[found.cause],
        "role": LABELS[Role(found.role)],
        "verdict": VERDICTS.get(found.verdict, ""),
        "lately": opened_within_a_day(found.staff_id, found.opened_at),
        "many": MANY,
        "form": form,
    }
    return render(request, "watch/emergency_review.html", context, status=status)
