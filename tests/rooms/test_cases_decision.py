"""Decisions: lines tied to needs, reasons where less is given, signed once and never changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.cases.actions import (
    close_case,
    correct,
    drop_correction,
    propose,
    put_line,
    send_back,
    sign,
    start_decision,
)
from samsyn.cases.models import Decision, DecisionLine, LineNeed
from samsyn.cases.queries import current_decision, returned
from samsyn.people.actions import record_death
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f

TODAY = localdate(f.NOW)


def draft(case):
    return start_decision(investigation=case.investigations.get(), by=f.caseworker_of(case), at=f.NOW)


def put(decision, **terms):
    needs = tuple(decision.investigation.needs.values_list("pk", flat=True))
    by = f.caseworker_of(decision.case)
    line = f.home_care(terms.pop("needs", needs), valid_from=TODAY, **terms)
    return put_line(decision=decision, terms=line, by=by, at=f.NOW)


def hand_over(decision):
    return propose(decision=decision, by=f.caseworker_of(decision.case), at=f.NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": "refused"}, "amount"),
        ({"amount": 0}, "amount"),
        ({"amount": 7 * 24 * 60 + 1}, "amount"),
        ({"outcome": "partly", "applied": 360}, "outcome"),
        ({"applied": 400}, "outcome"),
        ({"valid_to": TODAY - timedelta(1)}, "valid_to"),
        ({"intervention": "MAGI"}, "intervention"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"regime": "SOL_4_1"}, "regime"),
    ],
)
def test_a_line_that_does_not_hold_together_names_its_field(wrong, field):
    with pytest.raises(Invalid) as refused:
        f.home_care((1,), valid_from=TODAY, **wrong)
    assert refused.value.field_name == field


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"goal": " "}, "mål"),
        ({"outcome": "partly", "applied": 600}, "skälen"),
        ({"outcome": "refused", "amount": 0, "goal": ""}, "skälen"),
        ({"needs": ()}, "vilka behov"),
    ],
)
def test_a_proposal_is_refused_until_it_is_complete(terms, said):
    decision = draft(f.investigated_case())
    put(decision, **terms)
    with pytest.raises(Refused, match=said):
        hand_over(decision)


@pytest.mark.django_db
def test_every_assessed_need_has_an_answer():
    decision = draft(f.investigated_case(areas=("d510", "d620")))
    first = decision.investigation.needs.first().pk
    put(decision, needs=(first,))
    with pytest.raises(Refused, match="Alla bedömda behov"):
        hand_over(decision)


@pytest.mark.django_db
def test_levels_and_goals_come_before_the_decision():
    case = f.investigating_case()
    f.need(case.investigations.get(), level_meant=None)
    decision = draft(case)
    put(decision)
    with pytest.raises(Refused, match="Bedöm nivå"):
        hand_over(decision)


@pytest.mark.django_db
def test_a_line_is_not_tied_to_another_cases_need():
    other = f.need(f.investigating_case().investigations.get())
    with pytest.raises(Invalid, match="den här utredningen"):
        put(draft(f.investigated_case()), needs=(other.pk,))


@pytest.mark.django_db
def test_a_returned_proposal_says_why_and_can_be_handed_over_again():
    case = f.returned_case(note="Skriv tydligare skäl.")
    decision = case.decisions.get()
    assert (case.status, decision.state, decision.returned_note) == ("investigating", "draft", "Skriv tydligare skäl.")
    assert hand_over(decision).returned_note == ""


@pytest.mark.django_db
def test_only_a_delegate_of_the_unit_signs_and_never_their_own_proposal():
    case = f.proposed_case()
    decision = case.decisions.get()
    elsewhere = f.actor(f.staff(Role.DELEGATE, f.unit("Äldreenheten Syd")))
    for other in (f.caseworker_of(case), f.acting(Role.TEAM_LEADER), elsewhere):
        with pytest.raises(NoAccess):
            sign(decision=decision, sender=f.SENDER, by=other, at=f.NOW)
    signed = sign(decision=decision, sender=f.SENDER, by=f.acting(Role.DELEGATE), at=f.NOW)
    with pytest.raises(Refused, match="väntar inte"):
        sign(decision=signed, sender=f.SENDER, by=f.acting(Role.DELEGATE), at=f.NOW)


@pytest.mark.django_db
def test_refusals_alone_close_the_case_and_a_grant_keeps_it_open():
    refused = {"outcome": "refused", "amount": 0, "reasons": "Behovet möts av maken."}
    assert f.decided_case(terms=refused).close_reason == "refused"
    assert f.decided_case().status == "decided"


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_what_is_signed():
    case = f.decided_case()
    decision = case.decisions.get()
    line = decision.lines.get()
    attempts = [
        lambda: Decision.objects.filter(pk=decision.pk).update(summary="annat"),
        lambda: Decision.objects.filter(pk=decision.pk).update(state="draft", signed_at=None, signed_by=None),
        lambda: DecisionLine.objects.filter(pk=line.pk).update(amount=1),
        lambda: LineNeed.objects.filter(line=line).delete(),
        lambda: DecisionLine.objects.create(
            decision=decision, intervention="ANNAN", outcome="granted", unit="count", amount=1, valid_from=TODAY
        ),
        lambda: DecisionLine.objects.filter(pk=line.pk).delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            attempt()


@pytest.mark.django_db
def test_a_correction_is_a_new_version_and_the_signed_one_stays():
    case = f.decided_case()
    first = case.decisions.get()
    by = f.caseworker_of(case)
    second = correct(decision=first, reason="Fel antal timmar.", by=by, at=f.NOW)
    copy = second.lines.get()
    assert (copy.amount, copy.replaces.decision_id, second.version) == (360, first.pk, 2)
    needs = tuple(copy.needs.values_list("pk", flat=True))
    put_line(decision=second, terms=f.home_care(needs, valid_from=TODAY, amount=420), line=copy, by=by, at=f.NOW)
    assert current_decision(case).pk == first.pk
    hand_over(second)
    sign(decision=second, sender=f.SENDER, by=f.acting(Role.DELEGATE), at=f.NOW)
    case.refresh_from_db()
    assert case.status == "decided"
    assert current_decision(case).pk == second.pk
    assert first.lines.get().amount == 360
    with pytest.raises(Refused, match="redan en rättelse"):
        correct(decision=first, reason="Igen", by=by, at=f.NOW)


@pytest.mark.django_db
def test_a_correction_that_is_not_proposed_can_be_given_up_but_a_first_draft_cannot():
    case = f.decided_case()
    by = f.caseworker_of(case)
    version = correct(decision=case.decisions.get(), reason="Fel", by=by, at=f.NOW)
    drop_correction(decision=version, by=by, at=f.NOW)
    assert case.decisions.count() == 1
    with pytest.raises(Refused):
        drop_correction(decision=draft(f.investigated_case()), by=by, at=f.NOW)


@pytest.mark.django_db
def test_sending_back_says_what_to_do():
    case = f.proposed_case()
    with pytest.raises(Invalid):
        send_back(decision=case.decisions.get(), note="", by=f.acting(Role.DELEGATE), at=f.NOW)


@pytest.mark.django_db
def test_a_decision_rests_on_the_law_of_its_day():
    decision = draft(f.investigated_case())
    with pytest.raises(Invalid, match="gäller inte i dag"):
        put(decision, regime="SOL_2001_4_1")


@pytest.mark.django_db
def test_closing_a_case_leaves_its_correction_to_be_proposed_and_signed():
    case = f.decided_case()
    by, first = f.caseworker_of(case), f.decision_of(case)
    version = correct(decision=first, reason="Fel", by=by, at=f.NOW)
    propose(decision=version, by=by, at=f.NOW)
    record_death(person=case.person, died_on=localdate(f.NOW), source="x", by=by, at=f.NOW)
    close_case(case=case, reason="deceased", by=by, at=f.NOW)
    version.refresh_from_db()
    assert (version.state, version.proposed_by_id) == ("proposed", by.staff_id)
    delegate = f.acting(Role.DELEGATE)
    send_back(decision=version, note="Skriv tydligare.", by=delegate, at=f.NOW)
    assert list(returned(by)) == [version]
    propose(decision=version, by=by, at=f.NOW)
    sign(decision=version, sender=f.SENDER, by=delegate, at=f.NOW)
    case.refresh_from_db()
    assert (case.status, current_decision(case)) == ("closed", version)
