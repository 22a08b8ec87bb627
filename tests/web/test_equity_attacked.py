"""Equal treatment under attack: what those who are not analysts may read tells no small count, in pages and files."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.equity.codec import from_json
from samsyn.improvement.actions import keep_measurements, keep_remeasured
from samsyn.improvement.definitions import groups, outcomes
from samsyn.improvement.measuring import found_in
from samsyn.people.roles import Role, job
from tests import factories as f
from tests import measured as m

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    f.freeze(monkeypatch)


def refusals(women: int, men: int, of: int = 60):
    """Whether all was granted, to so many of each sex, of whom some few were refused; nothing else differs."""
    told: dict[str, list] = {"decided_on": [], "sex": [], "household": [], "need": [], "granted": []}
    for sex, refused in (("K", women), ("M", men)):
        for n in range(of):
            day = m.PERIOD.first + timedelta(days=n)
            cells = (day.isoformat(), sex, ("alone", "together")[n % 2], float(n % 7), "no" if n < refused else "yes")
            for column, cell in zip(told.values(), cells, strict=True):
                column.append(cell)
    return found_in(told, (), m.PERIOD, groups()["sex"], [outcomes(m.TODAY)["granted"]], today=m.TODAY)


def test_an_improvement_tells_no_difference_that_the_report_withholds(client):
    """Five of sixty women were refused: with the men's share, which the report tells, the gap would say it."""
    found = refusals(5, 14)
    [kept] = keep_measurements(found=found, by=f.acting(Role.ANALYST), at=f.NOW)
    assert from_json(kept.result["examination"]).answer.facts is not None
    one = m.improvement(kept)
    [whole] = refusals(6, 14)
    keep_remeasured(improvement=one, after=found[0], whole=whole, by=job("measure"), at=f.NOW)
    f.log_in(client, f.acting(Role.ANALYST))
    assert "visas inte, för få beslut" in client.get(reverse("improvement_open", args=[kept.pk])).content.decode()
    f.log_in(client, f.acting(Role.TEAM_LEADER))
    told = client.get(reverse("improvement", args=[one.pk])).content.decode()
    assert "Skillnaden före: visas inte, för få beslut" in told
    assert "procentenhet" not in told
    assert "oförklarad" not in told
    assert "gjorde skillnad visas inte: det finns för få beslut" in told


def test_an_improvement_of_large_groups_tells_the_difference(client):
    found = refusals(20, 14)
    [kept] = keep_measurements(found=found, by=f.acting(Role.ANALYST), at=f.NOW)
    one = m.improvement(kept)
    keep_remeasured(improvement=one, after=found[0], whole=found[0], by=job("measure"), at=f.NOW)
    f.log_in(client, f.acting(Role.TEAM_LEADER))
    assert "10 procentenheter lägre" in client.get(reverse("improvement", args=[one.pk])).content.decode()
