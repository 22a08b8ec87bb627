"""Layer 1: everybody the case header names, wherever and however they are written in the text.

A name is followed through genitives, hyphens, initials, capitals and small misspellings. A name that is also a Swedish
word (Björn, Hans, My) counts as one only where it is written with a capital that no sentence explains, or stands beside
another part of the same name, or where the next word is a verb.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samsyn.deidentify.distance import is_near, may_be_near, sound
from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.gazetteer import is_ordinary
from samsyn.deidentify.header import Header, Known
from samsyn.deidentify.lexicon import lexicon
from samsyn.deidentify.people import Labels, at_beginning, genitive
from samsyn.deidentify.tokens import Token, fold
from samsyn.deidentify.words import is_verb, is_word, words_of

SHORTEST_NUMBER = 6  # digits: shorter ones may be anything
SHORTEST_SOUND = 4  # letters, from which a name is known by its sound
SHORTEST_MISSPELT = 5  # letters: shorter names are one letter away from too many words
GAP = re.compile(r"[ \u00a0\t]{1,3}|[ ]?[-‐-–][ ]?|\.[ ]?|[ \t]*\n[ \t]*")
EXACT, NEAR, INITIALS = 1.0, 0.85, 0.9
Part = tuple[set[int], bool, float]


@dataclass(frozen=True, slots=True)
class Name:
    """One part of somebody's name, folded. `who` is the number in the header."""

    text: str
    who: int
    is_last: bool


class Seed:
    """The header's names, ready to be looked for."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self._names: dict[str, list[Name]] = {}
        self._initials: dict[str, int] = {}
        self._looked_at: dict[tuple[str, bool], Part | None] = {}
        for who, known in enumerate(header.people):
            for text, is_last in (*((t, False) for t in parts(known.first)), *((t, True) for t in parts(known.last))):
                self._names.setdefault(text, []).append(Name(text, who, is_last))
            for form in initials(known):
                self._initials.setdefault(form, who)
        self._sounds: dict[str, list[str]] = {}
        for name in (n for n in self._names if len(n) >= SHORTEST_SOUND):
            self._sounds.setdefault(sound(name), []).append(name)
        # A misspelt name has its first or its second letter right.
        self._first: dict[str, list[str]] = {}
        self._second: dict[str, list[str]] = {}
        for name in (n for n in self._names if len(n) >= SHORTEST_MISSPELT):
            self._first.setdefault(name[0], []).append(name)
            self._second.setdefault(name[1], []).append(name)

    def numbers(self, text: str, free: Free) -> Iterator[Edit]:
        """Identity numbers, phones and addresses of the header, in any spacing."""
        digits, folded = Digits(text), text.casefold()
        for known in self.header.people:
            for kind, value, word in (
                (Kind.IDENTITY_NUMBER, known.number, "[personnummer]"),
                (Kind.PHONE, known.phone, "[telefon]"),
            ):
                for form in numbers_of(kind, value):
                    yield from _taken(text, free, digits.spans(form), kind, word)
            for words in addresses_of(known.address):
                if words[0].casefold() in folded:  # a pattern costs more than a look
                    spans = [match.span() for match in _spaced(words).finditer(text)]
                    yield from _taken(text, free, spans, Kind.ADDRESS, "[adress]")

    def names(self, text: str, tokens: Sequence[Token], free: Free, labels: Labels) -> Iterator[Edit]:
        """Every mention of somebody in the header, the longest first at each place."""
        at = 0
        while at < len(tokens):
            mention = self._mention(text, tokens, at, free)
            if mention is None:
                at += 1
                continue
            last, who, is_owner, confidence = mention
            start, end = tokens[at].start, tokens[last].end
            if free.is_free(start, end):
                is_owner = is_owner or owns(tokens, last)
                label = genitive(labels.of(who)) if is_owner else labels.of(who)
                if tokens[at].begins:
                    label = at_beginning(label)
                edit = Edit(start, end, text[start:end], label, Kind.NAME, confidence, Layer.SEED)
                free.take([edit])
                yield edit
            at = last + 1

    def _mention(self, text: str, tokens: Sequence[Token], at: int, free: Free) -> tuple[int, int, bool, float] | None:
        """The last token, the person, whether an owner, and how sure, of a mention that begins here."""
        token = tokens[at]
        if not token.is_word or not free.is_free(token.start, token.end):
            return None
        last = self._led_in(tokens, at)
        found = self._part(tokens[last])
        if not found or (last > at and not self._fits(token, found[0])):
            return self._by_initials(text, tokens, at) if token.is_capital else None
        people, is_owner, confidence = found
        while not is_owner and last + 1 < len(tokens):
            step = last + 1
            if not GAP.fullmatch(text[tokens[last].end : tokens[step].start]):
                break
            if tokens[step].small in PARTICLES and step + 1 < len(tokens):
                step += 1
            more = self._part(tokens[step]) if free.is_free(tokens[step].start, tokens[step].end) else None
            if not more or not people & more[0]:
                if last == at and self._is_a_last_initial(tokens[last + 1]):
                    last += 1
                break
            people, is_owner, confidence, last = people & more[0], more[1], min(confidence, more[2]), step
        if last == at and self._is_but_a_word(tokens, at):
            return None
        return last, min(people), is_owner, confidence

    def _led_in(self, tokens: Sequence[Token], at: int) -> int:
        """Where the first whole part of a name stands after what may lead it in: "R. Alm", "af Ekenstam"."""
        token = tokens[at]
        if len(token.text) == 1 and token.is_capital:
            step = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text == "." else at + 1
        elif token.small in PARTICLES:
            step = at + 1
        else:
            return at
        return step if step < len(tokens) and tokens[step].is_word and tokens[step].is_capital else at

    @staticmethod
    def _is_a_last_initial(token: Token) -> bool:
        """Whether a letter after a first name stands for the last: "Lisa B"."""
        return len(token.text) == 1 and token.is_capital and not token.begins

    def _fits(self, lead: Token, people: set[int]) -> bool:
        """Whether an initial is somebody's of these; a particle fits anybody."""
        if lead.small in PARTICLES:
            return True
        return any(self.header.people[who].first[:1].upper() == lead.text for who in people)

    def _part(self, token: Token) -> Part | None:
        """Whose name a word is a part of, whether as an owner, and how sure. Each word is looked at once."""
        key = (token.small, token.is_capital)
        if key not in self._looked_at:
            self._looked_at[key] = self._found(*key) if token.is_word else None
        return self._looked_at[key]

    def _found(self, word: str, is_capital: bool) -> Part | None:
        for form, is_owner in ((word, False), (word.removesuffix("s").rstrip(":'’"), word.endswith("s"))):
            if form in self._names:
                return {n.who for n in self._names[form]}, is_owner, EXACT
        if is_capital and not is_word(word):
            for form, is_owner in ((word, False), (word.removesuffix("s"), word.endswith("s"))):
                if alike := self._sounds.get(sound(form)):
                    return {one.who for n in alike for one in self._names[n]}, is_owner, NEAR
        if len(word) < SHORTEST_MISSPELT + (0 if is_capital else 2) or is_word(word) or is_ordinary(word):
            return None
        for form, is_owner in ((word, False), (word.removesuffix("s"), word.endswith("s"))):
            likely = {*self._first.get(form[:1], ()), *self._second.get(form[1:2], ())}
            near = [n for n in likely if may_be_near(form, n) and is_near(form, n)]
            if near:
                return {one.who for n in near for one in self._names[n]}, is_owner, NEAR
        return None

    def _by_initials(self, text: str, tokens: Sequence[Token], at: int) -> tuple[int, int, bool, float] | None:
        for match in _INITIALS.finditer(text, tokens[at].start, tokens[at].start + 12):
            if match.start() != tokens[at].start:
                break
            key = re.sub(r"[^A-ZÅÄÖ]", "", match["who"])
            if key in self._initials:
                last = at
                while last + 1 < len(tokens) and tokens[last + 1].end <= match.end():
                    last += 1
                return last, self._initials[key], bool(match["own"]), INITIALS
        return None

    def _is_but_a_word(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a single name is more likely the word that is spelt like it."""
        token = tokens[at]
        if not is_word(token.small):
            return False
        if not token.is_capital:
            return not self._is_name_written_small(tokens, at)
        if not token.begins or token.small not in PRONOUNS:
            return False
        after = next((t for t in tokens[at + 1 : at + 2]), None)
        return after is not None and after.is_word and not is_verb(after.text) and not after.is_capital

    @staticmethod
    def _is_name_written_small(tokens: Sequence[Token], at: int) -> bool:
        """Whether a name that is a word, written small, is the name: "moa: ja", "att dag ska veta", "sonen sten"."""
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        before = tokens[at - 1].small if at and tokens[at - 1].line == tokens[at].line else ""
        if before in lexicon() and lexicon()[before].kind is Kind.KINSHIP:
            return True
        if after is None or tokens[at].small in PRONOUNS:
            return False
        return (tokens[at].begins and after.text == ":") or (is_verb(after.text) and before not in WORD_AFTER)


_INITIALS = re.compile(
    r"(?P<who>[A-ZÅÄÖ](?:[.\-][ ]?[A-ZÅÄÖ]){1,3}(?: [A-ZÅÄÖ](?!\w))?\.?|[A-ZÅÄÖ]{2,3})(?P<own>(?::|\.)?s\b)?(?!\w)"
)


def parts(name: str) -> list[str]:
    """The parts of a name that stand for it alone: Anna-Lisa is also Annalisa, Anna and Lisa; "af" is none."""
    found: list[str] = []
    for word in fold(name).split():
        if word in PARTICLES:
            continue
        found.append(word)
        if "-" in word:
            pieces = [p for p in word.split("-") if len(p) > 1 and p not in PARTICLES]
            found += ["".join(word.split("-")), *pieces]
    return list(dict.fromkeys(found))


PRONOUNS = words_of("like_a_name")
PARTICLES = words_of("particle")
WORD_AFTER = words_of("a_word_after")
AFTER_A_NAME = words_of("after_a_name")


def initials(known: Known) -> list[str]:
    """The initials by which somebody may be written, two or three letters."""
    first = [p for word in known.first.split() for p in word.split("-") if p]
    last = [w for w in known.last.split() if fold(w) not in PARTICLES]
    found = []
    if first and last:
        found += [first[0][0] + last[0][0], "".join(p[0] for p in first) + last[0][0]]
    if len(first) > 1:
        found.append("".join(p[0] for p in first))
    return [f.upper() for f in dict.fromkeys(found)]


def numbers_of(kind: Kind, value: str) -> list[str]:
    """The digits by which a number of the header may be written; a plus sign where it must be there."""
    digits = "".join(c for c in value if c.isdigit())
    if len(digits) < SHORTEST_NUMBER:
        return []
    if kind is Kind.IDENTITY_NUMBER and len(digits) == 12:
        return [digits, digits[2:]]
    return [digits, f"+46{digits[1:]}"] if kind is Kind.PHONE and digits[0] == "0" else [digits]


def addresses_of(value: str) -> list[list[str]]:
    """The words of an address of the header, and of its street without the town."""
    texts = dict.fromkeys((value, value.split(",")[0].strip()))
    return [text.split() for text in texts if len(text) > 3]


class Digits:
    """The digits of a text with where they stand, so that a number is found in any spacing."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [match.start() for match in _DIGIT.finditer(text)]
        self._all = "".join(text[at] for at in self._places)

    def spans(self, form: str) -> Iterator[tuple[int, int]]:
        """Where a number stands by itself."""
        plain = form.removeprefix("+")
        at = self._all.find(plain)
        while at >= 0:
            start, end = self._places[at], self._places[at + len(plain) - 1] + 1
            if _NUMBER.fullmatch(self._text, start, end):
                start -= len(form) - len(plain)
                is_whole = start >= 0 and self._text[start : start + 1] == form[0]
                if is_whole and not _is_wordly(self._text, start - 1) and not _is_wordly(self._text, end):
                    yield start, end
            at = self._all.find(plain, at + 1)


def _is_wordly(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _taken(text: str, free: Free, spans: Iterable[tuple[int, int]], kind: Kind, word: str) -> Iterator[Edit]:
    for start, end in spans:
        if free.is_free(start, end):
            edit = Edit(start, end, text[start:end], word, kind, EXACT, Layer.SEED)
            free.take([edit])
            yield edit


def owns(tokens: Sequence[Token], last: int) -> bool:
    """Whether a name that ends with an s owns what comes after: Mattias bild, but Mattias kommer."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is None or not tokens[last].small.endswith(("s", "x", "z")) or not after.is_word or after.is_capital:
        return False
    return not is_verb(after.text) and after.small not in AFTER_A_NAME and after.line == tokens[last].line


_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9\s\-–()/+]*")


def _spaced(pieces: Sequence[str]) -> re.Pattern[str]:
    words = r"[\s,]+".join(map(re.escape, pieces))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
