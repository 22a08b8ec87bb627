"""A decision that gives less than what runs is proposed and signed only on a ground that the law gives.

SoL 14:9, FL 36, FL 37, FL 32.
"""

import contextlib
import random
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from samsyn.cases.actions import correct, propose, put_line, sign
from samsyn.cases.models import Decision, DecisionLine, DetrimentGround
from samsyn.cases.queries import lowered_lines
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import ended as e
from tests import factories as f
from tests.rooms.anew import LATER, anew, choose, hand_over

pytestmark = pytest.mark.django_db
OLD_LAW = datetime(2025, 6, 30, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


def test_less_than_what_runs_is_refused_with_the_paragraph_until_a_ground_is_chosen():
    case = f.decided_case()
    held = f.line_of(case)
    draft = anew(case, amount=240)
    with pytest.raises(Refused) as refused:
        propose(decision=draft, by=f.caseworker_of(case), at=LATER)
    assert refused.value.refusal.law == "SoL 14:9"
    choose(draft, held)
    proposed = hand_over(draft)
    signed = sign(decision=proposed, sender=f.SENDER, by=f.acting(Role.DELEGATE), at=LATER)
    assert signed.grounds.get().held == held


def test_a_decision_of_the_old_law_is_not_lowered_on_changed_circumstances():
    case = f.decided_case(at=OLD_LAW, terms={"regime": "SOL_2001_4_1"})
    held = f.line_of(case)
    draft = anew(case, amount=240)
    with pytest.raises(Invalid) as refused:
        choose(draft, held)
    assert refused.value.refusal.law == "SoL 14:9"
    choose(draft, held, ground="own_request", reasons="Personen vill ha mindre.")
    assert hand_over(draft).state == "proposed"


@pytest.mark.parametrize("ground", ["guidelines", "clerical", "annat"])
def test_what_is_no_ground_is_refused(ground):
    case = f.decided_case()
    held = f.line_of(case)
    with pytest.raises(Invalid):
        choose(anew(case, amount=240), held, ground=ground)


def test_as_much_as_before_needs_no_ground_and_takes_none():
    case = f.decided_case()
    held = f.line_of(case)
    draft = anew(case)
    assert lowered_lines(draft, today=localdate(LATER)) == []
    with pytest.raises(Refused):
        choose(draft, held)
    assert hand_over(draft).state == "proposed"


def test_a_line_the_person_has_renounced_no_longer_runs():
    case = f.decided_case()
    e.decline(f.line_of(case))
    assert hand_over(anew(case, amount=240)).state == "proposed"


def test_a_time_limit_that_ran_out_leaves_the_new_decision_free():
    case = f.decided_case(terms={"valid_to": localdate(LATER) - timedelta(1)})
    assert hand_over(anew(case, amount=240)).state == "proposed"


def test_a_correction_that_lowers_is_for_a_slip_of_the_pen_alone():
    """FL 36."""
    case = f.decided_case()
    by, held = f.caseworker_of(case), f.line_of(case)
    version = correct(decision=f.decision_of(case), reason="Skrev 6 i stället för 4", by=by, at=LATER)
    line = version.lines.get()
    terms = f.home_care(tuple(line.needs.values_list("pk", flat=True)), valid_from=line.valid_from, amount=240)
    put_line(decision=version, terms=terms, line=line, by=by, at=LATER)
    with pytest.raises(Refused):
        hand_over(version)
    with pytest.raises(Invalid):
        choose(version, held)
    choose(version, held, ground="clerical", reasons="Det stod 4 timmar i utredningen.")
    assert hand_over(version).state == "proposed"


def test_the_ground_of_a_signed_decision_never_changes():
    case = f.decided_case()
    held = f.line_of(case)
    draft = anew(case, amount=240)
    choose(draft, held)
    sign(decision=hand_over(draft), sender=f.SENDER, by=f.acting(Role.DELEGATE), at=LATER)
    for write in (lambda rows: rows.update(ground="safety"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(DetrimentGround.objects.all())


def test_only_the_caseworker_of_the_case_chooses_a_ground():
    case = f.decided_case()
    held = f.line_of(case)
    with pytest.raises(NoAccess):
        choose(anew(case, amount=240), held, by=f.acting(Role.DELEGATE))


@pytest.mark.parametrize("seed", range(4))
def test_no_signed_decision_lowers_what_runs_without_a_stored_ground(seed):
    """Whatever is tried, in any order: what a signed decision gives less of has its ground beside it."""
    rng = random.Random(seed)
    case, at = f.decided_case(), f.NOW
    for _ in range(6):
        at += timedelta(days=rng.randint(1, 40))
        amount = rng.choice([0, 120, 240, 360, 480])
        terms = {"amount": amount, "outcome": "granted" if amount else "refused", "reasons": "Skäl"}
        with contextlib.suppress(Refused), transaction.atomic():
            draft = anew(case, at, **terms)
            for low in lowered_lines(draft, today=localdate(at)):
                if rng.random() < 0.6:
                    ground = rng.choice(["changed", "own_request", "guidelines"])
                    with contextlib.suppress(Refused), transaction.atomic():
                        choose(draft, low.line, ground=ground, at=at)
            sign(decision=hand_over(draft, at), sender=f.SENDER, by=f.acting(Role.DELEGATE), at=at)
        case.refresh_from_db()
        if case.closed_at:
            break
    _every_lowering_has_its_ground(case)


def _every_lowering_has_its_ground(case):
    signed = list(Decision.objects.filter(case=case, state="signed").order_by("signed_at", "pk"))
    for before, after in pairwise(signed):
        held, given = before.lines.get(), after.lines.get()
        if given.amount < held.amount and held.outcome != DecisionLine.Outcome.REFUSED:
            assert after.grounds.filter(held=held).exists()
