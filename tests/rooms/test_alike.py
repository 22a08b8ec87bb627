"""Similar decided cases: a store that leads nowhere, figures of groups, and nothing that singles somebody out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from samsyn.audit.models import Event
from samsyn.cases.actions import approve_deletion, carry_out_deletion, draw_up_deletion
from samsyn.cases.file_tree import branches
from samsyn.cases.models import Need
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role, job
from samsyn.review import store_switch
from samsyn.review.actions import fill_store, switch_store
from samsyn.review.alike import packed
from samsyn.review.models import StoredDecision, StoredLine, StoreRun, StoreSwitch
from samsyn.review.queries import Asked, alike_for_case, alike_for_profile, is_store_on
from samsyn.review.store_key import key_from, pseudonym
from tests import factories as f
from tests.alike import WASH_AND_SHOP, filled, key, stored, switched_on
from tests.appealing import appealed, at_court, judged, refused_case
from tests.old_files import AFTER, PLACE, ended_case
from tests.protection import protected

pytestmark = pytest.mark.django_db
NEXT_MONTH = f.NOW + timedelta(days=35)
STORE = (StoredDecision, StoredLine, StoreRun)


@pytest.fixture(autouse=True)
def _on():
    switched_on()


def shown_to(case, *, by=None, at=f.NOW, **more):
    return alike_for_case(case, case.investigations.get(), by=by or f.caseworker_of(case), at=at, **more)


# The store


def test_a_month_comes_into_the_store_when_it_is_over():
    f.decided_case()
    assert filled(at=f.NOW + timedelta(days=1)).held == 0
    run = filled(at=NEXT_MONTH)
    assert (run.added, run.removed, run.held) == (1, 0, 1)
    row = StoredDecision.objects.get()
    assert (row.quarter, row.carer, row.profile) == (20261, False, packed(WASH_AND_SHOP))
    line = row.lines.get()
    told = (line.intervention, line.outcome, line.unit, line.amount, line.applied)
    assert told == ("HEMTJANST", "granted", "minutes_week", 360, None)


def test_filling_again_changes_nothing_and_leaves_one_event_a_run():
    f.decided_case()
    filled(at=NEXT_MONTH)
    before = list(StoredDecision.objects.values_list())
    run = filled(at=NEXT_MONTH + timedelta(days=1))
    assert (run.added, run.removed, run.held) == (0, 0, 1)
    assert list(StoredDecision.objects.values_list()) == before
    events = Event.objects.filter(what="store.fill")
    assert [(e.about, e.case, e.subjects) for e in events] == [("store", None, [])] * 2


def test_no_foreign_key_leads_out_of_the_store_and_no_file_holds_a_row_of_it():
    for model in STORE:
        for field in model._meta.concrete_fields:
            assert not isinstance(field, models.ForeignKey) or field.related_model in STORE
    assert not {b.model for b in branches()} & {*STORE, StoreSwitch}


def test_the_store_holds_neither_who_nor_when_nor_where():
    """No name, number, sex, age, unit, day or text; no number of a row in another table."""
    case = f.decided_case()
    filled(at=NEXT_MONTH)
    row = StoredDecision.objects.values().get() | StoredLine.objects.values().get()
    names = {"id", "decision", "person", "quarter", "carer", "profile"}
    assert set(row) == names | {"stored_id", "intervention", "outcome", "unit", "amount", "applied"}
    assert {f.name for m in apps.get_app_config("review").get_models() if m is StoredDecision
            for f in m._meta.concrete_fields} == names  # fmt: skip
    assert row["person"] == pseudonym(key(), "person", case.person_id)


def test_a_pseudonym_can_not_be_made_without_the_key():
    assert pseudonym(key(), "person", 1) != pseudonym(key_from("another secret"), "person", 1)
    assert pseudonym(key(), "person", 1) != pseudonym(key(), "decision", 1)
    with pytest.raises(ValueError, match="SECRET_KEY"):
        key_from("")


def test_a_command_without_the_secret_fills_nothing(settings):
    from samsyn.cli.nightly import STEPS

    settings.SECRET_KEY = ""
    assert "need SAMSYN_SECRET_KEY" in STEPS["fill-store"](f.NOW)
    assert not StoreRun.objects.exists()


def test_the_night_fills_it_where_it_is_on():
    from samsyn.cli.nightly import STEPS

    f.decided_case()
    assert "holds 1 decisions, 1 of them new" in STEPS["fill-store"](NEXT_MONTH)
    switch_store(unit_id=None, on=False, reason="Nej.", by=f.acting(Role.ADMINISTRATOR), at=NEXT_MONTH)
    assert "is off" in STEPS["fill-store"](NEXT_MONTH)


def test_rows_stand_in_the_order_of_their_pseudonyms_not_of_the_decisions():
    for _ in range(4):
        f.decided_case()
    filled(at=NEXT_MONTH)
    digests = list(StoredDecision.objects.order_by("pk").values_list("decision", flat=True))
    assert digests == sorted(digests)


def test_another_key_makes_the_store_anew():
    f.decided_case()
    filled(at=NEXT_MONTH)
    run = fill_store(key=key_from("a new secret"), by=f.ADMINISTRATOR, at=NEXT_MONTH)
    assert (run.added, run.held, StoredDecision.objects.count()) == (1, 1, 1)


def test_a_corrected_decision_is_replaced():
    from samsyn.cases.actions import correct, propose, sign
    from tests.hearing import heard

    case = f.decided_case()
    filled(at=NEXT_MONTH)
    by = f.caseworker_of(case)
    draft = correct(decision=case.decisions.get(), reason="Fel mängd.", by=by, at=NEXT_MONTH)
    line = draft.lines.get()
    line.amount = 420
    line.save(update_fields=["amount"])
    propose(decision=heard(draft, by=by, at=NEXT_MONTH), by=by, at=NEXT_MONTH)
    sign(decision=draft, sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=NEXT_MONTH)
    run = filled(at=NEXT_MONTH + timedelta(days=1))
    assert (run.removed, run.held) == (1, 0)  # the wrong one at once
    filled(at=NEXT_MONTH + timedelta(days=35))
    assert [line.amount for line in StoredLine.objects.all()] == [420]


def test_a_decision_that_a_court_has_changed_is_taken_out():
    case = refused_case()
    filled(at=NEXT_MONTH)
    assert StoredDecision.objects.count() == 1
    judged(at_court(appealed(case)), "changed")
    assert (filled(at=NEXT_MONTH).removed, StoredDecision.objects.count()) == (1, 0)


def test_protected_persons_are_never_in_it():
    protected(f.decided_case().person)
    later = f.decided_case()
    assert filled(at=NEXT_MONTH).held == 1
    protected(later.person)
    assert filled(at=NEXT_MONTH).held == 0


def test_the_rows_of_a_deleted_file_go_the_same_night():
    """What is pseudonymised is personal data still, and is deleted with the file (SoL 16:1)."""
    ended_case()
    filled(at=NEXT_MONTH)
    assert StoredDecision.objects.count() == 1
    drawn = draw_up_deletion(place=PLACE, by=f.acting(Role.COMMITTEE_SECRETARY), at=AFTER)
    approve_deletion(drawn=drawn, by=f.acting(Role.ADMINISTRATOR), at=AFTER)
    carry_out_deletion(drawn=drawn, place=PLACE, by=job("deletion"), at=AFTER)
    assert (filled(at=AFTER).held, StoredDecision.objects.count(), StoredLine.objects.count()) == (0, 0, 0)


def test_what_is_older_than_five_years_leaves_it():
    f.decided_case()
    filled(at=NEXT_MONTH)
    assert filled(at=f.NOW + timedelta(days=5 * 366 + 100)).removed == 1


# On and off


def test_it_is_off_until_somebody_has_switched_it_on():
    assert store_switch.why_not_show(everywhere=store_switch.is_on([]), here=True) == store_switch.NOT_ON
    switch_store(unit_id=None, on=False, reason="Nej.", by=f.acting(Role.ADMINISTRATOR), at=f.NOW)
    assert not is_store_on()
    with pytest.raises(Refused, match="inte påslaget"):
        filled()
    assert shown_to(f.investigated_case()).why_not == store_switch.NOT_ON


def test_switched_off_everywhere_the_store_is_empty_at_once():
    f.decided_case()
    filled(at=NEXT_MONTH)
    switch_store(unit_id=None, on=False, reason="Ska bedömas på nytt.", by=f.acting(Role.ADMINISTRATOR), at=NEXT_MONTH)
    assert (StoredDecision.objects.count(), StoredLine.objects.count()) == (0, 0)
    event = Event.objects.get(what="store.off")
    assert event.detail["emptied"] == 1
    switch_store(unit_id=None, on=True, reason="Bedömt på nytt.", by=f.acting(Role.ADMINISTRATOR), at=NEXT_MONTH)
    assert shown_to(f.investigated_case()).why_not == store_switch.NOT_FILLED


def test_a_team_leader_switches_it_off_for_the_own_unit_alone():
    stored(30)
    case, elsewhere = f.investigated_case(), f.investigated_case(at_unit=f.unit("Äldreenheten Syd"))
    leader = f.acting(Role.TEAM_LEADER, case.unit)
    switch_store(unit_id=case.unit_id, on=False, reason="Vi vill prata om det först.", by=leader, at=f.NOW)
    assert shown_to(case).why_not == store_switch.UNIT_OFF
    assert shown_to(elsewhere).about == 30
    with pytest.raises(NoAccess):
        switch_store(unit_id=elsewhere.unit_id, on=False, reason="Nej.", by=leader, at=f.NOW)
    with pytest.raises(NoAccess):
        switch_store(unit_id=None, on=False, reason="Nej.", by=leader, at=f.NOW)


def test_a_switch_has_a_reason_is_logged_and_pressed_twice_is_once():
    leader = f.acting(Role.TEAM_LEADER)
    given = {"unit_id": leader.unit_id, "on": False, "by": leader, "at": f.NOW}
    with pytest.raises(Invalid, match="Skriv varför"):
        switch_store(reason="  ", **given)
    assert switch_store(reason="Paus.", **given) == switch_store(reason="Paus.", **given)
    assert Event.objects.filter(what="store.off", about=f"unit:{leader.unit_id}").count() == 1
    with pytest.raises(Refused, match="redan avstängt"):
        switch_store(reason="En gång till.", **given)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.ADMINISTRATOR, Role.PERSON, Role.RELATIVE}])
def test_only_the_administrator_switches_for_the_municipality(role):
    with pytest.raises(NoAccess):
        switch_store(unit_id=None, on=False, reason="Nej.", by=f.acting(role), at=f.NOW)
    with pytest.raises(NoAccess):
        switch_store(unit_id=None, on=False, reason="Nej.", by=job("night"), at=f.NOW)


def test_what_was_switched_and_what_is_stored_never_changes():
    stored(1)
    for rows, change in (
        (StoreSwitch, {"reason": "Ett annat skäl."}),
        (StoredDecision, {"person": "x" * 32}),
        (StoredLine, {"amount": 1}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        StoreSwitch.objects.all().delete()


# What is shown


def test_what_was_granted_to_those_alike_is_shown_as_groups_and_spread():
    stored(24, minutes=300)
    stored(12, minutes=480, first=100, quarter=20253)
    stored(8, outcome="refused", minutes=0, first=200)
    found = shown_to(f.investigated_case())
    assert (found.about, found.first, found.last, found.why_not) == (45, (2025, 3), (2025, 4), None)
    [home_care] = found.given
    assert [(p.outcomes, p.about, p.share) for p in home_care.parts] == [(("granted",), 35, 80), (("refused",), 10, 20)]
    spread = home_care.spread
    assert (spread.about, spread.low, spread.middle, spread.high) == (35, 300, 300, 480)


def test_an_empty_store_says_so():
    assert shown_to(f.investigated_case()).why_not == store_switch.NOT_FILLED
    filled()
    assert shown_to(f.investigated_case()).why_not == store_switch.TOO_FEW


@pytest.mark.parametrize("others", [1, 7])
def test_fewer_than_eight_others_are_not_shown(others):
    stored(others)
    found = shown_to(f.investigated_case())
    assert (found.about, found.given, found.why_not) == (0, [], store_switch.TOO_FEW)


def test_a_person_is_never_compared_with_themselves():
    """Not with the case's own earlier decision, nor with another case of the same person."""
    case = f.decided_case()
    filled(at=NEXT_MONTH)
    assert shown_to(case, at=NEXT_MONTH).why_not == store_switch.TOO_FEW
    stored(7)
    assert shown_to(case, at=NEXT_MONTH).why_not == store_switch.TOO_FEW  # seven others, and the own one
    assert shown_to(f.investigated_case(of=case.person), at=NEXT_MONTH).why_not == store_switch.TOO_FEW
    assert shown_to(f.investigated_case(), at=NEXT_MONTH).about == 10  # eight for anybody else


def test_one_with_many_decisions_is_one_person():
    stored(20, person="p" * 32)
    assert shown_to(f.investigated_case()).why_not == store_switch.TOO_FEW


def test_those_far_away_are_not_alike():
    stored(30, profile={"d510": (0, 0), "d620": (0, 0)})
    stored(30, profile={"d110": (3, 1)}, first=100)
    assert shown_to(f.investigated_case()).why_not == store_switch.TOO_FEW


def test_support_to_a_relative_is_compared_with_its_like():
    stored(30)
    case = f.investigated_case()
    case.target_group = "carer"
    assert shown_to(case).why_not == store_switch.TOO_FEW


def test_sex_and_age_make_no_difference():
    stored(40)
    woman = f.investigated_case(of=f.person(serial=982))
    man = f.investigated_case(of=f.person("Bertil", serial=981))
    assert replace(shown_to(woman)) == replace(shown_to(man))


def test_under_another_key_nothing_is_shown_until_the_night_has_been(settings):
    stored(30)
    case = f.investigated_case()
    settings.SECRET_KEY = "a key that was changed at noon, and is long enough"
    assert shown_to(case).why_not == store_switch.NOT_FILLED


def test_without_knowing_whose_profile_it_is_nothing_is_shown():
    """A packet whose key has ended: nobody can be kept from being compared with themselves."""
    stored(30)
    reader = f.acting(Role.CASEWORKER)
    found = alike_for_profile(WASH_AND_SHOP, Asked(None, False, "packet:1"), by=reader, at=f.NOW)
    assert found.why_not == store_switch.NOBODY


def test_every_showing_is_in_the_log_also_when_nothing_is_shown():
    stored(30)
    case = f.investigated_case()
    shown_to(case)
    case.investigations.get().needs.update(removed_at=f.NOW)
    assert shown_to(case).why_not == store_switch.NO_NEEDS
    one, two = Event.objects.filter(what="alike.show").order_by("id")
    assert (one.about, one.case, one.access, one.detail["shown"]) == (f"case:{case.pk}", case.pk, "read", 30)
    assert one.detail["version"] == 1  # of the definition that it follows
    assert (two.detail["shown"], two.detail["profile"] != one.detail["profile"]) == (0, True)


def test_who_changes_the_needs_to_see_what_moves_is_stopped_for_the_day():
    stored(30)
    case = f.investigated_case()
    need = case.investigations.get().needs.first()
    for level in (0, 1, 2, 3, 4):
        Need.objects.filter(pk=need.pk).update(level_now=level)
        assert shown_to(case).why_not in (None, store_switch.TOO_FEW)
    Need.objects.filter(pk=need.pk).update(level_now=None)
    assert shown_to(case).why_not == store_switch.CHANGED_OFTEN
    Need.objects.filter(pk=need.pk).update(level_now=3)
    assert shown_to(case).about == 30  # what was asked before is no news
    Need.objects.filter(pk=need.pk).update(level_now=None)
    assert shown_to(case, at=f.NOW + timedelta(days=1)).why_not != store_switch.CHANGED_OFTEN


def test_one_decision_more_does_not_show_by_itself():
    """Between two showings somebody is decided about: the figures stand still, or move for five."""
    case = f.investigated_case()
    seen = set()
    for count in range(38, 43):
        StoredDecision.objects.all().delete()
        stored(count)
        seen.add(str(shown_to(case).given))
    assert len(seen) == 1


@pytest.mark.parametrize("role", [Role.PROVIDER_PLANNER, Role.ANALYST, Role.ADMINISTRATOR, Role.FEE_OFFICER])
def test_only_those_who_assess_are_shown(role):
    stored(30)
    with pytest.raises(NoAccess):
        shown_to(f.investigated_case(), by=f.acting(role))
    with pytest.raises(NoAccess):
        shown_to(f.investigated_case(), by=job("anything"))
