"""What lists say of a word, answered by filters of hashes: first names of Sweden, occupations, ordinary words.

The filters (Bloom 1970) are made by tools/train_names.py of Statistics Sweden's call-names, Språkbanken's occupations
and the corpus. No name can be read out of them; one word in some thousands is taken for what it is not,
which the field is trained to live with.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources

from samsyn.deidentify.asked import CACHED, Asked
from samsyn.deidentify.words import lines_of, words_of

HASHES = 8
BITS_A_NAME = 18
BANDS = (500, 50, 5)  # bearers at the least
NAME_ENDS = tuple(words_of("last_name_end"))


class Filter:
    """A set of folded words that can only be asked."""

    def __init__(self, bits: bytearray | bytes) -> None:
        self.bits = bits

    @classmethod
    def of(cls, words: set[str]) -> "Filter":
        """The filter of some words."""
        made = cls(bytearray(max(1, len(words) * BITS_A_NAME // 8)))
        for word in words:
            for place in made._places(word):
                made.bits[place >> 3] |= 1 << (place & 7)  # type: ignore[index]
        return made

    def __contains__(self, word: str) -> bool:
        return all(self.bits[place >> 3] & (1 << (place & 7)) for place in self._places(word))

    def _places(self, word: str) -> list[int]:
        digest, size = blake2b(word.encode(), digest_size=HASHES * 4).digest(), len(self.bits) * 8
        return [int.from_bytes(digest[n * 4 : n * 4 + 4]) % size for n in range(HASHES)]


def packed(filters: tuple[Filter, ...]) -> bytes:
    """Filters as one file: the length of each, then its bits."""
    return b"".join(len(f.bits).to_bytes(4) + bytes(f.bits) for f in filters)


def unpacked(data: bytes) -> tuple[Filter, ...]:
    """The filters of a file."""
    found, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        found.append(Filter(data[at + 4 : at + 4 + size]))
        at += 4 + size
    return tuple(found)


@cache
def shipped() -> tuple[Filter, ...]:
    """The filters that ship with the package: of first names, the most common first, of occupations, of words."""
    return unpacked((resources.files("samsyn.deidentify") / "data" / "filters.bin").read_bytes())


@lru_cache(CACHED)
def band_of(word: str) -> int:
    """How common a folded word is as a first name: 1 the most common, 0 none."""
    return next((number for number, some in enumerate(shipped()[: len(BANDS)], 1) if word in some), 0)


@lru_cache(CACHED)
def is_occupation(word: str) -> bool:
    """Whether a folded word is what somebody is by trade (Språkbanken's list)."""
    some = shipped()[len(BANDS)]
    return word in some or (word.endswith("en") and word[:-2] in some) or (word.endswith("n") and word[:-1] in some)


@lru_cache(CACHED)
def is_ordinary(word: str) -> bool:
    """Whether a folded word is written with a small letter in the texts that the field was trained on."""
    return word in shipped()[len(BANDS) + 1]


@cache
def last_names() -> frozenset[str]:
    """Folded last names, a list of our own (data/last_names.txt)."""
    return frozenset(word for line in lines_of("last_names") for word in line.split())


@cache
def other_names() -> tuple[frozenset[str], dict[str, list[tuple[str, ...]]]]:
    """Names of places, organisations and things (data/other_names.txt): of one word, and the longer by their first."""
    entries = [tuple(e.split()) for line in lines_of("other_names") for e in line.split("|") if e.strip()]
    longer: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted(entries, key=len, reverse=True):
        if len(entry) > 1:
            longer.setdefault(entry[0], []).append(entry)
    return frozenset(e[0] for e in entries if len(e) == 1), longer


def is_last_name(word: str) -> bool:
    """Whether a folded word is borne as a last name."""
    return word in last_names()


def is_last_name_like(word: str) -> bool:
    """Whether a folded word is a last name, or is put together as Swedish ones are."""
    return is_last_name(word) or is_last_name(word.removesuffix("s")) or (len(word) > 6 and word.endswith(NAME_ENDS))


def is_other_name(word: str) -> bool:
    """Whether a folded word is the name of a place, an organisation or a thing."""
    return word in other_names()[0]


@Asked
def begins_phrase(word: str) -> bool:
    """Whether a word begins a longer name of no person."""
    return word.lower() in other_names()[1]


def phrases_in(words: Sequence[str]) -> set[int]:
    """Which words of a sentence, folded, are part of a longer name of no person: Costa Rica, Sveriges Radio."""
    longer, found = other_names()[1], set[int]()
    for at, word in enumerate(words):
        for entry in longer.get(word, ()):
            if tuple(words[at : at + len(entry)]) == entry:
                found |= set(range(at, at + len(entry)))
                break
    return found
