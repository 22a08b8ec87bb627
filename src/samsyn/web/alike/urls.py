"""Addresses of similar decided cases and of the figures of reviews. Included at the root."""

from django.urls import path

from samsyn.web.alike import ground, measures

urlpatterns = [
    path("granskning/liknande/", ground.alike, name="alike"),
    path("granskning/liknande/kommunen/", ground.switch_everywhere, name="alike_everywhere"),
    path("granskning/liknande/enheten/", ground.switch_here, name="alike_here"),
    path("granskning/matt/", measures.measures, name="review_measures"),
]
