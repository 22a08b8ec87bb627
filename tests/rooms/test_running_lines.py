"""What runs in a case: closing, renouncing, hearing, ordering and the clocks all look at the same lines.

SoL 14:9, SoL 34:1, LSS 28 f, FL 25, FL 36.
"""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.cases.actions import correct, note_line_event, put_line
from samsyn.cases.clocks import Kind
from samsyn.cases.clocks.history import CLOSES
from samsyn.cases.execution import replaced_from
from samsyn.cases.models import LineEvent, OpenClock
from samsyn.cases.models.reporting import report_rows
from samsyn.cases.models.standings import running_lines
from samsyn.cases.queries import lowered_lines, not_executed, why_not_unheard
from samsyn.homecare.actions import end_case, move_out, reject, see, send_order
from samsyn.homecare.queries import partly_ordered, turned_down
from samsyn.people.refusals import Invalid, Refused
from samsyn.people.roles import Role
from tests import ended as e
from tests import factories as f
from tests.orders import order_in_force as the_examples
from tests.rooms.anew import LATER, anew, choose, decide, hand_over
from tests.rooms.deciding import HOME_REFUSED, meeting

pytestmark = pytest.mark.django_db
TODAY = localdate(LATER)


def corrected(case, at=LATER):
    """The decision of a case, corrected with the same line."""
    return decide(correct(decision=f.decision_of(case), reason="Fel ord", by=f.caseworker_of(case), at=at), at=at)


def runs(case, on=TODAY):
    return [s.line for s in running_lines(case, on)]


# Closing


@pytest.mark.parametrize("reason", ["need_ceased", "follow_up", "refused", "no_investigation", "withdrawn"])
@pytest.mark.parametrize("terms", [{}, {"valid_to": TODAY}])
def test_what_runs_is_not_ended_by_closing_the_case(reason, terms):
    """SoL 14:9: a right that is granted does not cease on a caseworker's button; neither on its last day."""
    case = f.active_case(terms=terms)
    with pytest.raises(Refused, match="gäller fortfarande") as refused:
        end_case(case=case, reason=reason, by=f.caseworker_of(case), at=LATER)
    assert refused.value.refusal.law == "SoL 14:9"
    assert f.order_of(case).status == "accepted"
    assert not LineEvent.objects.filter(kind=Kind.NEED_CEASED).exists()


def test_a_case_is_closed_once_the_person_has_said_no_thanks():
    case = f.active_case()
    e.decline(f.line_of(case), at=LATER)
    assert end_case(case=case, reason="need_ceased", by=f.caseworker_of(case), at=LATER).status == "closed"


def test_a_case_is_closed_once_its_time_is_out():
    case = f.active_case(terms={"valid_to": TODAY - timedelta(1)})
    assert end_case(case=case, reason="need_ceased", by=f.caseworker_of(case), at=LATER).status == "closed"
    assert f.order_of(case).status == "stopped"


def test_a_death_and_a_move_end_what_runs():
    dead, gone = f.active_case(), f.active_case()
    e.die(dead, at=LATER)
    end_case(case=dead, reason="deceased", by=f.caseworker_of(dead), at=LATER)
    e.move_away(gone, at=LATER)
    assert runs(dead) == runs(gone) == []


# Renounced


def test_renounced_help_stops_after_a_correction_too():
    """The order hangs on the version that was ordered, through as many corrections as there are (FL 36)."""
    case = f.active_case()
    order = f.order_of(case)
    corrected(case)
    corrected(case, LATER + timedelta(1))
    e.decline(f.line_of(case), at=LATER + timedelta(2))
    order.refresh_from_db()
    assert order.status == "stopped"


def test_renounced_help_stops_after_a_reassessment_too():
    case = f.active_case()
    order = f.order_of(case)
    decide(anew(case, at=LATER), at=LATER)
    e.decline(f.line_of(case), at=LATER)
    order.refresh_from_db()
    assert order.status == "stopped"


def test_an_order_of_another_intervention_goes_on():
    case = f.active_case()
    order = f.order_of(case)
    decide(anew(case, at=LATER, intervention="TRYGGHETSLARM", unit="count", amount=1), at=LATER)
    e.decline(f.line_of(case), at=LATER)
    order.refresh_from_db()
    assert order.status == "accepted"
    assert [line.intervention for line in runs(case)] == ["HEMTJANST"]


# Replaced from its first day (SoL 34:1)


def ends_of(line):
    """How a line is closed, and on which day, as far as anything says."""
    events = LineEvent.objects.standing().filter(line=line, kind__in=CLOSES).order_by("day", "pk")
    return [(Kind(event.kind), event.day) for event in events]


def test_a_later_decision_takes_the_place_from_its_own_first_day():
    """Until then the person has the earlier help, and what is not carried out of it has its clock."""
    case = f.decided_case()
    old, first = f.line_of(case), TODAY + timedelta(60)
    new = decide(anew(case, at=LATER, valid_from=first)).lines.get()
    assert ends_of(old) == [(Kind.NEW_DECISION, first)]
    assert runs(case) == [old, new]
    assert runs(case, first - timedelta(1)) == [old, new]
    assert runs(case, first) == [new]
    mine = f.caseworker_of(case)
    assert [c.line for c in not_executed(mine, today=first - timedelta(1))] == [old, new]
    assert [c.line for c in not_executed(mine, today=first)] == [new]


def test_what_runs_out_before_the_new_decision_begins_is_not_replaced():
    """The clock of an unexecuted line goes on: nothing has been carried out and nothing taken its place."""
    case = f.decided_case(terms={"valid_to": TODAY + timedelta(9)})
    old = f.line_of(case)
    decide(anew(case, at=LATER, valid_from=TODAY + timedelta(10)))
    assert ends_of(old) == []
    assert OpenClock.objects.filter(line=old).exists()


def test_a_decision_that_begins_earlier_than_the_next_one_is_not_added_to_it():
    """Two lines that take turns are not both held against a third: they never run on one day (SoL 14:9)."""
    case = f.decided_case()
    old = f.line_of(case)
    new = decide(anew(case, at=LATER, valid_from=TODAY + timedelta(60), amount=420)).lines.get()
    third = anew(case, at=LATER + timedelta(1), amount=420)
    assert lowered_lines(third, today=TODAY + timedelta(1)) == []
    decide(third, at=LATER + timedelta(1))
    day = TODAY + timedelta(1)
    assert ends_of(old) == [(Kind.NEW_DECISION, day), (Kind.NEW_DECISION, TODAY + timedelta(60))]
    assert ends_of(new) == [(Kind.NEW_DECISION, day)]
    assert [line.decision for line in runs(case, day)] == [third]


def test_a_correction_of_what_is_replaced_is_replaced_too():
    """FL 36: the correction does not give the earlier help back."""
    case = f.decided_case()
    first = f.decision_of(case)
    new = decide(anew(case, at=LATER)).lines.get()
    version = correct(decision=first, reason="Fel ord", by=f.caseworker_of(case), at=LATER)
    assert runs(case) == [new]
    decide(version, at=LATER)
    assert runs(case) == [new]


def corrected_from(new, first, at=LATER, **terms):
    """The decision of a line, corrected: the same line from another day."""
    version = correct(decision=new.decision, reason="Fel dag", by=f.caseworker_of(new.decision.case), at=at)
    line, needs = version.lines.get(), tuple(version.lines.get().needs.values_list("pk", flat=True))
    said = f.home_care(needs, **{"valid_from": first, "reasons": "Fel dag.", **terms})
    put_line(decision=version, terms=said, line=line, by=f.caseworker_of(new.decision.case), at=at)
    return decide(version, at=at).lines.get()


@pytest.mark.parametrize("days", [10, 0, 90])
def test_a_correction_of_the_first_day_moves_the_end_that_it_has_set(days):
    """FL 36, SoL 34:1: the earlier help goes on until the day that the corrected decision says."""
    case = f.decided_case()
    old, planned, first = f.line_of(case), TODAY + timedelta(60), TODAY + timedelta(days)
    new = decide(anew(case, at=LATER, valid_from=planned)).lines.get()
    version = corrected_from(new, first)
    assert ends_of(old) == [(Kind.NEW_DECISION, first)]
    assert old in runs(case, first - timedelta(1))
    assert runs(case, first) == [version]
    assert LineEvent.objects.filter(line=old, retracts__isnull=False).count() == 1
    assert OpenClock.objects.filter(line=old).exists() == (days > 0)


def test_a_correction_that_begins_while_an_earlier_line_lasts_takes_its_place_after_all():
    """FL 36: what had run out before the first day had not been replaced; now it is."""
    case = f.decided_case(terms={"valid_to": TODAY + timedelta(20)})
    old = f.line_of(case)
    new = decide(anew(case, at=LATER, valid_from=TODAY + timedelta(30))).lines.get()
    assert ends_of(old) == []
    corrected_from(new, TODAY + timedelta(10))
    assert ends_of(old) == [(Kind.NEW_DECISION, TODAY + timedelta(10))]
    late = corrected_from(case.decisions.latest("pk").lines.get(), TODAY + timedelta(40))
    assert ends_of(old) == []
    assert late in runs(case)


@pytest.mark.parametrize("lasts", [None, 130])
def test_a_correction_does_not_hide_what_a_third_decision_answers(lasts):
    """FL 36, SoL 34:1: each decision's own day stands, and whichever comes first ends the earlier help."""
    case = f.decided_case(terms={"valid_to": lasts and TODAY + timedelta(lasts)})
    first, second, third, moved, postponed = f.line_of(case), 60, 120, 150, 200
    new = decide(anew(case, at=LATER, valid_from=TODAY + timedelta(second))).lines.get()
    last = decide(anew(case, at=LATER + timedelta(1), valid_from=TODAY + timedelta(third))).lines.get()
    version = corrected_from(new, TODAY + timedelta(moved), at=LATER + timedelta(2))
    assert ends_of(first)[0] == (Kind.NEW_DECISION, TODAY + timedelta(third))
    assert runs(case, TODAY + timedelta(third)) == [last]
    corrected_from(last, TODAY + timedelta(postponed), at=LATER + timedelta(3))
    assert ends_of(first)[:1] == ([] if lasts else [(Kind.NEW_DECISION, TODAY + timedelta(moved))])
    assert version in runs(case, TODAY + timedelta(moved))


def test_the_last_day_of_a_line_is_compared_with_the_first_day_of_what_replaces_it():
    """SoL 34:1: not with the day when that was decided."""
    first, days = TODAY, {n: TODAY + timedelta(n) for n in (-1, 0, 5, 9)}
    for until, found in ((None, days[9]), (days[5], days[9]), (days[0], days[9]), (days[-1], None)):
        assert replaced_from(first, decided=days[9], own=days[-1], until=until) == found
    assert replaced_from(first, decided=days[-1], own=days[5], until=None) == days[5]


def test_a_committee_s_decision_replaces_from_the_day_of_the_meeting():
    """KL 6:37: it was decided then, whenever the secretary writes it in."""
    the_examples()
    case = f.decided_case(terms={"intervention": "SARSKILT_BOENDE", "unit": "count", "amount": 1})
    old = f.line_of(case)
    draft = anew(case, at=LATER, **HOME_REFUSED)
    choose(draft, old, ground="own_request")
    held = TODAY + timedelta(3)
    meeting(hand_over(draft), meeting_on=held, at=LATER + timedelta(9))
    assert ends_of(old) == [(Kind.NEW_DECISION, held)]


def test_a_move_ends_the_clocks_on_the_day_of_the_move():
    """SoL 34:1: what is written in afterwards makes nothing late."""
    case = f.decided_case()
    at = f.NOW + timedelta(100)
    moved = localdate(f.NOW) + timedelta(80)
    move_out(case=case, municipality="Umeå", day=moved, by=f.caseworker_of(case), at=at)
    assert ends_of(f.line_of(case)) == [(Kind.MOVED, moved)]
    assert report_rows(2026, 2, localdate(at)) == []


# Noted by hand


@pytest.mark.parametrize("kind", [Kind.WITHDRAWN, Kind.MOVED, Kind.DECEASED])
def test_what_has_a_way_of_its_own_is_not_noted_by_hand(kind):
    case = f.active_case()
    with pytest.raises(Invalid, match="Välj vad som har hänt"):
        note(case, kind)
    assert ends_of(f.line_of(case)) == []


def test_a_need_does_not_cease_by_hand_while_the_decision_runs_and_then_says_why():
    """SoL 14:9: or closing would be two presses away."""
    case = f.active_case(terms={"valid_to": TODAY})
    with pytest.raises(Refused, match="har rätt till hjälpen"):
        note(case, Kind.NEED_CEASED, note="Klarar sig.")
    after = LATER + timedelta(1)
    with pytest.raises(Invalid) as refused:
        note(case, Kind.NEED_CEASED, at=after)
    assert refused.value.field_name == "note"
    note(case, Kind.NEED_CEASED, at=after, note="Tiden är ute och personen klarar sig.")
    assert ends_of(f.line_of(case)) == [(Kind.NEED_CEASED, localdate(after))]


def note(case, kind, at=LATER, **more):
    by = f.caseworker_of(case)
    return note_line_event(line=f.line_of(case), kind=kind, day=localdate(at), by=by, at=at, **more)


# Hearing (FL 25)


def test_a_shortened_line_is_heard_of():
    case = f.decided_case()
    held = f.line_of(case)
    draft = anew(case, at=LATER, valid_to=TODAY + timedelta(30))
    choose(draft, held, ground="own_request")
    assert why_not_unheard(draft, today=TODAY).law == "FL 25"


def test_a_line_of_an_older_decision_is_heard_of_when_it_is_lowered():
    """Not only the last decision holds: what it did not speak of runs on."""
    case = f.decided_case()
    held = f.line_of(case)
    decide(anew(case, at=LATER, intervention="TRYGGHETSLARM", unit="count", amount=1))
    draft = anew(case, at=LATER, amount=240)
    choose(draft, held, ground="own_request")
    assert why_not_unheard(draft, today=TODAY).law == "FL 25"


# Ordering


def test_a_line_that_a_later_decision_has_replaced_is_not_ordered():
    case = f.decided_case()
    old = f.line_of(case)
    decide(anew(case, at=LATER))
    with pytest.raises(Refused, match="gäller inte längre"):
        order(old)
    assert order(f.line_of(case)).status == "sent"


def test_a_line_whose_time_is_out_is_not_ordered():
    case = f.decided_case(terms={"valid_to": TODAY - timedelta(1)})
    with pytest.raises(Refused, match="gäller inte längre"):
        order(f.line_of(case), start_on=TODAY - timedelta(1))


def order(line, start_on=TODAY, at=LATER):
    by = f.caseworker_of(line.decision.case)
    provider = f.workplace(Role.PROVIDER_PLANNER)
    return send_order(line=line, provider=provider, start_on=start_on, circumstances="", by=by, at=at)


def test_what_is_ordered_stays_ordered_through_a_chain_of_corrections():
    case = f.active_case()
    by = f.caseworker_of(case)
    for days in (0, 1):
        corrected(case, LATER + timedelta(days))
    assert list(partly_ordered(by, today=TODAY)) == []


def test_whoever_is_asked_for_a_later_correction_is_asked_instead():
    case = f.ordered_case()
    turned = f.order_of(case)
    planner = f.planner_of(turned)
    see(order=turned, by=planner, at=f.NOW)
    reject(order=turned, reason="Fullt", by=planner, at=f.NOW)
    for days in (0, 1):
        corrected(case, LATER + timedelta(days))
    assert list(turned_down(f.caseworker_of(case))) == [turned]
    order(f.line_of(case), at=LATER + timedelta(1))
    assert list(turned_down(f.caseworker_of(case))) == []
