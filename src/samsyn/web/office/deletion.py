"""Deletion, as the committee's office and the administrator meet it: the lists, the two yeses, the report (SoL 16:1).

Files are told by case numbers and days; no name stands on these pages.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.cases.access import why_not_approve_deletion
from samsyn.cases.actions import approve_deletion, carry_out_deletion, draw_up_deletion, leave_out, withdraw_deletion
from samsyn.cases.ended_files import LAW, WORDS, Why
from samsyn.cases.queries import (
    deletion_item,
    deletion_items,
    deletion_list,
    deletion_lists,
    record_deletion_shown,
)
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.links import link_to
from samsyn.web.shared.listing import Column, Listing, Mark
from samsyn.web.shared.place import place
from samsyn.web.shared.plain import is_number
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import DeletionItem, DeletionList

OFFICE = (Role.COMMITTEE_SECRETARY, Role.ADMINISTRATOR)
MOST_DELETED_HERE = 200  # files; a longer deletion would hold a page too long and belongs to the night
STATES = {
    "drawn_up": Mark(N_("väntar på godkännande"), "waiting"),
    "approved": Mark(N_("godkänd, inte genomförd"), "waiting"),
    "done": Mark(N_("genomförd"), "done"),
    "withdrawn": Mark(N_("tillbakadragen")),
}
NO_CASE = N_("Inget ärende, bara öppet stöd")
OPENED = N_("Ett ärende öppnades efter att listan togs fram.")


class LeaveOutForm(forms.Form):
    """Why a file is kept although the rule would delete it."""

    reason = forms.CharField(
        label=gettext_lazy("Varför ska akten bevaras?"),
        help_text=gettext_lazy("Till exempel att en tvist pågår. Skriv inget namn."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Skriv varför akten ska bevaras.")},
    )


def _numbers(item: "DeletionItem") -> str:
    numbers = ", ".join(sorted(case.number for case in item.person.cases.all()))
    return numbers or gettext(NO_CASE)


def _listing(drawn: "DeletionList") -> Listing:
    is_open = drawn.state == "drawn_up"
    return Listing(
        columns=[
            Column("cases", N_("Ärenden i akten"), _numbers),
            Column("last_entry", N_("Sista anteckning"), lambda i: i.last_entry, sort="last_entry", kind="date"),
            Column("due_on", N_("Fem år gick ut"), lambda i: i.due_on, sort="due_on", kind="date"),
            Column("last_day", N_("Ska vara gallrad senast"), lambda i: i.last_day, sort="last_day", kind="date"),
            Column("left_out", N_("Undantagen"), lambda i: i.left_out),
        ],
        order="last_day",
        row_link=(lambda i: link_to("deletion_leave_out", drawn.pk, i.pk)) if is_open else None,
    )


@open_to(*OFFICE)
@require_safe
def overview(request: Request) -> HttpResponse:
    """The lists there have been, and the way to draw up a new one (SoL 16:1)."""
    lists = list(deletion_lists(by=request.actor))
    here = place()
    context = {
        "lists": [(drawn, STATES[drawn.state]) for drawn in lists],
        "newest": max((drawn.pk for drawn in lists), default=0),
        "place": here,
        "all_kept": here.exempt.place(here.municipality, here.county),
        "days": ", ".join(map(str, sorted(here.exempt.birth_days))),
    }
    return render(request, "office/deletion.html", context)


@open_to(*OFFICE)
@require_POST
def draw_up(request: Request) -> HttpResponse:
    """Draw up a list of what is due today."""
    sent = request.POST.get("seen", "")
    seen = int(sent) if is_number(sent) else 0  # what came without has read of none
    return redirect("deletion_list", draw_up_deletion(place=place(), seen=seen, by=request.actor, at=request.now).pk)


@open_to(*OFFICE)
@require_safe
def one_list(request: Request, pk: int) -> HttpResponse:
    """A list before it is carried out, or the report of one that is (SoL 16:1, SoL 16:4)."""
    drawn = _fetch(request, pk)
    page = _listing(drawn).page(
        request,
        deletion_items(drawn),
        caption=gettext("Akter i listan"),
        period="",
        empty=gettext("Inga akter i listan."),
        on_show=lambda rows: _shown(request, drawn, [i.person_id for i in rows]),
        on_export=lambda ids: _shown(request, drawn, _persons(drawn, ids)),
    )
    return page.export or render(request, "office/deletion_list.html", _context(request, drawn) | {"page": page})


@open_to(*OFFICE)
@require_http_methods(["GET", "POST"])
def keep_file(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """Leave one file out of a list, with a reason."""
    drawn = _fetch(request, pk)
    with missing():
        item = deletion_item(item_pk, drawn)
    form = LeaveOutForm(form_data(request), initial={"reason": item.left_out})
    done, status = tried(
        form, lambda: leave_out(item=item, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("deletion_list", drawn.pk)
    _shown(request, drawn, [item.person_id])
    context = {"drawn": drawn, "item": item, "numbers": _numbers(item), "form": form}
    return render(request, "office/deletion_file.html", context, status=status)


@open_to(*OFFICE)
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """The second person's yes; pressed twice it is one."""
    drawn = _fetch(request, pk)
    if drawn.approved_by_id != request.actor.staff_id:
        approve_deletion(drawn=drawn, by=request.actor, at=request.now)
    return redirect("deletion_list", drawn.pk)


@open_to(*OFFICE)
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Give up a list."""
    withdraw_deletion(drawn=_fetch(request, pk), by=request.actor, at=request.now)
    return redirect("deletion")


@open_to(*OFFICE)
@require_POST
def carry_out(request: Request, pk: int) -> HttpResponse:
    """Delete now what the night would delete; a long list is left to the night."""
    drawn = _fetch(request, pk)
    if drawn.state == "done":  # pressed twice
        return redirect("deletion_list", drawn.pk)
    if refusal := why_not_here(drawn):
        raise Refused(refusal)
    carry_out_deletion(drawn=drawn, place=place(), by=request.actor, at=request.now)
    return redirect("deletion_list", drawn.pk)


def why_not_here(drawn: "DeletionList") -> Refusal | None:
    """A deletion too long for a page is done by the nightly command."""
    if deletion_items(drawn).filter(left_out="").count() <= MOST_DELETED_HERE:
        return None
    return Refusal(N_("Listan är för lång för att genomföras här. Den genomförs i natt, av kommandot samsyn nightly."))


def _fetch(request: Request, pk: int) -> "DeletionList":
    with missing():
        return deletion_list(pk, by=request.actor)


def _context(request: Request, drawn: "DeletionList") -> dict[str, Any]:
    reasons: dict[str, str] = {**{why.value: words for why, words in WORDS.items()}, "opened": OPENED}
    return {
        "drawn": drawn,
        "mark": STATES[drawn.state],
        "kept": [(n, WORDS[Why(code)], LAW[Why(code)]) for code, n in sorted(drawn.kept.items())],
        "stayed": [(n, reasons[code]) for code, n in sorted(drawn.report.get("stayed", {}).items())],
        "rows": sum(drawn.report.get("rows", {}).values()),
        "tables": sorted(drawn.report.get("rows", {}).items()),
        "to_delete": deletion_items(drawn).filter(left_out="").count(),
        "not_approve": why_not_approve_deletion(request.actor, drawn.drawn_up_by_id),
        "not_here": why_not_here(drawn),
    }


def _persons(drawn: "DeletionList", ids: list[int]) -> list[int]:
    return list(deletion_items(drawn).filter(pk__in=ids).values_list("person", flat=True))


def _shown(request: Request, drawn: "DeletionList", persons: list[int]) -> None:
    record_deletion_shown(drawn, persons, by=request.actor, at=request.now)
