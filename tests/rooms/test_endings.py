"""What ends or changes a case against its course: taken back, renounced, a death and its mistake, a move.

FL 25-27, FL 31, SoL 14:2, SoL 29:1, SoL 29:2, SoL 29:5-6, SoL 34:1.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import (
    correct,
    move_unit,
    note_stay,
    propose,
    put_line,
    reassess,
    start_decision,
    undo_death,
)
from samsyn.cases.clocks import Kind
from samsyn.cases.models import Decision, LineEvent, Move, Withdrawal
from samsyn.cases.models.standings import granted_lines, standings
from samsyn.cases.queries import draft_of, journal_of, open_case, running_lines
from samsyn.homecare.actions import end_case
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import ended as e
from tests import factories as f
from tests import journals as j

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(days=2)


def again(case):
    case.refresh_from_db()
    return case


# Taken back


@pytest.mark.parametrize("make", [f.received_case, f.investigated_case, f.proposed_case, f.returned_case])
def test_an_application_taken_back_before_the_decision_is_written_off_and_documented(make):
    case = make()
    taken = e.take_back(case, at=LATER)
    again(case)
    assert (case.status, case.close_reason) == ("closed", "withdrawn")
    assert (taken.written_off, taken.form, taken.by_whom) == (True, "oral", "person")
    assert taken.reasons
    assert Event.objects.filter(what="case.withdraw", case=case.pk).exists()


def test_part_of_an_application_taken_back_leaves_the_rest_to_be_decided():
    case = f.investigated_case()
    taken = e.take_back(case, whole=False, reasons="", what="Bara handlingen, inte duschen.")
    assert again(case).status == "investigating"
    assert not taken.written_off


def test_writing_off_says_why():
    with pytest.raises(Invalid) as refused:
        e.take_back(f.received_case(), reasons=" ")
    assert refused.value.field_name == "reasons"


def test_what_is_decided_is_not_taken_back_as_an_application():
    with pytest.raises(Refused, match="redan besvarad"):
        e.take_back(f.decided_case())


def test_a_report_is_nobody_s_to_take_back():
    """SoL 14:2."""
    case = f.received_case(form="report", by_whom="other")
    with pytest.raises(Refused) as refused:
        e.take_back(case)
    assert refused.value.refusal.law == "SoL 14:2"


def test_only_a_relative_with_authority_takes_back_for_the_person():
    case = f.received_case()
    relative = f.person("Rut", "Nära")
    with pytest.raises(Invalid):
        e.take_back(case, by_person=relative)
    f.consent(case.person, relative, "apply")
    assert e.take_back(case, by_person=relative).by_person == relative


@pytest.mark.parametrize("days", [-400, 1])
def test_the_day_lies_between_the_application_and_today(days):
    case = f.received_case()
    with pytest.raises(Invalid):
        e.take_back(case, day=localdate(f.NOW) + timedelta(days))


def test_more_help_taken_back_lets_the_case_go_on_with_what_runs():
    case = f.active_case()
    by = f.caseworker_of(case)
    reassess(case=case, cause="error", why="Mer behövs", by=by, at=LATER)
    again(case)
    f.received_case(of=case.person, at=LATER)
    e.take_back(case, at=LATER)
    again(case)
    assert case.status == "active"
    assert case.closed_at is None
    assert f.order_of(case).status in {"accepted", "started"}
    assert case.investigations.filter(completed_at=None).count() == 0


def test_a_withdrawal_never_changes_and_pressing_twice_is_once():
    case = f.received_case()
    mark = "b5a1c6de-0000-4000-8000-000000000003"
    first = e.take_back(case, once=mark)
    assert e.take_back(case, once=mark).pk == first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.filter(pk=first.pk).update(what="Annat")


def test_a_colleague_cannot_take_back_for_another_s_case():
    case = f.received_case()
    with pytest.raises(NoAccess):
        e.take_back(case, by=f.acting(Role.TEAM_LEADER))


def test_help_that_is_renounced_closes_its_line_and_stops_its_order():
    """SoL 34:1: the clock ends with the reason."""
    case = f.active_case()
    line = f.line_of(case)
    e.decline(line, at=LATER)
    assert f.order_of(case).status == "stopped"
    found = standings(granted_lines(case), localdate(LATER))[line.pk]
    assert found.now.close_reason is Kind.WITHDRAWN
    assert running_lines(case, today=localdate(LATER)) == []
    assert again(case).status == "decided"


# A death


def test_a_case_is_not_closed_as_deceased_without_a_noted_death():
    case = f.active_case()
    with pytest.raises(Refused, match="Anteckna det först"):
        end_case(case=case, reason="deceased", by=f.caseworker_of(case), at=LATER)
    e.die(case, at=LATER)
    end_case(case=again(case), reason="deceased", by=f.caseworker_of(case), at=LATER)
    assert LineEvent.objects.standing().filter(kind="deceased").exists()


@pytest.mark.parametrize(("make", "status"), [(f.active_case, "decided"), (f.investigated_case, "received")])
def test_a_death_taken_back_takes_up_the_case_that_it_closed(make, status):
    case = make()
    e.die(case, at=LATER)
    by = f.caseworker_of(case)
    end_case(case=again(case), reason="deceased", by=by, at=LATER)
    assert [c.pk for c in undo_death(case=case, by=by, at=LATER)] == [case.pk]
    again(case)
    assert (case.status, case.closed_at, case.close_reason) == (status, None, "")
    stands = standings(granted_lines(case), localdate(LATER)).values()
    assert all(s.now.closed is None for s in stands)
    assert not LineEvent.objects.standing().filter(kind="deceased").exists()


def test_a_case_that_ended_for_another_reason_stays_ended_when_a_death_is_taken_back():
    case = f.active_case()
    e.end(case, at=LATER)
    other = f.received_case(of=case.person)
    e.die(other, at=LATER)
    undo_death(case=other, by=f.caseworker_of(other), at=LATER)
    assert again(case).status == "closed"


def test_a_death_before_an_application_is_asked_about():
    case = f.received_case()
    with pytest.raises(Invalid) as refused:
        e.die(case, on=localdate(f.NOW) - timedelta(1))
    assert refused.value.field_name == "confirmed"
    assert e.die(case, on=localdate(f.NOW) - timedelta(1), confirmed=True).died_on


def test_nobody_applies_after_their_death():
    case = f.received_case()
    e.die(case)
    with pytest.raises(Invalid, match="avled"):
        f.received_case(of=case.person, at=LATER)


# A move


def test_who_moves_away_ends_the_case_its_orders_and_its_clocks():
    """SoL 29:1."""
    case = f.active_case()
    e.move_away(case, at=LATER)
    again(case)
    assert (case.status, case.close_reason) == ("closed", "moved")
    assert f.order_of(case).status == "stopped"
    assert LineEvent.objects.standing().filter(kind="moved").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.update(municipality="Luleå")


def test_a_move_is_noted_the_day_it_happens_and_a_case_is_not_closed_as_moved_without_it():
    case = f.decided_case()
    by = f.caseworker_of(case)
    with pytest.raises(Refused, match="Anteckna flytten"):
        end_case(case=case, reason="moved", by=by, at=f.NOW)
    from samsyn.homecare.actions import move_out

    with pytest.raises(Invalid):
        move_out(case=case, municipality="Umeå", day=localdate(f.NOW) + timedelta(1), by=by, at=f.NOW)
    with pytest.raises(Invalid):
        move_out(case=case, municipality=" ", day=localdate(f.NOW), by=by, at=f.NOW)


@pytest.mark.parametrize("where", ["stay", "placed"])
def test_who_stays_elsewhere_keeps_the_case_here(where):
    """SoL 29:2, SoL 29:5-6."""
    case = f.active_case()
    terms = {"case": case, "where": where, "municipality": "Umeå", "day": localdate(f.NOW), "what": "Verkställ"}
    first = note_stay(**terms, by=f.caseworker_of(case), at=f.NOW)
    assert note_stay(**terms, by=f.caseworker_of(case), at=f.NOW).pk == first.pk
    assert again(case).status == "active"


def test_a_case_that_moves_to_another_unit_takes_its_access_along():
    """SoLPuL 10: those who had it no longer reach it, those who get it do; their drafts lock."""
    case = f.active_case()
    by = f.caseworker_of(case)
    j.draft(case)
    south = f.unit("Äldreenheten Syd")
    there = f.acting(Role.TEAM_LEADER, south)
    with pytest.raises(NoAccess):
        move_unit(case=case, to=south, why="Flyttade", by=there, at=f.NOW)
    with pytest.raises(Invalid):
        move_unit(case=case, to=f.workplace(Role.PROVIDER_PLANNER), why="Flyttade", by=by, at=f.NOW)
    move_unit(case=case, to=south, why="Flyttade till Söder", by=by, at=f.NOW)
    again(case)
    assert (case.unit, case.caseworker, case.status) == (south, None, "active")
    with pytest.raises(NoAccess):
        open_case(case.pk, by=by, at=f.NOW)
    assert journal_of(open_case(case.pk, by=there, at=f.NOW), by=there).get().state == "locked"


# Drafts that are laid aside


def test_a_draft_laid_aside_at_closing_stands_in_no_correction_s_way():
    """FL 36: what was decided is put right whether or not the case goes on."""
    case = f.active_case()
    by = f.caseworker_of(case)
    signed = f.decision_of(case)
    investigation = reassess(case=case, cause="error", why="Fel", by=by, at=LATER)
    start_decision(investigation=investigation, by=by, at=LATER)
    e.end(again(case), at=LATER)
    assert draft_of(case) is None
    assert Decision.objects.get(investigation=investigation).state == "aside"
    version = correct(decision=signed, reason="Fel", by=by, at=LATER)
    assert propose(decision=version, by=by, at=LATER).state == "proposed"


def test_a_proposal_laid_aside_waits_for_nobody():
    case = f.proposed_case()
    e.take_back(case)
    assert case.decisions.get().state == "aside"
    assert case.decisions.get().proposed_at is None


def test_what_is_laid_aside_is_not_written_in():
    case = f.investigated_case()
    by = f.caseworker_of(case)
    draft = start_decision(investigation=case.investigations.get(), by=by, at=f.NOW)
    e.take_back(case)
    needs = tuple(case.investigations.get().needs.values_list("pk", flat=True))
    with pytest.raises(Refused, match="lagt åt sidan"):
        put_line(decision=draft, terms=f.home_care(needs, valid_from=localdate(f.NOW)), by=by, at=f.NOW)


def test_a_letter_after_a_death_is_addressed_to_the_estate():
    from samsyn.cases.letters.collect import letter_content

    case = f.proposed_case()
    e.die(case)
    decision = case.decisions.select_related("case__person", "case__unit", "investigation").get()
    content = letter_content(decision, sender=f.SENDER, draft_on=localdate(f.NOW))
    assert content.recipient.name == f"Dödsboet efter {case.person.name}"
