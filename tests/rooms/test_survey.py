"""The survey: opened for those who have the help, answered once by page, paper or phone, and tied to nobody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.improvement.actions import answer_survey, enter_answers, open_survey
from samsyn.improvement.models import SurveyInvitation, SurveyRound, SurveyTally
from samsyn.improvement.queries.survey import invitation_of, survey_result
from samsyn.improvement.survey import questions
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = f.NOW.date()
LAST = TODAY + timedelta(21)
ANSWERS = {"HT-TIDER": 1, "HT-NOJD": 2}


@pytest.fixture
def case():
    return f.active_case()


def opened(at=f.NOW, last=LAST):
    return open_survey(kind="HT", last_day=last, by=f.acting(Role.ANALYST), at=at)


def own(case):
    return f.actor(case.person, acting_as="self")


def counted():
    return sorted(SurveyTally.objects.filter(count__gt=0).values_list("question", "answer", "count"))


def answer(case, answers=ANSWERS, at=f.NOW):
    invitation = SurveyInvitation.objects.get(person=case.person)
    return answer_survey(invitation=invitation, answers=answers, by=own(case), at=at)


def test_those_who_have_home_care_are_invited_and_each_answers_once(case):
    f.received_case(of=f.person("Nils", "Utan hjälp"))
    opened()
    assert [i.person for i in SurveyInvitation.objects.all()] == [case.person]
    answer(case)
    assert invitation_of(case.person_id, today=TODAY, by=own(case)) is None
    with pytest.raises(Refused, match="redan besvarad"):
        answer(case)
    assert counted() == [("HT-NOJD", 2, 1), ("HT-TIDER", 1, 1)]


def margins():
    return set(SurveyTally.objects.values_list("provider", "sex"))


def ten_at_one_unit():
    """Five women and five men of one provider, and the provider."""
    unit = f.unit("Ljung", purpose="provider")
    people = [f.person(serial=982 - number % 2) for number in range(10)]
    return [f.accepted_case(of=person, provider=unit) for person in people], unit


def test_counts_are_of_a_unit_or_of_a_sex_and_all_of_both_are_written_at_each_answer():
    cases, unit = ten_at_one_unit()
    opened()
    assert margins() == {(unit.pk, ""), (None, "K"), (None, "M"), (None, "")}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE written (provider, sex)")
            cursor.execute(
                "CREATE TEMP TRIGGER wrote AFTER UPDATE ON main.improvement_surveytally"
                " BEGIN INSERT INTO written VALUES (NEW.provider_id, NEW.sex); END"
            )
    answer(cases[0])
    sex = cases[0].person.sex
    assert sorted(SurveyTally.objects.filter(count=1).values_list("provider", "sex", "question"), key=str) == sorted(
        [(u, s, q) for u, s in ((unit.pk, ""), (None, sex)) for q in ANSWERS], key=str
    )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT provider, sex, count(*) FROM written GROUP BY 1, 2")
            size = sum(q.size for q in questions("HT", 1))
            assert set(cursor.fetchall()) == {(unit.pk, "", size), (None, sex, size)}
            cursor.execute("DROP TRIGGER wrote")
            cursor.execute("DROP TABLE written")


def test_the_only_person_of_a_unit_is_in_no_count_of_their_own(case):
    """One alone has no unit's and no sex's counts: the whole municipality's alone."""
    opened()
    assert margins() == {(None, "")}
    answer(case)
    assert counted() == [("HT-NOJD", 2, 1), ("HT-TIDER", 1, 1)]


def test_nothing_ties_an_answer_to_anybody(case):
    """No row of an answer, no time beside who answered, and an event of nobody at the day's first moment."""
    opened()
    answer(case)
    told = Event.objects.filter(what="survey.answer").get()
    assert (told.by, told.subjects, told.case) == ("job:survey", [], None)
    assert f"{told.at.astimezone():%M%S}" == "0000"
    rows = list(SurveyTally.objects.order_by("pk").values_list("provider", "sex", "question", "answer"))
    assert len(rows) == sum(q.size for q in questions("HT", 1))  # all there before anybody answers, in one order
    fields = {field.name for field in SurveyTally._meta.get_fields()}
    assert fields == {"id", "round", "provider", "sex", "question", "answer", "count"}
    assert not [field for field in SurveyInvitation._meta.fields if "Date" in type(field).__name__]


def test_paper_and_phone_are_entered_by_the_office_with_the_code_and_the_same_effect(case):
    found = opened()
    code = SurveyInvitation.objects.get().code
    secretary = f.acting(Role.COMMITTEE_SECRETARY)
    entering = {"of": found, "answers": ANSWERS, "hand": "paper", "at": f.NOW}
    with pytest.raises(NoAccess):
        enter_answers(**entering, code=code, by=f.planner_of(f.order_of(case)))
    with pytest.raises(Invalid, match="Koden finns inte"):
        enter_answers(**entering, code="AAAAABBBBB", by=secretary)
    enter_answers(**entering, code=f" {code[:5].lower()}-{code[5:]}", by=secretary)
    with pytest.raises(Refused):
        enter_answers(**entering, code=code, by=secretary)
    assert len(counted()) == 2
    assert SurveyInvitation.objects.get().hand == "paper"


@pytest.mark.parametrize("answers", [{}, {"HT-TIDER": 7}, {"HT-TIDER": 0}, {"BS-VEM": 1}], ids=str)
def test_what_is_no_answer_leaves_nothing(case, answers):
    opened()
    with pytest.raises(Invalid):
        answer(case, answers)
    assert counted() == []
    assert SurveyInvitation.objects.get().hand == ""


def test_only_the_analyst_opens_one_round_at_a_time_and_only_the_person_answers(case):
    with pytest.raises(NoAccess):
        open_survey(kind="HT", last_day=LAST, by=f.planner_of(f.order_of(case)), at=f.NOW)
    opened()
    with pytest.raises(Refused, match="redan öppen"):
        opened()
    daughter = f.person("Eva", "Dotter")
    for function in ("see", "apply", "plan", "time", "message"):
        f.consent(case.person, daughter, function)
    invitation, by = SurveyInvitation.objects.get(), f.actor(daughter, acting_as="relative")
    with pytest.raises(NoAccess):
        answer_survey(invitation=invitation, answers=ANSWERS, by=by, at=f.NOW)


def test_results_are_read_when_the_round_is_over_and_few_answers_are_not_shown(case):
    found = opened(last=TODAY)
    answer(case)
    analyst = f.acting(Role.ANALYST)
    assert survey_result(found.pk, floor=5, today=TODAY, by=analyst, at=f.NOW) is None
    late = f.NOW + timedelta(days=1)
    with pytest.raises(Refused, match="stängd"):
        answer(case, at=late)
    result = survey_result(found.pk, floor=5, today=late.date(), by=analyst, at=late)
    assert {told.whole for told in result.told} == {None}
    with pytest.raises(NoAccess):
        survey_result(found.pk, floor=5, today=late.date(), by=f.acting(Role.CASEWORKER), at=late)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE improvement_surveytally SET count = 0 WHERE count > 0",
        "DELETE FROM improvement_surveytally",
        "UPDATE improvement_surveyinvitation SET hand = ''",
        "DELETE FROM improvement_surveyinvitation",
    ],
)
def test_what_was_answered_is_only_added_to(case, sql):
    opened()
    answer(case)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_on_the_pages_two_tabs_count_once_and_the_form_on_paper_names_nobody(client, monkeypatch, case):
    f.freeze(monkeypatch)
    opened()
    f.log_in(client, own(case))
    here = reverse("my_survey", args=[case.person_id])
    assert "Brukar du kunna påverka vilka tider du får hjälp?" in client.get(here).content.decode()
    assert client.post(here, {}).status_code == 422
    pdf = client.get(reverse("my_survey_pdf", args=[case.person_id]))
    assert pdf.content.startswith(b"%PDF")
    assert case.person.family_name.encode() not in pdf.content
    for _ in range(2):
        assert client.post(here, {"HT-TIDER": "1"}, follow=True).status_code == 200
    assert counted() == [("HT-TIDER", 1, 1)]
    assert client.get(reverse("my_survey_pdf", args=[case.person_id])).status_code == 404


def test_the_form_on_paper_tells_the_staff_nothing_of_who_has_answered(client, monkeypatch, case):
    f.freeze(monkeypatch)
    opened()
    order = f.order_of(case)
    f.log_in(client, f.planner_of(order))
    here = reverse("provider_blanks", args=[order.pk])
    before = client.get(here).content
    answer(case)
    f.log_in(client, f.planner_of(order))
    link = reverse("provider_survey_pdf", args=[order.pk])
    assert link in before.decode()
    assert link in client.get(here).content.decode()
    assert client.get(link).content.startswith(b"%PDF")


def test_the_result_tells_how_many_answered_and_what_is_almost_all_in_words(client, monkeypatch, case):
    other = f.accepted_case(of=f.person("Nils", "Tyst"), provider=f.order_of(case).provider)
    found = opened(last=TODAY)
    answer(case)
    counts = SurveyTally.objects.filter(provider=None, sex="", answer=1)
    counts.filter(question="HT-TIDER").update(count=9)
    counts.filter(question="HT-SVARAT").update(count=9)
    f.freeze(monkeypatch, f.NOW + timedelta(days=1))
    f.log_in(client, f.acting(Role.ANALYST))
    page = client.get(reverse("survey", args=[found.pk])).content.decode()
    assert other.person_id in SurveyInvitation.objects.filter(hand="").values_list("person", flat=True)
    assert "1 av 2 inbjudna i hela kommunen har svarat. Det är 50 procent." in " ".join(page.split())
    assert "nästan alla</td>" in page
    assert "100 %" not in page
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "Vem eller vilka besvarade" not in table
    assert "Vem eller vilka besvarade" in page[page.index("</tbody>") :].split("Enhet för enhet")[0]


def test_a_round_without_counts_is_refused_in_words_and_stays_unanswered(case):
    """One that was opened before counts were laid out."""
    terms = {"kind": "HT", "version": 1, "first_day": TODAY, "last_day": LAST, "opened_at": f.NOW}
    old = SurveyRound.objects.create(**terms, opened_by="staff:1")
    provider = f.order_of(case).provider
    invitation = SurveyInvitation.objects.create(round=old, person=case.person, provider=provider, code="OLDROUND01")
    with pytest.raises(Refused, match="öppnas på nytt"):
        answer(case)
    invitation.refresh_from_db()
    assert invitation.hand == ""
