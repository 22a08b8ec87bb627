"""Addresses of the survey. Included at the root."""

from django.urls import path

from samsyn.web.survey import pages

urlpatterns = [
    path("enkater/", pages.surveys_page, name="surveys"),
    path("enkater/<int:pk>/", pages.survey_page, name="survey"),
    path("enkater/<int:pk>/skriv-in/", pages.enter, name="survey_enter"),
    path("enkater/<int:pk>/<slug:code>.csv", pages.table, name="survey_table"),
    path("bestallningar/<int:pk>/enkat.pdf", pages.on_paper, name="provider_survey_pdf"),
]
