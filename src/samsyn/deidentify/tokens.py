"""A text's words with where they stand."""

import re
from dataclasses import dataclass

from samsyn.deidentify.words import words_of

_TOKEN = re.compile(r"\w+(?:[-'’:]\w+|-\n[a-zåäöéü]+)*|[^\w\s]", re.UNICODE)
_ENDS = frozenset(".!?:;•–—\n")
_ABBREVIATION = words_of("abbreviation")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign. `begins`: it is the first of a sentence, a line or a cell, where a capital says nothing.

    A word that is divided at the end of a line is whole in `text`.
    """

    start: int
    end: int
    text: str
    begins: bool

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def tokens_of(text: str) -> list[Token]:
    """The words and signs of a text, in order."""
    found: list[Token] = []
    begins, last = True, 0
    before = ""
    for match in _TOKEN.finditer(text):
        word = match.group()
        start = match.start()
        if "\n" in text[last:start]:
            begins = True
        found.append(Token(start, match.end(), word.replace("-\n", ""), begins))
        if word[0].isalnum():
            begins = False
        elif word in _ENDS and not (word == "." and (before.lower() in _ABBREVIATION or len(before) == 1)):
            begins = True
        before, last = word, match.end()
    return found
