"""A tablet that is handed to somebody: one page of the session is theirs, and nothing else opens until a new login.

The person at the table answers in the staff's session. What they could come to from there (the back button, another
tab, an address that is typed) is other people's. So the session counts as logged out everywhere but on that page.
"""

from samsyn.web.shared.request import Arriving

PLACE = "handed"


def lock(request: Arriving, address: str) -> None:
    """Leave one address of this site open in the session. Its key is new, so that no page is kept."""
    request.session.cycle_key()
    request.session[PLACE] = address


def is_handed(request: Arriving) -> bool:
    """Whether the session is handed to somebody and the request is for another page than theirs."""
    return bool(request.session.get(PLACE, request.path) != request.path)


def take_back(request: Arriving) -> None:
    """The staff have logged in: the session is theirs again."""
    request.session.pop(PLACE, None)
