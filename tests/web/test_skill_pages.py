"""The planner's pages of skills, delegations, demands and a carer's sex: what they show, refuse and never show."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.homecare.models import CarerSex, CarerSkill, PlanWish, VisitDemand
from tests import factories as f
from tests.dayplans import unit_day

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)


@pytest.fixture
def known(monkeypatch, client):
    f.freeze(monkeypatch)
    known = unit_day()
    f.log_in(client, known.planner)
    return known


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def skill(known, key: str, days: int | None, **more) -> CarerSkill:
    """What a carer has for so many days from today."""
    last = None if days is None else TODAY + timedelta(days)
    told = {"staff": known.carers[1], "valid_from": TODAY - timedelta(50), "noted_at": f.NOW, "noted_by": "x"}
    return CarerSkill.objects.create(key=key, valid_to=last, **(told | more))


def sent(known, **more) -> dict:
    told = {
        "key": "INSULIN", "valid_from": TODAY.isoformat(), "valid_to": (TODAY + timedelta(90)).isoformat(),
        "decided_by": "Lo Ek, leg. sjuksköterska", "seen": 0,
    }  # fmt: skip
    return told | more


def test_what_runs_out_within_thirty_days_stands_first_the_soonest_at_the_top(client, known):
    skill(known, "INSULIN", 20)
    skill(known, "LAKEMEDEL", 4, staff=known.carers[0])
    skill(known, "LYFT", 31)
    skill(known, "LYFT", -2, staff=known.carers[0])
    page = text(client.get(reverse("dayplan_skills")))
    soon = page[page.index("Går ut inom 30 dagar") : page.index("Alla medarbetare")]
    order = [soon.index(words) for words in ("har gått ut", "4 dagar kvar", "20 dagar kvar")]
    assert order == sorted(order)
    assert "31 dagar" not in soon
    assert "Legitimerad personal beslutar om en delegering" in page


def test_a_delegation_is_noted_with_who_decided_it_and_taken_away(client, known):
    there = reverse("dayplan_carer_skills", args=[known.carers[1].pk])
    assert "beslutar om delegeringen och ansvarar för den" in text(client.get(there))
    assert client.post(there, sent(known)).status_code == 302
    page = text(client.get(there))
    assert "Delegering: insulin" in page
    assert "Lo Ek, leg. sjuksköterska" in page
    made = CarerSkill.objects.get()
    assert client.post(reverse("dayplan_skill_end", args=[made.pk])).status_code == 302
    assert client.post(reverse("dayplan_skill_end", args=[made.pk])).status_code == 409  # in the other tab
    assert "Inget är inskrivet" in text(client.get(there))


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"key": ""}, 422, "Välj vad medarbetaren får göra"),
        ({"valid_to": ""}, 422, "högst ett år"),
        ({"decided_by": ""}, 422, "Skriv vem som har delegerat"),
        ({"seen": 7}, 409, "Någon annan har ändrat"),
        ({"seen": ""}, 409, "Någon annan har ändrat"),
        ({"seen": "x"}, 422, ""),
        ({"valid_from": "2026-02-31"}, 422, ""),
    ],
    ids=["what", "last", "who", "overtaken", "unseen", "nonsense", "no-day"],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(client, known, wrong, status, words):
    answer = client.post(reverse("dayplan_carer_skills", args=[known.carers[1].pk]), sent(known, **wrong))
    assert (answer.status_code, words in text(answer), CarerSkill.objects.count()) == (status, True, 0)
    if "decided_by" not in wrong:
        assert "Lo Ek, leg. sjuksköterska" in text(answer)
    assert 'name="seen" value="0"' in text(answer)  # sent again as it is shown, it goes through


def test_a_carers_sex_is_asked_where_somebody_wishes_it_and_the_answer_is_shown_nowhere(client, known):
    carer = known.carers[1]
    there, to = (reverse(name, args=[carer.pk]) for name in ("dayplan_carer_skills", "dayplan_carer_sex"))
    assert 'name="sex"' not in text(client.get(there))
    assert client.post(to, {"sex": "K", "seen": 0}).status_code == 409
    PlanWish.objects.create(plan=known.orders[1].plans.get(), carer_sex="K")
    assert client.post(to, {"seen": 0}).status_code == 422  # nothing chosen forgets nothing
    shown = set()
    for sex in ("K", "M"):
        seen = CarerSex.objects.values_list("pk", flat=True).first() or 0
        assert client.post(to, {"sex": sex, "seen": seen}).status_code == 302
        assert CarerSex.objects.get().sex == sex
        page = text(client.get(there))
        now = CarerSex.objects.get().pk
        shown.add(page.replace(f'value="{now}"', 'value=""'))
        assert "Uppgiften finns, sagd" in page
    assert len({_without_tokens(page) for page in shown}) == 1  # the page is the same, whichever it is
    assert client.post(to, {"sex": "forget", "seen": now}).status_code == 302
    assert CarerSex.objects.count() == 0


def _without_tokens(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=|aria-describedby=|X-CSRFToken": )"[^"]*"', "", page)


def test_a_demand_is_noted_shown_by_person_and_taken_away(client, known):
    person = known.orders[1].case.person
    there = reverse("dayplan_person_demands", args=[person.pk])
    form = {"of": f"{known.orders[1].pk}:", "skill": "LYFT", "heavy": "2", "seen": 0}
    assert client.post(there, form).status_code == 302
    made = VisitDemand.objects.get()
    assert (made.order, made.item, made.skill, made.heavy) == (known.orders[1], "", "LYFT", 2)
    page = text(client.get(reverse("dayplan_demands")))
    asks = page[: page.index("Andra ni hjälper")]
    assert person.name in asks
    assert "Alla besök: Förflyttning med lyft, Tungt" in asks
    assert known.orders[0].case.person.name in page[page.index("Andra ni hjälper") :]
    for wrong, status, words in (
        ({"skill": "", "heavy": "0", "seen": 1}, 422, "Välj en kompetens"),
        ({"skill": "INSULIN"}, 409, "Någon annan har ändrat"),
        ({"of": f"{known.orders[0].pk}:"}, 422, ""),  # somebody else's
        ({"heavy": "9"}, 422, ""),
    ):
        answer = client.post(there, form | wrong)
        assert (answer.status_code, words in text(answer)) == (status, True), wrong
    assert client.post(reverse("dayplan_demand_end", args=[made.pk])).status_code == 302
    assert client.post(reverse("dayplan_demand_end", args=[made.pk])).status_code == 409
    assert VisitDemand.objects.get().ended_by == known.planner.key


def test_that_two_come_at_once_is_a_demand_with_a_skill_of_the_seconds_own(client, known):
    there = reverse("dayplan_person_demands", args=[known.orders[1].case.person_id])
    form = {"of": f"{known.orders[1].pk}:", "skill": "", "heavy": "0", "staff": "2", "second_skill": "LYFT", "seen": 0}
    assert client.post(there, form).status_code == 302
    assert "två kommer, den andra med Förflyttning med lyft" in text(client.get(there))
    made = VisitDemand.objects.get()
    assert (made.staff, made.second_skill, made.skill) == (2, "LYFT", "")
    alone = form | {"staff": "1", "heavy": "1", "seen": 1}  # what is asked of a second who does not come is not kept
    assert client.post(there, alone).status_code == 302
    assert VisitDemand.objects.latest("pk").second_skill == ""
    assert client.post(there, form | {"staff": "3", "seen": 2}).status_code == 422


def test_a_demand_may_be_about_one_activity_of_the_plan(client, known):
    activity = known.orders[1].plans.get().activities.get()
    type(activity).objects.filter(pk=activity.pk).update(item="DUSCH")
    there = reverse("dayplan_person_demands", args=[known.orders[1].case.person_id])
    assert f'value="{known.orders[1].pk}:DUSCH"' in text(client.get(there))
    form = {"of": f"{known.orders[1].pk}:DUSCH", "skill": "LYFT", "heavy": "0", "seen": 0}
    assert client.post(there, form).status_code == 302
    assert VisitDemand.objects.get().item == "DUSCH"


def test_who_and_what_is_not_there_is_not_found(client, known):
    for name in ("dayplan_carer_skills", "dayplan_person_demands"):
        assert client.get(reverse(name, args=[999_999])).status_code == 404
    for name in ("dayplan_skill_end", "dayplan_demand_end"):
        assert client.post(reverse(name, args=[999_999])).status_code == 404
