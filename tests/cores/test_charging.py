"""From granted lines and a told income to a fee: what is charged, from when, and whether two spouses agree (SoL 32)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.cases.charging.first import first_month
from samsyn.cases.charging.spouses import Side, disagreements
from samsyn.cases.charging.standing import Decided, Ended, fee_in, last_month_of
from samsyn.cases.charging.told import Figure, ToldIncome, income_kinds, unchecked
from samsyn.cases.charging.use import FREE_BY_LSS, NO_HOUSING_FEE, NOT_IN_TARIFF, Granted, monthly, uses
from samsyn.cases.charging.working import Choices, why_not_decide, work_out
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.parameters import yearly_amounts
from samsyn.cases.fees.situation import Household, Housing, Situation
from samsyn.cases.fees.tariff import tariff_of

MARCH = Month(2026, 3)
TARIFF, AMOUNTS = tariff_of("PROV", MARCH), yearly_amounts()[2026]
SINCE = date(2026, 1, 1)
HOME_CARE = Granted("HEMTJANST", "SOL_11_1", "minutes_week", 360, SINCE)
ALARM = Granted("TRYGGHETSLARM", "SOL_11_1", "count", 1, SINCE)
SPECIAL = Granted("SARSKILT_BOENDE", "SOL_11_1", "count", 1, SINCE)


def told(*figures, **more):
    given = {
        "household": Household.SINGLE, "lives_together": True, "housing": Housing.OWN, "housing_cost": 500_000,
        "partner_housing_cost": None, "declines": False, "figures": figures,
    }  # fmt: skip
    return ToldIncome(**(given | more))


def pension(kronor, whose="own"):
    return Figure(whose, "PENSION", kronor * 100, "month")


@pytest.mark.parametrize(
    ("unit", "amount", "hours", "times"),
    [
        ("minutes_week", 360, Fraction(26), None),  # 6 hours × 52 / 12
        ("minutes_month", 90, Fraction(3, 2), None),
        ("times_week", 2, None, 8),  # 2 × 52 / 12 = 8,67: a part of a time is not charged
        ("days_week", 3, None, 13),
        ("days_month", 14, None, 14),
        ("count", 1, None, 1),
    ],
)
def test_a_granted_amount_is_counted_for_a_month_in_the_persons_favour(unit, amount, hours, times):
    assert monthly(replace(HOME_CARE, unit=unit, amount=amount), Fraction(52, 12)) == (hours, times)


def test_each_granted_line_is_charged_by_the_tariff_or_said_to_be_free():
    lines = [HOME_CARE, ALARM, replace(ALARM, intervention="MATDISTRIBUTION"), replace(HOME_CARE, regime="LSS_9")]
    care, alarm, food, lss = uses(lines, TARIFF, MARCH, has_contract=True)
    assert (care.charge.amount, care.charge.own_cost) == (26 * 41_200, 26 * 59_000)
    assert alarm.charge.amount == 27_500
    assert (food.charge, food.why_free) == (None, NOT_IN_TARIFF)
    assert (lss.charge, lss.why_free) == (None, FREE_BY_LSS)


def test_a_dwelling_has_a_fee_only_where_it_is_no_tenancy():
    """SoL 32:1 p 6."""
    care, rent = uses([SPECIAL], TARIFF, MARCH, has_contract=True)
    assert care.charge.amount == 285_000
    assert (rent.charge, rent.why_free) == (None, NO_HOUSING_FEE)
    assert [use.charge.amount for use in uses([SPECIAL], TARIFF, MARCH, has_contract=False)] == [285_000, 310_000]


def steps(*limits):
    """Home care by the steps of the sample's price list, taken for granted home care."""
    found = [replace(p, granted="HEMTJANST") for p in TARIFF.prices if p.intervention == "HEMTJANST_STEG"]
    return replace(TARIFF, prices=tuple(found[n] for n in limits))


@pytest.mark.parametrize("written", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize(
    ("minutes", "kronor"), [(60, 950), (300, 950), (301, 1900), (900, 1900), (901, 2850), (6_000, 2850)]
)
def test_of_a_tariffs_steps_only_the_one_that_the_hours_reach_is_charged(minutes, kronor, written):
    """SoL 32:1: one step, not every step below it, in whatever order the steps are written."""
    line = replace(HOME_CARE, unit="minutes_month", amount=minutes)
    (use,) = uses([line], steps(*written), MARCH, has_contract=True)
    assert use.charge.amount == kronor * 100
    assert use.charge.amount == steps(*written).price("HEMTJANST_STEG", Fraction(minutes, 60)).amount


@pytest.mark.parametrize(
    ("start", "end", "given"),
    [
        (date(2026, 3, 31), None, True), (date(2026, 4, 1), None, False), (SINCE, date(2026, 3, 1), True),
        (SINCE, date(2026, 2, 28), False),
    ],
)  # fmt: skip
def test_a_line_is_charged_in_the_months_it_is_valid(start, end, given):
    assert replace(HOME_CARE, valid_from=start, valid_to=end).is_given_in(MARCH) is given


def test_an_income_is_what_twelve_months_give():
    statement = told(pension(15_000), Figure("own", "CAPITAL", 120_000, "year"), pension(9_000, "partner"))
    assert statement.income_of("own") == 15_000 * 12 * 100 + 120_000
    assert statement.income_of("partner") == 9_000 * 12 * 100
    assert told().income_of("own") is None
    assert told(pension(0)).income_of("own") == 0
    assert told(declines=True).income_of("own") is None


def test_kinds_of_income_carry_their_paragraph_and_whether_it_is_checked():
    kinds = income_kinds()
    assert all(kind.extra["law"] == "SoL 32:5" and kind.extra["source"] for kind in kinds.values())
    assert kinds["HOUSING_ALLOWANCE"].extra["status"] == "verified"
    assert unchecked([Figure("own", "PENSION", 1, "month"), Figure("own", "HOUSING_ALLOWANCE", 1, "month")]) == [
        "PENSION"
    ]


def test_a_fee_is_worked_out_with_both_maximums_and_one_reserved_amount():
    # Without contract nothing is reserved for the dwelling: 16 000 − 7 295,91 = 8 704,09. Care 2 850 → 2 660 (cap),
    # dwelling 3 100 → 2 732 (cap 2 732,57, downwards). 5 392 fits in the room.
    statement = told(pension(16_000), housing=Housing.NO_CONTRACT, housing_cost=None)
    worked = work_out(statement, (SPECIAL,), TARIFF, AMOUNTS, Choices(MARCH))
    assert (worked.answer.fee_care, worked.answer.fee_housing) == (266_000, 273_200)
    assert "SoL 32:8" in worked.laws
    assert why_not_decide(worked) is None


def test_a_calculation_has_one_mark_and_another_has_another():
    one, same, other = (
        work_out(told(pension(kr)), (HOME_CARE,), TARIFF, AMOUNTS, Choices(MARCH)) for kr in (14_000, 14_000, 14_001)
    )
    assert one.mark == same.mark != other.mark


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
KRONOR = st.integers(0, 60_000)
STATEMENTS = st.builds(
    lambda household, together, own, partner, cost, housing: told(
        pension(own), pension(partner, "partner"), household=household,
        lives_together=together or household is Household.SAMBOR, housing=housing, housing_cost=cost * 100,
    ),
    st.sampled_from(Household), st.booleans(), KRONOR, KRONOR, st.integers(0, 20_000), st.sampled_from(Housing),
)  # fmt: skip
LINES = st.lists(
    st.builds(
        lambda line, amount: replace(line, amount=amount),
        st.sampled_from([HOME_CARE, ALARM, SPECIAL]),
        st.integers(1, 4000),
    ),
    max_size=4,
).map(tuple)


@UNHURRIED
@given(STATEMENTS, LINES)
def test_a_fee_is_never_below_nothing_above_a_maximum_or_into_what_is_reserved(statement, lines):
    answer = work_out(statement, lines, TARIFF, AMOUNTS, Choices(MARCH)).answer
    if answer.fee is None:
        return
    assert 0 <= answer.fee_care <= answer.maximum_care
    assert 0 <= answer.fee_housing <= answer.maximum_housing
    assert answer.fee <= answer.room
    assert answer.fee == 0 or answer.basis - answer.fee >= answer.reserved


@UNHURRIED
@given(STATEMENTS, LINES, st.integers(0, 30_000))
def test_a_higher_income_never_lowers_a_fee(statement, lines, more):
    own, partner = statement.figures
    richer = replace(statement, figures=(replace(own, amount=own.amount + more * 100), partner))
    fees = [work_out(s, lines, TARIFF, AMOUNTS, Choices(MARCH)).answer.fee for s in (statement, richer)]
    assert fees[0] is None or fees[0] <= fees[1]


@UNHURRIED
@given(STATEMENTS, LINES)
def test_who_declines_pays_no_less_than_anybody_who_tells(statement, lines):
    declines = replace(statement, declines=True, figures=())
    known, unknown = (work_out(s, lines, TARIFF, AMOUNTS, Choices(MARCH)).answer.fee for s in (statement, declines))
    assert known is None or known <= unknown


NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def decided(key, month, days=0, corrects=None):
    return Decided(key, key, month.first_day, NOW + timedelta(days), corrects)


MONTHS = st.integers(1, 12).map(lambda number: Month(2026, number))


@given(st.lists(MONTHS, min_size=1, max_size=6), MONTHS, st.none() | MONTHS)
def test_a_month_has_the_latest_decision_that_had_begun_or_none(begins, asked, last):
    decisions = [decided(n, month, n) for n, month in enumerate(begins, start=1)]
    ends = [Ended(last.first_day, NOW + timedelta(30))] if last else []
    standing = fee_in(asked, decisions, ends)
    begun = [d for d in decisions if Month.of(d.first_month) <= asked]
    over = last is not None and last < asked
    assert (standing.key is None) is (over or not begun)
    if standing.key:
        assert standing.key == max(begun, key=lambda d: (d.first_month, d.version)).key


@given(st.dates(min_value=date(2025, 7, 2), max_value=date(2040, 1, 1)))
def test_the_last_month_with_a_fee_follows_the_change_rule(day):
    """SoL 32:10 st 2: whoever dies on the first owes nothing for the month; whose help ends within it owes for it."""
    month = Month.of(day)
    assert last_month_of("help_ended", day) == month
    assert last_month_of("death", day).next() == (month if day.day == 1 else month.next())


def test_a_first_fee_does_not_reach_back_and_a_change_does():
    today = date(2026, 6, 10)
    assert first_month([HOME_CARE], today=today).first_month == Month(2026, 6)
    soon = replace(HOME_CARE, valid_from=date(2026, 6, 15))
    assert first_month([soon], today=today).first_month == Month(2026, 7)
    change = first_month([HOME_CARE], today=today, decided_from=date(2026, 2, 1), changed_on=date(2026, 4, 1))
    assert (change.first_month, change.reason.code) == (Month(2026, 4), "change_same_month")
    assert first_month([], today=today) is None
    nothing_new = first_month([HOME_CARE], today=today, decided_from=date(2026, 2, 1))
    assert nothing_new.first_month == Month(2026, 7)


def side(fee=None, **facts):
    given = {"month": MARCH, "household": Household.SPOUSES, "income": 100, "partner_income": 200, "housing_cost": 5}
    return Side(Situation(**(given | facts)), fee)


MIRROR = side(income=200, partner_income=100)


@pytest.mark.parametrize(
    ("own", "other", "says"),
    [
        (side(), MIRROR, []),
        (side(), side(household=Household.SAMBOR), ["olika uppgift om hushållet"]),
        (side(lives_together=False), MIRROR, ["sammanlevande"]),
        (side(), side(income=300, partner_income=100), ["räknas den som"]),
        (side(housing_cost=9), MIRROR, ["olika boendekostnad"]),
        (side(fee=20), replace(MIRROR, fee=20), ["Makarnas avgifter är tillsammans"]),
        (side(household=Household.SINGLE), side(household=Household.SINGLE), []),
    ],
)
def test_what_does_not_agree_between_two_spouses_is_said(own, other, says):
    """SoL 32:7: the municipality makes sure that the other's economy is not unreasonably worsened."""
    found = [str(one) for one in disagreements(own, other)]
    assert len(found) == len(says)
    assert all(words in sentence for words, sentence in zip(says, found, strict=True))
    assert all(one.law for one in disagreements(own, other))
