from django.apps import AppConfig


class HomecareConfig(AppConfig):
    name = "samsyn.homecare"
    default_auto_field = "django.db.models.BigAutoField"
