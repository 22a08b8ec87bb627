"""The header's identity numbers, phones and addresses, found in any spacing."""

import re
from collections.abc import Iterable, Iterator, Sequence

from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.header import Header

SHORTEST_NUMBER = 6  # digits: shorter ones may be anything


def numbers_in(text: str, header: Header, free: Free) -> Iterator[Edit]:
    """Identity numbers, phones and addresses of the header, in any spacing."""
    digits, folded = Digits(text), text.casefold()
    for known in header.people:
        if not (known.number or known.phone or known.address):
            continue  # most are only named
        for kind, value, word in (
            (Kind.IDENTITY_NUMBER, known.number, "[personnummer]"),
            (Kind.PHONE, known.phone, "[telefon]"),
        ):
            for form in numbers_of(kind, value):
                yield from _taken(text, free, digits.spans(form), kind, word)
        for words in addresses_of(known.address):
            if words[0].casefold() in folded:  # a pattern costs more than a look
                spans = [match.span() for match in _spaced(words).finditer(text)]
                yield from _taken(text, free, spans, Kind.ADDRESS, "[adress]")


def numbers_of(kind: Kind, value: str) -> list[str]:
    """The digits by which a number of the header may be written; a plus sign where it must be there."""
    digits = "".join(c for c in value if c.isdigit())
    if len(digits) < SHORTEST_NUMBER:
        return []
    if kind is Kind.IDENTITY_NUMBER and len(digits) == 12:
        return [digits, digits[2:]]
    return [digits, f"+46{digits[1:]}"] if kind is Kind.PHONE and digits[0] == "0" else [digits]


def addresses_of(value: str) -> list[list[str]]:
    """The words of an address of the header, and of its street without the town."""
    texts = dict.fromkeys((value, value.split(",")[0].strip()))
    return [text.split() for text in texts if len(text) > 3]


class Digits:
    """The digits of a text with where they stand, so that a number is found in any spacing."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [match.start() for match in _DIGIT.finditer(text)]
        self._all = "".join(text[at] for at in self._places)

    def spans(self, form: str) -> Iterator[tuple[int, int]]:
        """Where a number stands by itself."""
        plain = form.removeprefix("+")
        at = self._all.find(plain)
        while at >= 0:
            start, end = self._places[at], self._places[at + len(plain) - 1] + 1
            if _NUMBER.fullmatch(self._text, start, end):
                start -= len(form) - len(plain)
                is_whole = start >= 0 and self._text[start : start + 1] == form[0]
                if is_whole and not _is_wordly(self._text, start - 1) and not _is_wordly(self._text, end):
                    yield start, end
            at = self._all.find(plain, at + 1)


def _is_wordly(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _taken(text: str, free: Free, spans: Iterable[tuple[int, int]], kind: Kind, word: str) -> Iterator[Edit]:
    for start, end in spans:
        if free.is_free(start, end):
            edit = Edit(start, end, text[start:end], word, kind, 1.0, Layer.SEED)
            free.take([edit])
            yield edit


_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9\s\-–()/+]*")


def _spaced(pieces: Sequence[str]) -> re.Pattern[str]:
    words = r"[\s,]+".join(map(re.escape, pieces))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
