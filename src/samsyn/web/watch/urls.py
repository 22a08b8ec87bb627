"""Addresses of those who watch over reading: emergency access and the review of the log. Included at the root."""

from django.urls import path

from samsyn.web.watch import emergency, log_review

urlpatterns = [
    path("nodoppning/", emergency.emergency, name="emergency"),
    path("nodoppning/<int:pk>/", emergency.review, name="emergency_review"),
    path("loggranskning/", log_review.reviews_page, name="log_reviews"),
    path("loggranskning/<int:pk>/", log_review.review_page, name="log_review"),
    path("loggranskning/<int:pk>/lasning/<int:item_pk>/", log_review.judge, name="log_review_judge"),
    path("loggranskning/<int:pk>/signera/", log_review.sign, name="log_review_sign"),
]
