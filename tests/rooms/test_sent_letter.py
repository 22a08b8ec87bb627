"""The letter as it was sent: kept when the decision is signed, never changed, and never a way to a hidden address."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from pypdf import PdfReader

from samsyn.audit.guards import Guard
from samsyn.audit.models import Event
from samsyn.cases.actions import correct, note_line_event, propose, sign
from samsyn.cases.letters.compose import compose
from samsyn.cases.letters.kept import as_text, from_text
from samsyn.cases.letters.render import pdf
from samsyn.cases.models import Case, LetterTranslation, SentLetter
from samsyn.cases.queries import altered_letter, decision_for, letter_of
from samsyn.people.models import Person, Staff
from samsyn.people.roles import Role
from tests import factories as f
from tests.rooms.anew import anew, decide
from tests.rooms.letters import a_content, a_line, refused, text_of

pytestmark = pytest.mark.django_db
ELSEWHERE = f.Sender("Annans kommun", "Annannämnden")


def read(case, *, sender=ELSEWHERE, language="sv"):
    """The newest decision's letter as it is read now."""
    now = Case.objects.get(pk=case.pk)
    decision = decision_for(now, f.decision_of(now).pk)
    return letter_of(decision, sender=sender, today=f.NOW.date(), language=language)


def on_paper(letter):
    return text_of(PdfReader(io.BytesIO(pdf(letter))))


def on_the_page(letter):
    return render_to_string("cases/_letter.html", {"letter": letter})


def test_every_kind_of_block_comes_back_as_it_was_kept():
    letter = compose(a_content(a_line(), refused()))
    assert {block.kind for block in letter.blocks} == {"heading", "paragraph", "list", "table", "signature"}
    assert from_text(as_text(letter)) == letter


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "punkt 2.3 i delegationsordningen, version 2"),
        ("en", "item 2.3 of the delegation order (delegationsordningen), version 2"),
        ("fi", "kohta 2.3 asiakirjassa"),
    ],
)
def test_the_letter_says_by_which_item_of_the_delegation_order_it_was_decided(language, said):
    """KL 6:37, 7:5; FL 31."""
    case = f.decided_case()
    assert said in as_text(read(case, language=language))
    assert "Beslutanderätt" not in as_text(read(f.proposed_case()))


def test_signing_keeps_the_letter_and_the_log_vouches_for_it():
    case = f.decided_case()
    sent = SentLetter.objects.get(decision=f.decision_of(case))
    event = Event.objects.get(what="decision.sign", case=case.pk)
    assert sent.digest == hashlib.sha256(sent.content.encode()).hexdigest() == event.detail["letter"]
    assert (sent.language, sent.template, sent.composed_at) == ("sv", "beslut-1.2", f.NOW)
    assert [law for law in sent.laws if law[0].startswith("SoL")] == [
        ["SoL 11:1", "2025-07-01"],
        ["SoL 35:1", "2025-07-01"],
    ]


def test_a_letter_reads_the_same_whatever_becomes_of_those_it_names():
    case = f.decided_case()
    page, paper = on_the_page(read(case)), on_paper(read(case))
    assert case.person.street in paper
    Person.objects.filter(pk=case.person_id).update(
        given_name="Ny", family_name="Namn", street="Nygatan 9", postcode="999 99", town="Nystad"
    )
    Staff.objects.update(given_name="Annan", title="pensionär", phone="000")
    case.unit.name = "Ny enhet"
    case.unit.save()
    assert on_the_page(read(case)) == page
    assert on_paper(read(case)) == paper
    assert "Annans kommun" not in page


def test_a_signed_correction_has_a_letter_of_its_own():
    case = f.decided_case()
    version = correct(decision=f.decision_of(case), reason="Fel datum.", by=f.caseworker_of(case), at=f.NOW)
    propose(decision=version, by=f.caseworker_of(case), at=f.NOW)
    assert read(case).mark == "Utkast. Inget är beslutat än."
    sign(decision=version, sender=f.SENDER, by=f.acting(Role.DELEGATE), at=f.NOW)
    assert read(case).title == "Rättat beslut om hemtjänst"
    assert SentLetter.objects.filter(decision__case=case).count() == 2


def test_a_draft_is_composed_anew_at_every_reading():
    case = f.proposed_case()
    Person.objects.filter(pk=case.person_id).update(street="Nygatan 9")
    assert "Nygatan 9" in read(case).recipient
    assert not SentLetter.objects.exists()


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: SentLetter.objects.update(content="{}"),
        lambda: SentLetter.objects.update(composed_at=f.NOW),
        lambda: SentLetter.objects.all().delete(),
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_a_letter(attempt):
    f.decided_case()
    with pytest.raises(DatabaseError, match="a sent letter never changes"), transaction.atomic():
        attempt()


def test_a_decision_that_was_loaded_without_a_letter_is_composed_from_what_is_known_now_and_says_so():
    decision = f.decision_of(f.proposed_case())
    type(decision).objects.filter(pk=decision.pk).update(
        state="signed", signed_at=f.NOW, signed_by=f.acting(Role.DELEGATE).staff
    )
    letter = read(decision.case)
    assert letter.sender[0] == "Annans kommun"
    for text in (on_paper(letter), on_the_page(letter)):
        assert "Det här brevet är sammanställt i dag ur beslutet." in text
        assert "Det skickade brevet finns inte i Samsyn." in text


def test_a_letter_that_was_sent_from_here_bears_no_mark():
    assert read(f.decided_case()).mark == ""


@pytest.mark.parametrize("protection", ["marked", "registered"])
def test_a_letter_sent_before_the_person_was_protected_is_shown_without_its_address(protection):
    case = f.decided_case()
    street = case.person.street
    Person.objects.filter(pk=case.person_id).update(protection=protection)
    letter = read(case)
    for text in (on_paper(letter), on_the_page(letter)):
        assert street not in text
        assert case.person.postcode not in text
        assert "Skyddade personuppgifter. Adressen är borttagen ur den här kopian." in text
    assert street in SentLetter.objects.get().content


def test_a_letter_written_without_an_address_stays_so_when_the_protection_ends():
    person = f.person()
    Person.objects.filter(pk=person.pk).update(protection="marked")
    case = f.decided_case(of=Person.objects.get(pk=person.pk))
    before = read(case)
    assert before.mark == "Skyddade personuppgifter"
    Person.objects.filter(pk=person.pk).update(protection="")
    assert read(case) == before
    assert before.recipient == (person.name,)


@pytest.fixture
def finnish():
    """A decided case whose person speaks Finnish."""
    return f.decided_case(of=f.person(language="fi"))


def test_the_letter_is_kept_in_swedish_and_in_the_language_of_the_person(finnish):
    """FL 13: translated where the person needs it; the Swedish is the decision."""
    sent = SentLetter.objects.get()
    other = sent.translations.get()
    assert (sent.language, other.language) == ("sv", "fi")
    event = Event.objects.get(what="decision.sign")
    assert event.detail["translations"] == {"fi": hashlib.sha256(other.content.encode()).hexdigest()}
    assert "Brevet finns också på finska." in on_paper(read(finnish))
    assert read(finnish, language="fi").title == "Päätös: kotipalvelu"


def test_what_the_person_has_chosen_goes_before_what_they_speak():
    person = f.person(language="fi")
    Person.objects.filter(pk=person.pk).update(letter_language="sv-simple")
    f.decided_case(of=Person.objects.get(pk=person.pk))
    assert [t.language for t in LetterTranslation.objects.all()] == ["sv-simple"]


def test_another_language_is_put_together_when_it_is_asked_for_and_says_so(finnish):
    kept, now = read(finnish, language="fi"), read(finnish, language="en")
    assert "Koottu tänään" not in kept.mark
    assert now.mark == "Put together today. The letter in Swedish is the one that was sent."
    assert now.title == "Decision on home care"
    assert not LetterTranslation.objects.filter(language="en").exists()


def test_a_translation_too_is_shown_without_the_address_of_somebody_protected_since(finnish):
    Person.objects.filter(pk=finnish.person_id).update(protection="marked")
    letter = read(finnish, language="fi")
    assert finnish.person.street not in on_paper(letter)
    assert letter.mark.startswith("Suojatut henkilötiedot. Osoite on poistettu")


@pytest.mark.parametrize("attempt", [lambda rows: rows.update(content="{}"), lambda rows: rows.delete()])
def test_the_database_itself_refuses_to_change_or_delete_a_translation(attempt, finnish):
    with pytest.raises(DatabaseError, match="a sent letter never changes"), transaction.atomic():
        attempt(LetterTranslation.objects.all())


@pytest.mark.parametrize(
    "sql", ["UPDATE cases_lettertranslation SET content = '{}'", "DELETE FROM cases_lettertranslation"]
)
def test_a_translation_that_is_changed_or_taken_away_past_the_triggers_is_found(sql, finnish):
    assert altered_letter() is None
    past_the_triggers(sql, table="cases_lettertranslation")
    assert altered_letter() == f.decision_of(finnish).pk


def past_the_triggers(*statements, table="cases_sentletter"):
    """What somebody with the database's own keys could do."""
    with connection.cursor() as cursor:
        for operation in ("UPDATE", "DELETE"):
            for sql in Guard(table, operation, "").drop(connection.vendor):
                cursor.execute(sql)
        for sql in statements:
            cursor.execute(sql)


@pytest.mark.parametrize("sql", ["UPDATE cases_sentletter SET content = '{}'", "DELETE FROM cases_sentletter"])
def test_a_letter_that_is_changed_or_taken_away_past_the_triggers_is_found(sql):
    case = f.decided_case()
    assert altered_letter() is None
    past_the_triggers(sql)
    assert altered_letter() == f.decision_of(case).pk


REPLACES = "ersätter ditt tidigare beslut om"
TIME = "Tiden i det tidigare beslutet om"


def said_when_decided_anew(case, **terms):
    """Which of the two sentences about an earlier decision the letter of a later one has: as kept, and in English."""
    decision = decide(anew(case, **terms))
    kept = " ".join(SentLetter.objects.get(decision=decision).content.split())
    later = as_text(letter_of(decision, sender=f.SENDER, today=decision.signed_at.date(), language="en"))
    told = [sentence in kept for sentence in (REPLACES, TIME)]
    assert told == [sentence in later for sentence in ("replaces your earlier decision", "The time in the earlier")]
    return told


def test_a_letter_says_what_it_replaces_and_where_the_time_that_was_given_is_added_up():
    case = f.active_case()
    begin(case)
    first = SentLetter.objects.get(decision=f.decision_of(case)).content
    assert REPLACES not in first
    assert said_when_decided_anew(case) == [True, True]


def test_a_letter_says_nothing_of_time_that_nobody_has_given():
    assert said_when_decided_anew(f.decided_case()) == [True, False]


def test_a_letter_says_nothing_of_time_where_the_earlier_help_was_not_granted_as_time():
    case = f.active_case(terms={"unit": "times_week", "amount": 7})
    begin(case)
    assert said_when_decided_anew(case) == [True, False]


def test_a_letter_replaces_nothing_that_has_run_out():
    case = f.active_case(terms={"valid_to": f.NOW.date() + timedelta(7)})
    begin(case)
    assert said_when_decided_anew(case) == [False, False]


def test_a_letter_that_refuses_what_was_given_says_so_too():
    case = f.active_case()
    begin(case)
    terms = {"outcome": "refused", "amount": 0, "applied": 600, "reasons": "Behovet är tillgodosett."}
    assert said_when_decided_anew(case, **terms) == [True, True]


def begin(case):
    """The help has begun to be given."""
    line = f.decision_of(case).lines.get()
    if not line.events.exists():
        note_line_event(line=line, kind="executed", day=f.NOW.date(), by=f.caseworker_of(case), at=f.NOW)
