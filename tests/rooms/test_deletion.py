"""Deletion: the whole file goes, nothing else does, and only after two persons' yes (SoL 16:1, SoL 16:4, LSS 21 c)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.utils import DatabaseError

from samsyn.audit.models import Event, ImportedRow, ImportSource
from samsyn.audit.queries import verify_chain
from samsyn.cases.actions import (
    approve_deletion,
    carry_out_deletion,
    draw_up_deletion,
    end_offer,
    end_use,
    leave_out,
    withdraw_deletion,
)
from samsyn.cases.actions.deletion import READ_AS
from samsyn.cases.file_tree import IDENTITY_ONLY, OWNER, REFERS, branches, foreign_keys, last_entries
from samsyn.cases.models import Case, DecisionLine, DeletionList, SentLetter, ServiceOffer, ServiceUse
from samsyn.people.actions import confirm_fact
from samsyn.people.models import Person
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role, job
from tests import factories as f
from tests.old_files import AFTER, BORN, ENDED, PLACE, ended_case
from tests.open_support import a_use, an_offer

pytestmark = pytest.mark.django_db


def secretary():
    return f.acting(Role.COMMITTEE_SECRETARY)


def administrator():
    return f.acting(Role.ADMINISTRATOR)


def drawn_up(at=AFTER, place=PLACE):
    return draw_up_deletion(place=place, by=secretary(), at=at)


def carried_out(at=AFTER, place=PLACE):
    drawn = drawn_up(at, place)
    approve_deletion(drawn=drawn, by=administrator(), at=at)
    return carry_out_deletion(drawn=drawn, place=place, by=administrator(), at=at)


def rows_of(person):
    return {
        b.model.__name__: n for b in branches() if (n := b.model._default_manager.filter(b.of([person.pk])).count())
    }


def check_keys():
    connection.check_constraints()


def test_the_whole_file_goes_and_nothing_of_anybody_elses():
    """SoL 16:1."""
    old, other = ended_case(), f.active_case(at=AFTER - timedelta(days=30))
    kept = rows_of(other.person)
    assert {"Case", "Intake", "Investigation", "Need", "Decision", "DecisionLine", "SentLetter", "Order", "Plan",
            "PerformedTime", "PlannedTime", "Activity", "SearchKey"} <= set(rows_of(old.person))  # fmt: skip
    done = carried_out()
    check_keys()
    assert done.state == "done"
    assert rows_of(old.person) == {}
    assert not Person.objects.filter(pk=old.person_id).exists()
    assert rows_of(other.person) == kept
    assert done.report["files"] == 1
    assert done.report["rows"]["cases_case"] == 1
    assert verify_chain().intact


def test_an_open_file_and_a_young_one_stay():
    f.active_case(of=f.person(born=date(1943, 4, 4)))
    ended_case()
    assert drawn_up(at=ENDED + timedelta(days=5 * 365)).items.count() == 0
    assert drawn_up().items.count() == 1


def test_one_open_case_keeps_the_whole_file():
    old = ended_case()
    f.received_case(of=old.person, at=ENDED + timedelta(days=1))
    assert drawn_up().items.count() == 0


def test_the_last_entry_anywhere_in_the_file_is_what_counts():
    """SoL 16:1 speaks of the last entry in the file, whichever case it was made in."""
    old = ended_case()
    later = ENDED + timedelta(days=1000)
    confirm_fact(person=old.person, key="household", value="Ensam", source="Samtal", by=f.caseworker_of(old), at=later)
    assert last_entries([old.person_id], until=AFTER.date()) == {old.person_id: later.date()}
    assert drawn_up().items.count() == 0


def test_days_that_were_only_planned_are_no_entries():
    old = ended_case()
    assert last_entries([old.person_id], until=ENDED.date()) == {old.person_id: ENDED.date()}


def test_a_file_of_nothing_but_open_support_is_found_five_years_after_it_ended():
    """SoL 16:1: what is documented by name under SoL 11:5 is a file too; while it is used nothing has ceased."""
    visitor = f.person(born=BORN)
    offer = an_offer()
    use = a_use(offer, visitor)
    assert drawn_up().items.count() == 0
    end_use(use=use, ended_on=ENDED.date(), by=f.actor(visitor, acting_as="self"), at=ENDED)
    assert drawn_up(at=ENDED + timedelta(days=5 * 365)).items.count() == 0
    done = carried_out()
    assert (done.report["files"], ServiceUse.objects.count()) == (1, 0)
    assert not Person.objects.filter(pk=visitor.pk).exists()
    assert ServiceOffer.objects.filter(pk=offer.pk).exists()


def test_a_use_that_nobody_ended_ceased_with_the_offer():
    visitor, offer = f.person(born=BORN), an_offer()
    a_use(offer, visitor)
    last = AFTER.date() - timedelta(days=365)
    end_offer(offer=offer, last_day=last, minutes="Socialnämnden § 3", by=secretary(), at=AFTER)
    assert drawn_up().items.count() == 0
    assert drawn_up(at=AFTER + timedelta(days=5 * 366)).items.get().last_entry == last


def test_open_support_that_is_used_keeps_the_whole_file():
    old = ended_case()
    a_use(an_offer(), old.person)
    assert drawn_up().items.count() == 0


def test_what_is_kept_for_research_is_counted_by_reason():
    """SoL 16:4."""
    ended_case(born=date(1941, 2, 15))
    assert drawn_up().kept == {"birth_day": 1}
    everything = replace(PLACE, county="Gotlands län")
    assert drawn_up(place=everything).kept == {"whole_place": 1}


def test_one_person_never_gives_both_yeses():
    ended_case()
    drawn = drawn_up()
    with pytest.raises(Refused, match="En annan person"):
        approve_deletion(drawn=drawn, by=secretary(), at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeletionList.objects.filter(pk=drawn.pk).update(
            state="approved", approved_at=AFTER, approved_by=F("drawn_up_by")
        )


def test_nothing_goes_before_the_second_yes():
    old = ended_case()
    drawn = drawn_up()
    with pytest.raises(Refused, match="inte godkänd av två"):
        carry_out_deletion(drawn=drawn, place=PLACE, by=administrator(), at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeletionList.objects.filter(pk=drawn.pk).update(state="under_way")
    assert rows_of(old.person)


@pytest.mark.parametrize("model", [DecisionLine, SentLetter])
def test_outside_a_deletion_the_final_stays_final(model):
    ended_case()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete(connection.alias)


def test_the_final_is_final_again_after_a_deletion():
    ended_case()
    carried_out()
    f.decided_case(at=AFTER)
    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionLine.objects.all()._raw_delete(connection.alias)


def test_a_file_in_which_something_happened_after_the_list_stays_and_is_told():
    old, quiet = ended_case(), ended_case(born=date(1942, 3, 3))
    drawn = drawn_up()
    approve_deletion(drawn=drawn, by=administrator(), at=AFTER)
    f.received_case(of=old.person, at=AFTER)
    confirm_fact(person=quiet.person, key="household", value="Ny", source="Brev", by=f.caseworker_of(old), at=AFTER)
    done = carry_out_deletion(drawn=drawn, place=PLACE, by=administrator(), at=AFTER + timedelta(days=1))
    assert (done.report["files"], done.report["stayed"]) == (0, {"opened": 1, "too_early": 1})
    assert rows_of(old.person)
    assert rows_of(quiet.person)


def test_a_file_that_is_left_out_stays_and_says_why():
    ended_case()
    drawn = drawn_up()
    item = drawn.items.get()
    with pytest.raises(Invalid, match="Skriv varför"):
        leave_out(item=item, reason=" ", by=secretary(), at=AFTER)
    leave_out(item=item, reason="En tvist pågår.", by=secretary(), at=AFTER)
    with pytest.raises(Refused, match="inga akter"):
        approve_deletion(drawn=drawn, by=administrator(), at=AFTER)


def test_a_relative_who_stood_only_in_the_file_goes_with_it():
    old, relative = ended_case(), f.person("Rut", "Nära", born=date(1970, 1, 1))
    f.consent(old.person, relative, valid_to=None)
    carried_out(at=AFTER + timedelta(days=2))
    check_keys()
    assert not Person.objects.filter(pk__in=[old.person_id, relative.pk]).exists()


def test_who_stands_in_anothers_file_keeps_their_name_there():
    old, other = ended_case(), f.active_case(at=AFTER - timedelta(days=30))
    f.consent(other.person, old.person, at=AFTER - timedelta(days=20))
    carried_out()
    check_keys()
    assert Person.objects.filter(pk=old.person_id).exists()
    assert not Case.objects.filter(person=old.person_id).exists()
    assert other.person.consents.count() == 1


def test_where_the_rows_were_read_from_is_forgotten_too():
    old, other = ended_case(), f.active_case(at=AFTER - timedelta(days=30))
    source = ImportSource.objects.create(name="Det gamla systemet")
    read = {
        "person": [old.person_id, other.person_id], "application": [old.pk, other.pk],
        "line": [f.line_of(old).pk, f.line_of(other).pk], "order": [f.order_of(old).pk, f.order_of(other).pk],
        "time": [f.order_of(old).performed.first().pk],
    }  # fmt: skip
    for kind, rows in read.items():
        for row in rows:
            ImportedRow.objects.create(
                source=source, kind=kind, key=f"{kind}-{row}", row=row, digest="-", read_at=AFTER
            )
    carried_out()
    left = set(ImportedRow.objects.values_list("kind", "row"))
    assert left == {(kind, rows[1]) for kind, rows in read.items() if kind != "time"}


def test_what_is_read_from_elsewhere_is_known_by_the_tables_it_went_to():
    tables = {m._meta.db_table for m in apps.get_models()}
    assert set(READ_AS) <= tables
    assert set(READ_AS.values()) == {"person", "relation", "application", "line", "order", "time"}


def test_a_new_list_withdraws_the_one_before():
    ended_case()
    first, second = drawn_up(), drawn_up()
    first.refresh_from_db()
    assert (first.state, first.items.count(), second.items.count()) == ("withdrawn", 0, 1)
    withdraw_deletion(drawn=second, by=administrator(), at=AFTER)
    with pytest.raises(Refused, match="redan avslutad"):
        withdraw_deletion(drawn=second, by=administrator(), at=AFTER)


def test_the_nights_job_carries_out_what_two_have_approved():
    ended_case()
    drawn = drawn_up()
    approve_deletion(drawn=drawn, by=administrator(), at=AFTER)
    assert carry_out_deletion(drawn=drawn, place=PLACE, by=job("deletion"), at=AFTER).report["files"] == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMMITTEE_SECRETARY, Role.ADMINISTRATOR} - {Role.RELATIVE}))
def test_no_other_role_deletes(role):
    ended_case()
    who = f.actor(f.person(), acting_as="self") if role is Role.PERSON else f.acting(role)
    with pytest.raises(NoAccess):
        draw_up_deletion(place=PLACE, by=who, at=AFTER)


def test_the_log_keeps_that_it_was_done_and_no_name():
    old = ended_case()
    name = old.person.family_name
    carried_out()
    told = Event.objects.filter(what__startswith="deletion.").order_by("pk")
    assert [e.what for e in told] == ["deletion.draw_up", "deletion.approve", "deletion.carry_out"]
    assert name not in str(DeletionList.objects.values_list().get())


def test_every_key_to_a_person_says_whose_file_it_is_or_only_mentions():
    """A new table is in the file, or this test asks where it belongs."""
    models = [Person, *(b.model for b in branches())]
    names = {k.name for m in models for k in foreign_keys(m) if k.related_model is Person}
    assert names <= REFERS | {OWNER}
    assert {m.__name__ for m in IDENTITY_ONLY} == {"Account", "SearchKey"}
