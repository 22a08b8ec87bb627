"""Layer 3: names of people whom no header knows, found by a conditional random field and, where there is one, by a
model of the municipality's own.

A name that is missed identifies; a word too many that is hidden only makes the text a little poorer. So the threshold
is low, a first name of Sweden counts as one even where the field doubts, and a closed list says which words with a
capital are nobody's names: authorities, medicines, places of care (data/allowed.txt).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter

from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.field import Field, read_field
from samsyn.deidentify.forms import PARTICLES
from samsyn.deidentify.gazetteer import band_of, is_last_name_like, is_ordinary
from samsyn.deidentify.known import WRITTEN, is_borne, is_candidate, is_known, is_written_small
from samsyn.deidentify.lexicon import lexicon
from samsyn.deidentify.people import Labels, at_beginning, genitive
from samsyn.deidentify.seed import owns
from samsyn.deidentify.tokens import Token, sentences_of
from samsyn.deidentify.told import told_in
from samsyn.deidentify.words import is_allowed, is_word

PersonSpans = Callable[[Sequence[str]], list[list[tuple[int, int, float]]]]
TOLD, BY_PLACE = 2.0, 0.95  # above every likelihood: what the place of a word says; and how sure that is
# How likely a word must be to be taken for a name.
SURE, LIKELY, DOUBTFUL, POSSIBLE, UNKNOWN, JOINED, BORNE, NEVER_LESS = 0.95, 0.5, 0.3, 0.15, 0.03, 0.05, 0.01, 0.0
EXACTLY = frozenset({"SoL", "IVO", "OoL"})  # statutes and authorities that are names when written otherwise


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
        if any((is_candidate(t) or n in told) and free.is_free(t.start, t.end) for n, t in enumerate(some, begin)):
            odds = shipped_field().odds([t.text for t in some], [t.begins for t in some])
            odds = [max(o, TOLD) if n in told else o for n, o in enumerate(odds, begin)]
            yield from _joined(some, odds, free, begin)


def doubtful(tokens: Sequence[Token], free: Free) -> Iterator[tuple[int, int]]:
    """Lines in which something is masked and something is left that might be a name: where they begin and end."""
    for _, found in groupby(tokens, key=attrgetter("line")):
        some = list(found)
        masked = [not free.is_free(t.start, t.end) for t in some]
        if any(masked) and any(is_candidate(t) for t, is_masked in zip(some, masked, strict=True) if not is_masked):
            yield some[0].start, some[-1].end


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
    if token.text in EXACTLY or (small in WRITTEN and not (token.is_capital and is_borne(small))):
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
        follows = beside and not is_known(small) and is_last_name_like(small)
        return follows or odds >= LIKELY or is_written_small(small)
    return odds >= (_least_beside(small) if beside else _least(token, small))


def _least_beside(small: str) -> float:
    """How likely a word with a capital must be that follows a name: only what is something else is doubted."""
    return JOINED if is_known(small) and not is_word(small) else NEVER_LESS


def _least(token: Token, small: str) -> float:
    """How likely a word with a capital must be, by where it stands and what else is known of it."""
    if token.begins or (len(small) > 1 and token.text.isupper()):  # a capital says nothing there
        if is_ordinary(small) or is_word(small):
            return LIKELY
        return BORNE if band_of(small) else POSSIBLE if is_last_name_like(small) else DOUBTFUL
    if is_word(small):
        return NEVER_LESS
    if is_borne(small):
        return BORNE if is_known(small) else NEVER_LESS
    return POSSIBLE if is_known(small) else UNKNOWN


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
