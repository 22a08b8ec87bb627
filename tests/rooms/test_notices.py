"""Letters beside the decision: what each must say, kept as sent, and withheld names (FL 11, 12, 25, 33, 45)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from samsyn.audit.actions import action
from samsyn.audit.guards import Guard
from samsyn.audit.models import Event
from samsyn.cases.actions import name_officials, note_delay, sign, withhold_names
from samsyn.cases.actions.letter import send_notice
from samsyn.cases.letters.collect import notice_fields
from samsyn.cases.letters.notice_content import AppealDismissed, Communication, FeeDecision, OfferInformation
from samsyn.cases.letters.notices import compose_notice
from samsyn.cases.models import Case, NamesWithheld, SentLetter, SentNotice
from samsyn.cases.queries import altered_notice, letter_of, notice_letter, notices_of
from samsyn.people.models import Person, Staff
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.appealing import drafted_refusal
from tests.golden.kinds import KINDS
from tests.rooms.letters import said

ANSWER_BY = date(2026, 3, 16)


def a_communication(case: Case) -> Communication:
    fields = notice_fields(case, sender=f.SENDER, at=f.NOW, signed_by=case.caseworker)
    return Communication(**fields, proposal="Vi tänker säga nej.", answer_by=ANSWER_BY)


@action
def send(*, case: Case, by: Actor) -> SentNotice:
    """What an action that sends a letter does."""
    return send_notice(case, a_communication(case), by=by, at=f.NOW)


@pytest.fixture
def case(db) -> Case:
    return f.investigated_case(of=f.person(language="fi"))


@pytest.fixture
def kept(case) -> SentNotice:
    return send(case=case, by=f.caseworker_of(case))


class TestWhatTheySay:
    def test_a_communication_says_the_day_the_material_and_the_ways_to_answer(self) -> None:
        text = said(KINDS["communication"]("sv"))
        assert "Svara senast den 4 december 2026." in text
        assert "Vi tänker föreslå nej till trygghetslarm." in text
        assert "25 § förvaltningslagen" in text
        assert "14 kap. 8 § socialtjänstlagen" in text

    def test_a_delay_says_why_and_when_one_may_ask_for_a_decision(self) -> None:
        text = said(KINDS["delay"]("sv"))
        assert "Vi väntar på ett läkarintyg." in text
        assert "Från och med den 3 maj 2027" in text

    def test_a_dismissed_appeal_shows_its_three_days_and_can_be_appealed(self) -> None:
        text = said(KINDS["appeal_dismissed"]("sv"))
        for day in ("5 oktober 2026", "26 oktober 2026", "30 oktober 2026"):
            assert day in text
        assert "Så överklagar du" in text

    def test_a_fee_is_appealed_and_a_fee_by_lss_has_legality_review(self) -> None:
        sol, lss = said(KINDS["fee_decision"]("sv")), said(KINDS["fee_lss"]("sv"))
        assert "Din avgift är 1\u00a0284,50 kronor i månaden från och med december 2026." in sol
        assert "Så överklagar du" in sol
        assert "Så begär du laglighetsprövning" in lss
        assert "Så överklagar du" not in lss

    def test_a_refused_document_goes_to_the_court_of_appeal(self) -> None:
        assert "Då prövar kammarrätten om du ska få handlingen." in said(KINDS["document_refused"]("sv"))

    def test_a_transfer_says_that_there_is_nothing_to_appeal(self) -> None:
        assert "Det här går inte att överklaga" in said(KINDS["transfer"]("sv"))

    def test_open_support_tells_of_the_right_to_apply_and_of_no_remedy(self) -> None:
        """SoL 11:6."""
        text = said(KINDS["offer_information"]("sv"))
        assert "Då kan du ansöka om stöd enligt 11 kap. 1 § socialtjänstlagen." in text
        assert "Vi skriver inte upp vem du är." in text
        assert "Så överklagar du" not in text


class TestContent:
    def test_another_kinds_content_is_an_error(self, case: Case) -> None:
        with pytest.raises(ValueError, match="Communication is not what a letter of the kind 'delay'"):
            compose_notice("delay", a_communication(case))

    def test_a_day_to_answer_before_the_letter_is_an_error(self, case: Case) -> None:
        with pytest.raises(ValueError, match="before the letter"):
            replace(a_communication(case), answer_by=date(2026, 3, 1))

    def test_an_appeal_in_time_is_never_dismissed_by_letter(self, case: Case) -> None:
        fields = notice_fields(case, sender=f.SENDER, at=f.NOW, signed_by=None)
        day = date(2026, 2, 1)
        with pytest.raises(ValueError, match="was in time"):
            AppealDismissed(**fields, appealed_day=day, received_on=day, last_day=day, arrived_on=day)

    def test_a_fee_has_only_rows_that_have_words(self, case: Case) -> None:
        fields = notice_fields(case, sender=f.SENDER, at=f.NOW, signed_by=None)
        with pytest.raises(ValueError, match="not rows of a fee"):
            FeeDecision(**fields, fee=0, valid_from=f.NOW.date(), rows=(("luck", 1),))

    def test_an_offer_is_of_one_service(self, case: Case) -> None:
        fields = notice_fields(case, sender=f.SENDER, at=f.NOW, signed_by=None)
        with pytest.raises(ValueError, match="one service"):
            OfferInformation(**fields, target_group="Alla", valid_from=f.NOW.date())

    def test_a_protected_persons_letter_has_no_address(self, case: Case) -> None:
        Person.objects.filter(pk=case.person_id).update(protection="marked")
        letter = compose_notice("communication", a_communication(Case.objects.get(pk=case.pk)))
        assert letter.recipient == (case.person.name,)
        assert letter.mark == "Skyddade personuppgifter"


class TestKept:
    def test_a_letter_is_kept_in_swedish_and_in_the_language_of_the_person(self, kept: SentNotice) -> None:
        assert [t.language for t in kept.translations.all()] == ["fi"]
        event = Event.objects.get(what="notice.send")
        assert event.detail["letter"] == kept.digest
        assert event.detail["translations"] == {"fi": kept.translations.get().digest}

    def test_it_reads_as_it_was_sent_whatever_becomes_of_those_it_names(self, kept: SentNotice) -> None:
        before = notice_letter(kept, protected=False)
        Staff.objects.update(given_name="Annan")
        Person.objects.update(given_name="Ny")
        [found] = notices_of(kept.case_id)
        assert notice_letter(found, protected=False) == before
        assert notice_letter(found, protected=False, language="fi").title == "Lue ja vastaa ennen kuin päätämme"
        assert notice_letter(found, protected=False, language="en") == before
        assert len(notice_letter(found, protected=True).recipient) == 1

    @pytest.mark.parametrize("attempt", [lambda rows: rows.update(content="{}"), lambda rows: rows.delete()])
    def test_the_database_itself_refuses_to_change_or_delete_it(self, attempt, kept: SentNotice) -> None:
        with pytest.raises(DatabaseError, match="a sent letter never changes"), transaction.atomic():
            attempt(SentNotice.objects.filter(translates__isnull=False))

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE cases_sentnotice SET content = '{}' WHERE language = 'fi'",
            "DELETE FROM cases_sentnotice WHERE language = 'fi'",
        ],
    )
    def test_one_that_is_changed_or_taken_away_past_the_triggers_is_found(self, sql: str, kept: SentNotice) -> None:
        assert altered_notice() is None
        with connection.cursor() as cursor:
            for operation in ("UPDATE", "DELETE"):
                for statement in Guard("cases_sentnotice", operation, "").drop(connection.vendor):
                    cursor.execute(statement)
            cursor.execute(sql)
        assert altered_notice() == kept.pk


@pytest.mark.django_db
class TestWithheldNames:
    """FL 33, fourth paragraph (SFS 2025:582)."""

    def test_a_letter_that_withholds_names_is_kept_without_them(self) -> None:
        case = f.proposed_case()
        decision, delegate = f.decision_of(case), f.acting(Role.DELEGATE)
        withhold_names(decision=decision, reason="Hot mot personalen.", by=delegate, at=f.NOW)
        sign(decision=decision, sender=f.SENDER, by=delegate, at=f.NOW)
        kept = SentLetter.objects.get().content
        assert "Alm" not in kept
        assert "Karin" not in kept
        assert "Namnet på den som har beslutat står inte i brevet" in kept
        assert "Hot mot" not in kept

    def test_it_is_taken_back_as_long_as_nothing_is_signed(self) -> None:
        case = f.proposed_case()
        decision, delegate = f.decision_of(case), f.acting(Role.DELEGATE)
        withhold_names(decision=decision, reason="Hot.", by=delegate, at=f.NOW)
        name_officials(decision=decision, by=delegate, at=f.NOW)
        assert not NamesWithheld.objects.exists()
        assert "Karin" in said(letter_of(decision, sender=f.SENDER, today=f.NOW.date()))

    def test_it_needs_a_reason_and_somebody_of_the_unit(self) -> None:
        decision = f.decision_of(f.proposed_case())
        with pytest.raises(Invalid):
            withhold_names(decision=decision, reason=" ", by=f.acting(Role.DELEGATE), at=f.NOW)
        with pytest.raises(NoAccess):
            withhold_names(decision=decision, reason="Hot.", by=f.acting(Role.TEAM_LEADER), at=f.NOW)

    def test_what_is_signed_is_sent(self) -> None:
        decision, delegate = f.decision_of(f.decided_case()), f.acting(Role.DELEGATE)
        with pytest.raises(Refused, match="brevet är skickat"):
            withhold_names(decision=decision, reason="Hot.", by=delegate, at=f.NOW)
        with pytest.raises(DatabaseError, match="a signed decision never changes"), transaction.atomic():
            NamesWithheld.objects.create(decision=decision, reason="x", noted_at=f.NOW, noted_by_id=delegate.staff)

    def test_a_draft_is_read_as_it_will_be_sent(self) -> None:
        case = f.proposed_case()
        decision = f.decision_of(case)
        withhold_names(decision=decision, reason="Hot.", by=f.acting(Role.DELEGATE), at=f.NOW)
        assert "Karin" not in said(letter_of(decision, sender=f.SENDER, today=f.NOW.date() + timedelta(1)))


@pytest.mark.django_db
class TestSentByWhatIsDone:
    def test_the_person_gets_what_the_refusal_will_rest_on_and_until_when_to_answer(self) -> None:
        """FL 25, SoL 14:8."""
        case = drafted_refusal(of=f.person(language="fi"))
        [kept] = notices_of(case.pk)
        text = said(notice_letter(kept, protected=False))
        assert "Vi tänker säga nej till hemtjänst. Behovet möts av maken." in text
        assert "Svara senast den 16 mars 2026." in text
        assert "Så bedömer vi det: " in text
        assert [t.language for t in kept.translations.all()] == ["fi"]

    def test_the_person_is_told_why_the_decision_takes_long(self) -> None:
        """FL 11."""
        case = f.investigated_case()
        note_delay(
            case=case, told_on=f.NOW.date(), way="letter", why="Vi väntar på ett intyg.", expected_on=None,
            sender=f.SENDER, by=f.caseworker_of(case), at=f.NOW,
        )  # fmt: skip
        [kept] = notices_of(case.pk)
        text = said(notice_letter(kept, protected=False))
        assert "Vi väntar på ett intyg." in text
        assert "Från och med den 3 september 2026 kan du skriva till oss" in text
        assert altered_notice() is None
