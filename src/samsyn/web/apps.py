from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished
from django.utils import translation


class WebConfig(AppConfig):
    name = "samsyn.web"

    def ready(self) -> None:
        from samsyn.web.shared.form_words import use_own_words

        use_own_words()
        request_finished.connect(_forget_the_language, dispatch_uid="samsyn.web.language")


def _forget_the_language(**_: Any) -> None:
    """One reader's language ends with the request: what is refused before the next is known is said in Swedish."""
    translation.deactivate()
