"""Addresses of the fee officer's pages. Included at the root."""

from django.urls import path

from samsyn.web.fees import day, deciding, lists, matter, month

__all__ = ["day", "urlpatterns"]  # the day has no address of its own; importing it puts it up

urlpatterns = [
    path("avgifter/", lists.fees, name="fees"),
    path("avgifter/utan/", lists.without, name="fees_without"),
    path("avgifter/utan/<int:person>/", matter.begin, name="fee_begin"),
    path("avgifter/manad/", month.basis, name="fee_month"),
    path("avgifter/<int:pk>/", matter.matter, name="fee"),
    path("avgifter/<int:pk>/inkomst/", matter.income, name="fee_income"),
    path("avgifter/<int:pk>/partner/", matter.link, name="fee_link"),
    path("avgifter/<int:pk>/upphor/", matter.end, name="fee_end"),
    path("avgifter/<int:pk>/besluta/", deciding.decide, name="fee_decide"),
    path("avgifter/<int:pk>/beslut/<int:decision_pk>/", deciding.decision, name="fee_decision"),
    path("avgifter/<int:pk>/beslut/<int:decision_pk>/brev.pdf", deciding.letter_pdf, name="fee_decision_pdf"),
    path("avgifter/<int:pk>/beslut/<int:decision_pk>/ratta/", deciding.put_right, name="fee_correct"),
]
