"""Addresses of decisions, orders and follow-ups, as the authority works with them. Included at the root."""

from django.urls import path

from samsyn.web.decisions import (
    conditions,
    detriment,
    drafting,
    following,
    lines,
    lists,
    names,
    ordering,
    reading,
    sent,
)

CASE = "arenden/<int:pk>/"
DRAFT = f"{CASE}beslut/"
DECISION = f"{DRAFT}<int:decision_pk>/"
ORDER = "arenden/bestallningar/<int:order_pk>/"

urlpatterns = [
    path("beslut/", lists.decisions_page, name="decisions"),
    path(DRAFT, drafting.decision_edit, name="decision_edit"),
    path(f"{DRAFT}borja/", drafting.begin, name="decision_begin"),
    path(f"{DRAFT}insats/", lines.line_new, name="line_new"),
    path(f"{DRAFT}insats/<int:line_pk>/", lines.line_edit, name="line_edit"),
    path(f"{DRAFT}insats/<int:line_pk>/ta-bort/", lines.line_remove, name="line_remove"),
    path(f"{DRAFT}sarskild-provning/", conditions.conditions_edit, name="decision_conditions"),
    path(f"{DRAFT}nackdel/<int:held_pk>/", detriment.ground, name="decision_ground"),
    path(f"{DRAFT}sammanfattning/", drafting.summarise, name="decision_summary"),
    path(f"{DRAFT}brevet/", drafting.preview, name="decision_preview"),
    path(f"{DRAFT}foresla/", drafting.hand_over, name="decision_propose"),
    path(DECISION, reading.decision_page, name="decision_page"),
    path(f"{DECISION}brev.pdf", reading.letter_pdf, name="decision_letter"),
    path(f"{DECISION}namn/", names.withhold, name="decision_names"),
    path(f"{DECISION}signera/", reading.put_signature, name="decision_sign"),
    path(f"{DECISION}skicka-tillbaka/", reading.return_it, name="decision_send_back"),
    path(f"{DECISION}ratta/", reading.begin_correction, name="decision_correct"),
    path(f"{DECISION}ta-bort-rattelse/", reading.give_up_correction, name="decision_drop_correction"),
    path(f"{CASE}bestall/", ordering.case_orders, name="case_orders"),
    path(f"{CASE}bestall/<int:line_pk>/", ordering.order_new, name="order_new"),
    path(ORDER, sent.order_sent, name="order_sent"),
    path(f"{ORDER}svara/", sent.answer, name="order_answer"),
    path(f"{ORDER}avsluta/", sent.end, name="order_stop"),
    path(f"{CASE}uppfoljning/", following.follow_up_new, name="follow_up_new"),
    path(f"{CASE}uppfoljning/<int:follow_up_pk>/", following.follow_up_page, name="follow_up_page"),
]
