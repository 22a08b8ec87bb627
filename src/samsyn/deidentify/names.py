"""Layer 3: names of people whom no header knows, found by a conditional random field and, where there is one, by a
model of the municipality's own.

A name that is missed identifies; a word too many that is hidden only makes the text a little poorer. So the threshold
is low, a first name of Sweden counts as one even where the field doubts, and a closed list says which words with a
capital are nobody's names: authorities, medicines, places of care (data/allowed.txt).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, count

from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.field import Field, read_field
from samsyn.deidentify.forms import PARTICLES
from samsyn.deidentify.gazetteer import band_of, is_last_name, is_last_name_like, is_ordinary, is_other_name
from samsyn.deidentify.known import (
    PLACE_ENDS,
    SURE_ENDS,
    WRITTEN,
    is_borne,
    is_candidate,
    is_from_afar,
    is_known,
    is_put_together,
    is_written_small,
)  # fmt: skip
from samsyn.deidentify.lexicon import lexicon
from samsyn.deidentify.people import Labels, at_beginning, genitive
from samsyn.deidentify.seed import WORD_AFTER, owns
from samsyn.deidentify.tokens import Token, Tokens, sentences_of
from samsyn.deidentify.told import told_in
from samsyn.deidentify.words import is_allowed, is_verb, is_word, words_of

PersonSpans = Callable[[Sequence[str]], list[list[tuple[int, int, float]]]]
Read = dict[tuple[tuple[str, ...], tuple[bool, ...]], list[float]]
HARDLY, RATHER_NOT = 0.1, 0.3
UNITS = words_of("unit")
FAR = 8  # words from what may be a name, beyond which nothing tells
SHORT = 2  # letters: a shorter word is followed by nobody
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
    text: str, tokens: Tokens, free: Free, labels: Labels, *, more: PersonSpans | None = None,
    read: Read | None = None,
) -> Iterator[Edit]:  # fmt: skip
    """Edits of the names that are found in what is free.

    `more` is asked as well: its spans are offsets in the text. `read` keeps what the field has said of words, so that
    a text that is masked once more is not read again where it has stayed the same.
    """
    spans = list(_found(tokens, free, {} if read is None else read))
    if more is not None:
        spans += _told(tokens, free, more([text])[0])
    spans += _again(tokens, free, spans)
    for span in sorted(spans, key=lambda s: (s.first, s.first - s.last)):
        start, end = tokens.starts[span.first], tokens.ends[span.last]
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


def _found(tokens: Tokens, free: Free, read: Read) -> Iterator[Span]:
    told = told_in(tokens)
    likely = tokens.where(is_candidate)
    wanted = [n for n in sorted({*likely, *told}) if tokens[n].is_word and _is_free(tokens, n, free)]
    if not wanted:
        return
    places = iter(wanted)
    at = next(places)
    for begin, end in sentences_of(tokens):
        if at >= end:
            continue
        begin, last = max(begin, at - FAR), at
        while at < end:
            last, at = at, next(places, len(tokens) + 1)
        end = min(end, last + FAR + 1)
        some = tokens[begin:end]
        words, begins = tuple([t.text for t in some]), tuple([t.begins for t in some])
        if (said := read.get((words, begins))) is None:
            said = read[words, begins] = shipped_field().odds(words, begins)
        odds = [
            max(o, TOLD) if n in told else o * _doubt(tokens, n) if tokens[n].is_capital else o
            for n, o in enumerate(said, begin)
        ]
        yield from _joined(tokens, odds, free, begin)


def _is_free(tokens: Tokens, at: int, free: Free) -> bool:
    return free.is_free(tokens.starts[at], tokens.ends[at])


def _doubt(tokens: Tokens, at: int) -> float:
    """What the likelihood of a word is multiplied by for what stands beside it: a ward, a heading, a place."""
    token = tokens[at]
    if token.small == "hans" and at + 1 < len(tokens) and tokens[at + 1].small in lexicon():
        return NEVER_LESS  # "Hans syster"
    before = tokens.before_in_line(at)
    if before == "." and at > 1:
        before = tokens[at - 2].small
    if before in UNITS:
        return HARDLY
    is_heading = token.begins and at + 1 < len(tokens) and tokens[at + 1].text == ":"
    return RATHER_NOT if before == "i" or (is_heading and not is_borne(token.small)) else 1.0


def _again(tokens: Tokens, free: Free, spans: Sequence[Span]) -> list[Span]:
    """Further mentions of who is surely somebody in this text: a last name alone, a first name at the beginning."""
    sure, small, taken = set[str](), set[str](), set[int]()
    for span in spans:
        some = tokens[span.first : span.last + 1]
        taken |= set(range(span.first, span.last + 1))
        if span.confidence >= LIKELY:
            words = {w for w in _words(some)[0] if len(w) > SHORT and w not in PARTICLES}
            sure |= words
            small |= {w for w in words if is_word(w)} if not some[0].is_capital else set()
    found = []
    forms = sure | {f"{word}s" for word in sure}
    for at in compress(count(), map(forms.__contains__, tokens.smalls)) if sure else ():
        token = tokens[at]
        if at in taken or not _is_free(tokens, at, free):
            continue
        if _is_meant(tokens, at) if token.is_capital else token.small in small and not _is_counted(tokens, at):
            found.append(Span(at, at, SURE))
    return found


def _is_counted(tokens: Tokens, at: int) -> bool:
    """Whether something before a word says that it is the word: varje dag, en vanlig dag."""
    return any(t.small in WORD_AFTER for t in tokens[max(0, at - 2) : at])


def _is_meant(tokens: Tokens, at: int) -> bool:
    """Whether a word that is also somebody's name in this text is the name here."""
    token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if is_allowed(token.small) or token.small in lexicon():
        return False
    if not (token.begins or token.text.isupper()) or not (is_ordinary(token.small) or is_word(token.small)):
        return True
    return after is not None and (is_verb(after.text) or after.small in {"ej", "inte", "och"})


def _joined(tokens: Tokens, odds: Sequence[float], free: Free, begin: int) -> Iterator[Span]:
    """Names of words that stand together, each likely enough by itself or beside a likely one.

    `odds` are of the words from `begin` on.
    """
    at = left = begin
    while at < begin + len(odds):
        if _is_plain(tokens[at], odds[at - begin]) or not _is_name(tokens, at, odds[at - begin], free, beside=False):
            at += 1
            continue
        first, last = _led_in(tokens, at, left, free), at
        while (step := _goes_on(tokens, odds, begin, last, free)) > last:
            last = step
        yield Span(first, last, max(odds[at - begin : last + 1 - begin]))
        at = left = last + 1


def _led_in(tokens: Tokens, at: int, left: int, free: Free) -> int:
    """Where a name begins that initials or a particle lead in: "B. Lindqvist", "af Ekenstam"."""
    while at > left:
        before = tokens[at - 1]
        if tokens.gap(at - 1) > 1 or not _is_free(tokens, at - 1, free):
            break
        if before.small in PARTICLES or (before.is_capital and len(before.text) == 1):
            at -= 1
        elif before.text == "." and at - 1 > left and tokens[at - 2].is_capital and len(tokens[at - 2].text) <= 2:
            at -= 2
        else:
            break
    return at


def _goes_on(tokens: Tokens, odds: Sequence[float], begin: int, last: int, free: Free) -> int:
    """The next word of the same name, or the same place where there is none."""
    step, end = last + 1, begin + len(odds)
    while step < end and tokens[step].small in PARTICLES and tokens.gap(step - 1) <= 1:
        step += 1
    if step >= end or tokens.gap(step - 1) > 1:
        return last
    token, before = tokens[step], tokens[last]
    if not token.is_capital and before.is_capital and is_last_name(before.small + token.small):
        return step  # torn by a scanner
    return step if _is_name(tokens, step, odds[step - begin], free, beside=True) else last


def _is_plain(token: Token, odds: float) -> bool:
    """Whether a word is surely none of a name, without looking further."""
    return odds < UNKNOWN and not token.is_capital and not is_written_small(token.small)


def _is_name(tokens: Tokens, at: int, odds: float, free: Free, *, beside: bool) -> bool:
    token = tokens[at]
    if not token.is_word or not _is_free(tokens, at, free):
        return False
    small = token.small
    if token.text in EXACTLY or (small in WRITTEN and not (token.is_capital and is_borne(small))):
        return False
    if odds >= TOLD:
        return True
    if small in lexicon() and small != "hans":
        return False
    if is_allowed(small) and not (beside and token.is_capital and not token.begins and odds >= DOUBTFUL):
        return False
    if odds >= SURE:
        return True
    if len(small) == 1 and not beside:
        return False
    if not token.is_capital:
        if token.begins and is_candidate[token] and odds >= UNKNOWN:
            return True
        follows = (
            beside and is_last_name_like(small) and (not is_known(small) or (is_word(small) and is_last_name(small)))
        )
        return follows or odds >= LIKELY or is_written_small(small)
    return odds >= (_least_beside(token, small) if beside else _least(token, small))


def _least_beside(token: Token, small: str) -> float:
    """How likely a word with a capital must be that follows a name: only what is something else is doubted."""
    if len(small) > 1 and token.text.isupper() and (is_ordinary(small) or is_verb(small)):
        return LIKELY  # all the text is in capitals: "EVA RINGDE OCKSÅ"
    return JOINED if is_other_name(small) or small.endswith(PLACE_ENDS) else NEVER_LESS


def _least(token: Token, small: str) -> float:
    """How likely a word with a capital must be, by where it stands and what else is known of it."""
    if token.begins or (len(small) > 1 and token.text.isupper()):  # a capital says nothing there
        if is_ordinary(small) or is_word(small):
            return LIKELY
        if band_of(small) or small.endswith(SURE_ENDS) or (is_from_afar(small) and not token.text.isupper()):
            return BORNE
        return POSSIBLE if is_last_name_like(small) else LIKELY if is_put_together(small) else DOUBTFUL
    if is_word(small):
        return NEVER_LESS
    if is_borne(small):
        return BORNE if is_known(small) else NEVER_LESS
    if small.endswith(PLACE_ENDS) and not is_last_name(small):
        return LIKELY
    return POSSIBLE if is_known(small) else UNKNOWN


def _told(tokens: Tokens, free: Free, told: Sequence[tuple[int, int, float]]) -> Iterator[Span]:
    """What another model says, on the borders of words."""
    for start, end, confidence in told:
        first, after = bisect_right(tokens.ends, start), bisect_left(tokens.starts, end)
        inside = [n for n in range(first, after) if tokens[n].is_word]
        if inside and all(_is_free(tokens, n, free) for n in inside):
            yield Span(inside[0], inside[-1], max(0.0, min(1.0, confidence)))


def _words(tokens: Sequence[Token]) -> tuple[tuple[str, ...], bool]:
    """The folded words of a name without the genitive's s, and whether it is an owner's."""
    words = [t.small for t in tokens if t.is_word]
    last = words[-1]
    is_owner = last.endswith("s") and len(last) > 3 and not band_of(last) and not last.endswith(("us", "is", "ss"))
    return (*words[:-1], last[:-1] if is_owner else last), is_owner
