from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "samsyn.review"
    default_auto_field = "django.db.models.BigAutoField"
