"""Exact search for the nearest profiles among hundreds of thousands, in bits: pure, and plain Python.

Each distinct profile is one bit in whole numbers as long as there are profiles, one number for each level of an area:
it says who has that level. Distances of all profiles at once are then added in columns of bits, as one adds by hand:
the first number holds everybody's ones, the next their twos, and so on. A question takes a few thousand operations on
such numbers, whatever they hold, and gives what `alike.nearest_slowly` gives.
"""

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate

from samsyn.review.alike import MEANT, NOTHING, NOW, SCALE, UNKNOWN, Profile, Row, known, steps, unpacked

Columns = list[int]  # the ones, the twos, the fours … of a number for each profile


class Index:
    """Decided cases, ready to be searched. Never changed once it is made."""

    def __init__(self, rows: Iterable[Row]) -> None:
        places: dict[str, int] = {}
        persons: dict[str, int] = {}
        held = [
            (places.setdefault(r.profile, len(places)), r.key, persons.setdefault(r.person, len(persons))) for r in rows
        ]
        held.sort()
        self._keys = array("q", (key for _, key, _ in held))
        self._persons = array("L", (person for _, _, person in held))
        self._first = array("L", _firsts((place for place, _, _ in held), len(places)))
        self._all = (1 << len(places)) - 1
        self._levels = _bits(places)
        self._areas = {area for area, _, _ in self._levels}

    def __len__(self) -> int:
        return len(self._keys)

    def nearest(
        self, profile: Profile, *, count: int, within: int, but: frozenset[int] = frozenset()
    ) -> dict[int, int]:
        """As `alike.nearest_slowly`, but for `but`: the keys of rows whose persons are left out."""
        columns = self._distances(profile)
        out = self._persons_of(but)
        found: dict[int, int] = {}
        for far in range(within + 1):
            met: set[int] = set()
            for place in _places(self._at(columns, far)):
                for at in range(self._first[place], self._first[place + 1]):
                    if self._persons[at] not in out:
                        found[self._keys[at]] = far
                        met.add(self._persons[at])
            out |= met
            count -= len(met)
            if count <= 0:
                break
        return found

    def _persons_of(self, keys: frozenset[int]) -> set[int]:
        if not keys:
            return set()
        return {person for key, person in zip(self._keys, self._persons, strict=True) if key in keys}

    def _at(self, columns: Columns, far: int) -> int:
        """The profiles at exactly one distance."""
        if far >> len(columns):
            return 0
        found = self._all
        for bit, column in enumerate(columns):
            found &= column if far >> bit & 1 else ~column
        return found

    def _distances(self, profile: Profile) -> Columns:
        """Each profile's distance from one."""
        total: Columns = []
        for area in self._areas | profile.keys():
            now, meant = profile.get(area, NOTHING)
            _add(total, self._steps(area, 0, known(now)), NOW)
            _add(total, self._steps(area, 1, known(meant)), MEANT)
        return total

    def _steps(self, area: str, which: int, level: int | None) -> Columns:
        """Each profile's steps from a level, in three columns: no difference is more than four."""
        columns, said = [0, 0, 0], 0
        for other in SCALE:
            who = self._levels.get((area, which, other), 0)
            said |= who
            _put(columns, who, steps(level, other))
        if level is not None:
            _put(columns, self._all ^ said, UNKNOWN)
        return columns


def _put(columns: Columns, who: int, value: int) -> None:
    """Write a value for some who have none yet."""
    for bit in range(len(columns)):
        if value >> bit & 1:
            columns[bit] |= who


def _add(total: Columns, columns: Columns, times: int) -> None:
    """Add a power of two times each profile's number, carrying as one does by hand."""
    carry, place = 0, times.bit_length() - 1
    for column in columns:
        carry = _add_at(total, place, column, carry)
        place += 1
    while carry:
        carry = _add_at(total, place, 0, carry)
        place += 1


def _add_at(total: Columns, place: int, column: int, carry: int) -> int:
    while len(total) <= place:
        total.append(0)
    if not (column or carry):
        return 0
    both, either = total[place] & column, total[place] ^ column
    total[place] = either ^ carry
    return both | (either & carry)


def _places(bits: int) -> Iterator[int]:
    """Which bits are set, from the lowest."""
    for at, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            yield from (at * 8 + bit for bit in range(8) if byte >> bit & 1)


def _firsts(places: Iterable[int], count: int) -> Iterator[int]:
    """Where each profile's rows begin in what is sorted by profile, and at last where they all end."""
    sizes = [0] * count
    for place in places:
        sizes[place] += 1
    return accumulate(sizes, initial=0)


def _bits(places: dict[str, int]) -> dict[tuple[str, int, int], int]:
    """Who has each level of each area, now (0) and meant (1)."""
    size = len(places) // 8 + 1
    levels: dict[tuple[str, int, int], bytearray] = {}
    written: dict[str, list[bytearray]] = {}  # what each word of a line is told in: there are few words
    for line, place in places.items():
        at, bit = place >> 3, 1 << (place & 7)
        for word in line.split():
            told = written.get(word)
            if told is None:
                [(area, both)] = unpacked(word).items()
                said = [(area, which, level) for which, level in enumerate(both) if level is not None]
                written[word] = told = [levels.setdefault(key, bytearray(size)) for key in said]
            for held in told:
                held[at] |= bit
    return {key: int.from_bytes(held, "little") for key, held in levels.items()}
