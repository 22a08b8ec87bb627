"""Addresses of blind review. Included at the root."""

from django.urls import path

from samsyn.web.review import views

urlpatterns = [path("granskning/", views.reviews, name="reviews")]
