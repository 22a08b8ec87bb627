"""Addresses of the person's own pages. Included at the root."""

from django.urls import path

from samsyn.web.person import (
    appeals,
    apply,
    consents,
    decisions,
    details,
    fees,
    heard,
    home,
    journal,
    plans,
    readers,
    support,
    week,
)

MINE = "person/<int:person>/"

urlpatterns = [
    path(MINE, home.home, name="person_home"),
    path(f"{MINE}uppgifter/", details.details, name="my_details"),
    path(f"{MINE}brev/", details.letters, name="my_letters"),
    path(f"{MINE}ansok/", apply.apply, name="apply"),
    path(f"{MINE}ansokan/<int:case>/", apply.applied, name="applied"),
    path(f"{MINE}oppet-stod/", support.support, name="my_support"),
    path(f"{MINE}oppet-stod/<int:pk>/", support.offer, name="my_offer"),
    path(f"{MINE}oppet-stod/<int:pk>/information.pdf", support.information, name="my_offer_pdf"),
    path(f"{MINE}oppet-stod/anvandning/<int:pk>/sluta/", support.stop, name="my_use_end"),
    path(f"{MINE}beslut/", decisions.decisions, name="my_decisions"),
    path(f"{MINE}beslut/<int:pk>/", decisions.decision, name="my_decision"),
    path(f"{MINE}beslut/<int:pk>/brev.pdf", decisions.decision_pdf, name="my_decision_pdf"),
    path(f"{MINE}beslut/<int:pk>/stammer-inte/", journal.wrong_decision, name="my_decision_objection"),
    path(f"{MINE}journal/", journal.journal, name="my_journal"),
    path(f"{MINE}journal/<str:side>/<int:pk>/stammer-inte/", journal.wrong, name="my_objection"),
    path(f"{MINE}beslut/<int:pk>/overklaga/", appeals.appeal_decision, name="my_appeal_new"),
    path(f"{MINE}underlag/<int:pk>/", heard.hearing, name="my_hearing"),
    path(f"{MINE}overklagande/<int:pk>/", appeals.appeal, name="my_appeal"),
    path(f"{MINE}overklagande/<int:pk>/ta-tillbaka/", appeals.withdraw, name="my_appeal_withdraw"),
    path(f"{MINE}sarskilt-beslut/<int:pk>/", appeals.ruling, name="my_ruling"),
    path(f"{MINE}arende/<int:case>/begar-beslut/", appeals.ask, name="my_request"),
    path(f"{MINE}plan/", plans.plans, name="my_plans"),
    path(f"{MINE}plan/<int:pk>/", plans.plan, name="my_plan"),
    path(f"{MINE}plan/<int:pk>/svar/", plans.answer, name="my_answer"),
    path(f"{MINE}vecka/", week.week, name="my_week"),
    path(f"{MINE}uppfoljning/", readers.follow_ups, name="my_follow_ups"),
    path(f"{MINE}vem-har-last/", readers.readers, name="my_readers"),
    path(f"{MINE}fraga/svar/", consents.answer_offers, name="answer_offers"),
    path(f"{MINE}avgift/", fees.fees, name="my_fees"),
    path(f"{MINE}avgift/inkomst/", fees.tell, name="my_income"),
    path(f"{MINE}avgift/prova/", fees.what_if, name="my_what_if"),
    path(f"{MINE}avgift/<int:pk>/", fees.decision, name="my_fee_decision"),
    path(f"{MINE}avgift/<int:pk>/brev.pdf", fees.decision_pdf, name="my_fee_decision_pdf"),
    path(f"{MINE}samtycken/", consents.consents, name="my_consents"),
    path(f"{MINE}samtycken/<int:pk>/ta-tillbaka/", consents.withdraw, name="withdraw_consent"),
]
