"""The law that a decision rests on is kept with it, on both sides of a new act."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localdate

from samsyn.cases.actions import (
    correct,
    propose,
    put_line,
)
from samsyn.cases.models import SentLetter
from samsyn.cases.queries import mandate_of
from samsyn.people.refusals import Invalid, Refused
from tests import factories as f
from tests.orders import adopt_text
from tests.rooms.deciding import TODAY, sign_it, used

pytestmark = pytest.mark.django_db


BEFORE, AFTER = (datetime(2025, m, d, 10, tzinfo=ZoneInfo("Europe/Stockholm")) for m, d in ((6, 30), (7, 1)))


def laws_of(decision):
    return dict(SentLetter.objects.get(decision=decision).laws)


@pytest.mark.parametrize(
    ("at", "regime", "version", "law", "remedy"),
    [
        (BEFORE, "SOL_2001_4_1", 1, "SoL 2001:453 4:1", "SoL 2001:453 16:3"),
        (AFTER, "SOL_11_1", 2, "SoL 11:1", "SoL 35:1"),
    ],
)
def test_the_law_and_the_order_are_those_of_the_day_on_both_sides_of_the_new_act(at, regime, version, law, remedy):
    signed = f.decision_of(f.decided_case(at=at, terms={"regime": regime}))
    assert mandate_of(signed).order.version == version
    assert {law, remedy, "FL 31", "FL 32", "FL 33", "KL 6:37", "KL 7:5"} == set(laws_of(signed))


@pytest.mark.parametrize(("at", "regime"), [(BEFORE, "SOL_11_1"), (AFTER, "SOL_2001_4_1")])
def test_the_law_of_the_other_side_is_refused(at, regime):
    with pytest.raises(Invalid, match="gäller inte i dag"):
        f.proposed_case(at=at, terms={"regime": regime})


def test_a_correction_keeps_the_law_of_the_first_decision_but_is_signed_by_todays_order():
    """FL 36; SFS 2025:400, transitional provision 6."""
    case = f.decided_case(at=BEFORE, terms={"regime": "SOL_2001_4_1"})
    by = f.caseworker_of(case)
    version = correct(decision=f.decision_of(case), reason="Fel antal.", by=by, at=AFTER)
    propose(decision=version, by=by, at=AFTER)
    with pytest.raises(Refused, match="Nämnden beslutar själv"):
        sign_it(case, at=AFTER)
    adopt_text(
        "punkt;ärende;lagrum;utfall;delegat;anmäls\n8;äldre lagen;SoL 2001:453 4:1;alla;enhetschef;ja",
        valid_from=localdate(AFTER) + timedelta(days=1),
    )
    signed = sign_it(case, at=AFTER + timedelta(days=1))
    assert laws_of(signed)["SoL 2001:453 4:1"]
    assert (mandate_of(signed).order.version, used(signed)) == (3, ["8"])


def test_a_correction_keeps_the_wording_that_its_first_decision_had():
    """LSS 27 § reads anew from 2026-01-01; a correction of a decision from before keeps the wording before."""
    year_end, after = datetime(2025, 12, 1, 9, tzinfo=ZoneInfo("Europe/Stockholm")), f.NOW
    lss = {"regime": "LSS_9", "intervention": "LSS-9-3", "unit": "minutes_month"}
    case = f.decided_case(at=year_end, terms=lss)
    first = f.decision_of(case)
    by = f.caseworker_of(case)
    version = correct(decision=first, reason="Fel antal.", by=by, at=after)
    line = version.lines.get()
    needs = tuple(line.needs.values_list("pk", flat=True))
    terms = f.home_care(needs, valid_from=TODAY, **lss, amount=600)
    put_line(decision=version, terms=terms, line=line, by=by, at=after)
    propose(decision=version, by=by, at=after)
    signed = sign_it(case, at=after)
    assert laws_of(first)["LSS 27"] == laws_of(signed)["LSS 27"] == "2019-01-01"
