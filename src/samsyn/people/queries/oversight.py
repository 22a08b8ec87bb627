"""The state of the log, as an administrator sees it: how long, how far, last verified."""

from dataclasses import dataclass

from samsyn.audit.models import Event
from samsyn.audit.queries import head_of, length
from samsyn.people.models import Appointment
from samsyn.people.roles import Role


@dataclass(frozen=True)
class LogState:
    """How many events there are, the newest one's hash, and the event of the last verification made here."""

    events: int
    head: str
    last: Event | None


def log_state() -> LogState:
    """The log in three facts, none of them about a person who is served."""
    # By the administrators' keys, which the index begins with: the log may hold millions of events.
    held = Appointment.objects.filter(role=Role.ADMINISTRATOR).values_list("staff", flat=True)
    keys = [f"staff:{pk}" for pk in held.distinct()]
    last = Event.objects.filter(by__in=keys, what="log.verify").order_by("-id").first()
    return LogState(length(), head_of(), last)
