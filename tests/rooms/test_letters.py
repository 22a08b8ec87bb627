"""What the decision letter says, to whom, under which remedy; and how it is read out of the models."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from samsyn.cases.law import NotInForce
from samsyn.cases.letters.blocks import Heading, Paragraph, Table
from samsyn.cases.letters.collect import letter_content
from samsyn.cases.letters.compose import compose
from samsyn.cases.letters.content import (
    Correction,
    Official,
    Recipient,
    Request,
)
from samsyn.cases.letters.render import pdf
from samsyn.cases.letters.texts import all_texts, texts_on
from samsyn.cases.letters.words import words_in
from samsyn.cases.models import Case, Decision, DecisionLine, Intake, Investigation, LineNeed, Need
from samsyn.people.models import Person, Staff, Unit
from tests.rooms.letters import DECIDED, SENDER, a_content, a_line, headings, partly, refused, said, text_of


class TestWhatItSays:
    def test_the_decision_comes_first(self) -> None:
        title, lead, validity = compose(a_content()).blocks[:3]
        assert title == Heading("Beslut om hemtjänst", 1)
        assert lead == Paragraph("Du får hemtjänst 7 timmar och 30 minuter i veckan.", "lead")
        assert validity == Paragraph("Beslutet gäller från och med den 1 december 2026 och tills vidare.")

    def test_then_why_what_happens_and_how_to_appeal_also_when_all_is_granted(self) -> None:
        assert headings(compose(a_content())) == [
            "Din ansökan",
            "Det här ska stödet hjälpa dig med",
            "Därför har vi beslutat så här",
            "Det här händer nu",
            "Så överklagar du",
            "Har du frågor?",
        ]

    def test_part_of_what_was_asked_says_both_amounts_and_why(self) -> None:
        text = said(compose(a_content(partly())))
        assert "Du får hemtjänst 5 timmar i veckan. Du ansökte om 7 timmar och 30 minuter i veckan." in text
        assert "Din dotter hjälper dig med tvätten" in text

    def test_a_refusal_points_to_its_reasons_and_remedy_at_once(self) -> None:
        letter = compose(a_content(refused()))
        assert letter.blocks[1] == Paragraph("Vi säger nej till din ansökan om trygghetslarm.", "lead")
        assert letter.blocks[2] == Paragraph("Längre ned kan du läsa varför, och vad du kan göra om du inte är nöjd.")
        assert "beställer stödet" not in said(letter)

    def test_a_signed_refusal_without_reasons_is_not_a_letter(self) -> None:
        with pytest.raises(ValueError, match="without reasons"):
            a_content(refused(reasons=" "))

    def test_a_draft_says_so_and_what_it_lacks(self) -> None:
        letter = compose(a_content(refused(reasons=""), decided_by=None))
        assert letter.mark == "Utkast. Inget är beslutat än."
        assert "Här saknas skälen" in said(letter)

    def test_several_lines_stand_in_a_table(self) -> None:
        letter = compose(a_content(a_line(), partly(intervention="LEDSAGNING", unit="minutes_month"), refused()))
        (table,) = [b for b in letter.blocks if isinstance(b, Table)]
        assert [row[0] for row in table.rows] == ["Hemtjänst", "Ledsagning", "Trygghetslarm"]
        assert [row[2] for row in table.rows] == [
            "7 timmar och 30 minuter i veckan",
            "5 timmar i månaden",
            "Nej",
        ]
        assert letter.title == "Beslut om stöd till dig"

    def test_a_correction_says_what_it_replaces_and_why(self) -> None:
        corrects = Correction(date(2026, 11, 12), "Tiden var fel i det förra brevet.")
        letter = compose(a_content(version=2, corrects=corrects))
        assert letter.title == "Rättat beslut om hemtjänst"
        assert "ersätter beslutet från den 12 november 2026. Skälet är: Tiden var fel" in said(letter)
        assert "Då behöver du inte överklaga igen" in said(letter)
        assert ("Version", "2") in letter.reference

    def test_a_report_is_never_quoted(self) -> None:
        report = Request(date(2026, 11, 3), "phone", "other", is_report=True)
        assert "fick vi veta att du kunde behöva stöd" in said(compose(a_content(request=report)))
        with pytest.raises(ValueError, match="report"):
            replace(report, words="Grannen ropar på nätterna.")

    def test_without_an_application_it_does_not_speak_of_one(self) -> None:
        text = said(compose(a_content(partly(), refused(), request=None)))
        assert "Du får hemtjänst 5 timmar i veckan. Det är mindre än du bad om." in text
        assert "Du får inte trygghetslarm." in text
        assert "Du ansökte" not in text

    def test_who_decided_and_who_presented_stand_in_it(self) -> None:
        text = said(compose(a_content()))
        assert "Beslutat av: Bo Lind, enhetschef" in text
        assert "Föredragande: Eva Ström, biståndshandläggare" in text

    def test_it_states_its_template(self) -> None:
        letter = compose(a_content())
        assert letter.template == texts_on(DECIDED).name == "beslut-1.2"
        assert letter.foot.endswith(f"Brevmall: {letter.template}")

    def test_no_piece_of_text_is_left_unfilled_or_empty(self) -> None:
        for texts in all_texts():
            assert all(version >= 1 and sv.strip() for version, sv in texts.pieces.values())
        assert "{" not in said(compose(a_content(a_line(), refused(regime="SOL_11_4"))))


class TestRemedies:
    def test_a_right_is_appealed_to_the_committee_from_the_day_it_was_received(self) -> None:
        text = said(compose(a_content()))
        assert "inom tre veckor från den dag du fick del av beslutet" in text
        assert "Ekviks kommun, Äldrenämnden, Box 12, 123 45 Ekvik" in text
        assert "35 kap. 1 § socialtjänstlagen" in text
        assert "laglighetsprövning" not in text

    def test_what_goes_beyond_the_right_has_legality_review_only(self) -> None:
        text = said(compose(a_content(refused(regime="SOL_11_4"))))
        assert "Förvaltningsrätten i Ekvik, Box 90, 123 46 Ekvik" in text
        assert "från den dag då kommunen på sin anslagstavla meddelade att protokollet" in text
        assert "13 kap. 1 § kommunallagen" in text
        assert "fick del av beslutet" not in text
        assert "Så överklagar du" not in text

    def test_lss_is_appealed_by_its_own_paragraph(self) -> None:
        text = said(
            compose(a_content(a_line(intervention="KONTAKTPERSON", unit="count", applied=1, amount=1, regime="LSS_9")))
        )
        assert "27 § lagen (1993:387)" in text
        assert "9 § lagen (1993:387)" in text
        assert "35 kap." not in text

    def test_mixed_regimes_get_one_section_each_naming_its_lines(self) -> None:
        extra = refused(intervention="LEDSAGNING", unit="minutes_month", applied=600, regime="SOL_11_4")
        letter = compose(a_content(a_line(), refused(), extra))
        assert headings(letter)[-3:-1] == [
            "Så överklagar du beslutet om hemtjänst och trygghetslarm",
            "Så begär du laglighetsprövning av beslutet om ledsagning",
        ]

    def test_effect_follows_the_regime_of_each_line(self) -> None:
        text = said(compose(a_content(a_line(), a_line(intervention="LEDSAGNING", regime="SOL_11_4"))))
        assert "Beslutet om hemtjänst gäller genast, även om du överklagar." in text
        assert "Du kan få ledsagning direkt, även om någon begär laglighetsprövning." in text

    def test_an_old_decision_keeps_the_old_act(self) -> None:
        old = a_content(a_line(regime="SOL_2001_4_1"), decided_on=date(2025, 6, 30))
        text = said(compose(old))
        assert "4 kap. 1 § socialtjänstlagen (2001:453)" in text
        assert "skälig levnadsnivå" in text
        assert "16 kap. 3 § socialtjänstlagen (2001:453)" in text

    def test_a_paragraph_that_did_not_apply_that_day_is_refused(self) -> None:
        with pytest.raises(NotInForce):
            compose(a_content(decided_on=date(2025, 6, 30)))

    def test_a_correction_of_an_old_decision_may_use_the_old_act(self) -> None:
        corrects = Correction(date(2025, 6, 20), "Fel datum.")
        content = a_content(a_line(regime="SOL_2001_4_1"), decided_on=date(2025, 7, 10), corrects=corrects)
        assert "socialtjänstlagen (2001:453)" in said(compose(content))


class TestWords:
    @pytest.mark.parametrize(
        ("unit", "number", "words"),
        [
            ("minutes_week", 450, "7 timmar och 30 minuter i veckan"),
            ("minutes_week", 60, "1 timme i veckan"),
            ("minutes_month", 1, "1 minut i månaden"),
            ("minutes_week", 0, "0 minuter i veckan"),
            ("times_week", 1, "1 gång i veckan"),
            ("days_week", 3, "3 dagar i veckan"),
            ("days_month", 14, "14 dygn i månaden"),
            ("count", 1, ""),
            ("count", 2, "2 stycken"),
            ("minutes_month", 60_000, "1\u00a0000 timmar i månaden"),
        ],
    )
    def test_amounts_are_said_in_words(self, unit: str, number: int, words: str) -> None:
        assert words_in("sv").amount(unit, number) == words

    def test_an_unknown_unit_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="fortnight"):
            words_in("sv").amount("fortnight", 1)

    def test_things_are_listed_as_one_speaks(self) -> None:
        listed = words_in("sv").listed
        assert listed([]) == ""
        assert listed(["a"]) == "a"
        assert listed(["a", "b", "c"]) == "a, b och c"


def a_decision(*, lines: int = 1, protection: str = "", signed: bool = True, form: str = "application") -> Decision:
    at = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)  # already the 20th in Stockholm
    staff = [Staff.objects.create(given_name=n, family_name="Lind", title="Biståndshandläggare") for n in ("Bo", "Eva")]
    unit = Unit.objects.create(name="Bistånd Norr", purpose="assessment", phone="0123-45 60 00")
    person = Person.objects.create(
        number="194203119804", number_kind="personnummer", given_name="Astrid", family_name="Ek",
        street="Storgatan 1", postcode="123 47", town="Ekvik", protection=protection,
    )  # fmt: skip
    case = Case.objects.create(
        number="2026-0042", person=person, unit=unit, caseworker=staff[0], target_group="older",
        status="decided", status_since=at, received_at=at,
    )  # fmt: skip
    Intake.objects.create(
        case=case, form=form, channel="visit", by_whom="relative", asked_for="Hjälp med duschen.",
        received_at=at, registered_at=at, registered_by="staff:1",
    )  # fmt: skip
    investigation = Investigation.objects.create(case=case, opened_at=at, opened_by=staff[0])
    needs = [Need.objects.create(investigation=investigation, area=area) for area in ("d510", "d630")]
    decision = Decision.objects.create(
        case=case, investigation=investigation, summary="Du behöver stöd i hemmet.", proposed_at=at,
        proposed_by=staff[0], state="proposed",
    )  # fmt: skip
    for _ in range(lines):
        line = DecisionLine.objects.create(
            decision=decision, intervention="HEMTJANST", outcome="granted", unit="minutes_week", applied=450,
            amount=450, valid_from=date(2026, 12, 1),
        )  # fmt: skip
        for need in needs:
            LineNeed.objects.create(line=line, need=need)
    if signed:  # after the lines: a signed decision takes no more
        Decision.objects.filter(pk=decision.pk).update(state="signed", signed_at=at, signed_by=staff[1])
    return Decision.objects.get(pk=decision.pk)


@pytest.mark.django_db
class TestCollect:
    def test_it_reads_the_decision_as_it_stands(self) -> None:
        content = letter_content(a_decision(), sender=SENDER)
        assert content.decided_on == DECIDED
        assert content.recipient == Recipient("Astrid Ek", "19420311-9804", ("Storgatan 1", "123 47 Ekvik"))
        assert content.request == Request(DECIDED, "visit", "relative", "Hjälp med duschen.")
        assert content.lines[0].areas == ("d510", "d630")
        assert content.lines[0].is_frame
        assert content.decided_by == Official("Eva Lind", "Biståndshandläggare")
        assert content.presented_by == content.contact == Official("Bo Lind", "Biståndshandläggare")

    def test_a_protected_person_has_no_address_in_the_letter(self) -> None:
        letter = compose(letter_content(a_decision(protection="marked"), sender=SENDER))
        assert letter.mark == "Skyddade personuppgifter"
        text = text_of(PdfReader(io.BytesIO(pdf(letter))))
        assert "Storgatan" not in text
        assert "123 47" not in text
        assert "men inte din adress" in text
        assert "Storgatan" not in render_to_string("cases/_letter.html", {"letter": letter})

    def test_a_report_leaves_its_words_behind(self) -> None:
        content = letter_content(a_decision(form="report"), sender=SENDER)
        assert content.request == Request(DECIDED, "visit", "relative", is_report=True)

    def test_an_unsigned_decision_is_a_draft_on_a_stated_day(self) -> None:
        decision = a_decision(signed=False)
        with pytest.raises(ValueError, match="not signed"):
            letter_content(decision, sender=SENDER)
        assert letter_content(decision, sender=SENDER, draft_on=DECIDED).decided_by is None

    @pytest.mark.parametrize("lines", [1, 8])
    def test_queries_do_not_follow_the_number_of_lines(self, lines: int, django_assert_num_queries: Any) -> None:
        decision = a_decision(lines=lines)
        with django_assert_num_queries(16):
            letter_content(decision, sender=SENDER)
