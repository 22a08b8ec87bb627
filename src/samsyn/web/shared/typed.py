"""What somebody types to find people stays out of addresses, which land in histories and in the logs of proxies.

It is posted, the session keeps it, and the address holds only the key: reload, back and the next page of a list work,
and a copied address tells nothing. What is kept ends with the login.
"""

from secrets import token_urlsafe

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.transaction import atomic
from django.http import HttpRequest

KEPT = 20  # texts of one login; the oldest goes first
LONGEST = 200  # characters: no name or number is longer
PLACE = "typed"


def keep_typed(request: HttpRequest, text: str) -> str:
    """The key under which the session keeps a text; the same for the same text, and empty for none."""
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text:
        return ""
    session = request.session
    with atomic():
        kept = _kept_now(session)
        key = next((k for k, t in kept.items() if t == text), "") or token_urlsafe(8)
        kept.pop(key, None)
        session[PLACE] = dict([*kept.items(), (key, text)][-KEPT:])
        if session.session_key:
            session.save()
    return key


def _kept_now(session: SessionBase) -> dict[str, str]:
    """What the session keeps, read under its lock: what another tab has just typed is not lost."""
    if not session.session_key:
        return dict(session.get(PLACE, {}))
    Session.objects.select_for_update().filter(pk=session.session_key).first()
    return dict(session.load().get(PLACE, {}))


def typed(request: HttpRequest, key: str) -> str:
    """The text that a key in the address stands for; empty for a key of another login."""
    kept: dict[str, str] = getattr(request, "session", {}).get(PLACE, {})
    return kept.get(key, "")
