"""What somebody types to find people stays out of addresses, which land in histories and in the logs of proxies.

It is posted, the session keeps it, and the address holds only the key: reload, back and the next page of a list work,
and a copied address tells nothing. What is kept ends with the login.
"""

from secrets import token_urlsafe

from django.http import HttpRequest

KEPT = 20  # texts of one login; the oldest goes first
LONGEST = 200  # characters: no name or number is longer
PLACE = "typed"


def keep_typed(request: HttpRequest, text: str) -> str:
    """The key under which the session keeps a text; the same for the same text, and empty for none."""
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text:
        return ""
    kept = dict(request.session.get(PLACE, {}))
    key = next((k for k, t in kept.items() if t == text), "") or token_urlsafe(8)
    kept.pop(key, None)
    request.session[PLACE] = dict([*kept.items(), (key, text)][-KEPT:])
    return key


def typed(request: HttpRequest, key: str) -> str:
    """The text that a key in the address stands for; empty for a key of another login."""
    kept: dict[str, str] = getattr(request, "session", {}).get(PLACE, {})
    return kept.get(key, "")
