"""Addresses of the way in and out. Included at the root."""

from django.urls import path

from samsyn.web.entry import views

urlpatterns = [
    path("", views.enter, name="enter"),
    path("roll/", views.act_as, name="act_as"),
    path("logga-ut/", views.leave, name="leave"),
    path("utseende/", views.appearance, name="appearance"),
    path("sprak/", views.language, name="language"),
]
