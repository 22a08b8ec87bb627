"""My day for the caseworker and the team leader, and the lists behind its counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event, Subject
from samsyn.cases.actions import assign
from samsyn.homecare.actions import end_case
from samsyn.people.actions import record_death
from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client, name="my_day", **query):
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


def counts(client):
    return {p.key: p.total for p in client.get(reverse("my_day")).context["counts"]}


def test_an_empty_day_says_what_will_come_here(client, caseworker):
    assert "Ingenting väntar just nu" in page(client)


def test_the_day_counts_what_came_back_what_is_late_and_what_waits(client, caseworker):
    friday = make.NOW - timedelta(days=3)
    make.received_case()
    make.investigating_case()
    make.returned_case(note="Målet saknas")
    make.decided_case()
    make.ordered_case(at=friday)
    make.change_requested_case()
    make.active_case(at=make.NOW - timedelta(days=91))
    found = counts(client)
    assert found == {
        "returned": 1, "change": 1, "declined": 0, "deceased": 0, "unseen": 1, "overdue": 1,
        "received": 1, "unassigned": 0, "investigating": 2, "decided": 1, "partly": 0, "follow_up": 0,
        "heard": 0, "appeals": 0, "clock-late": 1, "clock-near": 0, "clock-soon": 0,
    }  # fmt: skip
    assert "Målet saknas" in page(client)


def test_who_has_died_is_in_my_day_until_the_case_is_ended(client, caseworker):
    case = make.active_case()
    by, day = make.caseworker_of(case), localdate(make.NOW)
    record_death(person=case.person, died_on=day, source="Folkbokföringen", by=by, at=make.NOW)
    part = next(p for p in client.get(reverse("my_day")).context["counts"] if p.key == "deceased")
    assert (part.total, part.rows[0].since) == (1, day)
    assert [c.pk for c in client.get(part.url).context["list"].rows] == [case.pk]
    end_case(case=case, reason="deceased", by=by, at=make.NOW)
    assert counts(client)["deceased"] == 0


def test_an_order_sent_today_is_not_late(client, caseworker):
    make.ordered_case()
    assert counts(client)["unseen"] == 0


def test_every_count_leads_to_a_list_of_that_many(client, caseworker):
    friday = make.NOW - timedelta(days=3)
    make.received_case()
    make.returned_case()
    make.ordered_case(at=friday)
    make.change_requested_case()
    make.decided_case()
    make.active_case(at=make.NOW - timedelta(days=91))
    for part in client.get(reverse("my_day")).context["counts"]:
        if part.key not in {"follow_up"}:
            assert client.get(part.url).context["list"].total == part.total, part.key


def test_another_caseworkers_cases_are_not_in_my_day(client, caseworker):
    other = make.actor(make.staff(Role.CASEWORKER, given_name="Bo"))
    make.received_case(by=other)
    assert counts(client)["received"] == 0
    assert client.get(reverse("cases")).context["list"].total == 0


def test_the_team_leader_sees_the_unit_and_what_nobody_has_taken(client, monkeypatch):
    make.freeze(monkeypatch)
    leader = make.acting(Role.TEAM_LEADER)
    make.log_in(client, leader)
    make.received_case()
    make.received_case(by=leader)
    found = counts(client)
    assert (found["received"], found["unassigned"]) == (1, 1)
    assert client.get(reverse("cases")).context["list"].total == 2
    assert client.get(reverse("unassigned")).context["list"].total == 1


def test_another_units_cases_are_in_no_list(client, monkeypatch):
    make.freeze(monkeypatch)
    south = make.unit("Äldreenheten Söder")
    make.received_case(at_unit=south)
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    assert client.get(reverse("cases")).context["list"].total == 0


def test_the_day_is_a_reading_of_everybody_on_it(client, caseworker):
    case = make.received_case()
    page(client)
    event = Event.objects.filter(what="case.list", by=caseworker.key).latest("id")
    assert Subject.objects.filter(event=event.id, person=case.person_id).exists()


def test_the_list_filters_sorts_and_exports_with_a_reading(client, caseworker):
    make.received_case()
    case = make.decided_case()
    assert client.get(reverse("cases"), {"status": "decided"}).context["list"].total == 1
    assert client.get(reverse("cases"), {"sort": "-number"}).context["list"].rows[0].pk == case.pk
    file = client.get(reverse("cases"), {"format": "csv", "status": "decided"})
    assert case.number in b"".join(file.streaming_content).decode("utf-8-sig")
    event = Event.objects.filter(what="case.export").latest("id")
    assert event.subjects == [case.person_id]


def test_the_team_leader_filters_by_caseworker(client, monkeypatch):
    make.freeze(monkeypatch)
    mine = make.received_case()
    make.received_case(by=make.actor(make.staff(Role.CASEWORKER, given_name="Bo")))
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    answer = client.get(reverse("cases"), {"whose": mine.caseworker_id})
    assert [c.pk for c in answer.context["list"].rows] == [mine.pk]


def test_the_number_of_queries_does_not_follow_the_number_of_cases(client, caseworker, django_assert_max_num_queries):
    make.decided_case()
    make.received_case()
    make.ordered_case(at=make.NOW - timedelta(days=3))
    with django_assert_max_num_queries(67) as few:
        page(client)
        page(client, "cases")
    for _ in range(3):
        make.decided_case()
        make.received_case()
        make.ordered_case(at=make.NOW - timedelta(days=3))
    with django_assert_max_num_queries(len(few)):
        page(client)
        page(client, "cases")


def test_a_case_given_away_leaves_my_day(client, caseworker):
    case = make.received_case()
    other = make.staff(Role.CASEWORKER, given_name="Bo")
    assign(case=case, to=other, by=make.acting(Role.TEAM_LEADER), at=make.NOW)
    assert counts(client)["received"] == 0


def ended(case):
    """The case, its caseworker's role over since yesterday."""
    held = case.caseworker.appointments.get(role=Role.CASEWORKER)
    held.valid_to = localdate(make.NOW) - timedelta(1)
    held.save()
    return case


def test_the_team_leader_sees_what_a_caseworker_has_left_and_hands_it_over(client, monkeypatch):
    make.freeze(monkeypatch)
    kept = make.received_case()
    left = ended(make.received_case(by=make.actor(make.staff(Role.CASEWORKER, given_name="Bo"))))
    other = ended(make.received_case(at_unit=make.unit("Äldreenheten Söder")))
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    assert counts(client)["left"] == 1
    assert "Ärenden utan handläggare i tjänst" in page(client)
    listed = page(client, "cases", waits="left")
    assert [c.number in listed for c in (left, kept, other)] == [True, False, False]
    opened = client.get(reverse("case", args=[left.pk])).content.decode()
    assert "Bo Ek är inte längre handläggare här" in opened
    assert "<details open><summary>Flytta ärendet till en annan handläggare" in opened
    assert client.post(reverse("case_assign", args=[left.pk]), {"to": kept.caseworker_id}).status_code == 302
    assert counts(client)["left"] == 0


def test_a_colleague_in_service_leaves_nothing_behind(client, monkeypatch):
    make.freeze(monkeypatch)
    case = make.received_case()
    make.log_in(client, make.acting(Role.TEAM_LEADER))
    assert "är inte längre handläggare här" not in client.get(reverse("case", args=[case.pk])).content.decode()
    make.log_in(client, make.acting(Role.CASEWORKER))
    assert "left" not in counts(client)
