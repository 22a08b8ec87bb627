"""Who may decide, by the delegation order alone (KL 6:37–40, 7:5–8)."""

from datetime import date

import pytest

from samsyn.cases.delegation_file import example, read_order
from samsyn.cases.mandate import (
    Item,
    Matter,
    Order,
    Outside,
    body_for,
    body_item,
    item_for,
    items_for,
    order_on,
    outside_all,
    together,
)
from samsyn.people.refusals import Refusal

FIRST = date(2025, 7, 1)
EXAMPLE = Order(2, FIRST, None, read_order(example()).items)
FORMER = Order(1, date(2018, 7, 1), None, read_order(example("2018-07-01")).items)
OWN = Order(
    4,
    FIRST,
    None,
    (
        Item("1", "hemtjänst", ("SOL_11_1",), ("assistent",), frozenset({"HEMTJANST"}), frozenset({"granted"}), 600,
             "minutes_week"),
        Item("2", "ledsagning", ("SOL_11_1",), ("assistent",), frozenset({"LEDSAGNING"}), most=1200,
             unit="minutes_month"),
        Item("3", "korttid", ("SOL_11_1",), ("assistent",), frozenset({"KORTTIDSBOENDE"}), most=14, unit="days_month",
             months=6),
        Item("4", "avgift", ("SOL_32_FEES",), ("avgiftshandläggare",), kronor=2000),
        Item("5", "allt annat", ("SOL_11_1",), ("enhetschef", "biträdande enhetschef"), passed_to=("gruppledare",)),
    ),
)  # fmt: skip


def line(intervention="HEMTJANST", outcome="granted", amount=360, unit="minutes_week", **more):
    return Matter(
        **{"regime": "SOL_11_1", **more}, intervention=intervention, outcome=outcome, amount=amount, unit=unit
    )


HEAD, FIRST_OFFICER, MANAGER = "Förvaltningschef", "Förste handläggare", "Enhetschef"

# what, by whom, in which order: the item that lets them, or the items and titles that would
CASES = [
    (line(), MANAGER, EXAMPLE, "2.3"),
    (line(), "  enhets chef ", EXAMPLE, ("2.1", "2.3")),
    (line(), "ENHETSCHEF", EXAMPLE, "2.3"),
    (line(), FIRST_OFFICER, EXAMPLE, "2.1"),
    (line(amount=2400), FIRST_OFFICER, EXAMPLE, "2.1"),
    (line(amount=2401), FIRST_OFFICER, EXAMPLE, ("2.3",)),
    (line(outcome="refused", amount=0), FIRST_OFFICER, EXAMPLE, ("2.3",)),
    (line(outcome="refused", amount=0), MANAGER, EXAMPLE, "2.3"),
    (line(outcome="partly", amount=300, applied=600), FIRST_OFFICER, EXAMPLE, "2.1"),
    (line(outcome="partly", amount=300, applied=3000), FIRST_OFFICER, EXAMPLE, ("2.3",)),
    (line(amount=300, applied=3000), FIRST_OFFICER, EXAMPLE, "2.1"),
    (line(amount=9000, unit="minutes_month"), FIRST_OFFICER, EXAMPLE, "2.1"),
    (line(amount=9600, unit="minutes_month"), FIRST_OFFICER, EXAMPLE, "2.1"),
    (line(amount=9601, unit="minutes_month"), FIRST_OFFICER, EXAMPLE, ("2.3",)),
    (line("TRYGGHETSLARM", amount=1, unit="count"), FIRST_OFFICER, EXAMPLE, "2.2"),
    (line("KORTTIDSBOENDE", amount=10, unit="days_month"), FIRST_OFFICER, EXAMPLE, ("2.3",)),
    (line("SARSKILT_BOENDE", amount=1, unit="count"), MANAGER, EXAMPLE, "2.4"),
    (line("SARSKILT_BOENDE", "refused", 0, "count"), MANAGER, EXAMPLE, ("2.5",)),
    (line("SARSKILT_BOENDE", "refused", 0, "count"), HEAD, EXAMPLE, ("2.5",)),
    (line("SARSKILT_BOENDE", "refused", 0, "count"), "individutskottet", EXAMPLE, ("2.5",)),
    (line(regime="SOL_11_4"), MANAGER, EXAMPLE, "2.6"),
    (line(regime="SOL_11_4"), FIRST_OFFICER, EXAMPLE, ("2.6",)),
    (line(regime="SOL_29_7"), MANAGER, EXAMPLE, "2.7"),
    (line("LSS-9-2", amount=1200, regime="LSS_9"), MANAGER, EXAMPLE, "3.1"),
    (line("LSS-9-2", amount=1201, regime="LSS_9"), MANAGER, EXAMPLE, ("3.2",)),
    (line("LSS-9-2", amount=1201, regime="LSS_9"), HEAD, EXAMPLE, "3.2"),
    (line("LSS-9-2", amount=1201, regime="LSS_9"), "avdelningschef", EXAMPLE, "3.2"),
    (line("LSS-9-2", "refused", 0, regime="LSS_9"), MANAGER, EXAMPLE, ("3.2",)),
    (line("LSS-9-10", amount=5, unit="days_week", regime="LSS_9"), MANAGER, EXAMPLE, "3.3"),
    (line(regime="SOL_2001_4_1"), MANAGER, EXAMPLE, ()),
    (line(regime="SOL_2001_4_1"), MANAGER, FORMER, "2.1"),
    (line(), MANAGER, FORMER, ()),
    (line(), "ordförande", EXAMPLE, ("2.1", "2.3")),
    (line(), "", EXAMPLE, ("2.1", "2.3")),
    (line(amount=600), "assistent", OWN, "1"),
    (line(amount=601), "assistent", OWN, ("5",)),
    (line(outcome="partly", amount=300, applied=400), "assistent", OWN, ("5",)),
    (line("LEDSAGNING", amount=270), "assistent", OWN, "2"),
    (line("LEDSAGNING", amount=271), "assistent", OWN, ("5",)),
    (line("LEDSAGNING", amount=4, unit="times_week"), "assistent", OWN, ("5",)),
    (line("KORTTIDSBOENDE", amount=14, unit="days_month", first=FIRST, last=date(2025, 12, 31)), "assistent", OWN, "3"),
    (line("KORTTIDSBOENDE", amount=9, unit="days_month", first=FIRST, last=date(2026, 1, 1)), "assistent", OWN, ("5",)),
    (line("KORTTIDSBOENDE", amount=14, unit="days_month", first=FIRST), "assistent", OWN, ("5",)),
    (line("KORTTIDSBOENDE", "refused", 0, "days_month", applied=14, first=FIRST), "assistent", OWN, "3"),
    (line("KORTTIDSBOENDE", "refused", 0, "days_month", applied=15, first=FIRST), "assistent", OWN, ("5",)),
    (line("KORTTIDSBOENDE", "refused", 0, "days_month", first=FIRST), "assistent", OWN, ("5",)),
    (line("LEDSAGNING", "partly", 60), "assistent", OWN, ("5",)),
    (line(), "biträdande enhetschef", OWN, "5"),
    (line(), "gruppledare", OWN, "5"),
    (Matter("SOL_32_FEES", "granted", kronor=2000), "avgiftshandläggare", OWN, "4"),
    (Matter("SOL_32_FEES", "granted", kronor=2001), "avgiftshandläggare", OWN, ()),
    (Matter("SOL_32_FEES", "granted"), "avgiftshandläggare", OWN, ()),
]  # fmt: skip


@pytest.mark.parametrize(("matter", "title", "order", "expected"), CASES)
def test_the_order_says_who_may_decide(matter, title, order, expected):
    found = item_for(matter, title, order)
    said = tuple(i.number for i in found.items) if isinstance(found, Outside) else found.number
    assert said == expected


def test_there_are_at_least_forty_cases():
    assert len(CASES) >= 40


def test_every_line_needs_a_mandate_of_its_own():
    both = [line(), line("SARSKILT_BOENDE", "refused", 0, "count")]
    assert isinstance(items_for(both, MANAGER, EXAMPLE), Refusal)
    assert [i.number for i in items_for([line(), line(regime="SOL_11_4")], MANAGER, EXAMPLE)] == ["2.3", "2.6"]


def test_what_is_too_much_for_one_line_is_too_much_for_two():
    """KL 6:37: the limit is the decision's, however it is written in lines."""
    half = line(amount=21 * 60)
    assert isinstance(items_for([half, line("BOENDESTOD", amount=19 * 60)], FIRST_OFFICER, EXAMPLE), list)
    for beside in (half, line("BOENDESTOD", amount=21 * 60), line(amount=90 * 60, unit="minutes_month")):
        refusal = items_for(together([half, beside]), FIRST_OFFICER, EXAMPLE)
        assert isinstance(refusal, Refusal)
        assert "tillsammans med annat i beslutet: din punkt 2.1 räcker till 40 timmar i veckan" in str(refusal)
        assert [i.number for i in items_for(together([half, beside]), MANAGER, EXAMPLE)] == ["2.3", "2.3"]


def test_what_follows_on_or_is_not_under_the_item_is_not_added():
    first, then = line(amount=2400, first=FIRST, last=date(2025, 9, 30)), line(amount=2400, first=date(2025, 10, 1))
    alarm = line("TRYGGHETSLARM", amount=1, unit="count")
    refused = line("BOENDESTOD", "refused", 0, applied=2400)
    assert [i.number for i in items_for(together([first, then, alarm]), FIRST_OFFICER, EXAMPLE)] == [
        "2.1",
        "2.1",
        "2.2",
    ]
    assert items_for(together([first, refused]), MANAGER, EXAMPLE)
    assert together([first, refused])[0].beside == (refused,)


def test_a_stay_of_months_is_as_long_when_it_is_granted_in_parts():
    parts = [
        line("KORTTIDSBOENDE", amount=9, unit="days_month", first=FIRST, last=date(2025, 12, 31)),
        line("KORTTIDSBOENDE", amount=9, unit="days_month", first=date(2026, 1, 1), last=date(2026, 6, 30)),
    ]
    assert [item_for(part, "assistent", OWN).number for part in parts] == ["3", "3"]
    assert isinstance(items_for(together(parts), "assistent", OWN), Refusal)


def test_a_refusal_names_the_item_that_would_allow_it_and_who_holds_it():
    refusal = items_for([line(amount=2460)], FIRST_OFFICER, EXAMPLE)
    assert str(refusal) == (
        "Hemtjänst: din punkt 2.1 räcker till 40 timmar i veckan. Punkt 2.3 i delegationsordningen (version 2)"
        " tillåter det, och den har enhetschef."
    )
    assert refusal.law == "KL 6:37"
    assert "punkt 2.5" in str(items_for([line("SARSKILT_BOENDE", "refused", 0, "count")], MANAGER, EXAMPLE))
    assert "Nämnden beslutar själv" in str(items_for([line()], MANAGER, FORMER))


def test_without_an_order_nobody_decides_but_the_committee():
    """KL 6:37: who has been given no right to decide has none."""
    assert "Ingen delegationsordning gäller" in str(items_for([line()], MANAGER, None))
    assert outside_all([line()], None)


def test_a_proposal_waits_for_the_committee_when_nobody_may_decide_a_line_alone():
    assert not outside_all([line()], EXAMPLE)
    assert outside_all([line(), line("SARSKILT_BOENDE", "refused", 0, "count")], EXAMPLE)
    assert outside_all([line()], FORMER)


def test_an_utskott_decides_what_is_its_own_and_the_committee_the_rest():
    """KL 6:41, SoL 30:6: an utskott has what it was given; the committee needs no item."""
    refused = line("SARSKILT_BOENDE", "refused", 0, "count")
    assert body_for([refused], EXAMPLE) == "individutskottet"
    assert body_item(refused, "individutskottet", EXAMPLE).number == "2.5"
    assert body_for([refused, line()], EXAMPLE) == "nämnden"
    assert body_for([refused], None) == "nämnden"


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2018, 6, 30), None), (date(2018, 7, 1), 1), (date(2025, 6, 30), 1), (date(2025, 7, 1), 2),
        (date(2026, 1, 1), 5), (date(2026, 6, 30), 5), (date(2026, 7, 1), None),
    ],
)  # fmt: skip
def test_the_order_in_force_is_the_one_that_began_last(day, version):
    limited = Order(5, date(2026, 1, 1), date(2026, 6, 30), ())
    found = order_on([limited, FORMER, EXAMPLE], day)
    assert (found and found.version) == version


def test_of_two_versions_from_one_day_the_later_applies():
    later = Order(3, FIRST, None, ())
    assert order_on([later, EXAMPLE], FIRST) is later


def test_the_chair_decides_in_haste_only_where_the_committee_has_said_so():
    """KL 6:39: the committee may give its chair that right; it does not follow from the law."""
    assert EXAMPLE.urgent_item.number == "1.1"
    assert OWN.urgent_item is None
