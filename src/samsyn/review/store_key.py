"""The pseudonyms of the store: keyed digests, with a key that is in no table. Pure.

The key is derived from the installation's secret (SAMSYN_SECRET_KEY), which stands in the environment and never in the
database. Without it nobody can go from a row to a person, nor try all persons to see whose a row is. With it one can:
the store is pseudonymised (GDPR article 4.5), not anonymous.
"""

import hmac

PURPOSE = b"samsyn/review/store/1"  # another purpose has another key
LENGTH = 32  # hexadecimal digits: 128 bits, so that no two persons share a pseudonym


def key_from(secret: str) -> bytes:
    """The store's key. Raises ValueError for an installation without a secret."""
    if not secret:
        raise ValueError("the store's pseudonyms need SAMSYN_SECRET_KEY")
    return hmac.digest(secret.encode(), PURPOSE, "sha256")


def pseudonym(key: bytes, kind: str, what: int | str) -> str:
    """What a person or a decision is called in the store, or a profile in the log."""
    return hmac.digest(key, f"{kind}:{what}".encode(), "sha256").hex()[:LENGTH]


def mark_of(key: bytes) -> str:
    """What tells one key from the next, and nothing else."""
    return hmac.digest(key, b"which key", "sha256").hex()[:LENGTH]
