"""Addresses of case handling. Included at the root."""

from django.urls import path

from samsyn.web.casework import (
    autosave,
    case_page,
    case_steps,
    day,  # noqa: F401 - puts up the day of caseworkers and team leaders
    documents,
    endings,
    execution,
    intake,
    investigation,
    journal,
    letters,
    lists,
    not_executed,
    objections,
    person,
    search,
    support,
)

CASE = "arenden/<int:pk>/"
PERSON = f"{CASE}personen/"
ENTRY = f"{CASE}journal/<int:entry_pk>/"
INVESTIGATION = f"{CASE}utredning/<int:investigation_pk>/"

urlpatterns = [
    path("arenden/", lists.cases_page, name="cases"),
    path("arenden/ofordelade/", lists.unassigned_page, name="unassigned"),
    path("arenden/ta-emot/", intake.register_page, name="register"),
    path("sok/", search.search_page, name="search"),
    path(CASE, case_page.case_page, name="case"),
    path(f"{CASE}fordela/", case_steps.assign_case, name="case_assign"),
    path(f"{CASE}oppna-utredning/", case_steps.begin_investigation, name="investigation_open"),
    path(f"{CASE}avsluta-anmalan/", case_steps.dismiss_report, name="case_dismiss"),
    path(f"{CASE}utred-pa-nytt/", case_steps.begin_anew, name="case_reassess"),
    path(f"{CASE}avsluta/", case_steps.close, name="case_close"),
    path(f"{CASE}uppgift/", case_steps.confirm, name="fact_confirm"),
    path(f"{CASE}journal/", journal.journal_page, name="case_journal"),
    path(f"{CASE}journal/skriv/", journal.begin, name="entry_begin"),
    path(ENTRY, journal.entry_page, name="entry_page"),
    path(f"{ENTRY}utkast/", journal.edit, name="entry_edit"),
    path(f"{ENTRY}spara/", journal.save_one, name="entry_save"),
    path(f"{ENTRY}valj/<int:version_pk>/", journal.settle, name="entry_settle"),
    path(f"{ENTRY}ratta/", journal.correct, name="entry_correct"),
    path(f"{ENTRY}tack-over/", journal.cover, name="entry_cover"),
    path(f"{ENTRY}invandning/", journal.note_objection, name="entry_object"),
    path(f"{CASE}invandningar/", objections.objections_page, name="case_objections"),
    path(f"{CASE}invandningar/<int:objection_pk>/svar/", journal.reply, name="objection_answer"),
    path(f"{CASE}aterkallelse/", endings.withdrawal_page, name="case_withdraw"),
    path(f"{CASE}flytt/", endings.move_page, name="case_move"),
    path(f"{CASE}handlingar/", documents.documents_page, name="case_documents"),
    path(f"{CASE}handlingar/<int:document_pk>/fil/", documents.document_file, name="document_file"),
    path("ej-verkstallt/", not_executed.not_executed_page, name="not_executed"),
    path(f"{CASE}verkstallighet/<int:line_pk>/", execution.line_page, name="line_execution"),
    path(f"{CASE}verkstallighet/<int:line_pk>/skal/", execution.explain, name="line_delay"),
    path(f"{CASE}verkstallighet/handelse/<int:event_pk>/ta-tillbaka/", execution.take_back, name="line_take_back"),
    path(PERSON, person.person_page, name="case_person"),
    path(f"{PERSON}brev/", letters.change_letters, name="person_letters"),
    path(f"{PERSON}kontakt/", person.change, name="contact_change"),
    path(f"{PERSON}behorighet/", person.register_paper, name="authority_register"),
    path(f"{PERSON}behorighet/<int:consent_pk>/avsluta/", person.end_paper, name="authority_end"),
    path(f"{PERSON}nummer/", person.give_number, name="person_identify"),
    path(f"{PERSON}skydd/", person.put_protection, name="protection_put"),
    path(f"{PERSON}skydd/upphort/", person.take_protection, name="protection_lift"),
    path(f"{PERSON}dodsfall/", person.note_death, name="death_record"),
    path(f"{PERSON}dodsfall/fel/", person.undo_death, name="death_take_back"),
    path(f"{CASE}oppet-stod/", support.support, name="case_support"),
    path(f"{CASE}utredning/", investigation.investigation_page, name="investigation"),
    path(INVESTIGATION, investigation.investigation_page, name="investigation_of"),
    path(f"{INVESTIGATION}spara/", autosave.save_one, name="investigation_save"),
    path(f"{INVESTIGATION}behov/", investigation.add_area, name="need_add"),
    path(f"{INVESTIGATION}behov/<int:need_pk>/ta-bort/", investigation.drop_need, name="need_remove"),
    path(f"{INVESTIGATION}valj/<int:version_pk>/", investigation.settle, name="field_settle"),
    path(f"{INVESTIGATION}tidigare/<str:place>/", investigation.versions_page, name="field_versions"),
]
