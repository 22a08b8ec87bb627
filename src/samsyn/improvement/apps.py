from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "samsyn.improvement"
    default_auto_field = "django.db.models.BigAutoField"
