"""Words that are also names, and words that tell what stands before them: the closed lists that the layers share."""

from functools import cache
from importlib import resources

VERB_ENDS = ("ar", "as", "er", "ade", "kte", "pte", "ste", "tte", "des", "lde", "rde")


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word for line in lines_of(name) for word in line.split())


def is_word(word: str) -> bool:
    """Whether a folded name is an ordinary Swedish word, too (björn, hans, my)."""
    return word in _list("words") or word.removesuffix("s") in _list("words")


def is_allowed(word: str) -> bool:
    """Whether a folded word is nobody's name though it is written with a capital: Försäkringskassan, Alvedon, Visby."""
    allowed = _list("allowed")
    return word in allowed or word.removesuffix("s") in allowed


def is_verb(word: str) -> bool:
    """Whether a word is, or is built like, a verb in the present or past: är, vill, behöver, nickar, startade."""
    small = word.lower()
    return small in _list("verbs") or (len(small) > 3 and word == small and small.endswith(VERB_ENDS))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a name in context.txt, which tell what a word beside them is."""
    for line in lines_of("context"):
        found, _, words = line.partition(":")
        if found == name:
            return frozenset(words.split())
    raise KeyError(name)


def lines_of(name: str) -> list[str]:
    """The lines of a data file that are no comments."""
    text = (resources.files("samsyn.deidentify") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
