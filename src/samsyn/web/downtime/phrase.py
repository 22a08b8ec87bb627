"""The passphrase of each group's list, made of the one that is set: who opens one group's envelope opens no other's."""

import hmac
from hashlib import sha256

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another on paper
PARTS, PART = 5, 5  # 25 of 31 letters: 123 bits


def phrase_of(passphrase: str, group: int) -> str:
    """What opens one group's lists, such as "kx7ta-…", as long as the set passphrase and the group are the same."""
    drawn = int.from_bytes(hmac.new(passphrase.encode(), f"samsyn downtime {group}".encode(), sha256).digest(), "big")
    letters = []
    for _ in range(PARTS * PART):
        drawn, at = divmod(drawn, len(LETTERS))
        letters.append(LETTERS[at])
    return "-".join("".join(letters[n : n + PART]) for n in range(0, len(letters), PART))
