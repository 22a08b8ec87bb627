"""How somebody of the header may be written: the forms of a name, its initials, and which of them a word is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

from samsyn.deidentify.asked import CACHED, Asked
from samsyn.deidentify.distance import is_near, may_be_near, most_slips, sound
from samsyn.deidentify.gazetteer import band_of, is_ordinary
from samsyn.deidentify.header import Header, Known
from samsyn.deidentify.known import is_known
from samsyn.deidentify.plain import LOST
from samsyn.deidentify.tokens import fold
from samsyn.deidentify.words import is_word, words_of

SHORTEST_SOUND = 3  # letters, from which a name is known by its sound
SHORTEST_MISSPELT = 5  # letters: shorter names are one letter away from too many words
SHORTEST_TORN = 4  # letters of a name that stands in pieces
EXACT, NEAR, INITIALS = 1.0, 0.85, 0.9
PARTICLES = words_of("particle")
# A letter that a scanner took for a figure or another sign, and one that no program could read.
MISREAD = str.maketrans("013458$&", "oleasbså")
ENDINGS = ("arnas", "arna", "skans", "skan", "ska", "ens", "en")  # Lindqvistarna, Lindqvistskan
BARE = str.maketrans("øæđłßıðþœ", "oadlsidto")


@dataclass(frozen=True, slots=True)
class Match:
    """Whom of the header a word may stand for, whether as an owner, and how sure."""

    people: frozenset[int]
    is_owner: bool
    confidence: float


@dataclass(slots=True)
class Forms:
    """Every form of the header's names, ready to be asked."""

    names: dict[str, frozenset[int]] = field(default_factory=dict)
    initials: dict[str, int] = field(default_factory=dict)
    firsts: set[str] = field(default_factory=set)
    lasts: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)  # of names, by which one that is torn is followed
    _traces: set[str] = field(default_factory=set)  # of names: see `_traces_of`
    _heard: dict[str, frozenset[int]] = field(default_factory=dict)
    _by_letter: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    _short: dict[str, list[str]] = field(default_factory=dict)

    def take(self, name: str, people: frozenset[int]) -> None:
        """Let one part of somebody's name be found in all its forms."""
        is_new = name not in self.names
        self.names[name] = self.names.get(name, people) | people
        if len(name) >= SHORTEST_SOUND:
            sounds = heard(name)
            self._heard[sounds] = self._heard.get(sounds, people) | people
            self._traces.add(f"~{sounds}")
        if not is_new:
            return
        self._traces.add(name)
        if len(name) >= SHORTEST_TORN:
            self.beginnings |= {name[:n] for n in range(1, len(name))}
        if len(name) >= SHORTEST_MISSPELT:
            self._by_letter.setdefault((0, name[0]), []).append(name)
            self._by_letter.setdefault((1, name[1]), []).append(name)
            for size in range(len(name) - most_slips(name), len(name) + most_slips(name) + 1):
                self._traces |= {f"{name[0]}{size}", f"?{name[1]}{size}"}
        elif len(name) >= SHORTEST_SOUND:
            self._short.setdefault("".join(sorted(name)), []).append(name)
            self._traces.add("=" + "".join(sorted(name)))

    def add(self, name: str, people: frozenset[int]) -> None:
        """Let a name be found only as it is."""
        self.names[name] = self.names.get(name, people) | people
        self._traces.add(name)

    def find(self, word: str, *, is_capital: bool, is_inside: bool) -> Match | None:
        """Who a folded word is. `is_inside`: it has a capital that no beginning and no heading explains."""
        if word.isalpha() and self._traces.isdisjoint(_traces_of[word]):
            return None
        for form, is_owner in _inflected(word):
            if form in self.names:
                return Match(self.names[form], is_owner, EXACT)
        if found := self._put_together(word, is_capital=is_capital):
            return found
        if not word.isalpha() and (found := self._misread(word)):
            return found
        if is_word(word):
            return None
        return self._alike(word, is_capital=is_capital, is_inside=is_inside)

    def _put_together(self, word: str, *, is_capital: bool) -> Match | None:
        """A name in a word with hyphens, or two names in one: Anna-Lisa, Lindqvist-Ek, A-s-t-r-i-d, astridlind."""
        for mark in "-':":
            if mark not in word:
                continue
            pieces = word.split(mark)
            for form, is_owner in _inflected("".join(pieces)):
                if form in self.names:
                    return Match(self.names[form], is_owner, EXACT)
            for number, piece in enumerate(pieces):
                for form, is_owner in _inflected(piece):
                    if len(form) > 2 and form in self.names and (is_capital or not is_word(form)):
                        return Match(self.names[form], is_owner and number == len(pieces) - 1, NEAR)
        return None

    def _misread(self, word: str) -> Match | None:
        """A word with a figure or a sign for a letter, or with figures that are none of it: L1nd, astrid84."""
        read = word.translate(MISREAD)
        bare = "".join(c for c in word if c.isalpha() or c in "-'")
        for said in (read, bare):
            for form, is_owner in _inflected(said):
                if len(form) > 2 and form in self.names:
                    return Match(self.names[form], is_owner, NEAR)
        if LOST in word and (found := self._with_a_lost_letter(word)):
            return found
        for form, is_owner in _inflected(read):
            if read != word and (alike := self._heard.get(heard(form))):
                return Match(alike, is_owner, NEAR)
        if len(read) >= SHORTEST_MISSPELT and read != word:
            return self._misspelt(read)
        return None

    def _with_a_lost_letter(self, word: str) -> Match | None:
        for name, people in self.names.items():
            for form, is_owner in _inflected(word):
                if len(form) == len(name) > 2 and all(a in (b, LOST) for a, b in zip(form, name, strict=True)):
                    return Match(people, is_owner, NEAR)
        return None

    def _alike(self, word: str, *, is_capital: bool, is_inside: bool) -> Match | None:
        is_common = is_ordinary(word) or is_known(word)
        if is_capital and not (is_common and not is_inside and len(word) <= SHORTEST_SOUND):
            for form, is_owner in _inflected(word):
                if alike := self._heard.get(heard(form)):
                    return Match(alike, is_owner, NEAR)
        if not is_common and word.endswith(ENDINGS):
            for ending in ENDINGS:
                name = word.removesuffix(ending)
                if (is_capital or len(name) >= SHORTEST_TORN) and name != word and (people := self.names.get(name)):
                    return Match(people, word.endswith("s"), NEAR)
        if is_common and not (is_inside and not is_known(word)):
            return None
        if is_inside and not is_common and not band_of(word) and (found := self._short_misspelt(word)):
            return found
        return self._misspelt(word) if len(word) >= SHORTEST_MISSPELT - (1 if is_capital else -1) else None

    def _misspelt(self, word: str) -> Match | None:
        for form, is_owner in _inflected(word):
            likely = {*self._by_letter.get((0, form[:1]), ()), *self._by_letter.get((1, form[1:2]), ())}
            if near := [n for n in likely if may_be_near(form, n) and is_near(form, n)]:
                return Match(frozenset().union(*(self.names[n] for n in near)), is_owner, NEAR)
        return None

    def _short_misspelt(self, word: str) -> Match | None:
        """A name of three or four letters of which two have changed places: Eav, Oamr."""
        for form, is_owner in _inflected(word):
            for name in self._short.get("".join(sorted(form)), ()):
                if is_near(form, name):
                    return Match(self.names[name], is_owner, NEAR)
        return None


def forms_of(header: Header) -> Forms:
    """The forms of everybody in a header."""
    forms = Forms()
    for who, known in enumerate(header.people):
        first, last, me = parts(known.first), parts(known.last), frozenset({who})
        forms.firsts |= set(first)
        forms.lasts |= set(last)
        for name in (*first, *last):
            forms.take(name, me)
        for name in _joined(first, last):
            forms.add(name, me)
        for form in initials(known):
            forms.initials.setdefault(form, who)
    return forms


@lru_cache(CACHED)
def heard(name: str) -> str:
    """A folded name by its sound, without dots, rings and accents: Đặng is Dang, Åsa is Asa, Linnéa is Linea."""
    return sound(bare(name))


@Asked
def _traces_of(word: str) -> tuple[str, ...]:
    """What a word of letters shares with each name that it may stand for: a name without any of it need not be tried.

    Itself, without an owner's s or an ending; its sound (~); its letters in order (=); and, for a slip of the hand, its
    first or second letter (?) with its length, which a name has with as many letters more or less as it may have slips.
    """
    forms = [form for form, _ in _inflected(word)]
    found = {*forms, *(word.removesuffix(ending) for ending in ENDINGS)}
    for form in forms:
        found |= {f"~{heard(form)}", "=" + "".join(sorted(form))}
        found |= {f"{form[:1]}{len(form)}", f"?{form[1:2]}{len(form)}"}
    return tuple(found)


def bare(name: str) -> str:
    """A folded name in the letters that a machine without Swedish has."""
    if name.isascii():
        return name
    return "".join(c for c in normalize("NFD", name.translate(BARE)) if not "\u0300" <= c <= "\u036f")


def _inflected(word: str) -> Iterator[tuple[str, bool]]:
    """A word, and what is left of it without an owner's s."""
    yield word, False
    if word.endswith("s"):
        yield word[:-1].rstrip(":'-"), True
    elif word.endswith("'"):
        yield word[:-1], True


@lru_cache(CACHED)
def parts(name: str) -> tuple[str, ...]:
    """The parts of a name that stand for it alone: Anna-Lisa is also Annalisa, Anna and Lisa; "af" is none."""
    found: list[str] = []
    for word in fold(normalize("NFC", name)).split():
        if word in PARTICLES:
            continue
        found.append(word)
        if "-" in word:
            pieces = [p for p in word.split("-") if len(p) > 1 and p not in PARTICLES]
            found += ["".join(word.split("-")), *pieces]
    return tuple(dict.fromkeys(form for word in found for form in (word, word.upper().casefold())))  # Yıldız: YILDIZ


def _joined(first: Sequence[str], last: Sequence[str]) -> Iterator[str]:
    """Names that are written as one word, as in an address on the net: astridlind."""
    for one in first:
        for other in last:
            yield from (one + other, other + one)
    for number, one in enumerate(first):
        yield from (one + other for other in first[number + 1 :] if "-" not in one + other and other not in one)


def initials(known: Known) -> list[str]:
    """The initials by which somebody may be written, two letters or more; of a particle, too."""
    first = [p[0] for word in known.first.split() for p in word.split("-") if p]
    words = known.last.replace("-", " ").split()
    last, all_last = "".join(w[0] for w in words if fold(w) not in PARTICLES), "".join(w[0] for w in words)
    found = []
    if first and last:
        whole = "".join(first)
        found += [first[0] + last[0], whole + last[0], first[0] + last, whole + last]
        found += [first[0] + last[-1], first[0] + all_last, whole + all_last,
                  first[0] + all_last[0]]  # fmt: skip
    if len(first) > 1:
        found.append("".join(first))
    return [f for f in dict.fromkeys(i.upper() for i in found) if len(f) > 1]
