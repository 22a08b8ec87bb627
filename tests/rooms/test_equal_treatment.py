"""Decisions as rows of equal treatment: each person once, nobody named, and what was planted is found again."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils.timezone import localdate

from samsyn.cases.actions import Arrival, TakenBack, register_intake, withdraw_application
from samsyn.cases.queries import decided_persons, steps_by_sex
from samsyn.homecare.queries import first_providers
from samsyn.people.models import Person
from tests.factories import (
    NOW,
    caseworker_of,
    decided_case,
    decision_of,
    investigated_case,
    order_of,
    ordered_case,
    person,
    proposed_case,
    unit,
)

pytestmark = pytest.mark.django_db

TODAY = localdate(NOW)
YEAR = (TODAY - timedelta(days=200), TODAY)
REFUSED = {"outcome": "refused", "amount": 0, "reasons": "Behovet kan mötas på annat sätt."}


def rows(first=YEAR[0], last=YEAR[1]):
    columns = decided_persons(first, last)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_a_decision_is_a_row_of_what_was_granted_needed_and_known():
    decided_case(
        of=person(born=TODAY.replace(year=TODAY.year - 82)),
        terms={"amount": 360, "applied": 480, "outcome": "partly", "reasons": "Resten klarar du själv."},
    )
    [row] = rows()
    expected = {
        "sex": "K", "age": "80–84", "language": "swedish", "household": "alone", "granted": "yes",
        "minutes_week": 360.0, "share_of_applied": 0.75, "need": 6.0, "need_areas": 2.0, "gets_HEMTJANST": "yes",
        "gets_TRYGGHETSLARM": "no", "days_to_decision": 0.0, "decided_on": TODAY.isoformat(), "year": str(TODAY.year),
    }  # fmt: skip
    assert expected.items() <= row.items()


def test_nothing_in_a_row_names_anybody():
    case = decided_case()
    told = " ".join(str(value) for value in rows()[0].values())
    one = Person.objects.get(pk=case.person_id)
    for secret in (one.given_name, one.family_name, one.number, one.street, case.number, case.caseworker.family_name):
        assert secret not in told
    assert rows()[0]["caseworker"] == "001"


def test_a_person_is_there_once_with_the_latest_decision():
    first = decided_case(at=NOW - timedelta(days=60), terms={"amount": 120})
    decided_case(of=first.person, terms={"amount": 600})
    [row] = rows()
    assert row["minutes_week"] == 600.0
    [before] = rows(last=TODAY - timedelta(days=30))
    assert before["minutes_week"] == 120.0


def test_a_refusal_is_no_grant_and_has_no_minutes():
    decided_case(terms=REFUSED)
    decided_case()
    found = sorted((row["granted"], row["minutes_week"] or 0.0) for row in rows())
    assert found == [("no", 0.0), ("yes", 360.0)]


def test_who_is_not_decided_on_or_is_protected_is_not_there():
    proposed_case()
    investigated_case()
    hidden = decided_case()
    Person.objects.filter(pk=hidden.person_id).update(protection="marked")
    assert rows() == []


def test_a_period_holds_its_days_and_no_others():
    decided_case()
    assert len(rows(TODAY, TODAY)) == 1
    assert rows(TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == []


def test_steps_count_persons_and_never_grow():
    decided_case()
    decided_case(terms=REFUSED)
    proposed_case()
    steps = steps_by_sex(*YEAR)
    assert [steps[name]["K"] for name in ("applied", "investigated", "decided", "granted")] == [3, 3, 2, 1]
    assert all(n["M"] == 0 for n in steps.values())


def test_who_takes_the_application_back_is_counted_before_who_is_investigated():
    decided_case()
    said = TakenBack("oral", TODAY, "Jag vill inte ha hjälpen längre.")
    investigated_case(of=person(serial=984))
    case = investigated_case(of=person(serial=986))
    withdraw_application(case=case, said=said, whole=True, by=caseworker_of(case), at=NOW, reasons="Återkallad.")
    steps = steps_by_sex(*YEAR)
    assert {name: steps[name]["K"] for name in steps} == {
        "applied": 3, "kept": 2, "investigated": 2, "decided": 1, "granted": 1
    }  # fmt: skip


def test_an_application_that_joins_an_open_investigation_is_no_step_out_of_nothing(monkeypatch):
    """The investigation was opened before the period: who was decided on was investigated all the same."""
    before = NOW - timedelta(days=30)

    def joined(**asked):
        case = investigated_case(**(asked | {"at": before}))
        arrives = Arrival("application", "phone", "person", "Jag ansöker om mer.", received_at=NOW)
        return register_intake(person=case.person, unit=case.unit, arrival=arrives, by=caseworker_of(case), at=NOW,
                               case=case)  # fmt: skip

    monkeypatch.setattr("tests.factories.investigated_case", joined)
    for serial in (982, 983):
        decided_case(of=person(serial=serial))
    steps = steps_by_sex(TODAY, TODAY)
    for fewer, more in pairwise([*steps.values()][::-1]):
        assert all(fewer[sex] <= more[sex] for sex in "KM")
    assert steps["decided"] == steps["investigated"] == {"K": 1, "M": 1}


def test_a_leap_day_birthday_is_a_year_older_the_day_after():
    decided_case(of=person(born=date(1940, 2, 29)))
    assert rows()[0]["age"] == ("85–89" if TODAY.year - 1940 >= 85 else "80–84")


def test_rows_stand_in_the_order_of_days_alone():
    later = decided_case()
    earlier = decided_case(at=NOW - timedelta(days=50))
    assert decision_of(earlier).pk > decision_of(later).pk
    assert [row["decided_on"] for row in rows()] == sorted(row["decided_on"] for row in rows())


def test_who_carries_out_the_help_is_known_of_what_is_ordered():
    provider = order_of(ordered_case()).provider.name
    decided_case(of=person(serial=983))
    columns = decided_persons(*YEAR, first_providers)
    assert set(columns["provider"]) == {None, provider}
    assert "provider" not in decided_persons(*YEAR)


def test_the_number_of_a_caseworker_tells_neither_who_came_first_nor_who_was_employed_first():
    """Whoever decides alone in the first days, or is the newest, is no likelier to have one number than another."""
    firsts = set()
    for n in range(12):
        case = decided_case(at=NOW - timedelta(days=20 - n), at_unit=unit(f"Enhet {n}"))
        assert case.caseworker_id
    for n in range(12):
        first = TODAY - timedelta(days=20 - n)
        told = [row["caseworker"] for row in rows(first)]
        assert len(set(told)) == 12 - n
        assert told == [row["caseworker"] for row in rows(first)]
        firsts.add(told[0])
    assert len(firsts) > 2
