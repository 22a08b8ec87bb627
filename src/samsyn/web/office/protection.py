"""Protected identity for the administrator: who may see what is covered, and the routine that management adopted."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.people.access import why_not_hold_permit
from samsyn.people.actions import adopt_routine, follow_up_routine
from samsyn.people.queries import (
    how_many_protected,
    names_of_actors,
    permits_in_force,
    permits_of,
    routines,
)
from samsyn.people.refusals import N_
from samsyn.people.roles import ASSESSMENT, LABELS, PROVIDER, Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.inputs import DayInput, long_text, offer
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.people.models import Staff

PARTS = {"handling": N_("Handläggning"), "execution": N_("Utförande")}
KPI = {"handling": "U20482", "execution": "U28471"}
YEAR = timedelta(days=365)
SOON = timedelta(days=30)  # how long before it is due that a follow-up is said to be near
PERMIT_FOR = timedelta(days=180)
A_DAY = {"required": _("Välj en dag."), "invalid": _("Välj en dag.")}


class SightForm(forms.Form):
    """In which role, why, and how long somebody may see protected data."""

    appointment = forms.ChoiceField(label=_("I vilken roll?"), error_messages={"required": _("Välj en roll.")})
    reason = forms.CharField(
        max_length=200,
        label=_("Varför behövs det i arbetet?"),
        error_messages={"required": _("Skriv varför personen behöver behörigheten i sitt arbete.")},
    )
    valid_from = forms.DateField(label=_("Från och med"), widget=DayInput, error_messages=A_DAY)
    valid_to = forms.DateField(
        label=_("Till och med"), help_text=_("Högst ett år."), widget=DayInput, error_messages=A_DAY
    )  # fmt: skip

    def __init__(self, data: Any = None, *, staff: "Staff", today: date) -> None:
        super().__init__(data, initial={"valid_from": today, "valid_to": today + PERMIT_FOR}, auto_id="sight_%s")
        self.held = {
            str(a.pk): a
            for a in staff.appointments.all()
            if why_not_hold_permit(Role(a.role)) is None and (a.valid_to is None or a.valid_to >= today)
        }
        offer(self, "appointment", [(k, f"{say(LABELS[Role(a.role)])}, {a.unit.name}") for k, a in self.held.items()])

    def clean_appointment(self) -> Any:
        """The appointment itself."""
        return self.held[self.cleaned_data["appointment"]]


class RoutineForm(forms.Form):
    """A version of the routine, as management has adopted it."""

    part = forms.ChoiceField(label=_("Vad gäller rutinen?"), error_messages={"required": _("Välj vad rutinen gäller.")})
    text = long_text(
        rows=8, label=_("Rutinen"), help_text=_("Alla som arbetar med enskilda personer kan läsa den."),
        error_messages={"required": _("Skriv rutinen, eller klistra in den.")},
    )  # fmt: skip
    adopted_who = forms.CharField(
        max_length=120,
        label=_("Vilken ledning har beslutat den?"),
        error_messages={"required": _("Skriv vilken ledning som har beslutat rutinen.")},
    )
    adopted_on = forms.DateField(label=_("Vilken dag beslutades den?"), widget=DayInput, error_messages=A_DAY)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "part", [(key, say(label)) for key, label in PARTS.items()])


class FollowUpForm(forms.Form):
    """That the routine was followed up."""

    followed_up_on = forms.DateField(label=_("Vilken dag följdes rutinen upp?"), widget=DayInput, error_messages=A_DAY)
    note = long_text(rows=2, required=False, label=_("Vad kom ni fram till?"))


def sight_of(request: Request, staff: "Staff", form: SightForm | None = None) -> dict[str, Any]:
    """What the page of a member of staff says of their permission to see protected data."""
    form = form or SightForm(staff=staff, today=localdate(request.now))
    today = localdate(request.now)
    return {
        "permits": [(p, p.ended_at is None and p.valid_to >= today) for p in permits_of(staff.pk)],
        "sight_form": form if form.held else None,
    }


@open_to(Role.ADMINISTRATOR)
@require_safe
def protection(request: Request) -> HttpResponse:
    """Who has the permission now, how many persons it is about, and how the routines stand."""
    return _page(request, RoutineForm(initial={"adopted_on": localdate(request.now)}))


@open_to(Role.ADMINISTRATOR)
@require_POST
def adopt(request: Request) -> HttpResponse:
    """Write in a version of the routine."""
    form = RoutineForm(form_data(request))
    done, status = tried(form, lambda: adopt_routine(**form.cleaned_data, by=request.actor, at=request.now))
    return redirect("protection") if done else _page(request, form, status=status)


@open_to(Role.ADMINISTRATOR)
@require_POST
def follow_up(request: Request, pk: int) -> HttpResponse:
    """Note that a routine was followed up."""
    with missing():
        routine = routines().get(pk=pk)
    form = FollowUpForm(request.POST)
    done, status = tried(
        form, lambda: follow_up_routine(routine=routine, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done:
        return redirect("protection")
    return _page(request, RoutineForm(), status=status, following=(pk, form))


def _page(
    request: Request, form: RoutineForm, *, status: int = 200, following: tuple[int, FollowUpForm] | None = None
) -> HttpResponse:
    today = localdate(request.now)
    held = permits_in_force(today).select_related("appointment__staff", "appointment__unit")
    context = {
        "permits": [(p, say(LABELS[Role(p.appointment.role)])) for p in held],
        "protected": how_many_protected(),
        "routines": routines_now(today, following),
        "form": form,
        "wrong": following and following[1],
    }
    return render(request, "office/protection.html", context, status=status)


def routines_now(today: date, following: tuple[int, FollowUpForm] | None = None) -> list[dict[str, Any]]:
    """For each part: its newest version, when it must be followed up, and how near that is."""
    newest = {r.part: r for r in reversed(routines())}
    found = []
    for part, label in PARTS.items():
        routine = newest.get(part)
        due = (routine.followed_up_on or routine.adopted_on) + YEAR if routine else None
        form = following[1] if following and routine and following[0] == routine.pk else None
        found.append(
            {
                "label": label,
                "kpi": KPI[part],
                "routine": routine,
                "due": due,
                "late": due is None or due < today,
                "soon": due is not None and today <= due <= today + SOON,
                "form": form or FollowUpForm(initial={"followed_up_on": today}, auto_id=f"{part}_%s"),
            }
        )
    return found


@open_to(*ASSESSMENT, *PROVIDER, Role.ADMINISTRATOR)
@require_safe
def routine_page(request: Request) -> HttpResponse:
    """The routine for protected persons, for everybody whose work it guides."""
    parts = routines_now(localdate(request.now))
    return render(request, "office/routine.html", {"routines": parts, "writers": _writers(parts)})


def _writers(parts: list[dict[str, Any]]) -> dict[str, str]:
    return names_of_actors({p["routine"].written_by for p in parts if p["routine"]})
