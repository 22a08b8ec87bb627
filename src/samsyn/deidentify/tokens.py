"""A text's words with where they stand."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count
from operator import attrgetter

from samsyn.deidentify.asked import Asked
from samsyn.deidentify.words import words_of

_TOKEN = re.compile(r"[^\W_]+(?:[-'’:&$][^\W_]+|-\n[a-zåäöéü][^\W_]*)*|[^\w\s]|_|\s", re.UNICODE)
LONGEST_SENTENCE = 200
LONGEST_PIECE = 80  # signs without a space between them, up to which it is kept what they are
_ENDS = frozenset(".!?:;•–—")
_ABBREVIATION = words_of("abbreviation")


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word or a sign as it is written: one and the same for all places where it stands so, in any text.

    `begins`: it is the first of a sentence, a line or a cell, where a capital says nothing. A word that is divided at
    the end of a line is whole in `text`; `small` is as names are compared; `size` is how many characters it takes.
    """

    text: str
    small: str
    size: int
    begins: bool
    is_word: bool
    is_alnum: bool
    is_capital: bool
    is_end: bool = False
    is_space: bool = False  # which is no token of a text


class Tokens(list[Token]):
    """The words and signs of a text, in order, with where each begins and ends and the number of its line.

    Lines that hold none are not counted. What is true of a place stands beside the tokens and not in them: a text then
    makes no objects of its own for its words, which Python's collector of garbage would go through again and again.
    Most words are looked at no further: a question that asks only how one is written is put to all at once.
    """

    def __init__(self) -> None:
        super().__init__()
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.lines: list[int] = []
        self._open: Sequence[int] | None = None

    @cached_property
    def smalls(self) -> list[str]:
        """Each as names are compared."""
        return list(map(attrgetter("small"), self))

    def where(self, is_wanted: Mapping[Token, object]) -> list[int]:
        """The numbers of those that are wanted."""
        if self._open is not None:
            return [at for at in self._open if is_wanted[self[at]]]
        return list(compress(count(), map(is_wanted.__getitem__, self)))

    def leave_out(self, is_open: Mapping[Token, object]) -> None:
        """Ask `where` of no others any more: every later question must say no to those that are left out."""
        self._open = self.where(is_open)

    def among(self, some: Container[Token]) -> list[int]:
        """The numbers of those that are some of these."""
        return list(compress(count(), map(some.__contains__, self)))

    def gap(self, at: int) -> int:
        """How many characters stand between one and the next."""
        return self.starts[at + 1] - self.ends[at]

    def next_in_line(self, at: int) -> Token | None:
        """The next, where it stands in the same line."""
        return self[at + 1] if at + 1 < len(self) and self.lines[at + 1] == self.lines[at] else None

    def before_in_line(self, at: int, step: int = 1) -> str:
        """How the one before, or some steps before, is written small; empty where it stands in another line."""
        return self[at - step].small if at >= step and self.lines[at - step] == self.lines[at] else ""


def fold(text: str) -> str:
    """A name as it is compared: small letters, one kind of hyphen."""
    return text.casefold().replace("‐", "-").replace("’", "'")


@Asked
def _written(raw: str) -> tuple[Token, Token]:
    """A word or a sign as it is kept, inside a sentence and where it begins; or a space."""
    first, size = raw[0], len(raw)
    if not first.isalnum():
        signs = (raw, raw, size), (False, False, False, raw in _ENDS, raw.isspace())
        return Token(*signs[0], False, *signs[1]), Token(*signs[0], True, *signs[1])
    word = raw.replace("-\n", "") if "\n" in raw else raw
    small = word.casefold() if word.isalnum() else fold(word)
    is_capital = first.isupper() or (first == small[0] and "-" in word and word.partition("-")[2][:1].isupper())
    return (
        Token(word, small, size, False, first.isalpha(), True, is_capital),
        Token(word, small, size, True, first.isalpha(), True, is_capital),
    )


def _split(piece: str) -> tuple[tuple[Token, Token], ...]:
    """What stands in a piece of a text without spaces: words and signs, and what divides lines and cells."""
    return tuple(_written[raw] for raw in _TOKEN.findall(piece))


_pieces = Asked(_split)


def tokens_of(text: str) -> Tokens:
    """The words and signs of a text, in order."""
    found = Tokens()
    starts, ends, lines = found.starts, found.ends, found.lines
    begins, line, at = True, 0, 0
    for piece in text.split(" "):
        for inside, first in _pieces[piece] if len(piece) <= LONGEST_PIECE else _split(piece):
            start, at = at, at + inside.size
            if inside.is_space:
                if inside.text == "\n":
                    begins = True
                    line += bool(lines) and lines[-1] == line
                continue
            found.append(first if begins else inside)
            starts.append(start)
            ends.append(at)
            lines.append(line)
            if begins:  # a date or a number before it takes no capital from a sentence
                begins = not inside.is_word
            elif inside.is_end:
                begins = inside.text != "." or not _is_short(found[-2].text)
        at += 1
    return found


def _is_short(before: str) -> bool:
    """Whether a point after a word is its own: it is an abbreviation or an initial."""
    return before.lower() in _ABBREVIATION or len(before) == 1


def sentences_of(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends among the tokens; a very long one (a table, a list) is cut."""
    begin, lines = 0, tokens.lines
    for at in (*(n for n, token in enumerate(tokens) if token.begins), len(tokens)):
        if 0 < at < len(tokens) and not tokens[at - 1].is_word and tokens[at - 1].begins and lines[at - 1] == lines[at]:
            continue  # a sign or a number begins the sentence, and this does not begin another
        while begin < at:
            end = min(at, begin + LONGEST_SENTENCE)
            yield begin, end
            begin = end
