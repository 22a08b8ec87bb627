"""The investigation: every field saved as it is written, two hands at once lose nothing, judgements start empty."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samsyn.audit.models import Event
from samsyn.audit.queries import verify_chain
from samsyn.cases.actions import add_need, remove_need, save_field, settle_field
from samsyn.cases.models import FieldVersion
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f


@pytest.fixture
def investigation(db):
    return f.investigating_case().investigations.get()


def save(investigation, place, value, base=0):
    return save_field(
        investigation=investigation,
        place=place,
        value=value,
        base=base,
        by=f.caseworker_of(investigation.case),
        at=f.NOW,
    )


def test_a_field_is_saved_and_its_number_grows(investigation):
    first = save(investigation, "situation", "Bor ensam.")
    second = save(investigation, "situation", "Bor ensam på tredje våningen.", first.number)
    investigation.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert investigation.situation == "Bor ensam på tredje våningen."


def test_a_second_tab_loses_nothing(investigation):
    save(investigation, "situation", "Första fliken.")
    late = save(investigation, "situation", "Andra fliken.", base=0)
    investigation.refresh_from_db()
    assert investigation.situation == "Första fliken."
    assert late.conflict.value == "Första fliken."
    beside = investigation.versions.get(settled=False)
    assert beside.value == "Andra fliken."
    settle_field(version=beside, keep=True, by=f.caseworker_of(investigation.case), at=f.NOW)
    investigation.refresh_from_db()
    assert investigation.situation == "Andra fliken."
    assert not investigation.versions.filter(settled=False).exists()


def test_leaving_the_other_text_keeps_both_in_the_versions(investigation):
    save(investigation, "situation", "A")
    save(investigation, "situation", "B", base=0)
    beside = investigation.versions.get(settled=False)
    settle_field(version=beside, keep=False, by=f.caseworker_of(investigation.case), at=f.NOW)
    investigation.refresh_from_db()
    assert investigation.situation == "A"
    assert {v.value for v in investigation.versions.all()} == {"A", "B"}


def test_saving_the_same_text_again_changes_nothing(investigation):
    save(investigation, "situation", "A")
    assert save(investigation, "situation", "A", base=0).number == 1
    assert investigation.versions.count() == 1


class TwoTabs(TestCase):
    """Any interleaving of two tabs: every text that was ever sent can be found again."""

    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(st.tuples(st.booleans(), st.text(alphabet="åäö abc", min_size=1, max_size=5)), min_size=1, max_size=8)
    )
    def test_every_text_ever_sent_can_be_found_again(self, typed):
        investigation = f.investigating_case().investigations.get()
        base = {True: 0, False: 0}
        for tab, text in typed:
            answer = save(investigation, "situation", text, base[tab])
            if answer.conflict is None:
                base[tab] = answer.number
        kept = set(FieldVersion.objects.filter(investigation=investigation).values_list("value", flat=True))
        assert kept >= {text for _, text in typed}
        investigation.refresh_from_db()
        assert investigation.situation in kept


def test_a_need_starts_without_judgement(investigation):
    need = add_need(investigation=investigation, area="d510", by=f.caseworker_of(investigation.case), at=f.NOW)
    assert (need.level_now, need.level_meant, need.goal) == (None, None, "")
    again = add_need(investigation=investigation, area="d510", by=f.caseworker_of(investigation.case), at=f.NOW)
    assert again.pk == need.pk


def test_levels_and_factors_are_stored_and_can_be_emptied(investigation):
    need = f.need(investigation)
    save(investigation, f"need:{need.pk}:factor:e1", "H")
    save(investigation, f"need:{need.pk}:level_now", "", base=1)
    need.refresh_from_db()
    assert need.level_now is None
    assert [(x.code, x.effect) for x in need.factors.all()] == [("e1", "H")]
    save(investigation, f"need:{need.pk}:factor:e1", "", base=1)
    assert not need.factors.exists()


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("nothing", "x"),
        ("need:x:goal", "x"),
        ("need:999999:goal", "x"),
        ("situation", "x" * 20_001),
        ("case", "x"),
        ("need:1:removed_at", "x"),
    ],
)
def test_what_is_not_a_field_is_refused(investigation, place, value):
    with pytest.raises(Invalid):
        save(investigation, place, value)


@pytest.mark.parametrize("value", ["5", "-1", "tre", "٣"])
def test_a_level_off_the_scale_is_refused(investigation, value):
    need = f.need(investigation, level_now=None)
    with pytest.raises(Invalid, match="skalan"):
        save(investigation, f"need:{need.pk}:level_now", value)


def test_another_cases_need_cannot_be_written_through_this_investigation(investigation):
    other = f.need(f.investigating_case().investigations.get())
    with pytest.raises(Invalid, match="borttaget"):
        save(investigation, f"need:{other.pk}:goal", "x")


def test_a_removed_need_is_kept_and_can_be_opened_anew(investigation):
    need = f.need(investigation)
    by = f.caseworker_of(investigation.case)
    remove_need(need=need, by=by, at=f.NOW)
    need.refresh_from_db()
    assert (need.removed_at, need.goal) == (f.NOW, "Jag är ren och känner mig fräsch.")
    assert add_need(investigation=investigation, area="d510", by=by, at=f.NOW).pk != need.pk


def test_only_the_one_who_has_the_case_writes(investigation):
    for other in (f.actor(f.staff(Role.CASEWORKER)), f.acting(Role.TEAM_LEADER), f.acting(Role.PROVIDER_PLANNER)):
        with pytest.raises(NoAccess):
            save_field(investigation=investigation, place="situation", value="x", base=0, by=other, at=f.NOW)


def test_nothing_is_written_while_the_decision_is_proposed_or_after_it_is_signed(db):
    for case in (f.proposed_case(), f.decided_case()):
        with pytest.raises(Refused):
            save(case.investigations.get(), "situation", "x")


def test_a_choice_already_made_does_not_come_back_over_newer_text(investigation):
    save(investigation, "situation", "A")
    save(investigation, "situation", "B", base=0)
    beside, by = investigation.versions.get(settled=False), f.caseworker_of(investigation.case)
    number = settle_field(version=beside, keep=True, by=by, at=f.NOW).number
    save(investigation, "situation", "C", base=number)
    with pytest.raises(Refused, match="redan gjort"):
        settle_field(version=beside, keep=True, by=by, at=f.NOW)
    investigation.refresh_from_db()
    assert investigation.situation == "C"


def _left_by(case):
    """All that writing has left of a case: what stands, what is kept of it, and its events but for where they are."""
    investigation = case.investigations.get()
    stands = [*investigation.needs.values_list("area", "own_words", "goal", "level_now", "level_meant")]
    kept = [(v.place.split(":")[-1], v.number, v.value, v.beside, v.settled) for v in investigation.versions.all()]
    events = Event.objects.filter(case=case.pk, what="field.save").order_by("pk")
    told = [(e.by, e.role, e.unit, e.access, e.at, e.detail["place"].split(":")[-1], len(e.subjects)) for e in events]
    return investigation.situation, stands, sorted(kept), told


def test_the_fields_of_the_factories_are_written_as_one_by_one(db):
    at_once, one_by_one = f.investigated_case(areas=("d510",)), f.investigating_case()
    investigation = one_by_one.investigations.get()
    by = f.caseworker_of(one_by_one)
    need = add_need(investigation=investigation, area="d510", by=by, at=f.NOW)
    for v in at_once.investigations.get().versions.order_by("pk"):
        place = v.place if ":" not in v.place else f"need:{need.pk}:{v.place.split(':')[-1]}"
        save_field(investigation=investigation, place=place, value=v.value, base=0, by=by, at=f.NOW)
    assert len(_left_by(at_once)[-1]) == 7
    assert _left_by(at_once) == _left_by(one_by_one)
    assert verify_chain().intact
