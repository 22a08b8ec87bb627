"""Addresses of the introduction for new carers. Included at the root."""

from django.urls import path

from samsyn.web.course import views

MODULE = "introduktion/<slug:key>/"

urlpatterns = [
    path("introduktion/", views.course_page, name="course"),
    path("introduktion/enheten/", views.unit_page, name="course_unit"),
    path(f"{MODULE}<int:screen>/", views.screen_page, name="course_screen"),
    path(f"{MODULE}fragor/<int:number>/", views.question_page, name="course_question"),
]
