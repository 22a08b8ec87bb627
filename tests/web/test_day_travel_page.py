"""Planned travel against real as a page: by way and hour, and what the next days are planned by."""

import pytest
from django.urls import reverse

from samsyn.planning.profile import Share
from samsyn.web.dayplan.travel import _more
from tests import factories as f
from tests.dayplans import unit_day
from tests.mobile import Phone
from tests.rooms.hours import carer_of
from tests.told_journeys import walked

pytestmark = pytest.mark.django_db


def test_the_page_tells_what_journeys_took_by_way_and_hour_and_learns_of_them(client, monkeypatch):
    f.freeze(monkeypatch)
    known = unit_day(persons=4)
    phone = Phone(carer_of(known.orders[0]))
    f.log_in(client, known.planner)
    there = reverse("dayplan_travel")
    assert "för få resor" in client.get(there).content.decode()
    walked(known, phone, minutes=18, forgotten=0, hour=12)
    walked(known, phone, minutes=30, days=10, forgotten=0, pair=1)
    told = " ".join(client.get(there).content.decode().split())
    assert "När på dagen" in told
    assert '<td data-label="Klockan">7–9</td>' in told
    assert "räknar med antagna" in told
    assert client.post(reverse("dayplan_learn")).status_code == 302
    assert "räknar med 21 resor" in " ".join(client.get(there).content.decode().split())
    assert all(carer.family_name not in told for carer in known.carers)


def test_a_part_of_the_day_that_takes_as_long_is_told_without_a_sign():
    assert _more(Share(0.9996, 0.92, 1.07, 91)) == ("0 %", "−8 … +7")
