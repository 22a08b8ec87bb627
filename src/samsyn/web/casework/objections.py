"""What the person holds to be wrong in an investigation or a decision's letter, noted on their behalf and answered."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samsyn.cases.actions import object_to
from samsyn.cases.lifecycle import LABELS
from samsyn.cases.queries import decisions_of, investigations_of, objections_to
from samsyn.people.queries import names_of_actors
from samsyn.people.roles import ASSESSMENT
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.inputs import offer
from samsyn.web.shared.journal import shown_objection
from samsyn.web.shared.journal_forms import ObjectionForm, ReplyForm
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import short_date

if TYPE_CHECKING:
    from samsyn.cases.models import Case


class AboutForm(ObjectionForm):
    """What is wrong, and in what."""

    about = forms.ChoiceField(label=_("Vad gäller det?"), error_messages={"required": _("Välj vad det gäller.")})

    field_order = ("about", "said", "said_on")

    def __init__(self, data: Any = None, *, today: Any, choices: dict[str, tuple[str, Any]]) -> None:
        super().__init__(data, today=today, by_staff=True)
        self.found = {key: row for key, (_name, row) in choices.items()}
        offer(self, "about", [(key, name) for key, (name, _row) in choices.items()])

    @property
    def chosen(self) -> Any:
        """The investigation or the decision."""
        return self.found[self.cleaned_data["about"]]


def _choices(case: "Case") -> dict[str, tuple[str, Any]]:
    """What can be objected to: every investigation, and every decision that is signed."""
    found: dict[str, tuple[str, Any]] = {}
    for decision in decisions_of(case):
        if decision.signed_at:
            decision.case = case
            day = short_date(localdate(decision.signed_at))
            found[f"d{decision.pk}"] = gettext("Beslutet {day}").format(day=day), decision
    for inquiry in investigations_of(case):
        inquiry.case = case
        found[f"i{inquiry.pk}"] = (
            gettext("Utredningen öppnad {day}").format(day=short_date(localdate(inquiry.opened_at))),
            inquiry,
        )
    return found


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def objections_page(request: Request, pk: int) -> HttpResponse:
    """Every objection to what is investigated and decided, and the form for one more."""
    case = case_for(request, pk, what="journal.read")
    if request.method != "POST":
        return objections_shown(request, case)
    form = AboutForm(request.POST, today=localdate(request.now), choices=_choices(case))
    done, status = tried(form, lambda: object_to(about=form.chosen, **form.told, by=request.actor, at=request.now))
    if done is not None:
        return HttpResponseRedirect(reverse("case_objections", args=[case.pk]))
    return objections_shown(request, case, status=status, objection=form)


def objections_shown(request: Request, case: "Case", *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page, with any form that came back."""
    found = list(objections_to(case))
    choices = _choices(case)
    names = names_of_actors({k for o in found for k in (o.noted_by, o.answered_by) if k})
    reply = bound.get("reply")
    rows = [
        {
            "about": choices.get(f"d{o.decision_id}" if o.decision_id else f"i{o.investigation_id}", ("", None))[0],
            "o": shown_objection(o, names),
            "form": reply if reply and reply.objection == o.pk else ReplyForm(objection=o.pk),
            "url": reverse("objection_answer", args=[case.pk, o.pk]),
        }
        for o in found
    ]
    context = {
        "case": case,
        "person": case.person,
        "state": LABELS[case.status_now],
        "chain": chain_for(request, case),
        "rows": rows,
        "form": bound.get("objection") or AboutForm(today=localdate(request.now), choices=choices),
        "nothing": not choices,
        "wrong": next(iter(bound.values()), None),
        "open_form": next(iter(bound), ""),
    }
    return render(request, "casework/objections.html", context, status=status)
