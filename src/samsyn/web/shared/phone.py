"""The session of a phone: what the app may be left with, so may the rest of the house, and no longer.

A carer's login lasts for the day, and the app in the phone locks after ten minutes out of sight. Without this, whoever
has the locked phone would only have to follow a link to the other pages. So a session in which the app has shown that
the shift's secret is open (`X-Samsyn-Phone`) counts as logged out when nothing has been heard of it for as long, until
the app shows it again or the carer logs in.
"""

import hmac
from datetime import timedelta
from hashlib import sha256

from samsyn.homecare.queries import is_emptied, shift_under_way
from samsyn.people.roles import Actor
from samsyn.web.shared.request import Arriving

HEADER = "X-Samsyn-Phone"  # "12:3fa9…": the shift, and what its secret makes of MEANT
MEANT = b"samsyn session"
PLACE = "phone"
IDLE = timedelta(minutes=10)
NOTED = timedelta(minutes=1)  # not written anew at each request


def proof_of(secret: str) -> str:
    """What a phone shows for a secret of a shift (32 bytes as hex), as hex."""
    return hmac.new(bytes.fromhex(secret), MEANT, sha256).hexdigest()


def is_phones(request: Arriving) -> bool:
    """Whether the app has been opened with its code in this session."""
    return PLACE in request.session


def begin_anew(request: Arriving) -> None:
    """The carer has logged in: the session is nobody's phone until the app is opened."""
    request.session.pop(PLACE, None)


def is_left(request: Arriving) -> bool:
    """Whether the request comes from a phone that lies locked, or is emptied. Notes that it was heard of, else."""
    actor, kept = request.actor, request.session.get(PLACE)
    if actor is None:
        return False
    device = shown_by(request, actor)
    if device is None and kept is None:
        return False
    now = int(request.now.timestamp())
    if device is None and kept:
        device = kept["device"]
        if now - kept["at"] > IDLE.total_seconds() or is_emptied(device):
            return True
    if not kept or kept["device"] != device or now - kept["at"] >= NOTED.total_seconds():
        request.session[PLACE] = {"device": device, "at": now}
    return False


def shown_by(request: Arriving, actor: Actor) -> int | None:
    """The device whose shift under way the request shows the secret of; None when it shows none."""
    shift, _, proof = request.headers.get(HEADER, "").partition(":")
    if not (shift.isascii() and shift.isdigit() and len(shift) < 19 and proof.isascii()):
        return None
    found = shift_under_way(int(shift), by=actor, at=request.now)
    return found.device_id if found and hmac.compare_digest(proof_of(found.secret), proof) else None
