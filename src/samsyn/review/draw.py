"""Who reads: drawn by lot among those who have nothing to do with the case. Pure; the seed is kept."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """Somebody who could read: their unit, and how many packets they have unread."""

    staff: int
    unit: int
    unread: int = 0


def drawn(
    candidates: Iterable[Candidate], *, barred: Collection[int], own_unit: int, source: str, readers: int, seed: int
) -> list[Candidate]:
    """So many readers, or fewer where there are no more. Never one who is barred.

    Whoever has the fewest unread comes first, then the lot; other units first where the rule says so, since their
    staff cannot reach the case anyway. `source` is "others_first", "others" or "any".
    """
    # Whoever works at several units counts as of the case's own, where they could reach the case.
    each = {c.staff: c for c in sorted(candidates, key=lambda c: c.unit == own_unit)}
    free = [c for c in each.values() if c.staff not in barred and (source != "others" or c.unit != own_unit)]
    others_first = source == "others_first"
    free.sort(key=lambda c: (others_first and c.unit == own_unit, c.unread, _lot(seed, c.staff)))
    return free[:readers]


def _lot(seed: int, staff: int) -> bytes:
    return hashlib.sha256(f"{seed}:{staff}".encode()).digest()
