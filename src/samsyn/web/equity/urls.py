"""Addresses of equal treatment. Included at the root."""

from django.urls import path

from samsyn.web.equity import committee, improvements, outcome, overview

urlpatterns = [
    path("likabehandling/", overview.overview, name="equity"),
    path("likabehandling/mat/", overview.measure, name="equity_measure"),
    path("likabehandling/matning/<int:pk>/", outcome.measurement, name="measurement"),
    path("likabehandling/matning/<int:pk>/atgard/", improvements.open_from, name="improvement_open"),
    path("likabehandling/rapport/", committee.equity_report, name="equity_report"),
    path("atgarder/", improvements.improvements_page, name="improvements"),
    path("atgarder/<int:pk>/", improvements.improvement, name="improvement"),
    path("atgarder/<int:pk>/andra/", improvements.change, name="improvement_change"),
]
