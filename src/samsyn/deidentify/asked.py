"""Answers that are kept: a text has thousands of words and few that it has not had before."""

from collections.abc import Callable, Hashable
from typing import TypeVar

CACHED = 1 << 16  # answers that a question keeps
About = TypeVar("About", bound=Hashable)
Said = TypeVar("Said")


class Asked(dict[About, Said]):
    """A question about how a word is written, with its answers; `asked[word]` is a third of what `lru_cache` costs.

    It forgets all when it has more than `CACHED`.
    """

    def __init__(self, question: Callable[[About], Said]) -> None:
        super().__init__()
        self._question = question

    def __missing__(self, word: About) -> Said:
        if len(self) >= CACHED:
            self.clear()
        said = self[word] = self._question(word)
        return said
