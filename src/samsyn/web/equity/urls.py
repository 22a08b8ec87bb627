"""Addresses of equal treatment. Included at the root."""

from django.urls import path

from samsyn.web.equity import committee, improvements, outcome, overview
from samsyn.web.equity.own import pages as own

urlpatterns = [
    path("likabehandling/", overview.overview, name="equity"),
    path("likabehandling/mat/", overview.measure, name="equity_measure"),
    path("likabehandling/matning/<int:pk>/", outcome.measurement, name="measurement"),
    path("likabehandling/matning/<int:pk>/atgard/", improvements.open_from, name="improvement_open"),
    path("likabehandling/fil/", own.choose, name="own_files"),
    path("likabehandling/fil/<slug:token>/", own.own_file, name="own_file"),
    path("likabehandling/fil/<slug:token>/slang/", own.forget, name="own_forget"),
    path("likabehandling/fil/<slug:token>/<slug:key>/", own.own_answer, name="own_answer"),
    path("likabehandling/rapport/", committee.equity_report, name="equity_report"),
    path("atgarder/", improvements.improvements_page, name="improvements"),
    path("atgarder/<int:pk>/", improvements.improvement, name="improvement"),
    path("atgarder/<int:pk>/andra/", improvements.change, name="improvement_change"),
]
