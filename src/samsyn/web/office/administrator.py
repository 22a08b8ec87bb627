"""The administrator's day, units, staff and their roles. Nothing here is about a person who is served."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.cases.queries import order_today
from samsyn.people.actions import appoint, employ, end_appointment, open_unit
from samsyn.people.queries import log_state, staff_list, units
from samsyn.people.refusals import N_
from samsyn.people.roles import LABELS, STAFF, Role
from samsyn.web.gate import open_to
from samsyn.web.office.forms import OPERATORS, PURPOSES, AppointForm, EndForm, StaffForm, UnitForm
from samsyn.web.office.protection import SightForm, sight_of
from samsyn.web.office.title_form import TitleForm, titles_of_member
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.day import day_of
from samsyn.web.shared.listing import Choice, Column, Listing, Mark, Text
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.people.models import Staff

UNITS = Listing(
    columns=[
        Column("name", N_("Namn"), lambda u: u.name, sort="name"),
        Column("purpose", N_("Vad enheten gör"), lambda u: say(PURPOSES[u.purpose]), sort="purpose"),
        Column("operator", N_("Kommunal eller privat"), lambda u: say(OPERATORS[u.operator]), sort="operator"),
        Column("area", N_("Område"), lambda u: u.area, sort="area"),
        Column("closed", N_("Stängd"), lambda u: u.closed_on, sort="closed_on", kind="date"),
    ],
    filters=[Choice("purpose", N_("Vad enheten gör"), list(PURPOSES.items()), field="purpose")],
    order="name",
)


def _named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in text.split()[:5]:
        rows = rows.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(account__username__icontains=word)
        )
    return rows


def _with_role(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    held = rows.filter(appointments__role=value, appointments__valid_to=None).order_by().values("pk")
    return rows.filter(pk__in=held)


def _roles(staff: "Staff") -> str:
    held = [a for a in staff.appointments.all() if a.valid_to is None]
    return "; ".join(f"{gettext(LABELS[Role(a.role)])}, {a.unit.name}" for a in held)


def _username(staff: "Staff") -> str:
    """Empty for somebody who cannot log in."""
    return staff.account.username if hasattr(staff, "account") else ""


def _standing(staff: "Staff") -> Mark:
    if staff.left_on:
        return Mark(N_("har slutat"))
    return Mark(N_("har roll"), "done") if _roles(staff) else Mark(N_("saknar roll"), "waiting")


STAFF_LIST = Listing(
    columns=[
        Column("name", N_("Namn"), lambda s: f"{s.family_name}, {s.given_name}", sort="family_name"),
        Column("title", N_("Befattning"), lambda s: s.title, sort="title"),
        Column("username", N_("Användarnamn"), _username, sort="account__username"),
        Column("roles", N_("Roller nu"), _roles),
        Column("standing", N_("Läge"), _standing, kind="mark"),
    ],
    filters=[
        Text("q", N_("Namn eller användarnamn"), _named),
        Choice("role", N_("Roll"), [(r.value, LABELS[r]) for r in Role if r in STAFF], apply=_with_role),
    ],
    order="family_name",
    row_link=lambda s: reverse("staff_member", args=[s.pk]),
)


@day_of(Role.ADMINISTRATOR)
def day(request: Request) -> HttpResponse:
    """What there is, what lacks something, and the way to each page."""
    everybody = staff_list().filter(left_on=None)
    without = everybody.exclude(appointments__valid_to=None, appointments__isnull=False)
    context = {
        "units": units().filter(closed_on=None).count(),
        "staff": everybody.count(),
        "without_role": without.count(),
        "missing": [label for purpose, label in PURPOSES.items() if not _open_units(purpose)],
        "state": log_state(),
        "has_order": order_today(localdate(request.now)) is not None,
        "real_people": settings.SAMSYN["real_people"],
    }
    return render(request, "office/administrator.html", context)


def _open_units(purpose: str) -> bool:
    return units().filter(purpose=purpose, closed_on=None).exists()


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def units_page(request: Request) -> HttpResponse:
    """Every unit, and a form for one more."""
    form = UnitForm(form_data(request))
    done, status = tried(form, lambda: open_unit(**form.cleaned_data, by=request.actor, at=request.now))
    if done is not None:
        return redirect("units")
    page = UNITS.page(request, units(), caption=gettext("Enheter"), on_export=_no_reading)
    context = {"page": page, "form": form}
    return page.export or render(request, "office/units.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_page(request: Request) -> HttpResponse:
    """Everybody employed, with their roles."""
    page = STAFF_LIST.page(request, staff_list(), caption=gettext("Personal"), on_export=_no_reading)
    return page.export or render(request, "office/staff.html", {"page": page})


def _no_reading(_ids: list[Any]) -> None:
    """Units and staff are not in anybody's file, so that no reading of one is noted."""


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_new(request: Request) -> HttpResponse:
    """Somebody new, with user name and first password; a role is given on the next page."""
    form = StaffForm(form_data(request))
    staff, status = tried(form, lambda: employ(**form.cleaned_data, by=request.actor, at=request.now))
    if staff is not None:
        return redirect("staff_member", staff.pk)
    return render(request, "office/staff_new.html", {"form": form}, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_member(request: Request, pk: int) -> HttpResponse:
    """One member of staff: the roles they have and had, and a form for one more."""
    staff = _staff(pk)
    form = AppointForm(form_data(request), today=localdate(request.now))
    done, status = tried(form, lambda: appoint(staff=staff, **form.cleaned_data, by=request.actor, at=request.now))
    if done is not None:
        return redirect("staff_member", pk)
    return member_page(request, staff, form, status=status)


@open_to(Role.ADMINISTRATOR)
@require_POST
def end_role(request: Request, pk: int, appointment: int) -> HttpResponse:
    """End one of their roles after a day."""
    staff = _staff(pk)
    with missing():
        held = staff.appointments.get(pk=appointment)
    form = EndForm(request.POST, today=localdate(request.now))
    done, status = tried(
        form, lambda: end_appointment(appointment=held, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("staff_member", pk)
    blank = AppointForm(today=localdate(request.now))
    return member_page(request, staff, blank, status=status, ending=(held.pk, form))


def _staff(pk: int) -> "Staff":
    with missing():
        return staff_list().get(pk=pk)


def member_page(
    request: Request,
    staff: "Staff",
    form: AppointForm | None = None,
    *,
    status: int = 200,
    ending: tuple[int, EndForm] | None = None,
    sight: SightForm | None = None,
    title: TitleForm | None = None,
) -> HttpResponse:
    """One member of staff, with the forms that came back with errors."""
    today = localdate(request.now)
    form = form or AppointForm(today=today)
    rows = [
        {
            "held": a,
            "role": LABELS[Role(a.role)],
            "over": a.valid_to is not None and a.valid_to < today,
            "form": ending[1] if ending and ending[0] == a.pk else EndForm(today=today, auto_id=f"id_{a.pk}_%s"),
        }
        for a in staff.appointments.all()
    ]
    context = {"staff": staff, "rows": rows, "form": form, "ending": ending and ending[1]}
    context |= sight_of(request, staff, sight) | titles_of_member(staff, title, today)
    return render(request, "office/staff_member.html", context, status=status)
