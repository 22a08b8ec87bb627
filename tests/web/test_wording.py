"""How times, amounts and refusals are said."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils.translation import override

from samsyn.people.refusals import Refusal
from samsyn.web.decisions.words import validity
from samsyn.web.shared.wording import amount, duration, long_date, period, say, when

NOW = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)  # 23.30 in Stockholm


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 11, 21, 13, 20, tzinfo=UTC), "i dag 14.20"),
        (datetime(2026, 11, 21, 23, 5, tzinfo=UTC), "i morgon 0.05"),
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), "i går 9.00"),
        (date(2026, 11, 22), "i morgon"),
        (date(2026, 11, 24), "tis 24 nov"),
        (date(2026, 11, 28), "lör 28 nov"),
        (date(2026, 11, 29), "29 nov 2026"),
        (date(2026, 11, 13), "13 nov 2026"),
        (None, ""),
    ],
)
def test_near_days_are_weekdays_and_far_days_are_dates(value, said) -> None:
    assert when(value, NOW) == said


@pytest.mark.parametrize(
    ("language", "parts", "said"),
    [
        ("sv", "", "4 december 2026"),
        ("sv", "month", "4 december"),
        ("sv", "weekday", "fredag 4 december"),
        ("en", "", "4 December 2026"),
        ("fi", "", "4. joulukuuta 2026"),
        ("fi", "month", "4. joulukuuta"),
        ("fi", "weekday", "perjantai 4. joulukuuta"),
    ],
)
def test_a_day_in_full_is_written_as_the_language_writes_it(language, parts, said) -> None:
    with override(language):
        assert long_date(date(2026, 12, 4), parts) == said


def test_a_moment_in_full_is_its_day_here() -> None:
    assert long_date(datetime(2026, 12, 3, 23, 30, tzinfo=UTC)) == "4 december 2026"
    assert long_date(None) == ""


def test_the_filter_carries_the_exact_moment() -> None:
    shown = Template("{% load samsyn %}{{ at|when:now }}").render(
        Context({"at": datetime(2026, 11, 21, 13, 20, tzinfo=UTC), "now": NOW})
    )
    assert shown == '<time datetime="2026-11-21T14:20:00+01:00" title="2026-11-21 14.20">i dag 14.20</time>'


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(450, "7 tim 30 min"), (60, "1 tim"), (5, "5 min"), (0, "0 min"), (-90, "−1 tim 30 min"), (None, "")],
)
def test_minutes_become_hours_and_minutes(minutes, said) -> None:
    assert duration(minutes) == said


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (450, "minutes_week", "7 tim 30 min i veckan"),
        (120, "minutes_month", "2 tim i månaden"),
        (1, "times_week", "1 gång i veckan"),
        (3, "times_week", "3 gånger i veckan"),
        (2, "days_week", "2 dagar i veckan"),
        (1, "days_month", "1 dygn i månaden"),
        (1, "count", "1 styck"),
    ],
)
def test_an_amount_is_said_with_its_unit(number, unit, said) -> None:
    assert amount(number, unit) == said
    shown = Template("{% load samsyn %}{{ n|amount:unit }}|{{ pair|amount }}").render(
        Context({"n": number, "unit": unit, "pair": (number, unit)})
    )
    assert shown == f"{said}|{said}"


def test_an_unknown_unit_is_told_and_not_shown() -> None:
    with pytest.raises(ValueError, match="fathoms"):
        amount(1, "fathoms")


def test_a_refusal_is_filled_and_escaped() -> None:
    refusal = Refusal("Ärendet är {status} sedan {days} dagar.", {"status": "avslutat <b>", "days": 3})
    assert say(refusal) == "Ärendet är avslutat <b> sedan 3 dagar."
    shown = Template("{% load samsyn %}{{ refusal|say }}").render(Context({"refusal": refusal}))
    assert "avslutat &lt;b&gt;" in shown


def test_nothing_is_said_of_nothing() -> None:
    assert say(None) == say("") == ""


def test_a_period_tells_its_year_once_when_it_can() -> None:
    assert period(date(2026, 10, 1), date(2026, 11, 21)) == "1 okt – 21 nov 2026"
    assert period(date(2025, 12, 1), date(2026, 1, 31)) == "1 dec 2025 – 31 jan 2026"


@pytest.mark.parametrize(
    ("language", "near", "far", "both"),
    [
        ("sv", "tis 24 nov", "29 nov 2026", "1 okt – 21 nov 2026"),
        ("en", "Tue 24 Nov", "29 Nov 2026", "1 Oct – 21 Nov 2026"),
        ("fi", "ti 24.11.", "29.11.2026", "1.10. – 21.11.2026"),
    ],
)
def test_days_are_written_as_the_reader_writes_them(language, near, far, both) -> None:
    with override(language):
        assert when(date(2026, 11, 24), NOW) == near
        assert when(date(2026, 11, 29), NOW) == far
        assert period(date(2026, 10, 1), date(2026, 11, 21)) == both


def test_how_long_a_decision_is_valid_is_said_in_the_readers_language() -> None:
    assert validity(date(2026, 3, 1), None) == "från 1 mars 2026, tills vidare"
    with override("en"):
        assert validity(date(2026, 3, 1), date(2026, 5, 31)) == "from 1 March 2026 to 31 May 2026"


@pytest.mark.parametrize(("language", "said"), [("sv", "8.05"), ("en", "8:05"), ("fi", "8.05")])
def test_a_time_of_day_and_a_moment_are_told_alike(language, said) -> None:
    with override(language):
        shown = Template("{% load samsyn %}{{ start|clock }} {{ at|clock }}{{ nothing|clock }}").render(
            Context({"start": time(8, 5), "at": datetime(2026, 11, 21, 7, 5, tzinfo=UTC), "nothing": None})
        )
    assert shown == f"{said} {said}"
