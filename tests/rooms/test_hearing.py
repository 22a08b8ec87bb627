"""The person is heard before a decision that goes against them (FL 25, SoL 14:8, 14:10), or it is noted why not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import (
    LineTerms,
    Said,
    Sending,
    answer_communication,
    choose_ground,
    communicate,
    propose,
    put_line,
    reassess,
    save_field,
    sign,
    start_decision,
    waive_communication,
)
from samsyn.cases.models import Communication, Decision
from samsyn.cases.queries import told_communications, unanswered
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.appealing import REFUSAL, drafted_refusal

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
ANSWERED = Said(text="Min man orkar inte.", way="phone", received_on=TODAY)


def draft_of(case) -> Decision:
    return case.decisions.get()


def sent_in(case) -> Communication:
    return Communication.objects.filter(investigation__case=case).latest("pk")


def try_to_propose(case, at=f.NOW) -> Decision:
    return propose(decision=draft_of(case), by=f.caseworker_of(case), at=at)


def undrafted(**terms) -> Decision:
    """A draft with one line that nobody has been told of."""
    case = f.investigated_case()
    by = f.caseworker_of(case)
    draft = start_decision(investigation=case.investigations.get(), by=by, at=f.NOW)
    needs = tuple(draft.investigation.needs.values_list("pk", flat=True))
    put_line(decision=draft, terms=f.home_care(needs, valid_from=TODAY, **terms), by=by, at=f.NOW)
    return draft


@pytest.mark.parametrize("against", [REFUSAL, {"outcome": "partly", "applied": 600, "reasons": "Det räcker."}])
def test_a_refusal_or_a_cut_is_not_proposed_before_the_person_is_heard(against):
    draft = undrafted(**against)
    with pytest.raises(Refused, match="Låt personen läsa underlaget") as refused:
        try_to_propose(draft.case)
    assert refused.value.refusal.law == "FL 25"


def test_what_is_wholly_granted_needs_no_hearing():
    assert try_to_propose(undrafted().case).state == "proposed"


def test_an_answer_opens_the_way_and_is_kept_with_how_and_when():
    case = drafted_refusal()
    with pytest.raises(Refused, match="kan svara till och med 2026-03-16"):
        try_to_propose(case)
    answer_communication(communication=sent_in(case), said=ANSWERED, by=f.caseworker_of(case), at=f.NOW)
    assert try_to_propose(case).state == "proposed"
    told = Event.objects.filter(case=case.pk, what__startswith="communication.").values_list("what", "detail")
    assert [what for what, _ in told] == ["communication.send", "communication.answer"]
    assert told[0][1] == {"way": "web", "digest": sent_in(case).digest}


def test_the_day_to_answer_by_is_still_the_persons_and_the_next_is_not():
    case = drafted_refusal()
    with pytest.raises(Refused):
        try_to_propose(case, at=f.NOW + timedelta(days=14))
    assert try_to_propose(case, at=f.NOW + timedelta(days=15)).state == "proposed"


@pytest.mark.parametrize("reason", ["unnecessary", "harder", "at_once"])
def test_one_of_the_laws_reasons_waives_it_with_words(reason):
    draft = undrafted(**REFUSAL)
    by = f.caseworker_of(draft.case)
    for wrong in ({"reason": "hurry", "why": "Bråttom"}, {"reason": reason, "why": " "}):
        with pytest.raises(Invalid):
            waive_communication(decision=draft, **wrong, by=by, at=f.NOW)
    waive_communication(decision=draft, reason=reason, why="Allt kommer från personen själv.", by=by, at=f.NOW)
    assert try_to_propose(draft.case).state == "proposed"


def test_other_words_in_the_investigation_must_be_shown_anew():
    case = drafted_refusal()
    by = f.caseworker_of(case)
    answer_communication(communication=sent_in(case), said=ANSWERED, by=by, at=f.NOW)
    inquiry = case.investigations.get()
    save_field(investigation=inquiry, place="assessment", value="Något nytt.", base=1, by=by, at=f.NOW)
    with pytest.raises(Refused, match="har ändrats sedan personen fick läsa det"):
        try_to_propose(case)


def test_other_amounts_must_be_shown_anew_and_the_same_line_written_again_need_not():
    case = drafted_refusal()
    by, draft = f.caseworker_of(case), draft_of(case)
    answer_communication(communication=sent_in(case), said=ANSWERED, by=by, at=f.NOW)
    line = draft.lines.get()
    needs = tuple(line.needs.values_list("pk", flat=True))
    cut = {"outcome": "partly", "amount": 60, "applied": 360, "reasons": REFUSAL["reasons"]}
    put_line(decision=draft, terms=f.home_care(needs, valid_from=TODAY, **cut), by=by, at=f.NOW, line=line)
    with pytest.raises(Refused, match="har ändrats"):
        try_to_propose(case)
    line.delete()
    later = TODAY + timedelta(days=3)  # the first day follows the day of the decision
    put_line(decision=draft, terms=f.home_care(needs, valid_from=later, **REFUSAL), by=by, at=f.NOW)
    assert try_to_propose(case).state == "proposed"


def test_less_than_before_is_against_the_person_too():
    case = f.decided_case()
    by = f.caseworker_of(case)
    inquiry = reassess(case=case, cause="changed_needs", why="Mår bättre", by=by, at=f.NOW)
    inquiry.needs.all().delete()
    f.need(inquiry)
    draft = start_decision(investigation=inquiry, by=by, at=f.NOW)
    needs = tuple(inquiry.needs.values_list("pk", flat=True))
    put_line(decision=draft, terms=f.home_care(needs, valid_from=TODAY, amount=300), by=by, at=f.NOW)
    held = case.decisions.get(state="signed").lines.get()
    choose_ground(decision=draft, held=held, ground="changed", reasons="Mår bättre", by=by, at=f.NOW)
    with pytest.raises(Refused) as refused:
        propose(decision=draft, by=by, at=f.NOW)
    assert refused.value.refusal.law == "FL 25"
    put_line(decision=draft, terms=f.home_care(needs, valid_from=TODAY), by=by, at=f.NOW, line=draft.lines.get())
    assert propose(decision=draft, by=by, at=f.NOW).state == "proposed"


def test_nor_is_it_signed_before_the_person_is_heard():
    case = drafted_refusal()
    Decision.objects.filter(case=case).update(
        state="proposed", proposed_at=f.NOW, proposed_by=f.caseworker_of(case).staff
    )
    case.status = "proposed"
    case.save()
    with pytest.raises(Refused, match="kan svara"):
        sign(decision=draft_of(case), sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=f.NOW)


def test_an_incomplete_draft_is_not_shown():
    draft = undrafted(**{**REFUSAL, "reasons": ""})
    sending = Sending(way="web", sent_on=TODAY, answer_by=TODAY + timedelta(7))
    with pytest.raises(Refused, match="Skriv skälen"):
        communicate(decision=draft, sending=sending, sender=f.SENDER, by=f.caseworker_of(draft.case), at=f.NOW)


@pytest.mark.parametrize(
    ("days", "field"), [((0, 0), "answer_by"), ((1, 5), "sent_on"), ((-3, 5), "sent_on"), ((-40_000, 5), "sent_on")]
)
def test_the_days_must_leave_time_and_have_been(days, field):
    draft = undrafted(**REFUSAL)

    def send():
        sending = Sending(way="web", sent_on=TODAY + timedelta(days[0]), answer_by=TODAY + timedelta(days[1]))
        communicate(decision=draft, sending=sending, sender=f.SENDER, by=f.caseworker_of(draft.case), at=f.NOW)

    with pytest.raises(Invalid) as wrong:
        send()
    assert wrong.value.field_name == field


def test_a_time_that_has_passed_when_it_is_written_in_hears_nobody():
    """FL 25: it is answered, or waived with a reason."""
    draft = undrafted(**REFUSAL)
    by, later = f.caseworker_of(draft.case), f.NOW + timedelta(days=20)

    def send(answer_by):
        sending = Sending(way="letter", sent_on=TODAY, answer_by=answer_by)
        return communicate(decision=draft, sending=sending, sender=f.SENDER, by=by, at=later)

    with pytest.raises(Invalid) as wrong:
        send(TODAY + timedelta(days=1))
    assert wrong.value.field_name == "answer_by"
    sent = send(localdate(later) + timedelta(days=1))
    with pytest.raises(Refused, match="kan svara"):
        try_to_propose(draft.case, at=later)
    answer_communication(communication=sent, said=ANSWERED, by=by, at=later)
    assert try_to_propose(draft.case, at=later).state == "proposed"


def test_whose_answer_has_come_waits_for_the_caseworker_before_the_time_is_out():
    case = drafted_refusal()
    by = f.caseworker_of(case)
    assert list(unanswered(by, today=TODAY)) == []
    answer_communication(communication=sent_in(case), said=ANSWERED, by=by, at=f.NOW)
    assert list(unanswered(by, today=TODAY)) == [case]


def test_the_person_answers_on_their_page_and_so_does_whoever_may_act_for_them():
    case = drafted_refusal()
    sent, herself = sent_in(case), f.actor(case.person, acting_as="self")
    said = Said(text="Jag håller inte med.", way="phone", received_on=TODAY, once="a" * 36)
    first = answer_communication(communication=sent, said=said, by=herself, at=f.NOW)
    assert (first.way, first.by_whom) == ("web", "person")
    assert answer_communication(communication=sent, said=said, by=herself, at=f.NOW) == first
    helper, looker = f.person("Rut", "Nära"), f.person("Ola", "Titt")
    f.consent(case.person, helper, "apply")
    f.consent(case.person, looker, "see")
    other = answer_communication(communication=sent, said=ANSWERED, by=f.actor(helper, acting_as="relative"), at=f.NOW)
    assert other.by_whom == "relative"
    seer = f.actor(looker, acting_as="relative")
    assert [laid.sent for laid in told_communications(case.person_id, by=seer)] == [sent]
    with pytest.raises(NoAccess):
        answer_communication(communication=sent, said=ANSWERED, by=seer, at=f.NOW)


def test_an_answer_says_something():
    with pytest.raises(Invalid):
        Said(text=" ", way="phone", received_on=TODAY)
    assert Said(text="", way="phone", received_on=TODAY, nothing_to_add=True)


def test_after_the_decision_one_appeals_instead():
    case = f.decided_case(terms=REFUSAL)
    herself = f.actor(case.person, acting_as="self")
    with pytest.raises(Refused, match="överklaga"):
        answer_communication(communication=sent_in(case), said=ANSWERED, by=herself, at=f.NOW)
    assert all(laid.decided for laid in told_communications(case.person_id, by=herself))


def test_what_was_shown_and_answered_never_changes():
    case = drafted_refusal()
    answer = answer_communication(communication=sent_in(case), said=ANSWERED, by=f.caseworker_of(case), at=f.NOW)
    for row, change in ((sent_in(case), {"answer_by": TODAY}), (answer, {"text": "Annat"})):
        for act in (lambda r=row, c=change: type(r).objects.filter(pk=r.pk).update(**c), row.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


def test_only_the_caseworker_of_the_case_sends():
    draft = undrafted(**REFUSAL)
    sending = Sending(way="web", sent_on=TODAY, answer_by=TODAY + timedelta(7))
    by = f.acting(Role.DELEGATE, draft.case.unit)
    with pytest.raises(NoAccess):
        communicate(decision=draft, sending=sending, sender=f.SENDER, by=by, at=f.NOW)


def test_a_line_of_other_terms_has_another_digest():
    assert LineTerms  # the shape that lines share with the form
    first, second = undrafted(**REFUSAL), undrafted(**{**REFUSAL, "reasons": "Andra skäl."})
    sent = []
    for draft in (first, second):
        sending = Sending(way="letter", sent_on=TODAY, answer_by=TODAY + timedelta(7))
        by = f.caseworker_of(draft.case)
        sent.append(communicate(decision=draft, sending=sending, sender=f.SENDER, by=by, at=f.NOW))
    assert sent[0].digest != sent[1].digest
