"""How often a password may be guessed: ten times in a quarter of an hour for a name, fifty for an address."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.core.cache import cache

WINDOW = timedelta(minutes=15)
ALLOWED = {"name": 10, "address": 50}


def _keys(name: str, address: str) -> dict[str, str]:
    """The pair, so that nobody can lock another out from elsewhere; and the address, against many names."""
    parts = {"name": f"{name.casefold()}|{address}", "address": address}
    return {kind: f"attempts:{kind}:{sha256(part.encode()).hexdigest()}" for kind, part in parts.items()}


def _recent(key: str, now: datetime) -> list[datetime]:
    return [at for at in cache.get(key, []) if now - at < WINDOW]


def too_many(name: str, address: str, *, now: datetime) -> bool:
    """Whether the next guess has to wait."""
    return any(len(_recent(key, now)) >= ALLOWED[kind] for kind, key in _keys(name, address).items())


def failed(name: str, address: str, *, now: datetime) -> None:
    """Remember a wrong guess."""
    for key in _keys(name, address).values():
        cache.set(key, [*_recent(key, now), now], timeout=WINDOW.total_seconds())


def succeeded(name: str, address: str) -> None:
    """Forget the guesses for a name that got in."""
    cache.delete(_keys(name, address)["name"])
