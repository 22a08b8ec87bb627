"""What the courts say and what the committee then does (SoL 35:1-5, KL 13:8): recorded, followed, final."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import (
    conclude_appeal,
    follow_judgment,
    note_higher_court,
    propose,
    put_line,
    sign,
)
from samsyn.cases.file_tree import branches
from samsyn.cases.models import Case
from samsyn.cases.queries import current_decision, followed_by, judgment_behind
from samsyn.homecare.actions import send_order
from samsyn.people.refusals import Invalid, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.appealing import COURT, JUDGED, OLD, appealed, at_court, dismissed, judged, refused_case

pytestmark = pytest.mark.django_db
DAY = localdate(JUDGED)
EXTRA = {"regime": "SOL_11_4"}


def tried(case, outcome="changed", **more):
    return judged(at_court(appealed(case)), outcome, **more)


def followed(outcome="changed"):
    """A refusal that a court has changed, and the inquiry in which the committee does what it said."""
    case = refused_case()
    judgment = tried(case, outcome)
    inquiry = follow_judgment(judgment=judgment, by=f.caseworker_of(case), at=JUDGED)
    return Case.objects.get(pk=case.pk), judgment, inquiry


def granted_as_judged(case, inquiry):
    """The draft made to say what the court said, and signed the same day: nobody waits for the judgment to be final."""
    by, draft = f.caseworker_of(case), case.decisions.get(state="draft")
    line = draft.lines.get()
    needs = tuple(inquiry.needs.values_list("pk", flat=True))
    put_line(decision=draft, terms=f.home_care(needs, valid_from=DAY), by=by, at=JUDGED, line=line)
    propose(decision=draft, by=by, at=JUDGED)
    return sign(decision=draft, sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=JUDGED)


def test_a_changed_refusal_comes_back_to_a_decision_and_an_order():
    case, judgment, inquiry = followed()
    assert (case.status, case.closed_at, inquiry.cause) == ("investigating", None, "judgment")
    assert inquiry.needs.filter(goal="").count() == 0
    decision = granted_as_judged(case, inquiry)
    assert followed_by(decision) == judgment
    line = decision.lines.get()
    assert judgment_behind(line) == judgment
    case = Case.objects.get(pk=case.pk)
    order = send_order(
        line=line, provider=f.workplace(Role.PROVIDER_PLANNER), start_on=DAY, circumstances="",
        by=f.caseworker_of(case), at=JUDGED,
    )  # fmt: skip
    assert order.status == "sent"


@pytest.mark.parametrize("outcome", ["annulled", "remitted"])
def test_what_is_annulled_or_sent_back_is_investigated_anew_with_all_that_was_found(outcome):
    case, _, inquiry = followed(outcome)
    first = case.investigations.order_by("pk").first()
    assert inquiry.assessment == first.assessment
    found = [sorted(each.needs.values_list("area", "level_now")) for each in (inquiry, first)]
    assert found[0] == found[1]
    assert case.decisions.get(state="draft").lines.get().outcome == "refused"
    assert current_decision(case) != case.decisions.get(state="draft")


@pytest.mark.parametrize("outcome", ["rejected", "struck_off", "dismissed"])
def test_nothing_is_opened_when_the_decision_stands(outcome):
    case = refused_case()
    with pytest.raises(Refused, match="ändrar inte beslutet"):
        follow_judgment(judgment=tried(case, outcome), by=f.caseworker_of(case), at=JUDGED)


def test_a_judgment_is_followed_once():
    case, judgment, _ = followed()
    with pytest.raises(Refused, match="följs redan"):
        follow_judgment(judgment=judgment, by=f.caseworker_of(case), at=JUDGED)
    assert Event.objects.filter(case=case.pk, what="case.resume").count() == 1


def test_a_case_that_goes_on_is_reassessed_because_of_the_judgment():
    cut = {"outcome": "partly", "amount": 300, "applied": 600, "reasons": "Räcker"}
    case = f.ordered_case(terms=cut)
    inquiry = follow_judgment(judgment=tried(case), by=f.caseworker_of(case), at=JUDGED)
    assert (Case.objects.get(pk=case.pk).status, inquiry.cause) == ("investigating", "judgment")


def test_leave_is_asked_only_of_a_higher_court_and_may_be_denied():
    case = refused_case()
    appeal = at_court(appealed(case))
    with pytest.raises(Refused) as refused:
        judged(appeal, "leave_denied")
    assert refused.value.refusal.law == "SoL 35:4"
    judged(appeal, "rejected")
    note_higher_court(appeal=appeal, by=f.caseworker_of(case), at=JUDGED)
    with pytest.raises(Refused, match="annan instans"):
        judged(appeal, "changed")
    denied = judged(appeal, "leave_denied", instance="appeal", court="Kammarrätten", number="99-26", grants=False)
    assert denied.appeal.judgments.count() == 2


def test_a_legality_review_can_only_annul():
    case = refused_case(terms=EXTRA)
    review = appealed(case, channel="court", reached_on=None, court_on=DAY, at=JUDGED)
    for outcome in ("changed", "remitted"):
        with pytest.raises(Refused) as refused:
            judged(review, outcome, grants=False)
        assert refused.value.refusal.law == "KL 13:8"
    assert judged(review, "annulled").outcome == "annulled"


def test_a_judgment_becomes_final_on_a_day_after_it():
    case = refused_case()
    appeal = tried(case, "rejected").appeal
    by, later = f.caseworker_of(case), JUDGED + timedelta(days=30)
    with pytest.raises(Invalid):
        conclude_appeal(appeal=appeal, final_on=DAY - timedelta(1), by=by, at=later)
    done = conclude_appeal(appeal=appeal, final_on=localdate(later), by=by, at=later)
    assert (done.stage, done.judgments.get().final_on) == ("concluded", localdate(later))


def test_a_file_with_an_appeal_a_dismissal_and_a_judgment_is_deleted_as_a_whole():
    old, case = refused_case(at=OLD), refused_case()
    dismissed(old)
    followed_case, _, _ = followed()
    for each in (old, case, followed_case):
        held = [
            branch.model.__name__ for branch in branches() if branch.model.objects.filter(branch.of([each.person_id]))
        ]
        assert {"Communication", "CommunicationAnswer", "Notice"} <= set(held)
    assert {"Appeal", "Ruling", "Judgment", "AppealLine"} <= {branch.model.__name__ for branch in branches()}


def test_the_same_judgment_written_twice_is_one_and_it_never_changes():
    case = refused_case()
    appeal = at_court(appealed(case))
    first = judged(appeal)
    assert judged(appeal) == first
    with pytest.raises(DatabaseError), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(outcome="rejected")
    assert first.court == COURT
