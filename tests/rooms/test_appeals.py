"""An appeal at the committee: told, tried for time, reconsidered, handed over or dismissed (FL 33, 38-47, SoL 35:1)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.cases.actions import (
    Appealed,
    Telling,
    choose_ground,
    correct,
    dismiss_appeal,
    hand_over,
    note_notice,
    note_own_reading,
    propose,
    put_line,
    reconsider,
    register_appeal,
    sign,
    strike_notice,
    take_up,
    withdraw_appeal,
)
from samsyn.cases.letters.kept import from_text
from samsyn.cases.models import Appeal, Notice
from samsyn.cases.queries import times_to_appeal, told_appeals
from samsyn.people.actions import record_death
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.appealing import (
    COURT,
    LATER,
    NEXT_DAY,
    OLD,
    appealed,
    at_court,
    dismissed,
    judged,
    late_appeal,
    refused_case,
)
from tests.rooms.letters import said

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
EXTRA = {"regime": "SOL_11_4"}


def by_of(case):
    return f.caseworker_of(case)


def last_day(case, today=TODAY):
    [(_, _, clock)] = times_to_appeal(f.decision_of(case), today=today)
    return getattr(clock, "last_day", None)


# Told (FL 33, 44)


def test_the_time_runs_from_receipt_and_not_from_the_day_a_letter_was_sent():
    case = refused_case(told=False)
    decision, by = f.decision_of(case), by_of(case)
    note_notice(decision=decision, telling=Telling("letter", sent_on=TODAY), by=by, at=f.NOW)
    assert last_day(case) is None
    got = localdate(NEXT_DAY)
    note_notice(decision=decision, telling=Telling("letter", sent_on=TODAY, received_on=got), by=by, at=NEXT_DAY)
    assert last_day(case, got) == got + timedelta(weeks=3)


def test_reading_ones_own_page_is_receipt_and_is_noted_once():
    case = refused_case(told=False)
    decision, herself = f.decision_of(case), f.actor(case.person, acting_as="self")
    assert note_own_reading(decision=decision, by=herself, at=f.NOW)
    assert note_own_reading(decision=decision, by=herself, at=LATER) is None
    assert Notice.objects.get().received_on == TODAY
    assert last_day(case) == TODAY + timedelta(weeks=3)


def test_nobody_elses_reading_is_receipt():
    case = refused_case(told=False)
    helper = f.person("Rut", "Nära")
    f.consent(case.person, helper, "see")
    for reader in (f.actor(helper, acting_as="relative"), by_of(case)):
        assert note_own_reading(decision=f.decision_of(case), by=reader, at=f.NOW) is None


def test_what_was_noted_by_mistake_is_struck_out_and_stays():
    case = refused_case()
    notice = Notice.objects.get()
    with pytest.raises(Invalid):
        strike_notice(notice=notice, why=" ", by=by_of(case), at=f.NOW)
    strike_notice(notice=notice, why="Fel person", by=by_of(case), at=f.NOW)
    assert last_day(case) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        notice.delete()


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_received_a_decision_before_it_was_made_or_tomorrow(days):
    case = refused_case(told=False)
    telling = Telling("handed", received_on=TODAY + timedelta(days))
    with pytest.raises(Invalid) as wrong:
        note_notice(decision=f.decision_of(case), telling=telling, by=by_of(case), at=f.NOW)
    assert wrong.value.field_name == "received_on"


def test_the_same_note_twice_is_one():
    case = refused_case()
    note_notice(decision=f.decision_of(case), telling=Telling("handed", received_on=TODAY), by=by_of(case), at=LATER)
    assert Notice.objects.count() == 1


# In time (FL 22, 45)


def test_an_appeal_on_the_last_day_is_in_time_and_the_day_after_is_not():
    last = f.NOW + timedelta(weeks=3)
    on_time, late = refused_case(), refused_case()
    assert take_up(appeal=appealed(on_time, at=last), by=by_of(on_time), at=last).verdict == "in_time"
    after = last + timedelta(days=1)
    with pytest.raises(Refused, match="för sent") as refused:
        take_up(appeal=appealed(late, at=after), by=by_of(late), at=after)
    assert refused.value.refusal.law == "FL 45"


def test_what_came_by_post_the_morning_after_counts_the_working_day_before():
    case, after = refused_case(), f.NOW + timedelta(weeks=3, days=1)
    appeal = appealed(case, at=after, channel="post")
    assert take_up(appeal=appeal, by=by_of(case), at=after).stage == "taken_up"
    unlikely = refused_case()
    with pytest.raises(Refused):
        take_up(appeal=appealed(unlikely, at=after, channel="post", presumed=False), by=by_of(unlikely), at=after)


@pytest.mark.parametrize("told", ["wrong", "missing"])
def test_a_late_appeal_is_not_dismissed_when_the_notice_was_not_right(told):
    case = refused_case(told=False, at=OLD)
    telling = Telling("letter", received_on=localdate(OLD), remedy_told=told)
    note_notice(decision=f.decision_of(case), telling=telling, by=by_of(case), at=OLD)
    appeal = late_appeal(case)
    delegate = f.acting(Role.DELEGATE, case.unit)
    with pytest.raises(Refused, match="får inte avvisas"):
        dismiss_appeal(appeal=appeal, reasons="Sent", sender=f.SENDER, by=delegate, at=f.NOW)
    assert take_up(appeal=appeal, by=by_of(case), at=f.NOW).verdict == "excused"


def test_nor_when_it_reached_the_court_in_time():
    case = refused_case(at=OLD)
    appeal = appealed(case, at=f.NOW, channel="court", court_on=localdate(OLD) + timedelta(5))
    assert take_up(appeal=appeal, by=by_of(case), at=f.NOW).verdict == "via_court"


def test_nor_when_nobody_knows_when_the_person_received_the_decision():
    case = refused_case(told=False, at=OLD)
    assert take_up(appeal=late_appeal(case), by=by_of(case), at=f.NOW).verdict == "not_run_out"


# Dismissed (FL 41, 45)


def test_a_dismissal_is_a_decision_of_its_own_with_reasons_and_how_to_appeal_it():
    case = refused_case(at=OLD)
    ruling = dismissed(case)
    assert (ruling.regime, ruling.dismissed.stage) == ("FL_45", "dismissed")
    assert ruling.item == "5.1 (version 2)"
    letter = from_text(ruling.content)
    words = said(letter)
    assert "45 § förvaltningslagen" in words
    assert "inom tre veckor" in words
    assert "Det kom den" in words
    assert case.person.name in letter.recipient
    assert ("Beslutanderätt", "punkt 5.1 i delegationsordningen, version 2") in letter.blocks[-1].people
    with pytest.raises(DatabaseError), transaction.atomic():
        ruling.delete()


def test_only_a_delegate_dismisses_and_says_why():
    case = refused_case(at=OLD)
    appeal = late_appeal(case)
    with pytest.raises(NoAccess):
        dismiss_appeal(appeal=appeal, reasons="Sent", sender=f.SENDER, by=by_of(case), at=f.NOW)
    with pytest.raises(Invalid):
        dismiss_appeal(appeal=appeal, reasons=" ", sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=f.NOW)


def test_a_dismissal_outside_the_mandate_is_refused_naming_item_and_holder():
    """KL 6:37."""
    case = refused_case(at=OLD)
    appeal = late_appeal(case)
    other = f.actor(f.staff(Role.DELEGATE, case.unit, title="förste handläggare"))
    with pytest.raises(Refused, match=r"punkt 5\.1 .* av enhetschef"):
        dismiss_appeal(appeal=appeal, reasons="Sent", sender=f.SENDER, by=other, at=f.NOW)
    appeal.refresh_from_db()
    assert (appeal.stage, appeal.case.rulings.exists()) == ("received", False)


def test_a_dismissal_is_appealed_and_a_court_that_annuls_it_opens_the_first_appeal_again():
    case = refused_case(at=OLD)
    ruling = dismissed(case)
    first = ruling.dismissed
    with pytest.raises(Refused, match="står fast"):
        take_up(appeal=first, by=by_of(case), at=f.NOW)
    told = {"channel": "visit", "reached_on": TODAY, "wanted": "Jag var på sjukhus."}
    second = register_appeal(ruling=ruling, appealed=Appealed(**told), by=by_of(case), at=f.NOW)
    judged(at_court(second, at=f.NOW), "annulled", at=f.NOW)
    assert take_up(appeal=first, by=by_of(case), at=f.NOW).stage == "taken_up"


# Reconsidered and handed over (FL 38-39, 46)


def taken_up(case) -> Appeal:
    return take_up(appeal=appealed(case), by=by_of(case), at=LATER)


def corrected(case, at=LATER, **terms):
    """A signed version that takes the place of the newest decision."""
    by = by_of(case)
    version = correct(decision=f.decision_of(case), reason="Fel", by=by, at=at)
    line = version.lines.get()
    needs = tuple(line.needs.values_list("pk", flat=True))
    put_line(decision=version, terms=f.home_care(needs, valid_from=localdate(at), **terms), by=by, at=at, line=line)
    propose(decision=version, by=by, at=at)
    return sign(decision=version, sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=at)


def test_a_change_is_noted_only_when_there_is_a_changed_decision():
    case = refused_case()
    appeal = taken_up(case)
    with pytest.raises(Refused, match="inget ändrat beslut") as refused:
        reconsider(appeal=appeal, result="as_asked", reasons="Fel", by=by_of(case), at=LATER)
    assert refused.value.refusal.law == "FL 38"
    version = corrected(case)
    with pytest.raises(Refused, match="Välj att det ändrades"):
        reconsider(appeal=appeal, result="unchanged", reasons="Rätt", by=by_of(case), at=LATER)
    changed = reconsider(appeal=appeal, result="as_asked", reasons="Fel", by=by_of(case), at=LATER)
    assert changed.new_decision == version


def test_an_appeal_does_not_lapse_because_the_decision_is_changed():
    case = refused_case()
    appeal = taken_up(case)
    corrected(case)
    reconsider(appeal=appeal, result="as_asked", reasons="Fel", by=by_of(case), at=LATER)
    handed = hand_over(appeal=appeal, court=COURT, files=["Allt"], statement="", by=by_of(case), at=LATER)
    assert handed.stage == "at_court"


def test_what_is_changed_may_not_be_worse_for_the_person():
    cut = {"outcome": "partly", "amount": 300, "applied": 600, "reasons": "Räcker"}
    case = f.decided_case(terms=cut)
    appeal = taken_up(case)
    worse = correct(decision=f.decision_of(case), reason="Fel", by=by_of(case), at=LATER)
    line = worse.lines.get()
    needs = tuple(line.needs.values_list("pk", flat=True))
    terms = f.home_care(needs, valid_from=TODAY, **{**cut, "amount": 120})
    put_line(decision=worse, terms=terms, by=by_of(case), at=LATER, line=line)
    held = f.line_of(case) if line.replaces_id is None else line.replaces
    choose_ground(decision=worse, held=held, ground="clerical", reasons="Ett skrivfel", by=by_of(case), at=LATER)
    f.heard(worse, by=by_of(case), at=LATER)
    propose(decision=worse, by=by_of(case), at=LATER)
    sign(decision=worse, sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=LATER)
    with pytest.raises(Refused, match="nackdel"):
        reconsider(appeal=appeal, result="partly", reasons="Fel", by=by_of(case), at=LATER)


def test_it_is_handed_over_with_a_list_of_documents_after_it_was_reconsidered():
    case = refused_case()
    appeal, by = taken_up(case), by_of(case)
    with pytest.raises(Refused):
        hand_over(appeal=appeal, court=COURT, files=["Allt"], statement="", by=by, at=LATER)
    reconsider(appeal=appeal, result="unchanged", reasons="Rätt", by=by, at=LATER)
    with pytest.raises(Invalid):
        hand_over(appeal=appeal, court=COURT, files=[" "], statement="", by=by, at=LATER)
    handed = hand_over(appeal=appeal, court=COURT, files=["Ett", " ", "Två"], statement="", by=by, at=LATER)
    assert handed.files == "Ett\nTvå"
    with pytest.raises(Refused, match="hos domstolen"):
        reconsider(appeal=appeal, result="unchanged", reasons="Rätt", by=by, at=LATER)


# Who, and taken back


def test_the_person_appeals_on_the_web_and_whoever_acts_for_them_says_by_what_right():
    case = refused_case()
    herself, helper = f.actor(case.person, acting_as="self"), f.person("Rut", "Nära")
    f.consent(case.person, helper, "apply")
    own = appealed(case, by=herself, channel="web", once="a" * 36)
    assert appealed(case, by=herself, channel="web", once="a" * 36) == own
    agent = f.actor(helper, acting_as="relative")
    with pytest.raises(Invalid):
        appealed(case, by=agent, by_whom="agent", appellant="Rut")
    other = appealed(case, by=agent, by_whom="agent", appellant="Rut", authority="Fullmakt")
    assert (own.by_whom, other.by_whom) == ("person", "agent")
    assert list(told_appeals(case.person_id, by=herself)) == [other, own]


def test_an_appeal_says_what_is_to_be_changed():
    with pytest.raises(Invalid) as wrong:
        Appealed(channel="visit", reached_on=TODAY)
    assert wrong.value.refusal.law == "FL 43"


def test_it_can_be_taken_back_here_but_not_at_the_court():
    case = refused_case()
    appeal, herself = appealed(case), f.actor(case.person, acting_as="self")
    with pytest.raises(Invalid):
        withdraw_appeal(appeal=appeal, withdrawn_on=TODAY, by=herself, at=LATER)
    assert withdraw_appeal(appeal=appeal, withdrawn_on=localdate(LATER), by=herself, at=LATER).stage == "withdrawn"
    gone = at_court(appealed(case))
    with pytest.raises(Refused, match="hos domstolen"):
        withdraw_appeal(appeal=gone, withdrawn_on=localdate(LATER), by=herself, at=LATER)


def test_a_death_does_not_end_an_appeal():
    case = refused_case()
    appeal = appealed(case)
    record_death(person=case.person, died_on=localdate(LATER), source="Folkbokföringen", by=by_of(case), at=LATER)
    assert at_court(appeal).stage == "at_court"


# Legality review (KL 13)


def test_extra_help_is_not_appealed_on_the_web_and_not_reconsidered():
    case = refused_case(terms=EXTRA)
    herself = f.actor(case.person, acting_as="self")
    with pytest.raises(Refused) as refused:
        appealed(case, by=herself, channel="web")
    assert refused.value.refusal.law == "KL 13:4"
    review = appealed(case, by_whom="member", appellant="Bo Medlem")
    assert (review.remedy, review.stage) == ("legality_review", "received")
    for act in (
        lambda: take_up(appeal=review, by=by_of(case), at=LATER),
        lambda: reconsider(appeal=review, result="unchanged", reasons="Rätt", by=by_of(case), at=LATER),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.refusal.law == "FL 2"
    sent_on = hand_over(appeal=review, court=COURT, files=["Allt"], statement="", by=by_of(case), at=LATER)
    assert sent_on.stage == "at_court"
    assert not told_appeals(case.person_id, by=herself)


def test_a_review_that_the_court_tells_of_begins_at_the_court():
    case = refused_case(terms=EXTRA)
    review = appealed(case, channel="court", reached_on=None, court_on=localdate(LATER))
    assert review.stage == "at_court"


def test_a_mixed_decision_has_both_remedies_and_each_is_registered_for_its_lines():
    case = f.investigated_case()
    by = by_of(case)
    draft = f.start_decision(investigation=case.investigations.get(), by=by, at=f.NOW)
    needs = tuple(draft.investigation.needs.values_list("pk", flat=True))
    lines = [
        put_line(decision=draft, terms=f.home_care(needs, valid_from=TODAY, **refused), by=by, at=f.NOW)
        for refused in (
            {"outcome": "refused", "amount": 0, "reasons": "Nej"},
            {"outcome": "refused", "amount": 0, "reasons": "Nej", "regime": "SOL_11_4", "intervention": "LEDSAGNING"},
        )
    ]
    propose(decision=f.heard(draft, by=by, at=f.NOW), by=by, at=f.NOW)
    sign(decision=draft, sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=f.NOW)
    with pytest.raises(Invalid, match="olika sätt"):
        appealed(case)
    kinds = [appealed(case, lines=(line.pk,)).remedy for line in lines]
    assert kinds == ["appeal", "legality_review"]
    found = {remedy.value for remedy, _, _ in times_to_appeal(f.decision_of(case), today=TODAY)}
    assert found == {"appeal", "legality_review"}
