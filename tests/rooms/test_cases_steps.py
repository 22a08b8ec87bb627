"""Every step that a case takes leaves the event that is named for it, the newest last."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import NeedResult, dismiss, follow_judgment, reassess, undo_death
from samsyn.cases.lifecycle import EVENTS, Step
from samsyn.homecare.actions import conclude_follow_up, end_case, start, stop
from tests import appealing
from tests import ended as e
from tests import factories as f

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(days=10)


def dismissed():
    case = f.received_case(form="report", by_whom="other")
    dismiss(case=case, reason="Hjälp finns.", by=f.caseworker_of(case), at=LATER)
    return case


def run_out():
    case = f.ordered_case()
    stop(order=f.order_of(case), reason="Byte", by=f.caseworker_of(case), at=LATER)
    return case


def alarm_started():
    alarm = {"intervention": "TRYGGHETSLARM", "unit": "count", "amount": 1}
    case = f.accepted_case(terms=alarm)
    start(order=f.order_of(case), by=f.planner_of(f.order_of(case)), at=LATER)
    return case


def followed_up(result="continue"):
    case = f.active_case(terms={"valid_to": localdate(LATER) - timedelta(1)} if result == "end" else None)
    decision = f.decision_of(case)
    held = localdate(LATER)
    conclude_follow_up(
        case=case, decision=decision, held_on=held, took_part="Alla", persons_words="",
        results=[NeedResult(n.pk, 1, "yes", "yes", result) for n in decision.lines.get().needs.all()],
        next_on=held + timedelta(90), by=f.caseworker_of(case), at=LATER,
    )  # fmt: skip
    return case


def reassessed():
    case = f.decided_case()
    reassess(case=case, cause="error", why="Vill ha mer.", by=f.caseworker_of(case), at=LATER)
    return case


def ended():
    case = f.active_case()
    e.end(case, at=LATER)
    return case


def taken_back(case):
    e.take_back(case)
    return case


def moved(case):
    e.move_away(case)
    return case


def not_dead(case):
    by = f.caseworker_of(case)
    e.die(case)
    end_case(case=case, reason="deceased", by=by, at=LATER)
    undo_death(case=case, by=by, at=LATER)
    return case


def resumed():
    case = appealing.refused_case()
    judgment = appealing.judged(appealing.at_court(appealing.appealed(case)))
    follow_judgment(judgment=judgment, by=f.caseworker_of(case), at=appealing.JUDGED)
    return case


TAKEN = {
    Step.OPEN: f.investigating_case,
    Step.DISMISS: dismissed,
    Step.PROPOSE: f.proposed_case,
    Step.SEND_BACK: f.returned_case,
    Step.SIGN: f.decided_case,
    Step.ORDER: f.ordered_case,
    Step.ACCEPT: f.accepted_case,
    Step.RUN_OUT: run_out,
    Step.START: alarm_started,
    Step.APPROVE_PLAN: f.active_case,
    Step.CONTINUE: followed_up,
    Step.REASSESS: reassessed,
    Step.CLOSE: ended,
    Step.RESUME: resumed,
    Step.WITHDRAW: lambda: taken_back(f.investigated_case()),
    Step.MOVE: lambda: moved(f.active_case()),
    Step.REOPEN: lambda: not_dead(f.investigated_case()),
    Step.GO_ON: lambda: not_dead(f.decided_case()),
}


def told(case):
    return list(Event.objects.filter(case=case.pk, access="write").order_by("pk").values_list("what", flat=True))


@pytest.mark.parametrize("step", Step)
def test_a_step_leaves_its_own_event_and_no_later_step_is_told(step):
    steps = [what for what in told(TAKEN[step]()) if what in EVENTS.values()]
    assert steps[-1] == EVENTS[step]


@pytest.mark.parametrize(("result", "step"), [("reassess", Step.REASSESS), ("end", Step.CLOSE)])
def test_a_follow_up_that_leads_on_is_told_before_the_step_it_leads_to(result, step):
    steps = [what for what in told(followed_up(result)) if what in EVENTS.values()]
    assert steps[-2:] == ["follow_up.record", EVENTS[step]]


def test_a_refusal_is_told_before_the_closing_it_leads_to_with_the_reason():
    case = f.decided_case(terms={"outcome": "refused", "amount": 0, "reasons": "Behovet möts av maken."})
    assert told(case)[-2:] == ["decision.sign", "case.close"]
    assert Event.objects.get(case=case.pk, what="case.close").detail == {"reason": "refused"}
