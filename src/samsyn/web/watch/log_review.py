"""The review of the log: a month's sample, each reading judged, the whole signed; and how every unit stands."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.cases.actions import judge_reading, sign_log_review
from samsyn.cases.log_access import why_not_sign_review
from samsyn.cases.log_rules import rules
from samsyn.cases.queries import people_and_cases, review_to_read, reviews_of
from samsyn.people.queries import emergencies_by_unit, names_of_actors
from samsyn.people.refusals import N_
from samsyn.people.roles import LABELS, LEADERS, Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, resent, tried
from samsyn.web.shared.event_labels import event_label
from samsyn.web.shared.inputs import long_text, offer
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.cases.models import LogReview, LogReviewItem

VERDICTS = {"in_order": N_("I sin ordning"), "investigate": N_("Behöver utredas")}


class JudgeForm(forms.Form):
    """What was found of one reading."""

    verdict = forms.ChoiceField(
        label=_("Bedömning"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om läsningen var i sin ordning.")},
    )
    note = long_text(rows=2, required=False, label=_("Anteckning"), help_text=_("Behövs när något ska utredas."))
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, item: "LogReviewItem") -> None:
        initial = {"verdict": item.verdict, "note": item.note, "seen": item.judgement}
        super().__init__(data, initial=initial, auto_id=f"item{item.pk}_%s")
        offer(self, "verdict", [(key, say(label)) for key, label in VERDICTS.items()])


@open_to(*LEADERS, Role.ADMINISTRATOR)
@require_safe
def reviews_page(request: Request) -> HttpResponse:
    """The reviews of the leader's unit; for the administrator how every unit stands, without a person's name."""
    overview = request.actor.role is Role.ADMINISTRATOR
    context = {
        "reviews": [(r, _is_late(request, r)) for r in reviews_of(request.actor)],
        "overview": overview,
        "emergencies": emergencies_by_unit() if overview else {},
    }
    return render(request, "watch/reviews.html", context)


def _is_late(request: Request, review: "LogReview") -> bool:
    return review.signed_at is None and review.due_on < localdate(request.now)


@open_to(*LEADERS, Role.ADMINISTRATOR)
@require_safe
def review_page(request: Request, pk: int) -> HttpResponse:
    """One unit's sample: the readings this reader may judge, and the signature."""
    review, items = _read(request, pk)
    return _page(request, review, items)


@open_to(*LEADERS, Role.ADMINISTRATOR)
@require_POST
def judge(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """Judge one reading."""
    review, items = _read(request, pk)
    with missing():
        # Of those that the page shows, so that its mark is of the judgement that is read there. One that is not this
        # reader's to judge is not among them; `judge_reading` says so.
        item = next((i for i in items if i.pk == item_pk), None) or review.items.get(pk=item_pk)
    form = JudgeForm(request.POST, item=item)
    done, status = tried(form, lambda: judge_reading(item=item, **form.cleaned_data, by=request.actor, at=request.now))
    if done is not None:
        return redirect("log_review", pk)
    if status == HTTPStatus.CONFLICT:
        resent(form, {"seen": item.judgement})
    return _page(request, review, items, status=status, judging=(item_pk, form))


@open_to(*LEADERS)
@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign the whole review."""
    review, _items = _read(request, pk)
    sign_log_review(review=review, by=request.actor, at=request.now)
    return redirect("log_review", pk)


def _read(request: Request, pk: int) -> "tuple[LogReview, list[LogReviewItem]]":
    with missing():
        return review_to_read(pk, by=request.actor, at=request.now)


def _page(
    request: Request,
    review: "LogReview",
    items: "list[LogReviewItem]",
    *,
    status: int = 200,
    judging: tuple[int, JudgeForm] | None = None,
) -> HttpResponse:
    chosen, overview = rules(review.rules), request.actor.role is Role.ADMINISTRATOR
    persons, cases = people_and_cases(items)
    rows = [
        {
            "item": i,
            "role": LABELS[Role(i.role)],
            "did": event_label(i.what),
            "person": None if overview else persons.get(i.subject),
            "case": cases.get(i.about_case or 0, ""),
            "why": ", ".join(chosen[key].label for key in i.rules if key in chosen),
            "verdict": VERDICTS.get(i.verdict, ""),
            "form": judging[1] if judging and judging[0] == i.pk else JudgeForm(item=i),
        }
        for i in items
    ]
    context = {
        "review": review,
        "rows": rows,
        "others": review.items.count() - len(items),
        "left": review.items.filter(judged_at=None).count(),
        "why_not_sign": why_not_sign_review(request.actor, review.unit_id),
        "signer": names_of_actors({review.signed_by}).get(review.signed_by, "") if review.signed_by else "",
        "late": _is_late(request, review),
        "wrong": judging and judging[1],
        "overview": overview,
    }
    return render(request, "watch/review.html", context, status=status)
