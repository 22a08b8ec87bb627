"""Addresses of hearing, telling and appealing, as the authority works with them. Included at the root."""

from django.urls import path

from samsyn.web.appeals import delays, handling, hearing, lists, registering, rulings, telling

CASE = "arenden/<int:pk>/"
HEARING = f"{CASE}underlag/"
DECISION = f"{CASE}beslut/<int:decision_pk>/"
NOTICES = f"{DECISION}underrattelse/"
APPEAL = f"{CASE}overklagande/<int:appeal_pk>/"
RULING = f"{CASE}sarskilt-beslut/<int:ruling_pk>/"
DELAY = f"{CASE}drojsmal/"

urlpatterns = [
    path("overklaganden/", lists.appeals, name="appeals"),
    path(HEARING, hearing.hearing, name="hearing"),
    path(f"{HEARING}skicka/", hearing.send, name="hearing_send"),
    path(f"{HEARING}avsta/", hearing.waive, name="hearing_waive"),
    path(f"{HEARING}<int:communication_pk>/svar/", hearing.answer, name="hearing_answer"),
    path(NOTICES, telling.notices, name="notices"),
    path(f"{NOTICES}anteckna/", telling.note, name="notice_note"),
    path(f"{NOTICES}stryk/", telling.strike, name="notice_strike"),
    path(f"{NOTICES}anslag/", telling.put_up, name="notice_announce"),
    path(f"{NOTICES}anslag/<int:announcement_pk>/ner/", telling.put_down, name="notice_take_down"),
    path(f"{DECISION}overklaga/", registering.register, name="appeal_register"),
    path(APPEAL, handling.appeal, name="appeal"),
    path(f"{APPEAL}ta-upp/", handling.take_it_up, name="appeal_take_up"),
    path(f"{APPEAL}avvisa/", handling.dismiss, name="appeal_dismiss"),
    path(f"{APPEAL}omprova/", handling.reconsider_it, name="appeal_reconsider"),
    path(f"{APPEAL}lamna-over/", handling.hand_it_over, name="appeal_hand_over"),
    path(f"{APPEAL}aterkalla/", handling.withdraw, name="appeal_withdraw"),
    path(f"{APPEAL}dom/", handling.judgment, name="appeal_judgment"),
    path(f"{APPEAL}hogre/", handling.higher, name="appeal_higher"),
    path(f"{APPEAL}laga-kraft/", handling.conclude, name="appeal_conclude"),
    path(f"{APPEAL}dom/<int:judgment_pk>/folj/", handling.follow, name="appeal_follow"),
    path(f"{CASE}brev/<int:notice_pk>/brev.pdf", rulings.sent_notice, name="sent_notice"),
    path(RULING, rulings.ruling, name="ruling"),
    path(f"{RULING}brev.pdf", rulings.letter, name="ruling_letter"),
    path(f"{RULING}underrattelse/", rulings.note, name="ruling_note"),
    path(f"{RULING}overklaga/", registering.register_of_ruling, name="ruling_appeal"),
    path(DELAY, delays.delay, name="delay"),
    path(f"{DELAY}beratta/", delays.tell, name="delay_tell"),
    path(f"{DELAY}begaran/", delays.ask, name="delay_ask"),
    path(f"{DELAY}begaran/<int:request_pk>/avsla/", delays.refuse, name="delay_refuse"),
]
