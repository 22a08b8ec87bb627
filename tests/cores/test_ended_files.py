"""Which files are to be deleted, and which stay (SoL 16:1, SoL 16:2, SoL 16:4, LSS 21 c, LSS 21 d)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cases.clocks import Clock, Facts, NotRunning, answer
from samsyn.cases.ended_files import LAW, WORDS, Due, Ended, Why, first_too_early, verdict
from samsyn.cases.exempt import exempt, exempt_as_set
from samsyn.cases.law import paragraphs

BORN = date(1940, 1, 14)  # not a day that is kept
LAST = date(2020, 3, 2)


def said(
    *, last=LAST, born=BORN, today=date(2025, 6, 1), municipality="Samsyns kommun", county="Stockholms län", **more
):
    kept = more.pop("exempt", exempt())
    file = Ended(last, born, frozenset(more.pop("matters", ())), more.pop("begun", None))
    return verdict(file, today=today, exempt=kept, municipality=municipality, county=county)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({}, Due(date(2025, 3, 2), date(2026, 12, 31))),
        ({"today": date(2025, 3, 2)}, Why.TOO_EARLY),
        ({"today": date(2025, 3, 3)}, Due(date(2025, 3, 2), date(2026, 12, 31))),
        ({"last": date(2020, 2, 29)}, Due(date(2025, 2, 28), date(2026, 12, 31))),
        ({"last": date(2019, 12, 31)}, Due(date(2024, 12, 31), date(2025, 12, 31))),
        ({"last": date(2020, 1, 1)}, Due(date(2025, 1, 1), date(2026, 12, 31))),
        ({"born": date(1940, 1, 5)}, Why.BIRTH_DAY),
        ({"born": date(1940, 1, 15)}, Why.BIRTH_DAY),
        ({"born": date(1940, 1, 25)}, Why.BIRTH_DAY),
        ({"born": date(1940, 1, 6)}, Due(date(2025, 3, 2), date(2026, 12, 31))),
        ({"born": date(2001, 4, 6), "begun": date(2019, 4, 5)}, Why.CHILD),
        ({"born": date(2001, 4, 6), "begun": date(2019, 4, 6)}, Due(date(2025, 3, 2), date(2026, 12, 31))),
        ({"born": date(2000, 2, 29), "begun": date(2018, 2, 28)}, Why.CHILD),
        ({"born": None}, Why.NO_BIRTH_DATE),
        ({"born": None, "last": date(2024, 1, 1)}, Why.TOO_EARLY),
        ({"matters": ["lss_9_8"]}, Why.MATTER),
        ({"municipality": "Göteborgs kommun", "county": "Västra Götalands län"}, Why.WHOLE_PLACE),
        ({"municipality": "Göteborgs stad", "county": ""}, Why.WHOLE_PLACE),
        ({"municipality": "Linköpings kommun", "county": "Östergötlands län"}, Why.WHOLE_PLACE),
        ({"municipality": "Någon kommun", "county": "Gotlands län"}, Why.WHOLE_PLACE),
        ({"municipality": "Ånge kommun", "county": ""}, Why.WHOLE_PLACE),
        ({"municipality": "Umeå kommun", "county": "Västerbottens län"}, Due(date(2025, 3, 2), date(2026, 12, 31))),
    ],
)  # fmt: skip
def test_a_file_is_due_after_five_years_unless_it_is_kept(case, expected):
    assert said(**case) == expected


def test_an_installation_may_say_other_days_and_counties():
    others = exempt_as_set(["Skåne län"], [1, 2])
    assert said(exempt=others, born=date(1940, 1, 5)) == Due(date(2025, 3, 2), date(2026, 12, 31))
    assert said(exempt=others, born=date(1940, 1, 2)) is Why.BIRTH_DAY
    assert said(exempt=others, county="Skåne län") is Why.WHOLE_PLACE
    assert exempt_as_set(None, None) == exempt()
    with pytest.raises(ValueError, match="32 is no day"):
        exempt_as_set(None, [32])


def test_every_reason_has_words_and_a_paragraph_that_is_in_the_law_table():
    assert set(WORDS) == set(LAW) == set(Why)
    assert set(LAW.values()) <= set(paragraphs())


@given(
    last=st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    born=st.dates(date(1900, 1, 1), date(2005, 12, 31)),
    later=st.integers(1, 4000),
)
def test_it_says_what_the_clock_of_deletion_says(last, born, later):
    """The page's list and the lawyers' bench are one rule (SoL 16:1, SoL 16:4)."""
    today = last + timedelta(later)
    facts = Facts(law="SoL", last_entry=last, birth_date=born, municipality="Umeå kommun", county="Västerbottens län")
    clock = answer("GALLRING_5AR", facts)
    found = said(last=last, born=born, today=today, municipality="Umeå kommun", county="Västerbottens län")
    if isinstance(found, Due):
        assert isinstance(clock, Clock)
        assert clock.last_day == found.last_day
        assert found.on < today
    elif found is Why.BIRTH_DAY:
        assert isinstance(clock, NotRunning)
    else:
        assert found is Why.TOO_EARLY
        assert (today.year, today.month, today.day) <= (last.year + 5, last.month, last.day)


@pytest.mark.parametrize(
    "today", [date(2025, 3, 1), date(2025, 3, 2), date(2024, 2, 29), date(2026, 1, 1), date(2025, 12, 31)]
)
def test_the_first_day_that_keeps_a_file_is_where_the_rule_turns(today):
    """SoL 16:1."""
    first = first_too_early(today)
    assert said(last=first, today=today) is Why.TOO_EARLY
    assert isinstance(said(last=first - timedelta(1), today=today), Due)
