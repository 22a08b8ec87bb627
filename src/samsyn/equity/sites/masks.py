"""Reals as integers modulo 2^128, and the masks that two sites add and take away.

A real is held to 2^-64, rounded exactly from its binary form, up to 2^53 in size, so that the sum of 1 024 sites is
still told from its negative. What rounding adds is far below the rounding of the floating-point sums themselves.
Bonawitz and others 2017, Practical Secure Aggregation, section 4.0.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite, ldexp

BITS, POINT, LARGEST = 128, 64, 2.0**53
MODULUS = 1 << BITS
SIZE = BITS // 8


def fixed(values: Iterable[float]) -> list[int]:
    """Each real as an integer from 0 to 2^128. Raises ValueError for what is no number or above 2^53."""
    found = []
    for value in values:
        if not isfinite(value) or abs(value) >= LARGEST:
            raise ValueError(f"{value} cannot be added: it is no number or too large")
        found.append(round(ldexp(value, POINT)) % MODULUS)
    return found


def real(values: Iterable[int]) -> list[float]:
    """The reals of sums of such integers; the upper half of the range is negative."""
    return [((v + MODULUS // 2) % MODULUS - MODULUS // 2) / (1 << POINT) for v in values]


def add(rows: Sequence[Sequence[int]]) -> list[int]:
    """The sum of each column, modulo 2^128."""
    return [sum(column) % MODULUS for column in zip(*rows, strict=True)]


def stream(secret: bytes, context: str, length: int) -> list[int]:
    """The numbers that two sites with this secret draw for this context: HMAC-SHA-256, spread by SHAKE-256.

    Whoever lacks the secret cannot tell them from uniform ones (FIPS 198-1, FIPS 202). Raises ValueError for a short
    secret.
    """
    if len(secret) < 32:
        raise ValueError(f"a secret of {len(secret)} bytes can be guessed: 32 are needed")
    seed = hmac.new(secret, b"samsyn mask 1\0" + context.encode(), hashlib.sha256).digest()
    drawn = hashlib.shake_256(seed).digest(SIZE * length)
    return [int.from_bytes(drawn[at : at + SIZE], "big") for at in range(0, len(drawn), SIZE)]


def masked(values: Sequence[int], *, site: str, secrets: Mapping[str, bytes], context: str) -> list[int]:
    """The values with a mask for every other site: added where this site comes first by name, else taken away."""
    rows = [list(values)]
    for other, secret in secrets.items():
        sign = 1 if site < other else -1
        rows.append([sign * drawn for drawn in stream(secret, context, len(values))])
    return add(rows)
