"""Messages between the person and those who help: sent once, read by those they are for, answered, never changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.file_tree import branches
from samsyn.cases.models import Case
from samsyn.homecare.actions import answer_message, meet_answers, note_in_journal, note_message_read, write_message
from samsyn.homecare.models import CareEntry, PersonMessage
from samsyn.homecare.queries import Talk, answer_by, lines_of, talks_waiting, told_talks, unread_answers
from samsyn.people.actions import withdraw_consent
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.rooms.hours import carer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return f.order_of(f.active_case())


def own(order):
    return f.actor(order.case.person, acting_as="self")


def colleague_of(order):
    """A carer of the same unit who is not the contact person."""
    return f.actor(f.staff(Role.CARE_WORKER, order.provider, given_name="Lo"))


def write(order, text="Kan ni komma senare?", *, by=None, hand="self", at=f.NOW, case=None, once=""):
    """To those who give the help, or with a case to its caseworker."""
    to = {"case": case or order.case, "order": None if case else order}
    return write_message(**to, text=text, hand=hand, by=by or own(order), at=at, once=once)


def reply(order, seen, by=None, text="Ja, det går bra.", at=f.NOW):
    return answer_message(case=order.case, order=order, text=text, seen=seen.pk, by=by or carer_of(order), at=at)


def test_the_contact_person_answers_and_the_person_reads_it(order):
    asked = write(order)
    assert [w.talk.order for w in talks_waiting(carer_of(order))] == [order]
    assert [w.talk.order for w in talks_waiting(f.planner_of(order))] == [order]
    assert talks_waiting(colleague_of(order)) == []
    reply(order, asked)
    assert talks_waiting(f.planner_of(order)) == []
    assert unread_answers(order.case.person_id, by=own(order)) == 1
    lines = lines_of(Talk(order.case, order))
    assert meet_answers(case=order.case, order=order, upto=lines[-1].pk, by=own(order), at=f.NOW) == 1
    assert unread_answers(order.case.person_id, by=own(order)) == 0
    told = Event.objects.filter(what__startswith="message.").order_by("pk").values_list("what", flat=True)
    assert list(told) == ["message.write", "message.answer", "message.meet"]


def test_the_caseworker_has_their_own_and_neither_side_reads_the_others(order):
    write(order)
    write(order, case=order.case)
    caseworker = f.caseworker_of(order.case)
    assert [w.talk.order for w in talks_waiting(caseworker)] == [None]
    with pytest.raises(NoAccess):
        reply(order, PersonMessage.objects.get(order=order), by=caseworker)
    with pytest.raises(NoAccess):
        answer_message(case=order.case, order=None, text="Ja", seen=9, by=carer_of(order), at=f.NOW)


def test_what_came_while_the_answer_was_written_still_waits(order):
    first = write(order)
    write(order, "Och ta med nyckeln.", at=f.NOW + timedelta(minutes=1))
    reply(order, first, at=f.NOW + timedelta(minutes=2))
    assert [w.count for w in talks_waiting(carer_of(order))] == [1]
    note_message_read(case=order.case, order=order, seen=2**62, by=carer_of(order), at=f.NOW + timedelta(minutes=3))
    assert talks_waiting(carer_of(order)) == []
    with pytest.raises(Refused):
        note_message_read(case=order.case, order=order, seen=2**62, by=carer_of(order), at=f.NOW)


def test_a_relative_writes_only_with_that_consent_and_not_after_it_has_ended(order):
    daughter = f.person("Eva", "Dotter")
    f.consent(order.case.person, daughter, "see")
    with pytest.raises(NoAccess):
        write(order, by=f.actor(daughter, acting_as="relative"), hand="relative")
    given = f.consent(order.case.person, daughter, "message")
    as_relative = f.actor(daughter, acting_as="relative")
    reply(order, write(order, by=as_relative, hand="relative"))
    lines = lines_of(Talk(order.case, order))
    assert meet_answers(case=order.case, order=order, upto=lines[-1].pk, by=as_relative, at=f.NOW) == 0
    assert unread_answers(order.case.person_id, by=own(order)) == 1  # still new to the person
    with pytest.raises(Invalid):
        write(order, by=as_relative, hand="self")
    withdraw_consent(consent=given, by=own(order), at=f.NOW)
    with pytest.raises(NoAccess):
        told_talks(order.case.person_id, by=f.actor(daughter, acting_as="relative"))


@pytest.mark.parametrize(("text", "said"), [("  \n ", "Skriv något"), ("x" * 4_001, "för lång")], ids=["empty", "long"])
def test_an_empty_or_endless_text_is_refused(order, text, said):
    with pytest.raises(Invalid, match=said):
        write(order, text)
    assert not PersonMessage.objects.exists()


def test_pressed_twice_it_is_sent_once(order):
    assert write(order, once="m1") == write(order, once="m1")
    assert PersonMessage.objects.count() == 1


def test_nobody_writes_where_the_help_has_ended_and_the_old_talk_is_still_there(order):
    write(order)
    order.status = "stopped"
    order.save(update_fields=["status"])
    with pytest.raises(NoAccess, match="avslutat"):
        write(order)
    assert order in [t.order for t in told_talks(order.case.person_id, by=own(order))]


def test_what_is_said_on_the_phone_is_noted_by_the_unit_with_the_same_effect(order):
    colleague = colleague_of(order)
    noted = write(order, by=colleague, hand="phone")
    assert [w.talk.order for w in talks_waiting(carer_of(order))] == [order]
    with pytest.raises(NoAccess):
        reply(order, noted, by=colleague)  # whoever is not the contact person leaves the answer to them
    with pytest.raises(NoAccess):
        write(order, by=f.acting(Role.CARE_WORKER, f.unit("Annan", purpose="provider")), hand="phone")


@pytest.mark.parametrize(
    "change", [{"text": "Annat"}, {"by": "staff:1"}, {"met_at": None}], ids=lambda c: next(iter(c))
)
def test_a_line_never_changes(order, change):
    asked = write(order)
    reply(order, asked)
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonMessage.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonMessage.objects.filter(pk=asked.pk).delete()


def test_a_clock_that_is_set_back_stops_nobody(order):
    asked = write(order, at=f.NOW + timedelta(minutes=5))
    reply(order, asked, at=f.NOW)
    assert PersonMessage.objects.get(pk=asked.pk).met_at == asked.at


def test_messages_go_with_the_file(order):
    """What was written, answered and taken into the journal hangs on the person, each line on another."""
    asked = write(order)
    reply(order, asked)
    note_in_journal(message=asked, by=carer_of(order), at=f.NOW)
    [branch] = [b for b in branches() if b.model is PersonMessage]
    assert PersonMessage.objects.filter(branch.of([order.case.person_id])).count() == 3


def test_an_answer_is_due_in_working_days(order):
    friday = f.NOW.replace(year=2026, month=11, day=27)
    assert answer_by(friday).isoformat() == "2026-12-01"


def test_a_message_is_taken_into_the_journal_as_one_draft(client, monkeypatch, order):
    f.freeze(monkeypatch)
    asked = write(order)
    f.log_in(client, carer_of(order))
    here = reverse("provider_message_journal", args=[order.pk, asked.pk])
    first, second = client.post(here), client.post(here)
    assert first.url == second.url
    assert CareEntry.objects.get().text.endswith(asked.text)
    page = client.get(reverse("provider_messages", args=[order.pk])).content.decode()
    assert "Fört till journalen." in page


def test_a_delegate_reads_the_talk_of_a_case_and_answers_nothing(client, monkeypatch, order):
    f.freeze(monkeypatch)
    write(order, case=order.case)
    f.log_in(client, f.acting(Role.DELEGATE, order.case.unit))
    page = client.get(reverse("case_messages", args=[order.case_id])).content.decode()
    assert "Kan ni komma senare?" in page
    assert "Skicka svaret" not in page
    assert "Spara meddelandet" not in page


def test_pages_say_that_it_is_not_for_emergencies_and_refuse_another_persons_talk(client, monkeypatch, order):
    f.freeze(monkeypatch)
    other = f.order_of(f.active_case(of=f.person("Nils", "Annan")))
    f.log_in(client, own(order))
    me = order.case.person_id
    here = reverse("my_talk_help", args=[me, order.pk])
    page = client.get(here).content.decode()
    assert "Ring 112 om det är fara för liv." in page
    assert "Du får svar inom 2 arbetsdagar." in page
    assert client.post(here, {"text": ""}).status_code == 422
    sent = {"text": "Hej!", "once": "6f1d4a9e-0f5f-4d7a-9a53-0a5c40a9d6a1"}
    for _ in range(2):
        assert client.post(here, sent, follow=True).content.decode().count("Hej!") == 1
    assert client.get(reverse("my_talk_help", args=[me, other.pk])).status_code == 404
    assert client.get(reverse("my_talk_help", args=[other.case.person_id, other.pk])).status_code == 403


@pytest.mark.parametrize("where", ["my_messages", "my_talk_help", "my_talk_case"])
def test_who_else_reads_is_told_by_name_to_the_person_and_named_to_no_relative(client, monkeypatch, order, where):
    f.freeze(monkeypatch)
    me, daughter, son = order.case.person, f.person("Eva", "Dotter"), f.person("Per", "Son")
    f.consent(me, son, "see")
    given = f.consent(me, daughter, "message")
    pk = {"my_talk_help": [order.pk], "my_talk_case": [order.case_id]}.get(where, [])
    here = reverse(where, args=[me.pk, *pk])
    f.log_in(client, own(order))
    page = client.get(here).content.decode()
    assert "Eva Dotter kan också läsa det här." in page
    assert "Per Son" not in page
    if pk:
        assert page.index("Eva Dotter kan") < page.index("Skicka meddelandet")
    f.log_in(client, f.actor(daughter, acting_as="relative"))
    assert f"{me.name} kan också läsa det här, och alla som har rätt" in client.get(here).content.decode()
    withdraw_consent(consent=given, by=own(order), at=f.NOW)
    f.log_in(client, own(order))
    assert "Eva Dotter" not in client.get(here).content.decode()


def test_what_was_written_waits_on_somebodys_day_after_the_case_is_closed(order):
    asked = write(order, case=order.case)
    Case.objects.filter(pk=order.case_id).update(status="closed", closed_at=f.NOW, status_since=f.NOW)
    order.case.refresh_from_db()
    caseworker, leader = f.caseworker_of(order.case), f.acting(Role.TEAM_LEADER, order.case.unit)
    for by in (caseworker, leader):
        assert [w.talk.case for w in talks_waiting(by)] == [order.case]
    answer_message(case=order.case, order=None, text="Ja.", seen=asked.pk, by=caseworker, at=f.NOW)
    assert talks_waiting(caseworker) == talks_waiting(leader) == []
