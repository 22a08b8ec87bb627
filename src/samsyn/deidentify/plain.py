"""A text as it is read: letters whole, without signs that cannot be seen, with where each stood.

A letter may be written as two (o and a trema), be torn by a sign that shows nothing (a soft hyphen, a mark of
direction, a null) or be misread by a program (Ã¶ for ö). Whoever looks at the page reads the name all the same, so
masking does, too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from unicodedata import normalize

from samsyn.deidentify.edits import Edit

LOST = "\u02ac"  # a letter that no program could read, as one that words may hold and no language here has
MISREAD_LETTERS = "åäöéüèáàâêëíìîïóòôúùûçñøæßÅÄÖÉÜÈÁÓÍØÆ"
# Shows nothing: controls, the soft hyphen, marks of direction, joiners, the mark of byte order, variation selectors.
UNSEEN = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
UNSEEN += "\ufe00-\ufe0f\ufeff"
_SPACES, _LINES = "\u1680\u2000-\u200a\u205f\u3000", "\x0b\x0c\x85\u2028\u2029"
_MARKS = "\u0300-\u034e\u0350-\u036f"


def _misread() -> dict[str, str]:
    """What becomes of a letter when its two bytes are read as two letters."""
    found: dict[str, str] = {}
    for letter in MISREAD_LETTERS:
        pair = letter.encode()
        found[pair.decode("latin-1")] = letter
        found[pair.decode("cp1252", errors="replace")] = letter
    return {pair: letter for pair, letter in found.items() if "\ufffd" not in pair}


_MISREAD = _misread()
_ODD = re.compile(
    "|".join(re.escape(pair) for pair in sorted(_MISREAD))
    + rf"|\r\n?|[{_LINES}]|[{_SPACES}]|\w(?:[{UNSEEN}]*[{_MARKS}])+|[{UNSEEN}]+|[\ufb00-\ufb06\uff01-\uff5e\ufffd]"
)


_MAY_BE_ODD = re.compile(rf"[\r{_LINES}{_SPACES}{_MARKS}{UNSEEN}\ufb00-\ufb06\uff01-\uff5e\ufffdÃÂ]")


class Plain:
    """A text as it is read. `text` is what to look at; `edits` takes what is found there back to the original."""

    def __init__(self, original: str) -> None:
        self.original, self.text = original, original
        self._odd: list[tuple[int, int]] = []  # in the original
        self._after: list[int] = []  # where what is read for each ends in `text`
        parts, last, size = [], 0, 0
        for match in _odd_in(original):
            said = _read(match.group())
            parts += [original[last : match.start()], said]
            size += match.start() - last + len(said)
            self._odd.append(match.span())
            self._after.append(size)
            last = match.end()
        if self._odd:
            self.text = "".join(parts) + original[last:]

    def _place(self, at: int) -> tuple[int, int]:
        """Where a character that is read begins and ends in the original."""
        number = bisect_right(self._after, at)  # the first odd place that is not wholly before it
        behind = self._odd[number - 1][1] + at - self._after[number - 1] if number else at
        return self._odd[number] if number < len(self._odd) and behind >= self._odd[number][0] else (behind, behind + 1)

    def edits(self, found: Iterable[Edit]) -> list[Edit]:
        """Edits of the text that is read, as edits of the original, in order."""
        if not self._odd:
            return list(found)
        edits, last = [], 0
        for edit in sorted(found, key=lambda e: e.start):
            start, end = max(last, self._place(edit.start)[0]), self._place(edit.end - 1)[1]
            if start < end:
                was = self.original[start:end]
                edits.append(replace(edit, start=start, end=end, original=was,
                                     replacement=was if edit.is_flag else edit.replacement))  # fmt: skip
                last = end
        return edits


def _odd_in(text: str) -> Iterator[re.Match[str]]:
    """What is written oddly, from left to right: it begins with a sign that may be odd, or one before it."""
    end = 0
    for near in _MAY_BE_ODD.finditer(text):
        for at in (near.start() - 1, near.start()):
            if at >= end and (match := _ODD.match(text, at)):
                yield match
                end = match.end()


def _read(odd: str) -> str:
    if odd in _MISREAD:
        return _MISREAD[odd]
    if odd[0] in "\r\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if odd == "\ufffd":
        return LOST
    seen = re.sub(f"[{UNSEEN}]", "", odd)
    if "\u2000" <= odd <= "\u200a" or odd in "\u1680\u205f\u3000":
        return " "
    # A mark that makes no letter with the one before it (the dot that a small i has after a Turkish capital) is read
    # past: else it would divide the word, and stand on the last letter of what is put in the word's place.
    return (
        normalize("NFKC", seen) if seen and seen[0] >= "\ufb00" else re.sub(f"[{_MARKS}]", "", normalize("NFC", seen))
    )
