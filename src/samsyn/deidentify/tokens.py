"""A text's words with where they stand."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress, count
from operator import attrgetter
from typing import NamedTuple

from samsyn.deidentify.asked import Asked
from samsyn.deidentify.words import words_of

_TOKEN = re.compile(r"[^\W_]+(?:[-'’:&$][^\W_]+|-\n[a-zåäöéü][^\W_]*)*|[^\w\s]|_|\n", re.UNICODE)
LONGEST_SENTENCE = 200
_ENDS = frozenset(".!?:;•–—\n")
_ABBREVIATION = words_of("abbreviation")


class Token(NamedTuple):
    """A word or a sign.

    `begins`: it is the first of a sentence, a line or a cell, where a capital says nothing. `line` numbers the lines
    that hold any. A word that is divided at the end of a line is whole in `text`; `small` is as names are compared.
    """

    start: int
    end: int
    text: str
    small: str
    begins: bool
    line: int
    is_word: bool
    is_capital: bool


class Tokens(list[Token]):
    """The words and signs of a text, in order.

    Most are looked at no further: a question that asks only how a word is written is put to all at once (`where`).
    """

    @cached_property
    def texts(self) -> list[str]:
        """Each as it is written."""
        return list(map(attrgetter("text"), self))

    @cached_property
    def smalls(self) -> list[str]:
        """Each as names are compared."""
        return list(map(attrgetter("small"), self))

    def where(self, is_wanted: Mapping[str, bool]) -> list[int]:
        """The numbers of those whose `text` is wanted."""
        return list(compress(count(), map(is_wanted.__getitem__, self.texts)))


def fold(text: str) -> str:
    """A name as it is compared: small letters, one kind of hyphen."""
    return text.casefold().replace("‐", "-").replace("’", "'")


@Asked
def seen(word: str) -> tuple[str, str, bool, bool, bool]:
    """A word as it is kept: whole, folded, whether letters or figures, whether a word, whether with a capital."""
    first = word[0]
    if not first.isalnum():
        return word, word, False, False, False
    word = word.replace("-\n", "") if "\n" in word else word
    small = word.casefold() if word.isalnum() else fold(word)
    is_capital = first.isupper() or (first == small[0] and "-" in word and word.partition("-")[2][:1].isupper())
    return word, small, True, first.isalpha(), is_capital


def tokens_of(text: str) -> Tokens:
    """The words and signs of a text, in order."""
    found = Tokens()
    begins, is_new, line, before = True, False, 0, ""
    make: Callable[..., Token] = tuple.__new__  # the constructor of a named tuple costs twice as much
    for match in _TOKEN.finditer(text):
        raw = match[0]
        if raw == "\n":
            is_new = begins = True
            continue
        word, small, is_alnum, is_word, is_capital = seen[raw]
        if is_new:
            line += bool(found)
            is_new = False
        start, end = match.span()
        found.append(make(Token, (start, end, word, small, begins, line, is_word, is_capital)))
        if is_alnum:
            if begins:
                begins = not is_word  # a date or a number before it takes no capital from a sentence
        elif word in _ENDS and not (word == "." and (before.lower() in _ABBREVIATION or len(before) == 1)):
            begins = True
        before = word
    return found


def sentences_of(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends among the tokens; a very long one (a table, a list) is cut."""
    begin = 0
    for at, token in enumerate(tokens):
        is_new = token.begins and (
            tokens[at - 1].is_word or not tokens[at - 1].begins or tokens[at - 1].line != token.line
        )
        if at > begin and (is_new or at - begin >= LONGEST_SENTENCE):
            yield begin, at
            begin = at
    if begin < len(tokens):
        yield begin, len(tokens)
