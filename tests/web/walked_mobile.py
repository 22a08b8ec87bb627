"""The addresses of carers' phones among those that are walked."""

from uuid import uuid4

from samsyn.homecare.actions import begin_shift
from samsyn.people.roles import Role
from tests import factories as f


def phone_of(world):
    """A phone of the unit's carer, with a shift under way."""
    return begin_shift(device=uuid4(), hours=10, by=world.actors[Role.CARE_WORKER], at=f.NOW).device


NAMES = (
    "mobile", "mobile_manifest", "mobile_worker", "mobile_who", "mobile_begin", "mobile_half", "mobile_end",
    "mobile_day", "mobile_sync", "my_times", "phones",
)  # fmt: skip
ARGUMENTS = {
    **dict.fromkeys(NAMES, lambda w: {}),
    "phone_wipe": lambda w: {"pk": w.phone.pk},
    "carer_times": lambda w: {"pk": w.phone.staff_id},
}
