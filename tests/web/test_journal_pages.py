"""The pages of both journals: written, signed, corrected, objected to, and read by the person (SoL 14:3, 14:6)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.models import Document, JournalEntry, Objection
from samsyn.homecare.models import CareEntry
from samsyn.people.roles import Role
from tests import factories as f
from tests import journals as j

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(caseworker):
    return f.active_case()


def url(name, case, *more):
    return reverse(name, args=[case.pk, *more])


def bases(**texts):
    return texts | {f"base:{place}": "0" for place in texts}


def test_an_entry_is_begun_written_and_signed(client, case):
    begun = client.post(url("entry_begin", case))
    entry = JournalEntry.objects.get()
    assert begun.url == url("entry_edit", case, entry.pk)
    assert client.post(url("entry_begin", case)).url == begun.url
    sent = bases(text="Ringde", kind="samtal", happened_on="2026-03-01", happened_time="08:15") | {"do": "sign"}
    assert client.post(begun.url, sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.kind, entry.text) == ("locked", "samtal", "Ringde")
    page = client.get(url("case", case)).content.decode()
    assert "Ringde" in page
    assert "Samtal" in page


def test_what_is_typed_is_kept_when_signing_is_refused(client, case):
    entry = j.draft(case, text="")
    sent = bases(text="  ", happened_on="2026-13-01") | {"do": "sign"}
    answer = client.post(url("entry_edit", case, entry.pk), sent)
    assert answer.status_code == 422
    assert "2026-13-01" in answer.content.decode()


def test_autosave_answers_the_script_and_a_second_tab_is_kept_beside(client, case):
    entry = j.draft(case, text="Först")
    save = url("entry_save", case, entry.pk)
    first = client.post(save, {"place": "text", "value": "Ena fliken", "base": "1"}).json()
    second = client.post(save, {"place": "text", "value": "Andra fliken", "base": "1"}).json()
    assert first["conflict"] is None
    assert second["conflict"]["value"] == "Ena fliken"
    page = client.get(url("entry_edit", case, entry.pk)).content.decode()
    assert "Två texter skrevs samtidigt" in page
    version = entry.versions.get(settled=False)
    client.post(url("entry_settle", case, entry.pk, version.pk), {"keep": "mine"})
    entry.refresh_from_db()
    assert entry.text == "Andra fliken"


def test_without_a_script_the_second_tab_s_text_is_not_lost_either(client, case):
    entry = j.draft(case, text="Först")
    form = {"base:text": "1", "do": "save"}
    client.post(url("entry_edit", case, entry.pk), form | {"text": "Ena fliken"})
    client.post(url("entry_edit", case, entry.pk), form | {"text": "Andra fliken"})
    entry.refresh_from_db()
    assert entry.text == "Ena fliken"
    assert entry.versions.get(settled=False).value == "Andra fliken"


def test_signing_twice_leads_to_the_signed_entry(client, case):
    entry = j.draft(case)
    sent = {"do": "sign"}
    assert client.post(url("entry_edit", case, entry.pk), sent).status_code == 302
    assert client.post(url("entry_edit", case, entry.pk), sent).url == url("entry_page", case, entry.pk)


def test_a_colleague_is_denied_the_draft_and_the_attempt_is_in_the_log(client, case):
    entry = j.draft(case)
    f.log_in(client, f.acting(Role.TEAM_LEADER))
    assert client.get(url("entry_edit", case, entry.pk)).status_code == 403
    assert Event.objects.filter(what="access.denied").exists()
    assert j.TEXT not in client.get(url("case_journal", case)).content.decode()


def test_a_locked_entry_is_corrected_covered_and_answered_from_its_page(client, case):
    entry = j.locked(case)
    j.objection(entry)
    page = client.get(url("entry_page", case, entry.pk)).content.decode()
    assert "Jag har aldrig sagt så." in page
    reply = url("objection_answer", case, Objection.objects.get().pk)
    assert client.post(reply, {"answer": ""}).status_code == 422
    assert client.post(reply, {"answer": "Vi ändrar det."}).status_code == 302
    begun = client.post(url("entry_correct", case, entry.pk), {"reason": "Fel tid"})
    draft = JournalEntry.objects.get(version=2)
    assert begun.url == url("entry_edit", case, draft.pk)
    client.post(begun.url, {"do": "sign"})
    old = client.get(url("entry_page", case, entry.pk)).content.decode()
    assert "rättade versionen" in old
    assert client.post(url("entry_cover", case, draft.pk), {"reason": ""}).status_code == 422
    assert client.post(url("entry_cover", case, draft.pk), {"reason": "Fel person"}).status_code == 302
    assert "övertäckt" in client.get(url("case_journal", case)).content.decode()


def test_an_objection_is_noted_for_the_person_and_stands_everywhere(client, case):
    entry = j.locked(case)
    sent = {"said": "Jag bor inte där.", "said_on": "2026-03-02"}
    assert client.post(url("entry_object", case, entry.pk), sent).status_code == 302
    for page in (url("case_journal", case), url("entry_page", case, entry.pk)):
        assert "Jag bor inte där." in client.get(page).content.decode()
    assert "personen anser att något är fel" in client.get(url("case", case)).content.decode()


def test_an_objection_to_the_investigation_stands_on_its_page_and_on_the_decision(client, case):
    inquiry, decision = case.investigations.get(), f.decision_of(case)
    for about, said in ((f"i{inquiry.pk}", "Fel våning."), (f"d{decision.pk}", "Fel tid i brevet.")):
        sent = {"about": about, "said": said, "said_on": "2026-03-02"}
        assert client.post(url("case_objections", case), sent).status_code == 302
    assert "Fel våning." in client.get(url("investigation_of", case, inquiry.pk)).content.decode()
    assert "Fel tid i brevet." in client.get(url("decision_page", case, decision.pk)).content.decode()
    assert client.post(url("case_objections", case), {"said": "Hm"}).status_code == 422


def test_the_provider_keeps_its_own_journal_that_the_authority_never_sees(client, case):
    order = f.order_of(case)
    f.log_in(client, j.carer_of(order))
    begun = client.post(reverse("care_entry_begin", args=[order.pk]))
    client.post(begun.url, bases(text="Åt frukost själv") | {"do": "sign"})
    entry = CareEntry.objects.get()
    assert "Åt frukost själv" in client.get(reverse("care_journal", args=[order.pk])).content.decode()
    f.log_in(client, f.caseworker_of(case))
    assert client.get(reverse("care_entry_page", args=[order.pk, entry.pk])).status_code == 403
    assert "Åt frukost själv" not in client.get(url("case", case)).content.decode()


def test_the_person_reads_both_journals_and_says_that_something_is_wrong(client, case):
    """SoL 14:6: kept informed, and what they hold to be wrong is noted."""
    order = f.order_of(case)
    ours, theirs = j.locked(case), j.care_locked(order)
    herself = f.actor(case.person, acting_as="self")
    f.log_in(client, herself)
    page = client.get(reverse("my_journal", args=[case.person_id])).content.decode()
    assert ours.text in page
    assert theirs.text in page
    assert Event.objects.filter(what="journal.told", by=herself.key).exists()
    for side, entry in (("kommunen", ours), ("utforaren", theirs)):
        address = reverse("my_objection", args=[case.person_id, side, entry.pk])
        assert client.post(address, {"said": ""}).status_code == 422
        assert client.post(address, {"said": f"Fel i {side}"}).status_code == 302
    page = client.get(reverse("my_journal", args=[case.person_id])).content.decode()
    assert "Fel i kommunen" in page
    assert "Fel i utforaren" in page


def test_what_is_covered_or_not_for_the_person_is_not_shown_and_said_why(client, case):
    """OSL 26:1, 6:7-8."""
    hidden = j.locked(case, text="Dottern berättade.", not_for_person="on", not_for_person_why="Dottern skulle skadas.")
    wrong = j.locked(case, text="Gäller Bertil.")
    from samsyn.cases.actions import cover_entry

    cover_entry(entry=wrong, reason="Fel person", by=f.caseworker_of(case), at=f.NOW)
    f.log_in(client, f.actor(case.person, acting_as="self"))
    page = client.get(reverse("my_journal", args=[case.person_id])).content.decode()
    assert "Dottern" not in page
    assert "Bertil" not in page
    assert "kammarrätten" in page
    assert "En uppgift visas inte" in page
    assert client.get(reverse("my_objection", args=[case.person_id, "kommunen", hidden.pk])).status_code == 200


def test_the_person_objects_to_a_decision_and_is_told_that_it_is_no_appeal(client, case):
    f.log_in(client, f.actor(case.person, acting_as="self"))
    address = reverse("my_decision_objection", args=[case.person_id, f.decision_of(case).pk])
    assert "inte att överklaga" in client.get(address).content.decode()
    assert client.post(address, {"said": "Fel namn"}).status_code == 302
    assert Objection.objects.get().hand == "self"


def test_a_stranger_s_entry_is_not_found_and_a_side_that_is_none_neither(client, case):
    entry = j.locked(f.active_case())
    f.log_in(client, f.actor(case.person, acting_as="self"))
    for side in ("kommunen", "granne"):
        assert client.get(reverse("my_objection", args=[case.person_id, side, entry.pk])).status_code == 404


def test_a_document_is_registered_with_its_file_and_fetched_as_it_came(client, case):
    sent = {"direction": "in", "day": "2026-03-02", "counterpart": "Vården", "what": "Intyg", "kept": ""}
    file = SimpleUploadedFile("intyg.pdf", b"%PDF-1.7 hej", content_type="application/pdf")
    assert client.post(url("case_documents", case), sent | {"file": file}).status_code == 302
    document = Document.objects.get()
    answer = client.get(url("document_file", case, document.pk))
    assert answer.content == b"%PDF-1.7 hej"
    assert answer["Content-Disposition"].startswith("attachment")
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\0\0")
    refused = client.post(url("case_documents", case), sent | {"file": bad, "what": "Program"})
    assert refused.status_code == 422
    assert "Program" in refused.content.decode()


def test_the_night_locks_old_drafts(case, monkeypatch, capsys):
    j.draft(case)
    monkeypatch.setattr("django.utils.timezone.now", lambda: f.NOW + timedelta(days=15))
    from samsyn.cli.nightly import nightly

    monkeypatch.setattr("samsyn.cli.upkeep.measure_tables", lambda: None)
    assert nightly(None) == 0
    assert "1 journal drafts older than 14 days are locked." in capsys.readouterr().out
    assert JournalEntry.objects.get().state == "locked"
