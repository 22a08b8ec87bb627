"""The address of the lawyers' bench. Included at the root."""

from django.urls import path

from samsyn.web.bench import views

urlpatterns = [path("lagbanken/", views.bench, name="bench")]
