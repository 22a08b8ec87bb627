"""The authority that letters come from, as the settings name it."""

from django.conf import settings

from samsyn.cases.letters.content import Sender


def sender() -> Sender:
    """Who writes to the person."""
    return Sender(municipality=str(settings.SAMSYN["municipality"]), committee=str(settings.SAMSYN["committee"]))
