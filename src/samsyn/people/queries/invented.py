"""Who may invent a municipality: a job, where no real people are let in."""

from django.conf import settings

from samsyn.people import access
from samsyn.people.refusals import Refusal
from samsyn.people.roles import Actor


def why_not_invent(by: Actor) -> Refusal | None:
    """What `access.why_not_invent` says in this installation."""
    return access.why_not_invent(by, real_people=settings.SAMSYN["real_people"])
