"""What the person and the relative do: apply, answer the plan, let somebody in."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.models import Case, Intake
from samsyn.homecare.models import Plan
from samsyn.people.identity import make
from samsyn.people.models import Consent, Person
from tests.factories import NOW, actor, consent, freeze, log_in, offered_case, person, plan_of, received_case, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    freeze(monkeypatch)


def enter(client, of, acting_as="self"):
    log_in(client, actor(of, acting_as=acting_as))


# Applying


def apply_for(client, one, text="Jag orkar inte handla längre."):
    return client.post(reverse("apply", args=[one.pk]), {"asked_for": text})


def test_an_application_arrives_at_once_and_gets_a_receipt(client):
    norr = unit()
    one = person()
    enter(client, one)
    answer = apply_for(client, one)
    case = Case.objects.get(person=one)
    assert answer.headers["Location"] == reverse("applied", args=[one.pk, case.pk])
    intake = Intake.objects.get(case=case)
    assert (intake.form, intake.channel, intake.by_whom) == ("application", "web", "person")
    assert (intake.received_at, case.unit, case.caseworker) == (NOW, norr, None)
    page = client.get(answer.headers["Location"]).content.decode()
    assert case.number in page
    assert "2 mars 2026" in page
    assert "10.00" in page
    assert "14 kap. 2 § socialtjänstlagen" in page


def test_it_goes_to_the_unit_of_the_persons_area(client):
    unit("Äldreenheten Alfa")
    one = person(area="Söder")
    there = unit("Äldreenheten Öster")
    there.area = "Söder"
    there.save()
    enter(client, one)
    apply_for(client, one)
    assert Case.objects.get(person=one).unit == there


def test_what_is_known_is_shown_and_not_asked(client):
    unit()
    one = person(street="Storgatan 1")
    enter(client, one)
    page = client.get(reverse("apply", args=[one.pk])).content.decode()
    assert "Storgatan 1, 123 45 Samsyn" in page
    assert 'name="street"' not in page
    assert "Du behöver ingen e-legitimation" in page


def test_a_protected_persons_own_address_is_folded_away_until_they_ask_for_it(client):
    unit()
    one = person(street="Hemliga gatan 7")
    Person.objects.filter(pk=one.pk).update(protection="marked")
    enter(client, one)
    page = client.get(reverse("apply", args=[one.pk])).content.decode()
    folded = re.sub(r"<details><summary>Visa min adress.*?</details>", "", page, flags=re.DOTALL)
    assert "Hemliga gatan" in page
    assert "Hemliga gatan" not in folded


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 20_001])
def test_an_empty_or_endless_application_comes_back_with_what_to_do(client, text):
    unit()
    one = person()
    enter(client, one)
    answer = apply_for(client, one, text)
    assert answer.status_code == 422
    assert "Skriv några ord" in answer.content.decode() or "Texten är för lång" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_second_application_joins_the_case_that_nobody_has_opened(client):
    one = person()
    case = received_case(of=one)
    enter(client, one)
    apply_for(client, one)
    assert Case.objects.get(person=one) == case
    assert case.intakes.count() == 2


def test_pressing_twice_sends_one_application(client):
    unit()
    one = person()
    enter(client, one)
    page = client.get(reverse("apply", args=[one.pk])).content.decode()
    once = re.search(r'name="once" value="([0-9a-f-]{36})"', page)[1]
    sending = {"asked_for": "Jag orkar inte handla längre.", "once": once}
    answers = [client.post(reverse("apply", args=[one.pk]), sending) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Intake.objects.count() == 1


def test_without_any_unit_the_page_says_whom_to_call(client):
    one = person()
    type(unit()).objects.update(closed_on=localdate(NOW))
    enter(client, one)
    answer = apply_for(client, one)
    assert answer.status_code == 409
    assert "Ring kommunens växel" in answer.content.decode()


def test_a_relative_with_authority_applies_and_it_is_told_who_did(client):
    unit()
    mother, daughter = person(), person("Eva", "Lind")
    consent(mother, daughter, "apply")
    enter(client, daughter, "relative")
    answer = apply_for(client, mother, "Mamma ramlar i duschen.")
    intake = Intake.objects.get()
    assert (intake.case.person, intake.by_whom, intake.by_person) == (mother, "relative", daughter)
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_relative_with_another_consent_may_not_apply(client):
    unit()
    mother, daughter = person(), person("Eva", "Lind")
    consent(mother, daughter, "see")
    enter(client, daughter, "relative")
    assert apply_for(client, mother).status_code == 403
    assert not Case.objects.exists()


def test_nobody_applies_for_somebody_else_as_themselves(client):
    unit()
    mother, daughter = person(), person("Eva", "Lind")
    consent(mother, daughter, "apply")
    enter(client, daughter, "self")
    assert apply_for(client, mother).status_code == 403


def test_the_receipt_of_another_persons_case_is_not_there(client):
    unit()
    mine, other = person(), person()
    enter(client, other)
    apply_for(client, other)
    enter(client, mine)
    assert client.get(reverse("applied", args=[mine.pk, Case.objects.get().pk])).status_code == 404


# The plan


def answer_plan(client, case, **given):
    return client.post(reverse("my_answer", args=[case.person.pk, plan_of(case).pk]), given)


def test_a_person_says_yes(client):
    case = offered_case()
    enter(client, case.person)
    assert answer_plan(client, case, answer="yes").status_code == 302
    plan = plan_of(case)
    assert (plan.state, plan.answered_hand) == (Plan.State.APPROVED, "self")
    assert "gäller nu" in client.get(reverse("my_plan", args=[case.person.pk, plan.pk])).content.decode()


def test_a_no_says_what_should_be_different(client):
    case = offered_case()
    enter(client, case.person)
    answer = answer_plan(client, case, answer="no", words=" ")
    assert answer.status_code == 422
    assert "Skriv vad som inte stämmer" in answer.content.decode()
    assert answer_plan(client, case, answer="no", words="Jag vill duscha på kvällen.").status_code == 302
    page = client.get(reverse("my_plan", args=[case.person.pk, plan_of(case).pk])).content.decode()
    assert "Jag vill duscha på kvällen." in page


def test_an_answer_must_be_chosen(client):
    case = offered_case()
    enter(client, case.person)
    assert answer_plan(client, case).status_code == 422
    assert plan_of(case).state == Plan.State.OFFERED


def test_answering_twice_says_that_it_is_answered(client):
    case = offered_case()
    enter(client, case.person)
    answer_plan(client, case, answer="yes")
    again = answer_plan(client, case, answer="yes")
    assert again.status_code == 409
    assert plan_of(case).state == Plan.State.APPROVED


def test_a_relative_with_that_consent_answers(client):
    case, son = offered_case(), person("Per", "Lind", serial=983)
    consent(case.person, son, "plan")
    enter(client, son, "relative")
    assert "Skicka svaret" in client.get(reverse("my_plan", args=[case.person.pk, plan_of(case).pk])).content.decode()
    assert answer_plan(client, case, answer="yes").status_code == 302
    assert plan_of(case).answered_hand == "relative"


def test_a_relative_who_may_only_see_reads_why_they_may_not_answer(client):
    case, son = offered_case(), person("Per", "Lind", serial=983)
    consent(case.person, son, "see")
    enter(client, son, "relative")
    page = client.get(reverse("my_plan", args=[case.person.pk, plan_of(case).pk])).content.decode()
    assert "Skicka svaret" not in page
    assert "som svarar på planen" in page
    assert answer_plan(client, case, answer="yes").status_code == 403
    assert plan_of(case).state == Plan.State.OFFERED


# Consents


def form(to, **changes):
    day = localdate(NOW)
    fields = {
        "identity": to.written, "given_name": "Eva", "family_name": "Lind", "functions": ["see", "plan"],
        "valid_from": day.isoformat(), "valid_to": (day + timedelta(30)).isoformat(),
    }  # fmt: skip
    return fields | changes


NEW = make(NOW.date().replace(year=1971), 984)


def give(client, one, **changes):
    return client.post(reverse("my_consents", args=[one.pk]), form(NEW, **changes))


def test_a_person_lets_somebody_in_by_number_and_name(client):
    one = person()
    enter(client, one)
    assert give(client, one).status_code == 302
    given = Consent.objects.filter(person=one)
    assert sorted(given.values_list("function", flat=True)) == ["plan", "see"]
    assert not Person.objects.filter(number=NEW.number).exists()
    page = client.get(reverse("my_consents", args=[one.pk])).content.decode()
    assert "Eva Lind" in page
    assert "1 april 2026" in page


def masked(page: str, number: str) -> str:
    """A page without what differs between any two: tokens, keys of rows, and the number that was typed."""
    page = re.sub(r'(csrfmiddlewaretoken" value=|nonce=|samtycken/)("?)[\w=+/-]+', r"\1\2", page)
    return page.replace(number, "NUMBER")


@pytest.mark.parametrize("family_name", ["Hemlig", "Lind"])
def test_the_answer_and_the_page_are_the_same_whether_the_number_is_known_or_not(client, family_name):
    one = person()
    known = person("Kalle", "Hemlig")
    pages = []
    enter(client, one)
    for number in (known.written_number, NEW.written):
        answer = give(client, one, identity=number, family_name=family_name)
        page = client.get(reverse("my_consents", args=[one.pk])).content.decode()
        pages.append((answer.status_code, answer.headers["Location"], masked(page, number)))
        Consent.objects.all().delete()
    assert pages[0] == pages[1]
    assert "Kalle" not in pages[0][2]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"identity": "19710302-0000"}, "Kontrollsiffran"),
        ({"identity": ""}, "Skriv personnumret"),
        ({"functions": []}, "Välj minst en sak"),
        ({"valid_to": "2026-01-01"}, "Slutdagen ligger före startdagen"),
        ({"valid_from": ""}, "Välj en dag"),
        ({"identity": "19710302-1234"}, "Kontrollsiffran"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands_and_everything_typed_is_kept(client, changes, said):
    one = person()
    enter(client, one)
    answer = give(client, one, **changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Lind"' in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_real_number_is_refused_where_only_invented_people_are(client):
    one = person()
    enter(client, one)
    answer = give(client, one, identity=make(NOW.date().replace(year=1971), 123).written)
    assert answer.status_code == 422
    assert "påhittade personer" in answer.content.decode()


def test_the_same_consent_is_not_given_twice(client):
    one = person()
    enter(client, one)
    give(client, one)
    assert give(client, one, functions=["plan"]).status_code == 422
    assert Consent.objects.count() == 2


def test_nobody_gives_consent_to_themselves(client):
    one = person()
    enter(client, one)
    answer = give(client, one, identity=one.written_number, family_name="Lind")
    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_taking_back_stops_at_once(client):
    one, daughter = person(), person("Eva", "Lind")
    given = consent(one, daughter)
    enter(client, one)
    assert client.post(reverse("withdraw_consent", args=[one.pk, given.pk])).status_code == 302
    given.refresh_from_db()
    assert given.withdrawn_on == localdate(NOW)
    assert Event.objects.filter(what="consent.withdraw").exists()


def test_a_trustee_is_not_dismissed_here(client):
    one, trustee = person(), person("Bo", "Rätt", serial=985)
    given = consent(one, trustee, basis="trustee")
    enter(client, one)
    assert "överförmyndaren" in client.get(reverse("my_consents", args=[one.pk])).content.decode()
    assert client.post(reverse("withdraw_consent", args=[one.pk, given.pk])).status_code == 409
    given.refresh_from_db()
    assert given.withdrawn_on is None


def test_another_persons_consent_is_neither_found_nor_taken(client):
    one, other, daughter = person(), person(), person("Eva", "Lind")
    given = consent(other, daughter)
    enter(client, one)
    assert client.post(reverse("withdraw_consent", args=[one.pk, given.pk])).status_code == 404
    assert client.post(reverse("withdraw_consent", args=[other.pk, given.pk])).status_code == 403
    given.refresh_from_db()
    assert given.withdrawn_on is None
