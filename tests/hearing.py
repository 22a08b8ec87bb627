"""Hearing the person in tests, where a decision goes against them (FL 25)."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from samsyn.cases.actions import Said, Sending, answer_communication, communicate
from samsyn.cases.letters.content import Sender
from samsyn.cases.models import Decision
from samsyn.cases.queries import why_not_unheard
from samsyn.people.roles import Actor
from tests.kept import kept

SENDER = Sender("Samsyns kommun", "Socialnämnden")


@kept
def heard(draft: Decision, *, by: Actor, at: datetime) -> Decision:
    """The draft, once what it rests on is communicated and answered the same day, where that is needed."""
    today = localdate(at)
    if why_not_unheard(draft, today=today) is None:
        return draft
    sending = Sending(way="visit", sent_on=today, answer_by=today + timedelta(14))
    sent = communicate(decision=draft, sending=sending, sender=SENDER, by=by, at=at)
    said = Said(text="Jag har läst det.", way="visit", received_on=today)
    answer_communication(communication=sent, said=said, by=by, at=at)
    return draft
