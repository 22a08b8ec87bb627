"""How a language says amounts, days, lists, sums and paragraphs. What differs is data and one function of citing.

Labels stand in nominative: Swedish and English sentences take them so, and the Finnish ones are built so that they do.
"""

from samsyn.cases.letters.words.easy import EASY
from samsyn.cases.letters.words.english import ENGLISH
from samsyn.cases.letters.words.finnish import FINNISH
from samsyn.cases.letters.words.grammar import Words
from samsyn.cases.letters.words.swedish import SWEDISH
from samsyn.people.languages import Language

__all__ = ["Words", "words_in"]

_KNOWN = {
    Language.SWEDISH: SWEDISH,
    Language.EASY: EASY,
    Language.FINNISH: FINNISH,
    Language.ENGLISH: ENGLISH,
}


def words_in(language: str) -> Words:
    """The words of a language. Raises ValueError for one that letters are not written in."""
    return _KNOWN[Language(language)]
