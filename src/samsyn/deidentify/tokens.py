"""A text's words with where they stand."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from samsyn.deidentify.words import words_of

_TOKEN = re.compile(r"[^\W_]+(?:[-'’:&$][^\W_]+|-\n[a-zåäöéü][^\W_]*)*|[^\w\s]|_", re.UNICODE)
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


def fold(text: str) -> str:
    """A name as it is compared: small letters, one kind of hyphen."""
    return text.casefold().replace("‐", "-").replace("’", "'")


def tokens_of(text: str) -> list[Token]:
    """The words and signs of a text, in order."""
    found: list[Token] = []
    begins, last, line, before = True, 0, 0, ""
    for match in _TOKEN.finditer(text):
        word = match.group()
        start, end = match.span()
        if "\n" in text[last:start]:
            begins = True
            line += 1
        last, first = end, word[0]
        if first.isalnum():
            if "\n" in word:
                word = word.replace("-\n", "")
            small = word.casefold() if word.isalnum() else fold(word)
            is_capital = first.isupper() or (first == small[0] and "-" in word and word.partition("-")[2][:1].isupper())
            found.append(Token(start, end, word, small, begins, line, first.isalpha(), is_capital))
            begins = begins and not first.isalpha()  # a date or a number before it takes no capital from a sentence
        else:
            found.append(Token(start, end, word, word, begins, line, False, False))
            if word in _ENDS and not (word == "." and (before.lower() in _ABBREVIATION or len(before) == 1)):
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
