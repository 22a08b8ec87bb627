"""Addresses of the provider: orders, plans and performed time. Included at the root."""

from django.urls import path

from samsyn.web.provider import (
    answers,
    contact,
    days,  # noqa: F401 - registers Min dag of its roles
    execution,
    journal,
    open_support,
    orders,
    plans,
    reports,
    table,
    visits,
    weeks,
    writing,
)

ORDER = "bestallningar/<int:pk>/"
ENTRY = f"{ORDER}journal/<int:entry_pk>/"
PLAN = f"{ORDER}plan/<int:plan_pk>/"

urlpatterns = [
    path("bestallningar/", orders.inbox_page, name="orders"),
    path(ORDER, orders.order_page, name="provider_order"),
    path(f"{ORDER}ta-emot/", answers.accept_order, name="provider_accept"),
    path(f"{ORDER}begar-andring/", answers.request_order_change, name="provider_request_change"),
    path(f"{ORDER}avboj/", answers.reject_order, name="provider_reject"),
    path(f"{ORDER}paborja/", answers.start_order, name="provider_start"),
    path(f"{ORDER}omsorgskontakt/", contact.contact_page, name="provider_contact"),
    path(f"{ORDER}omsorgskontakt/erbjud/", contact.offer_one, name="provider_contact_offer"),
    path(f"{ORDER}omsorgskontakt/svar/", contact.note_answer, name="provider_contact_answer"),
    path(f"{ORDER}omsorgskontakt/behovs-inte/", contact.not_needed, name="provider_contact_unneeded"),
    path(f"{ORDER}verkstallighet/", execution.execution_page, name="provider_execution"),
    path(f"{ORDER}verkstallighet/<int:event_pk>/ta-tillbaka/", execution.take_back, name="provider_take_back"),
    path("enhetens-oppna-stod/", open_support.offers_page, name="unit_offers"),
    path("enhetens-oppna-stod/<int:pk>/", open_support.offer_page, name="unit_offer"),
    path("enhetens-oppna-stod/<int:pk>/information.pdf", open_support.information, name="unit_offer_pdf"),
    path("enhetens-oppna-stod/<int:pk>/<int:use_pk>/sluta/", open_support.stop, name="unit_use_end"),
    path("planer/", plans.plans_page, name="plans"),
    path(f"{ORDER}plan/borja/", plans.begin_plan, name="provider_begin_plan"),
    path(PLAN, plans.plan_page, name="provider_plan"),
    path(f"{PLAN}utskrift/", plans.print_page, name="provider_print_plan"),
    path(f"{PLAN}delaktighet/", writing.write_participation, name="provider_write_plan"),
    path(f"{PLAN}aktivitet/", writing.add_activity, name="provider_add_activity"),
    path(f"{PLAN}aktivitet/<int:activity_pk>/", writing.change_activity, name="provider_activity"),
    path(f"{PLAN}aktivitet/<int:activity_pk>/ta-bort/", writing.drop_activity, name="provider_remove_activity"),
    path(f"{PLAN}samtal/", table.table_page, name="provider_table"),
    path(f"{PLAN}samtal/lagg/", table.put, name="provider_table_put"),
    path(f"{PLAN}samtal/andra/", table.change, name="provider_table_change"),
    path(f"{PLAN}samtal/eget/", table.own, name="provider_table_own"),
    path(f"{PLAN}samtal/onskemal/", table.wishes, name="provider_table_wishes"),
    path(f"{PLAN}samtal/delaktighet/", table.said, name="provider_table_said"),
    path(f"{PLAN}samtal/lamna/", table.give, name="provider_table_give"),
    path(f"{PLAN}samtal/svar/", table.answer, name="provider_table_answer"),
    path(f"{PLAN}lamna/", plans.offer, name="provider_offer_plan"),
    path(f"{PLAN}svar/", plans.note_answer, name="provider_note_answer"),
    path("utfort/", visits.visits_page, name="visits"),
    path(f"{ORDER}tid/<int:planned_pk>/", reports.report_visit, name="provider_report_time"),
    path(f"{ORDER}extra/", reports.report_extra_help, name="provider_report_extra"),
    path(f"{ORDER}vecka/", weeks.week_page, name="provider_week"),
    path(f"{ORDER}journal/", journal.journal_page, name="care_journal"),
    path(f"{ORDER}journal/skriv/", journal.begin, name="care_entry_begin"),
    path(ENTRY, journal.entry_page, name="care_entry_page"),
    path(f"{ENTRY}utkast/", journal.edit, name="care_entry_edit"),
    path(f"{ENTRY}spara/", journal.save_one, name="care_entry_save"),
    path(f"{ENTRY}valj/<int:version_pk>/", journal.settle, name="care_entry_settle"),
    path(f"{ENTRY}ratta/", journal.correct, name="care_entry_correct"),
    path(f"{ENTRY}tack-over/", journal.cover, name="care_entry_cover"),
    path(f"{ENTRY}invandning/", journal.note_objection, name="care_entry_object"),
    path(f"{ORDER}journal/invandningar/<int:objection_pk>/svar/", journal.reply, name="care_objection_answer"),
]
