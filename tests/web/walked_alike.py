"""What the walk past every address is asked about in similar decided cases, and in figures of reviews."""

from samsyn.review.models import StoreSwitch
from tests.alike import stored, switched_on


def fill(world) -> None:
    """Similar cases are on, and there are some."""
    if not StoreSwitch.objects.exists():
        switched_on()
        stored(30)


# About no case of a unit: read from elsewhere too.
NOBODYS: set[str] = {"alike", "alike_everywhere", "alike_here", "review_measures"}
ARGUMENTS: dict = dict.fromkeys(NOBODYS, lambda _world: {})
