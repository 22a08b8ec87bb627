"""Where the municipality lies and what is kept there for research, as the settings say."""

from typing import Any

from django.conf import settings

from samsyn.cases.actions import Place
from samsyn.cases.exempt import exempt_as_set


def place() -> Place:
    """What deletion asks of the installation (SoL 16:4)."""
    own: dict[str, Any] = settings.SAMSYN
    return Place(
        municipality=str(own["municipality"]),
        county=str(own["county"]),
        exempt=exempt_as_set(own["kept_counties"], own["kept_birth_days"]),
    )
