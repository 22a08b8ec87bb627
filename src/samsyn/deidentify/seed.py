"""Layer 1: everybody the case header names, wherever and however they are written in the text.

A name is followed through genitives, hyphens, initials, capitals and small misspellings. A name that is also a Swedish
word (Björn, Hans, My) counts as one only where it is written with a capital that no sentence explains, or stands beside
another part of the same name, or where the next word is a verb.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samsyn.deidentify.distance import is_near
from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.header import Header, Known
from samsyn.deidentify.people import Labels, at_beginning, genitive
from samsyn.deidentify.tokens import Token
from samsyn.deidentify.words import is_verb, is_word, words_of

SHORTEST_MISSPELT = 5  # letters: shorter names are one letter away from too many words
GAP = re.compile(r"[ \u00a0\t]{1,3}|[ ]?[-‐-–][ ]?|\.[ ]?|[ \t]*\n[ \t]*")
EXACT, NEAR, INITIALS = 1.0, 0.85, 0.9


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
        for who, known in enumerate(header.people):
            for text, is_last in (*((t, False) for t in parts(known.first)), *((t, True) for t in parts(known.last))):
                self._names.setdefault(text, []).append(Name(text, who, is_last))
            for form in initials(known):
                self._initials.setdefault(form, who)
        self._long = [n for n in self._names if len(n) >= SHORTEST_MISSPELT]

    def numbers(self, text: str, free: Free) -> Iterator[Edit]:
        """Identity numbers, phones and addresses of the header, in any spacing."""
        for known in self.header.people:
            for kind, value, word in (
                (Kind.IDENTITY_NUMBER, known.number, "[personnummer]"), (Kind.PHONE, known.phone, "[telefon]"),
                (Kind.ADDRESS, known.address, "[adress]"),
            ):  # fmt: skip
                for form in forms_of(kind, value):
                    for match in form.finditer(text):
                        if free.is_free(*match.span()):
                            edit = Edit(*match.span(), match.group(), word, kind, EXACT, Layer.SEED)
                            free.take([edit])
                            yield edit

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
                label = genitive(labels.of(who)) if is_owner else labels.of(who)
                if tokens[at].begins:
                    label = at_beginning(label)
                edit = Edit(start, end, text[start:end], label, Kind.NAME, confidence, Layer.SEED)
                free.take([edit])
                yield edit
            at = last + 1

    def _mention(self, text: str, tokens: Sequence[Token], at: int, free: Free) -> tuple[int, int, bool, float] | None:
        """The last token, the person, whether an owner, and how sure, of a mention that begins here."""
        if not free.is_free(tokens[at].start, tokens[at].end):
            return None
        last = self._led_in(tokens, at)
        found = self._part(tokens[last])
        if not found or (last > at and not self._fits(tokens[at], found[0])):
            return self._by_initials(text, tokens, at)
        people, is_owner, confidence = found
        while not is_owner and last + 1 < len(tokens):
            step = last + 1
            if not GAP.fullmatch(text[tokens[last].end : tokens[step].start]):
                break
            if fold(tokens[step].text) in PARTICLES and step + 1 < len(tokens):
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
        elif fold(token.text) in PARTICLES:
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
        if fold(lead.text) in PARTICLES:
            return True
        return any(self.header.people[who].first[:1].upper() == lead.text for who in people)

    def _part(self, token: Token) -> tuple[set[int], bool, float] | None:
        """Whose name a word is a part of, whether as an owner, and how sure."""
        if not token.is_word:
            return None
        word = fold(token.text)
        for form, is_owner in ((word, False), (word.removesuffix("s").rstrip(":'’"), word.endswith("s"))):
            if form in self._names:
                return {n.who for n in self._names[form]}, is_owner, EXACT
        if (
            len(word) < SHORTEST_MISSPELT
            or (not token.is_capital and len(word) < SHORTEST_MISSPELT + 2)
            or is_word(word)
        ):
            return None
        for form, is_owner in ((word, False), (word.removesuffix("s"), word.endswith("s"))):
            near = [n for n in self._long if abs(len(n) - len(form)) <= 2 and is_near(form, n)]
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
        if not is_word(fold(token.text)):
            return False
        if not token.is_capital:
            return True
        if not token.begins or fold(token.text) not in PRONOUNS:
            return False
        after = next((t for t in tokens[at + 1 : at + 2]), None)
        return after is not None and after.is_word and not is_verb(after.text) and not after.is_capital


_INITIALS = re.compile(
    r"(?P<who>[A-ZÅÄÖ](?:[.\-][ ]?[A-ZÅÄÖ]){1,3}(?: [A-ZÅÄÖ](?!\w))?\.?|[A-ZÅÄÖ]{2,3})(?P<own>(?::|\.)?s\b)?(?!\w)"
)


def fold(text: str) -> str:
    """A name as it is compared: small letters, one kind of hyphen."""
    return text.casefold().replace("‐", "-").replace("’", "'")


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


def forms_of(kind: Kind, value: str) -> list[re.Pattern[str]]:
    """What finds a number or an address of the header: its digits in any spacing; its street without its town."""
    if kind is Kind.ADDRESS:
        street = value.split(",")[0].strip()
        texts = [value, street] if street != value else [value]
        return [_spaced(t.split(), r"[\s,]+") for t in texts if len(t) > 3]
    digits = [c for c in value if c.isdigit()]
    if len(digits) < 6:
        return []
    forms = [digits]
    if kind is Kind.IDENTITY_NUMBER and len(digits) == 12:
        forms.append(digits[2:])
    if kind is Kind.PHONE and digits[0] == "0":
        forms.append(["+46", *digits[1:]])
    return [_spaced(f, r"[\s\-–()/+]*") for f in forms]


def _spaced(pieces: Sequence[str], between: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){between.join(map(re.escape, pieces))}(?!\w)", re.IGNORECASE)
