"""What is known of a word by itself, whatever stands around it: borne as a name, something else, or neither."""

from functools import lru_cache

from samsyn.deidentify.asked import CACHED, Asked
from samsyn.deidentify.gazetteer import band_of, is_last_name, is_last_name_like, is_ordinary, is_other_name
from samsyn.deidentify.gender import TO_NEUTER
from samsyn.deidentify.lexicon import lexicon, neutral_words
from samsyn.deidentify.patterns import MONTHS
from samsyn.deidentify.tokens import Token
from samsyn.deidentify.words import is_allowed, is_word, words_of

COMMON = 2  # the bands of first names that are believed: borne by fifty at the least
SHORT = 5  # letters, up to which a rarer first name written small is more likely a word
LONG = 7  # letters, from which a last name is known though written small
LAST_LATIN, LATIN_AGAIN, GREEK_AGAIN = "\u024f", "\u1e00", "\u1f00"  # Vietnamese letters stand far from the others
PLACE_ENDS, SURE_ENDS = tuple(words_of("place_end")), tuple(words_of("sure_last_name_end"))
NOT_A_NAME_END = tuple(words_of("no_name_end"))
SHORTEST_HEAD = 4  # letters of the last part of a word put together of two
# What masking itself writes: no name when a text is masked once more, unless with a capital and borne (Maj).
WRITTEN = neutral_words() | set(MONTHS) | set(TO_NEUTER.values()) | {"hens"}


@lru_cache(CACHED)
def is_borne(small: str) -> bool:
    """Whether a folded word is borne as a first name by more than a few, each part of it where it has a hyphen."""
    if 0 < band_of(small) <= COMMON or (small.endswith("s") and 0 < band_of(small[:-1]) <= COMMON):
        return True
    return "-" in small and all(0 < band_of(part) <= COMMON for part in small.removesuffix("s").split("-"))


@lru_cache(CACHED)
def is_written_small(small: str) -> bool:
    """Whether a word with a small letter is a first name all the same: in a hurry names are written so."""
    if len(small) < 3 or is_known(small) or is_word(small):
        return False
    name = small.removesuffix("s")
    if len(name) >= LONG and (is_last_name(name) or name.endswith(SURE_ENDS)):
        return True
    return band_of(name) == 1 or (len(name) > SHORT and is_borne(name))


@lru_cache(CACHED)
def is_known(small: str) -> bool:
    """Whether a word is known as something else than a name."""
    if is_ordinary(small) or is_allowed(small) or is_other_name(small) or small in lexicon():
        return True
    return small in WRITTEN or small.endswith(PLACE_ENDS)


@lru_cache(CACHED)
def is_put_together(small: str) -> bool:
    """Whether a folded word is no name by how it is built: its last part is a word, or it ends as a verb or a noun."""
    if band_of(small) or is_last_name_like(small):
        return False
    if small.endswith(NOT_A_NAME_END):
        return True
    return any(is_ordinary(small[at:]) for at in range(2, len(small) - SHORTEST_HEAD + 1))


def is_from_afar(small: str) -> bool:
    """Whether a folded word has a letter that Swedish words have not."""
    return len(small) > 2 and not small.isascii() and any(c.isalpha() and c not in HOME for c in small)


HOME = frozenset("abcdefghijklmnopqrstuvwxyzåäöéüàèæø")


def is_foreign(word: str) -> bool:
    """Whether a word is written in letters that are not Latin, where a capital is not wanted or cannot be seen."""
    return (
        word[0] > LAST_LATIN
        and word[0].isalpha()
        and not word[0].islower()
        and not LATIN_AGAIN <= word[0] < GREEK_AGAIN
    )


@Asked
def is_candidate(token: Token) -> bool:
    """Whether a word could be a name at all: most sentences hold none and are not looked at further."""
    if not token.is_word:
        return False
    small, begins = token.small, token.begins
    if not token.is_capital:
        if is_written_small(small) or (is_last_name(small) and not is_known(small)):
            return True
        return begins and is_borne(small) and not is_known(small) and not is_word(small)
    if begins and is_ordinary(small) and not is_borne(small) and not is_last_name(small):
        return False
    return not is_allowed(small)
