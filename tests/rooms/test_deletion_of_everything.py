"""Of a file that holds everything nothing remains, and the neighbour's is untouched (SoL 16:1, LSS 21 c)."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils.timezone import localdate

from samsyn.audit.models import Event, ImportedRow, ImportSource, Subject
from samsyn.audit.queries import verify_chain
from samsyn.cases.actions import (
    Paper,
    approve_deletion,
    carry_out_deletion,
    cover_entry,
    draw_up_deletion,
    end_use,
    explain_delay,
    note_delay,
    note_line_event,
    register_document,
)
from samsyn.cases.actions.deletion import READ_AS
from samsyn.cases.clocks import Kind
from samsyn.cases.file_tree import branches
from samsyn.cases.models import DeletionItem, DeletionList
from samsyn.homecare.actions import close_days, end_case
from samsyn.people.models import Person
from samsyn.people.roles import Role, job
from tests import appealing, fees, journals, nights
from tests import factories as f
from tests.ended import take_back
from tests.old_files import AFTER, BORN, ENDED, PLACE
from tests.open_support import a_use, an_offer

pytestmark = pytest.mark.django_db
WORD = "Solrosvägen"  # stands in every text that somebody wrote in the file
LOG = {Event, Subject, DeletionList, DeletionItem}
HOLDS = {
    "Appeal", "AppealLine", "Judgment", "Notice", "Communication", "CommunicationAnswer", "DelayNotice", "Delay",
    "DecisionRequest", "FeeCase", "FeeDecision", "Income", "IncomeFigure", "JournalEntry", "JournalVersion",
    "JournalCover", "Objection", "CareEntry", "CareObjection", "Document", "LineEvent", "SentLetter", "PerformedTime",
    "ServiceUse", "Consent", "Withdrawal", "Supervision", "NightTerms", "Cohabitant", "CameraConsent", "NightCheck",
    "Look", "NightVisit",
}  # fmt: skip


def file_of(family, born, serial):
    """A person whose file holds a refusal that went to court, help that was given and charged, and what was written."""
    person = f.person("Rosa", family, born=born, serial=serial)
    refused = appealing.slow_case(of=person)
    note_delay(
        case=refused, told_on=localdate(f.NOW), way="letter", why=f"{WORD} utreds.", expected_on=None, sender=f.SENDER,
        by=f.caseworker_of(refused), at=f.NOW,
    )  # fmt: skip
    helped = f.active_case(of=person, terms={"valid_to": localdate(ENDED) - timedelta(days=1)})
    line, by = f.line_of(helped), f.caseworker_of(helped)
    explain_delay(line=line, reason="RES-PERSONAL", text=WORD, consequence=WORD, meanwhile="", stay="", by=by, at=f.NOW)
    note_line_event(line=line, kind=Kind.OFFERED, day=localdate(f.NOW), note=WORD, by=by, at=f.NOW)
    fees.decided_fee(fees.told_fees(person))
    entry = journals.locked(helped, text=f"{WORD} ringde.")
    journals.objection(entry, said=f"{WORD} är fel.")
    cover_entry(entry=journals.locked(helped, text=f"{WORD} igen."), reason=f"{WORD} hör inte hit.", by=by, at=f.NOW)
    journals.care_objection(journals.care_locked(f.order_of(helped), text=f"{WORD} i dag."), said=WORD)
    nights.lived_through(f.order_of(helped), word=WORD)
    register_document(case=helped, paper=Paper("in", localdate(f.NOW), WORD, WORD, WORD), by=by, at=f.NOW)
    f.consent(person, f.person("Nära", f"{family}svän", born=born.replace(year=1970), serial=serial), valid_to=None)
    return person, helped


def tried_and_ended(person, helped):
    """What follows: a refusal that the court leaves as it is, and help that has ended."""
    case = appealing.refused_case(of=person, terms={"reasons": f"{WORD} räcker."})
    appeal = appealing.appealed(case, wanted=f"Jag vill bo kvar på {WORD}.")
    appealing.judged(appealing.at_court(appeal), "rejected")
    close_days(by=job("close-days"), at=ENDED, through=localdate(ENDED) - timedelta(days=1))
    end_case(case=helped, reason="need_ceased", by=f.caseworker_of(helped), at=ENDED)
    take_back(person.cases.get(closed_at=None), what=f"{WORD} räcker.", at=ENDED)
    use = a_use(an_offer(), person)
    end_use(use=use, ended_on=localdate(ENDED), by=f.actor(person, acting_as="self"), at=ENDED)


def read_in_from_elsewhere(person):
    """As if every row of the file that can be read in had been."""
    source, _ = ImportSource.objects.get_or_create(name="Det gamla systemet")
    tables = {b.model._meta.db_table: b for b in branches()}
    rows = {"person": [person.pk]}
    for table, kind in READ_AS.items():
        if table in tables:
            rows[kind] = (
                tables[table].model._default_manager.filter(tables[table].of([person.pk])).values_list("pk", flat=True)
            )
    ImportedRow.objects.bulk_create(
        ImportedRow(source=source, kind=kind, key=f"{person.number}-{pk}", row=pk, digest="-", read_at=f.NOW)
        for kind, keys in rows.items()
        for pk in keys
    )


def ours():
    return [m for m in apps.get_models() if m.__module__.startswith("samsyn.")]


def everything():
    """Every row of every table but the log's, by table and key."""
    return {(m, row["id"] if "id" in row else row[m._meta.pk.attname]): row
            for m in ours() if m not in LOG for row in m._default_manager.values()}  # fmt: skip


def rows_of(person):
    return {(b.model, pk) for b in branches()
            for pk in b.model._default_manager.filter(b.of([person.pk])).values_list("pk", flat=True)}  # fmt: skip


def carry_out(secretary, administrator, at=AFTER):
    drawn = draw_up_deletion(place=PLACE, by=secretary, at=at)
    approve_deletion(drawn=drawn, by=administrator, at=at)
    return carry_out_deletion(drawn=drawn, place=PLACE, by=job("deletion"), at=at)


def test_nothing_of_a_file_that_holds_everything_remains_and_the_neighbour_keeps_all():
    """SoL 16:1: the appeal and the judgment, fees, journal, notices and what was read in go with the file."""
    old, helped = file_of("Solros", BORN, 984)
    neighbour, theirs = file_of("Blåklint", BORN.replace(year=1941), 986)
    for person, case in ((old, helped), (neighbour, theirs)):
        tried_and_ended(person, case)
        read_in_from_elsewhere(person)
    f.received_case(of=neighbour, at=AFTER - timedelta(days=30))
    assert {model.__name__ for model, _ in rows_of(old)} >= HOLDS
    office = f.acting(Role.COMMITTEE_SECRETARY), f.acting(Role.ADMINISTRATOR)
    numbers = list(old.cases.values_list("number", flat=True))
    before, gone, number = everything(), rows_of(old), old.number
    persons = set(Person.objects.filter(family_name__startswith="Solros").values_list("pk", flat=True))
    imported = {
        (ImportedRow, pk) for pk in ImportedRow.objects.filter(key__contains=number).values_list("pk", flat=True)
    }

    assert carry_out(*office).report["files"] == 1

    connection.check_constraints()
    left = everything()
    assert not rows_of(old)
    accounts = {key for key in before.keys() - left.keys() if key[0].__name__ in {"Account", "SearchKey"}}
    assert before.keys() - left.keys() == gone | imported | {(Person, pk) for pk in persons} | accounts
    assert {key: row for key, row in left.items() if before.get(key) != row} == {}
    texts = str(list(left.values()))
    assert "Solros" not in texts.replace(WORD, "")
    assert not [
        one for one in (number, *numbers) if re.search(rf"(?<!\w){one}", texts)
    ]  # fees have numbers with a letter
    told = str(list(Event.objects.values_list("about", "detail")))
    assert number not in told
    assert "Solros" not in told
    assert verify_chain().intact
