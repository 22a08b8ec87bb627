"""Layer 3: names of people whom no header knows, found by a conditional random field and, where there is one, by a
model of the municipality's own.

A name that is missed identifies; a word too many that is hidden only makes the text a little poorer. So the threshold
is low, a first name of Sweden counts as one even where the field doubts, and a closed list says which words with a
capital are nobody's names: authorities, medicines, places of care (data/allowed.txt).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter

from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.field import Field, read_field
from samsyn.deidentify.gazetteer import CACHED, band_of, is_last_name, is_last_name_like, is_ordinary, is_other_name
from samsyn.deidentify.gender import TO_NEUTER
from samsyn.deidentify.lexicon import lexicon, neutral_words
from samsyn.deidentify.patterns import MONTHS
from samsyn.deidentify.people import Labels, at_beginning, genitive
from samsyn.deidentify.seed import PARTICLES, PRONOUNS, owns
from samsyn.deidentify.tokens import Token, sentences_of
from samsyn.deidentify.words import is_allowed, is_verb, is_word, words_of

PersonSpans = Callable[[Sequence[str]], list[list[tuple[int, int, float]]]]
TOLD, BY_PLACE = 2.0, 0.95  # above every likelihood: what the place of a word says; and how sure that is
# How likely a word must be to be taken for a name.
SURE, LIKELY, DOUBTFUL, POSSIBLE, UNKNOWN, JOINED, BORNE, NEVER_LESS = 0.95, 0.5, 0.3, 0.15, 0.03, 0.05, 0.01, 0.0
MOST_INITIALS = 3
LAST_LATIN, LATIN_AGAIN, GREEK_AGAIN = "\u024f", "\u1e00", "\u1f00"  # Vietnamese letters stand far from the others
SHORT = 5  # letters, up to which a rarer first name written small is more likely a word
TITLES = words_of("a_title")
PLACE_ENDS = tuple(words_of("place_end"))
LONG = 7  # letters, from which a last name is known though written small
NAMED_AFTER = words_of("a_name_after")
EXACTLY = frozenset({"SoL", "IVO", "OoL"})  # statutes and authorities that are names when written otherwise
NOUN_ENDS = (
    "en",
    "et",
    "na",
    "ing",
    "ning",
    "het",
    "tion",
    "er",
    "or",
    "ar",
    "arna",
    "erna",
    "or",
    "are",
    "skap",
    "else",
    "ist",
)
# What masking itself writes: no name when a text is masked once more, unless with a capital and borne (Maj).
WRITTEN = neutral_words() | set(MONTHS) | set(TO_NEUTER.values()) | {"hens"}
KIN = frozenset(word for word, entry in lexicon().items() if entry.kind is Kind.KINSHIP)
_INITIALS = re.compile("[A-ZÅÄÖ]-[A-ZÅÄÖ]")
COMMON = 2  # the bands of first names that are believed: borne by fifty at the least


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are likely to be one name: the numbers of the first and the last token, and how likely."""

    first: int
    last: int
    confidence: float


@cache
def shipped_field() -> Field:
    """The field that ships with the package, read once."""
    return read_field()


def names_in(
    text: str, tokens: Sequence[Token], free: Free, labels: Labels, *, more: PersonSpans | None = None
) -> Iterator[Edit]:
    """Edits of the names that are found in what is free. `more` is asked as well: its spans are offsets in the text."""
    spans = list(_found(tokens, free))
    if more is not None:
        spans += _told(tokens, free, more([text])[0])
    for span in sorted(spans, key=lambda s: (s.first, s.first - s.last)):
        start, end = tokens[span.first].start, tokens[span.last].end
        if not free.is_free(start, end):
            continue
        words, is_owner = _words(tokens[span.first : span.last + 1])
        label, is_owner = labels.of_unknown(words), is_owner or owns(tokens, span.last)
        label = genitive(label) if is_owner else label
        if tokens[span.first].begins and tokens[span.first].is_capital:
            label = at_beginning(label)
        sure = min(span.confidence, 1.0) if span.confidence < TOLD else BY_PLACE
        edit = Edit(start, end, text[start:end], label, Kind.NAME, round(sure, 3), Layer.NAME)
        free.take([edit])
        yield edit


def _found(tokens: Sequence[Token], free: Free) -> Iterator[Span]:
    told = told_in(tokens)
    for begin, end in sentences_of(tokens):
        some = tokens[begin:end]
        if any((_is_candidate(t) or n in told) and free.is_free(t.start, t.end) for n, t in enumerate(some, begin)):
            odds = shipped_field().odds([t.text for t in some], [t.begins for t in some])
            odds = [max(o, TOLD) if n in told else o for n, o in enumerate(odds, begin)]
            yield from _joined(some, odds, free, begin)


def doubtful(tokens: Sequence[Token], free: Free) -> Iterator[tuple[int, int]]:
    """Lines in which something is masked and something is left that might be a name: where they begin and end."""
    for _, found in groupby(tokens, key=attrgetter("line")):
        some = list(found)
        masked = [not free.is_free(t.start, t.end) for t in some]
        if any(masked) and any(_is_candidate(t) for t, is_masked in zip(some, masked, strict=True) if not is_masked):
            yield some[0].start, some[-1].end


def told_in(tokens: Sequence[Token]) -> set[int]:
    """Words that stand where a name is told, whatever their letters: who speaks, who writes, who signs, who acts."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if not token.is_word:
            continue
        if token.small in NAMED_AFTER:
            found |= set(_named(tokens, at + 1))
        elif _is_told(tokens, at, token):
            found.add(at)
    return found


def _is_told(tokens: Sequence[Token], at: int, token: Token) -> bool:
    if is_foreign(token.text):
        return True
    if len(token.text) <= MOST_INITIALS and (_is_signature(tokens, at) or _INITIALS.fullmatch(token.text)):
        return True
    after = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].line == token.line else None
    if token.begins and after is not None and _speaks_or_acts(token, token.small, after):
        return True
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.small in TITLES and token.is_capital and not is_allowed(token.small):
        return True
    names = before.begins and before.is_capital and before.small not in lexicon() and _is_borne(before.small)
    if names and token.is_capital and before.text.isupper() == token.text.isupper():
        return not _is_known(token.small) or is_word(token.small)
    return before.small in KIN and _is_related(token, token.small)


def _speaks_or_acts(token: Token, small: str, after: Token) -> bool:
    """Whether a word that begins a line stands as who says or does something: "jonna: ja", "Sten visar", "Öhrn sov"."""
    if not token.begins or (small in lexicon() and small != "hans"):
        return False
    if after.text == ":":
        return not token.is_capital and band_of(small) > 0
    if not is_verb(after.text) or is_allowed(small) or (small in PRONOUNS and small != "hans"):
        return False
    if _is_borne(small):
        return (token.is_capital and (band_of(small) == 1 or not is_ordinary(small))) or not _is_known(small)
    if not token.is_capital:
        return False
    if is_last_name(small):
        return not is_ordinary(small)
    return not _is_known(small) and (band_of(small) > 0 or not small.endswith(NOUN_ENDS))


def _is_related(token: Token, small: str) -> bool:
    """Whether a word written small is the name of who is called so: "sonen claes"."""
    return not token.is_capital and _is_borne(small) and not _is_known(small)


def is_foreign(word: str) -> bool:
    """Whether a word is written in letters that are not Latin, where a capital is not wanted or cannot be seen."""
    return (
        word[0] > LAST_LATIN
        and word[0].isalpha()
        and not word[0].islower()
        and not LATIN_AGAIN <= word[0] < GREEK_AGAIN
    )


def _is_signature(tokens: Sequence[Token], at: int) -> bool:
    """Whether one to three capitals are all that a line holds, or end it after a slash."""
    token = tokens[at]
    if not (token.text.isupper() and token.text.isalpha()) or is_allowed(token.small):
        return False
    if at + 1 < len(tokens) and tokens[at + 1].line == token.line:
        return False
    return at == 0 or tokens[at - 1].line != token.line or tokens[at - 1].text == "/"


def _named(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """The words, two at the most, that are told after one that says that a name comes."""
    while at < len(tokens) and tokens[at].text in ":,":
        at += 1
    for step in range(at, min(at + 2, len(tokens))):
        small = tokens[step].small
        if not tokens[step].is_word or _is_known(small) or len(small) < 3 or tokens[step].line != tokens[at].line:
            return
        if not (band_of(small) or is_last_name(small)):
            return
        yield step


def _is_candidate(token: Token) -> bool:
    """Whether a word could be a name at all: most sentences hold none and are not looked at further."""
    if not token.is_word:
        return False
    small = token.small
    if not token.is_capital:
        return _is_written_small(small)
    if token.begins and is_ordinary(small) and not _is_borne(small):
        return False
    return not is_allowed(small)


@lru_cache(CACHED)
def _is_borne(small: str) -> bool:
    if 0 < band_of(small) <= COMMON or (small.endswith("s") and 0 < band_of(small[:-1]) <= COMMON):
        return True
    return "-" in small and all(0 < band_of(part) <= COMMON for part in small.removesuffix("s").split("-"))


@lru_cache(CACHED)
def _is_written_small(small: str) -> bool:
    """Whether a word with a small letter is a first name all the same: in a hurry names are written so."""
    if len(small) < 3 or _is_known(small) or is_word(small):
        return False
    name = small.removesuffix("s")
    if len(name) >= LONG and is_last_name(name):
        return True
    return band_of(name) == 1 or (len(name) > SHORT and _is_borne(name))


@lru_cache(CACHED)
def _is_known(small: str) -> bool:
    """Whether a word is known as something else than a name."""
    if is_ordinary(small) or is_allowed(small) or is_other_name(small) or small in lexicon():
        return True
    return small in WRITTEN or small.endswith(PLACE_ENDS)


def _joined(some: Sequence[Token], odds: Sequence[float], free: Free, begin: int) -> Iterator[Span]:
    """Names of words that stand together, each likely enough by itself or beside a likely one."""
    at, left = 0, 0
    while at < len(some):
        if not _is_name(some[at], odds[at], free, beside=False):
            at += 1
            continue
        first, last = _led_in(some, at, left, free), at
        while (step := _goes_on(some, odds, last, free)) > last:
            last = step
        yield Span(begin + first, begin + last, max(odds[at : last + 1]))
        at = left = last + 1


def _led_in(some: Sequence[Token], at: int, left: int, free: Free) -> int:
    """Where a name begins that initials or a particle lead in: "B. Lindqvist", "af Ekenstam"."""
    while at > left:
        before = some[at - 1]
        if some[at].start - before.end > 1 or not free.is_free(before.start, before.end):
            break
        if before.small in PARTICLES or (before.is_capital and len(before.text) == 1):
            at -= 1
        elif before.text == "." and at - 1 > left and some[at - 2].is_capital and len(some[at - 2].text) == 1:
            at -= 2
        else:
            break
    return at


def _goes_on(some: Sequence[Token], odds: Sequence[float], last: int, free: Free) -> int:
    """The next word of the same name, or the same place where there is none."""
    step = last + 1
    while step < len(some) and some[step].small in PARTICLES and some[step].start - some[step - 1].end <= 1:
        step += 1
    if step >= len(some) or some[step].start - some[step - 1].end > 1:
        return last
    return step if _is_name(some[step], odds[step], free, beside=True) else last


def _is_name(token: Token, odds: float, free: Free, *, beside: bool) -> bool:
    if not token.is_word or not free.is_free(token.start, token.end):
        return False
    small = token.small
    if token.text in EXACTLY or (small in WRITTEN and not (token.is_capital and _is_borne(small))):
        return False
    if odds >= TOLD:
        return True
    if is_allowed(small) or (small in lexicon() and small != "hans"):
        return False
    if odds >= SURE:
        return True
    if len(small) == 1 and not beside:
        return False
    if not token.is_capital:
        follows = beside and not _is_known(small) and is_last_name_like(small)
        return follows or odds >= LIKELY or _is_written_small(small)
    return odds >= (_least_beside(small) if beside else _least(token, small))


def _least_beside(small: str) -> float:
    """How likely a word with a capital must be that follows a name: only what is something else is doubted."""
    return JOINED if _is_known(small) and not is_word(small) else NEVER_LESS


def _least(token: Token, small: str) -> float:
    """How likely a word with a capital must be, by where it stands and what else is known of it."""
    if token.begins or (len(small) > 1 and token.text.isupper()):  # a capital says nothing there
        if is_ordinary(small) or is_word(small):
            return LIKELY
        return BORNE if band_of(small) else POSSIBLE if is_last_name_like(small) else DOUBTFUL
    if is_word(small):
        return NEVER_LESS
    if _is_borne(small):
        return BORNE if _is_known(small) else NEVER_LESS
    return POSSIBLE if _is_known(small) else UNKNOWN


def _told(tokens: Sequence[Token], free: Free, told: Sequence[tuple[int, int, float]]) -> Iterator[Span]:
    """What another model says, on the borders of words."""
    for start, end, confidence in told:
        inside = [n for n, t in enumerate(tokens) if t.start < end and t.end > start and t.is_word]
        if inside and all(free.is_free(tokens[n].start, tokens[n].end) for n in inside):
            yield Span(inside[0], inside[-1], max(0.0, min(1.0, confidence)))


def _words(tokens: Sequence[Token]) -> tuple[tuple[str, ...], bool]:
    """The folded words of a name without the genitive's s, and whether it is an owner's."""
    words = [t.small for t in tokens if t.is_word]
    last = words[-1]
    is_owner = last.endswith("s") and len(last) > 3 and not band_of(last) and not last.endswith(("us", "is", "ss"))
    return (*words[:-1], last[:-1] if is_owner else last), is_owner
