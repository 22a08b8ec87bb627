"""The journal of both sides: drafts are one's own, what is locked stays, corrections and objections stand beside.

SoL 14:3, SoL 14:6, LSS 21 a, LSS 21 b.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.audit.queries import verify_chain
from samsyn.cases import actions as cases
from samsyn.cases.models import JournalEntry, Objection
from samsyn.cases.queries import entry_for, journal_of, told_journal
from samsyn.homecare import actions as homecare
from samsyn.homecare.models import CareEntry
from samsyn.homecare.queries import care_journal_of, told_care_journal
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role, job
from tests import factories as f
from tests import journals as j

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(days=1)


def both():
    """The same rules for both journals: an entry of each, who wrote it, and the actions on it."""
    case = f.active_case()
    order = f.order_of(case)
    ours = {"sign": cases.sign_entry, "save": cases.save_entry, "correct": cases.correct_entry,
            "cover": cases.cover_entry, "discard": cases.discard_entry, "settle": cases.settle_entry}  # fmt: skip
    theirs = {"sign": homecare.sign_care_entry, "save": homecare.save_care_entry,
              "correct": homecare.correct_care_entry, "cover": homecare.cover_care_entry,
              "discard": homecare.discard_care_entry, "settle": homecare.settle_care_entry}  # fmt: skip
    yield j.draft(case), f.caseworker_of(case), ours
    yield j.care_draft(order), j.carer_of(order), theirs


def test_a_signed_entry_never_changes_by_the_database_s_own_word():
    for entry, by, do in both():
        signed = do["sign"](entry=entry, by=by, at=f.NOW)
        for change in ({"text": "Något annat"}, {"state": "draft", "locked_at": None, "locked_by": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                type(entry).objects.filter(pk=signed.pk).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            signed.versions.all().delete()
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {type(entry)._meta.db_table} WHERE id = %s", [signed.pk])
        with pytest.raises(Refused):
            do["save"](entry=signed, place="text", value="Mer", base=1, by=by, at=f.NOW)


def test_a_correction_is_a_version_beside_and_the_old_one_stays():
    for entry, by, do in both():
        signed = do["sign"](entry=entry, by=by, at=f.NOW)
        draft = do["correct"](entry=signed, reason="Fel dag", by=by, at=LATER)
        assert do["correct"](entry=signed, reason="Fel dag", by=by, at=LATER).pk == draft.pk
        assert (draft.version, draft.text, draft.corrects_id) == (2, signed.text, signed.pk)
        do["save"](entry=draft, place="text", value="Rätt text", base=0, by=by, at=LATER)
        do["sign"](entry=draft, by=by, at=LATER)
        signed.refresh_from_db()
        assert signed.text == entry.text
        with pytest.raises(Refused):
            do["correct"](entry=signed, reason="Igen", by=by, at=LATER)


def test_a_correction_says_what_is_wrong():
    for entry, by, do in both():
        signed = do["sign"](entry=entry, by=by, at=f.NOW)
        with pytest.raises(Invalid):
            do["correct"](entry=signed, reason=" ", by=by, at=LATER)


def test_nobody_but_its_author_sees_or_writes_a_draft():
    case = f.active_case()
    draft = j.draft(case)
    leader = f.acting(Role.TEAM_LEADER)
    with pytest.raises(NoAccess):
        entry_for(case, draft.pk, by=leader)
    with pytest.raises(NoAccess):
        cases.save_entry(entry=draft, place="text", value="Min", base=1, by=leader, at=f.NOW)
    assert not journal_of(case, by=leader).exists()
    assert journal_of(case, by=f.caseworker_of(case)).get() == draft


def test_two_tabs_give_two_texts_and_a_choice_before_it_can_be_signed():
    for entry, by, do in both():
        first = do["save"](entry=entry, place="text", value="Från ena fliken", base=1, by=by, at=f.NOW)
        second = do["save"](entry=entry, place="text", value="Från andra fliken", base=1, by=by, at=f.NOW)
        assert second.number == first.number
        assert second.conflict.value == "Från ena fliken"
        with pytest.raises(Invalid):
            do["sign"](entry=entry, by=by, at=f.NOW)
        version = entry.versions.get(settled=False)
        do["settle"](version=version, keep=True, by=by, at=f.NOW)
        assert do["sign"](entry=entry, by=by, at=f.NOW).text == "Från andra fliken"


def test_pressing_twice_begins_one_draft():
    case = f.active_case()
    by = f.caseworker_of(case)
    first = cases.begin_entry(case=case, by=by, at=f.NOW)
    assert cases.begin_entry(case=case, by=by, at=f.NOW).pk == first.pk


def test_a_draft_locks_by_itself_after_its_days_and_an_empty_one_goes_away():
    case = f.active_case()
    order = f.order_of(case)
    old, care = j.draft(case), j.care_draft(order)
    cases.begin_entry(case=case, by=f.acting(Role.TEAM_LEADER), at=f.NOW)
    night = job("lock-journal")
    assert cases.lock_old_entries(days=14, by=night, at=f.NOW + timedelta(days=13)) == 0
    late = f.NOW + timedelta(days=14)
    assert cases.lock_old_entries(days=14, by=night, at=late) == 1
    assert homecare.lock_old_care_entries(days=14, by=night, at=late) == 1
    for entry in (old, care):
        entry.refresh_from_db()
        assert (entry.state, entry.locked_by) == ("locked", "job:lock-journal")
    assert JournalEntry.objects.get() == old
    assert verify_chain().intact


def test_what_is_hidden_from_the_person_says_why():
    """OSL 26:1: who would be harmed, and how."""
    case = f.active_case()
    by = f.caseworker_of(case)
    draft = j.draft(case, not_for_person="on")
    with pytest.raises(Invalid) as refused:
        cases.sign_entry(entry=draft, by=by, at=f.NOW)
    assert refused.value.refusal.law == "OSL 26:1"
    cases.lock_old_entries(days=14, by=job("lock-journal"), at=f.NOW + timedelta(days=20))
    draft.refresh_from_db()
    assert draft.not_for_person_why


def test_an_entry_with_the_wrong_person_is_covered_and_kept():
    for entry, by, do in both():
        signed = do["sign"](entry=entry, by=by, at=f.NOW)
        cover = do["cover"](entry=signed, reason="Gäller någon annan", by=by, at=LATER)
        assert do["cover"](entry=signed, reason="Gäller någon annan", by=by, at=LATER).pk == cover.pk
        with pytest.raises(Refused):
            do["correct"](entry=signed, reason="Fel", by=by, at=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(cover).objects.filter(pk=cover.pk).update(reason="Annat")
        assert type(entry).objects.get(pk=signed.pk).text


def test_a_draft_can_be_thrown_away_but_a_locked_entry_cannot():
    for entry, by, do in both():
        do["discard"](entry=entry, by=by, at=f.NOW)
        assert not type(entry).objects.exists()
    case = f.active_case()
    with pytest.raises(Refused):
        cases.discard_entry(entry=j.locked(case), by=f.caseworker_of(case), at=f.NOW)


def test_the_person_s_objection_stands_beside_the_entry_for_ever():
    """SoL 14:6."""
    entry = j.locked(f.active_case())
    noted = j.objection(entry)
    assert noted.hand == "self"
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=noted.pk).update(said="Inget")
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=noted.pk).delete()
    case = entry.case
    answered = cases.answer_objection(objection=noted, text="Vi tar med det.", by=f.caseworker_of(case), at=LATER)
    assert answered.said == "Jag har aldrig sagt så."
    with pytest.raises(Refused):
        cases.answer_objection(objection=noted, text="Något annat", by=f.acting(Role.TEAM_LEADER), at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=noted.pk).update(answer="Ändrat")


def test_an_objection_can_be_to_the_investigation_and_to_a_signed_decision():
    case = f.active_case()
    by = f.caseworker_of(case)
    for about in (case.investigations.get(), f.decision_of(case)):
        noted = cases.object_to(about=about, said="Fel adress", by=by, at=f.NOW)
        assert (noted.hand, noted.case_id) == ("staff", case.pk)
    draft = f.proposed_case().decisions.get()
    with pytest.raises(Invalid):
        cases.object_to(about=draft, said="Fel", by=f.caseworker_of(draft.case), at=f.NOW)


def test_a_relative_with_the_right_may_object_and_a_stranger_may_not():
    entry = j.locked(f.active_case())
    relative = f.person("Rut", "Nära")
    f.consent(entry.case.person, relative, "see")
    assert j.objection(entry, by=f.actor(relative, acting_as="relative")).hand == "relative"
    with pytest.raises(NoAccess):
        j.objection(entry, by=f.actor(f.person("Sten", "Annan"), acting_as="self"))


def test_an_objection_sent_twice_is_noted_once():
    entry = j.locked(f.active_case())
    mark = "b5a1c6de-0000-4000-8000-000000000001"
    assert j.objection(entry, once=mark).pk == j.objection(entry, once=mark).pk
    assert Objection.objects.count() == 1


def test_neither_side_reads_or_writes_in_the_other_s_journal():
    case = f.active_case()
    order = f.order_of(case)
    caseworker, carer = f.caseworker_of(case), j.carer_of(order)
    with pytest.raises(NoAccess):
        cases.begin_entry(case=case, by=carer, at=f.NOW)
    with pytest.raises(NoAccess):
        homecare.begin_care_entry(order=order, by=caseworker, at=f.NOW)
    with pytest.raises(NoAccess):
        care_journal_of(order, by=caseworker)
    other = f.acting(Role.CARE_WORKER, f.unit("Hemtjänst Syd", purpose="provider"))
    with pytest.raises(NoAccess):
        care_journal_of(order, by=other)


@pytest.mark.parametrize("role", [Role.COMMITTEE_SECRETARY, Role.ANALYST, Role.ADMINISTRATOR])
def test_the_office_writes_in_no_journal(role):
    case = f.active_case()
    with pytest.raises(NoAccess):
        cases.begin_entry(case=case, by=f.acting(role), at=f.NOW)
    with pytest.raises(NoAccess):
        homecare.begin_care_entry(order=f.order_of(case), by=f.acting(role), at=f.NOW)


def test_the_person_is_told_what_is_locked_and_no_draft():
    case = f.active_case()
    order = f.order_of(case)
    ours, theirs = j.locked(case), j.care_locked(order)
    j.draft(case)
    j.care_draft(order)
    herself = f.actor(case.person, acting_as="self")
    assert list(told_journal(case.person_id, by=herself)) == [ours]
    assert list(told_care_journal(case.person_id, by=herself)) == [theirs]
    with pytest.raises(NoAccess):
        told_care_journal(case.person_id, by=f.caseworker_of(case))


def test_an_entry_cannot_have_happened_yet():
    case = f.active_case()
    tomorrow = (localdate(f.NOW) + timedelta(1)).isoformat()
    with pytest.raises(Invalid):
        cases.sign_entry(entry=j.draft(case, happened_on=tomorrow), by=f.caseworker_of(case), at=f.NOW)


@pytest.mark.parametrize(
    ("place", "value"),
    [("kind", "recept"), ("happened_on", "i går"), ("happened_time", "kl 8"), ("text", "x" * 20_001), ("author", "1")],
)
def test_a_draft_takes_only_what_it_can_hold(place, value):
    case = f.active_case()
    with pytest.raises(Invalid):
        cases.save_entry(entry=j.draft(case), place=place, value=value, base=0, by=f.caseworker_of(case), at=f.NOW)


def test_every_step_with_an_entry_is_in_the_log_without_its_text():
    case = f.active_case()
    entry = j.locked(case)
    j.objection(entry)
    cases.cover_entry(entry=entry, reason="Fel person", by=f.caseworker_of(case), at=LATER)
    said = Event.objects.filter(case=case.pk, what__in=["entry.begin", "entry.sign", "objection.note", "entry.cover"])
    assert said.count() == 4
    assert not [e for e in said if j.TEXT in str(e.detail)]


def test_an_order_that_was_never_taken_on_has_no_journal():
    order = f.order_of(f.ordered_case())
    with pytest.raises(NoAccess):
        homecare.begin_care_entry(order=order, by=f.acting(Role.PROVIDER_PLANNER), at=f.NOW)
    assert not CareEntry.objects.exists()
