"""Layer 1: everybody the case header names, wherever and however they are written in the text.

A name is followed through genitives, hyphens, initials, capitals, small misspellings, the breaks of a scanner and
letters that a program misread (`forms`). A name that is also a Swedish word (Björn, Hans, My) counts as one only where
it is written with a capital that no sentence explains, or stands beside another part of the same name, or where the
next word is a verb. Who shares a name with somebody in the header (Eva Holm, where that is Eva Ek) is another person.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samsyn.deidentify.asked import Asked
from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.forms import INITIALS, MISREAD, NEAR, PARTICLES, SHORTEST_TORN, Forms, Match, forms_of
from samsyn.deidentify.gazetteer import is_last_name_like, is_ordinary
from samsyn.deidentify.header import Header
from samsyn.deidentify.known import is_borne, is_known
from samsyn.deidentify.lexicon import lexicon
from samsyn.deidentify.patterns import MONTHS
from samsyn.deidentify.people import Labels, at_beginning, genitive
from samsyn.deidentify.tokens import Token, Tokens, fold
from samsyn.deidentify.words import is_verb, is_word, words_of

GAP = re.compile(r"[ \u00a0\t]{1,3}|[ ]?[-‐-–_][ ]?|\.[ ]?|[ \t]*\n[ \t]*")
TORN = re.compile(r"[ \u00a0]|[ ]?[-‐-–.][ ]?|-\n|-?[ ]?\n")
MOST_PIECES = 14
PRONOUNS = words_of("like_a_name")
WORD_AFTER = words_of("a_word_after")
AFTER_A_NAME = words_of("after_a_name")
SIGNED_AFTER = words_of("a_name_after") | {"/"}
LETTER_AFTER = words_of("before_a_letter")
Mention = tuple[int, int, bool, float]  # the last token, the person, whether an owner, how sure


def forms_to_see(forms: Forms) -> set[str]:
    """The words by which a name is seen though it is a word that texts write small."""
    return {*forms.names, *(f"{name}s" for name in forms.names), *forms.beginnings}


@Asked
def _is_plain(token: Token) -> bool:
    """Whether a word is written small as texts write it: such a word is a name only when it is one exactly."""
    word = token.text
    return len(word) > 1 and word.isalpha() and word.islower() and is_ordinary(word) and word not in PARTICLES


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a word's spelling says of whether it begins a mention of anybody."""

    small: str
    read: str
    is_capital: bool
    is_told: bool  # it may be initials, or the first of letters
    is_lead: bool  # it may lead in a name


@Asked
def _begun(word: str) -> Beginning:
    small, is_capital = fold(word), not word[0].islower() or "-" in word
    is_told = "-" in word[1:2] or (is_capital and (len(small) == 1 or _IN_CAPITALS.match(word) is not None))
    is_lead = len(small) <= (LONGEST_LEAD if is_capital else 1) or small in PARTICLES
    return Beginning(small, read(small), is_capital, is_told, is_lead)


class Seed:
    """The header's names, ready to be looked for."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self._forms = forms_of(header)
        self._exactly = forms_to_see(self._forms)
        self._is_last_look = False
        self._asked, self._starts = set[Token](), set[Token]()  # words, and those that may begin a mention
        self._leads = set[str]()  # of those that start a mention: "Ch", only before a point
        self._aside = False
        self._looked_at: dict[tuple[str, bool, bool], Match | None] = {}
        self._letters = {k.first[:1].upper(): n for n, k in reversed(list(enumerate(header.people))) if k.first}

    def names(self, text: str, tokens: Tokens, free: Free, labels: Labels) -> Iterator[Edit]:
        """Every mention of somebody in the header, the longest first at each place."""
        new = {token for token in tokens if token.is_word} - self._asked
        self._asked |= new
        self._starts |= {t for t in new if (t.text in self._exactly if _is_plain[t] else self._may_start(t.text))}
        left = 0  # the first token that no mention holds
        for at in tokens.among(self._starts):
            is_looked_at = at >= left and (tokens[at].text not in self._leads or _leads_in(tokens, at))
            mention = self._mention(text, tokens, at, free) if is_looked_at else None
            if mention is None:
                continue
            last, who, is_owner, confidence = mention
            start, end = tokens.starts[at], tokens.ends[last]
            if free.is_free(start, end):
                is_owner = is_owner or owns(tokens, last)
                label = genitive(labels.of(who)) if is_owner else labels.of(who)
                if tokens[at].begins:
                    label = at_beginning(label)
                edit = Edit(start, end, text[start:end], label, Kind.NAME, confidence, Layer.SEED)
                free.take([edit])
                yield edit
            left = last + 1

    def _may_start(self, word: str) -> bool:
        """Whether a word that texts do not write so may begin a mention, wherever it stands; most may not."""
        begin = _begun[word]
        if begin.is_told or begin.small in self._exactly or begin.read in self._forms.beginnings:
            return True
        if self._forms.find(begin.small, is_capital=begin.is_capital, is_inside=begin.is_capital):
            return True
        if begin.is_lead:
            self._leads.add(word)
        return begin.is_lead

    def left(self, text: str, tokens: Tokens, free: Free, labels: Labels) -> Iterator[Edit]:
        """What was left to the finder of names as somebody else's and that it has not taken: nobody's name survives."""
        if self._aside:
            self._is_last_look = True
            yield from self.names(text, tokens, free, labels)
            self._is_last_look = self._aside = False

    def _mention(self, text: str, tokens: Tokens, at: int, free: Free) -> Mention | None:
        """What is told of a mention that begins here."""
        token = tokens[at]
        if not token.is_word or not free.is_free(tokens.starts[at], tokens.ends[at]):
            return None
        last = self._led_in(tokens, at)
        found = self._part(tokens[last])
        if not found or (last > at and not self._fits(token, found.people)):
            found, last = self._part(token) if last > at else None, at
        if not found:
            torn = self._torn(text, tokens, at, free)
            return torn or (self._by_initials(text, tokens, at) if token.is_capital else None)
        if last == at and self._is_but_a_word(tokens, at):
            after = self._part(tokens[at + 1]) if tokens.next_in_line(at) else None
            if not after or not found.people & after.people:
                return None
        begin = last
        last, found = self._whole(text, tokens, last, found, free, is_led=last > at)
        if not self._is_last_look and self._is_anothers(tokens, begin, last, is_led=begin > at):
            self._aside = True
            return None
        if not found.is_owner and self._has_another(tokens, begin, last, free):
            last += 1
        return last, min(found.people), found.is_owner, found.confidence

    def _whole(
        self, text: str, tokens: Tokens, last: int, found: Match, free: Free, *, is_led: bool
    ) -> tuple[int, Match]:
        """The mention with the further parts of the same person's name that follow."""
        first = last
        while not found.is_owner and last + 1 < len(tokens):
            step = last + 1
            while tokens[step].text in JOINS and step + 1 < len(tokens):
                step += 1
            if not GAP.fullmatch(text[tokens.ends[last] : tokens.starts[step]]):
                break
            if tokens[step].small in PARTICLES and step + 1 < len(tokens):
                step += 1
            is_free = free.is_free(tokens.starts[step], tokens.ends[step])
            more, end = (self._part(tokens[step]), step) if is_free else (None, step)
            if is_free and not more and (torn := self._torn(text, tokens, step, free)) and torn[1] in found.people:
                more, end = Match(frozenset({torn[1]}), torn[2], torn[3]), torn[0]
            if not more or not found.people & more.people:
                if last == first and not is_led and self._is_a_last_initial(tokens[last + 1], found.people):
                    last += 1
                break
            sure = min(found.confidence, more.confidence)
            found, last = Match(found.people & more.people, more.is_owner, sure), end
        return last, found

    def _is_anothers(self, tokens: Tokens, first: int, last: int, *, is_led: bool) -> bool:
        """Whether a part of a name stands with another's: "Eva Holm" where the header has an Eva Ek, "Ebba Ek"."""
        token, after = tokens[first], tokens[last + 1] if last + 1 < len(tokens) else None
        is_last = token.small in self._forms.lasts or token.small.removesuffix("s") in self._forms.lasts
        whole = {token.small, token.small.removesuffix("s"), token.small.replace("-", "")}
        if not is_last and "-" in token.small and not whole & self._forms.names.keys():
            return first == last and is_borne(token.small)
        if last > first or not token.is_capital or self._is_turned(tokens, first, last):
            return False
        if is_last:
            return first > 0 and not is_led and self._is_a_first_name(tokens, first - 1)
        if after is None or tokens.gap(last) != 1 or after.text.isupper() != token.text.isupper():
            return False
        return after.is_capital and is_last_name_like(after.small) and not is_known(after.small)

    def _is_turned(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether the last name stands before, with a comma: "Lind, Astrid"."""
        if first < LOOKS_BACK or tokens[first - 1].text != "," or tokens.lines[first] != tokens.lines[first - 2]:
            return False
        mine, theirs = self._part(tokens[last]), self._part(tokens[first - 2])
        return bool(mine and theirs and mine.people & theirs.people)

    def _has_another(self, tokens: Tokens, first: int, last: int, free: Free) -> bool:
        """Whether another first name follows that the header leaves out: "Astrid Maria", "Lind, Astrid Maria"."""
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if after is None or tokens.gap(last) != 1 or not after.is_capital or len(after.text) < LOOKS_BACK:
            return False
        if not tokens[last].is_capital or after.text.isupper() != tokens[last].text.isupper():
            return False
        if not free.is_free(tokens.starts[last + 1], tokens.ends[last + 1]) or is_known(after.small):
            return False
        if self._is_turned(tokens, first, last):
            return True
        is_first = tokens[last].small in self._forms.firsts
        return is_first and is_borne(after.small) and not is_last_name_like(after.small)

    @staticmethod
    def _is_a_first_name(tokens: Tokens, at: int) -> bool:
        before = tokens[at]
        is_beside = tokens.gap(at) == 1 and before.is_word and before.is_capital
        return is_beside and is_borne(before.small) and not is_known(before.small)

    def _led_in(self, tokens: Tokens, at: int) -> int:
        """Where the first whole part of a name stands after what may lead it in: "R. Alm", "af Ekenstam"."""
        token = tokens[at]
        step = at + 1
        is_dotted = step < len(tokens) and tokens[step].text == "." and len(token.text) <= LONGEST_LEAD
        is_dotted = is_dotted and tokens.lines[step] == tokens.lines[at] and (token.is_capital or len(token.text) == 1)
        if is_dotted:
            step += 1
        elif not (token.small in PARTICLES or (len(token.text) == 1 and token.is_capital) or "-" in token.text[1:2]):
            return at
        if step >= len(tokens) or not tokens[step].is_word or tokens.lines[step] > tokens.lines[at] + 1:
            return at
        return step if is_dotted or tokens[step].is_capital else at

    def _is_a_last_initial(self, token: Token, people: frozenset[int]) -> bool:
        """Whether a letter after a first name stands for the last: "Lisa B"."""
        if len(token.text) != 1 or not token.is_word:
            return False
        if any(self.header.people[who].last[:1].casefold() == token.small for who in people):
            return True
        return token.is_capital and not token.begins

    def _fits(self, lead: Token, people: frozenset[int]) -> bool:
        """Whether what leads in is of somebody's first name: "Ch. Öhman", "L-G Alm"; a particle fits anybody."""
        if lead.small in PARTICLES:
            return True
        said = lead.small.replace("-", "")
        for first in (self.header.people[who].first for who in people):
            pieces = first.casefold().replace("-", " ").split()
            if any(p.startswith(said) for p in pieces) or "".join(p[0] for p in pieces).startswith(said):
                return True
        return False

    def _part(self, token: Token) -> Match | None:
        """Whose name a word is a part of. Each word is looked at once."""
        key = (token.small, token.is_capital, token.is_capital and not token.begins and not token.text.isupper())
        if key not in self._looked_at:
            found = self._forms.find(key[0], is_capital=key[1], is_inside=key[2]) if token.is_word else None
            self._looked_at[key] = found
        return self._looked_at[key]

    def _torn(self, text: str, tokens: Tokens, at: int, free: Free) -> Mention | None:
        """A name in pieces: "Öster man", "L i n d", "S-T-I-G" over two lines; the longest that there is."""
        joined, best = read(tokens[at].small), None
        if joined not in self._forms.beginnings:
            return None
        for last in range(at + 1, min(at + MOST_PIECES, len(tokens))):
            token = tokens[last]
            if not token.is_word:
                if token.text in JOINS:
                    continue
                break
            between = text[tokens.ends[at if last == at + 1 else last - 1] : tokens.starts[last]]
            if not free.is_free(tokens.starts[last], tokens.ends[last]) or len(between) > MOST_BETWEEN:
                break
            joined += read(token.small)
            for form, is_owner in ((joined, False), (joined.removesuffix("s"), joined.endswith("s"))):
                people = self._forms.names.get(form)
                if people and len(form) >= SHORTEST_TORN and self._is_torn(tokens[at : last + 1]):
                    best = (last, min(people), is_owner, NEAR)
                    break
            if joined not in self._forms.beginnings:
                break
        return best

    @staticmethod
    def _is_torn(pieces: Sequence[Token]) -> bool:
        """Whether pieces are no words of their own: "Hans son" is not Hansson, "Öster man" is Österman."""
        words = [p for p in pieces if p.is_word]
        if words[-1].small in {"son", "sons", "dotter", "dotters"}:
            return False
        if words[0].is_capital and (not words[0].begins or not is_ordinary(words[0].small)):
            return True
        return not all(is_ordinary(w.small) or is_word(w.small) or w.small in lexicon() for w in words)

    def _by_initials(self, text: str, tokens: Tokens, at: int) -> Mention | None:
        for form in _INITIALS:
            match = form.match(text, tokens.starts[at], tokens.starts[at] + LONGEST_INITIALS)
            key = "".join(c for c in match["who"] if c.isalpha()).upper() if match else ""
            if match and key in self._forms.initials:
                last = at
                while last + 1 < len(tokens) and tokens.ends[last + 1] <= match.end():
                    last += 1
                return last, self._forms.initials[key], bool(match["own"]), INITIALS
        token = tokens[at]
        if len(token.text) == 1 and token.text in self._letters and is_signature(tokens, at):
            return at, self._letters[token.text], False, INITIALS
        return None

    def _is_but_a_word(self, tokens: Tokens, at: int) -> bool:
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
    def _is_name_written_small(tokens: Tokens, at: int) -> bool:
        """Whether a name that is a word, written small, is the name: "moa: ja", "att dag ska veta", "sonen sten"."""
        small, after = tokens[at].small, tokens[at + 1] if at + 1 < len(tokens) else None
        before = tokens.before_in_line(at)
        if before in lexicon() and lexicon()[before].kind is Kind.KINSHIP:
            return True
        if after is None or small in PRONOUNS or small in MONTHS or (at > 1 and tokens[at - 2].small in WORD_AFTER):
            return False
        if tokens[at].begins and after.text == ":":
            return True
        if before in WORD_AFTER or before.endswith(ADJECTIVE_ENDS) or before.isdigit():
            return False
        return is_verb(after.text) or _is_small_line(tokens, at)


ADJECTIVE_ENDS = ("ig", "isk", "liga", "iga", "ande")


def _is_small_line(tokens: Tokens, at: int) -> bool:
    """Whether whoever wrote a line uses no capitals: it begins without one."""
    lines, line = tokens.lines, tokens.lines[at]
    while at and lines[at - 1] == line:
        at -= 1
    while not tokens[at].is_word:
        at += 1
    return not tokens[at].is_capital


JOINS = frozenset("-‐–._")
LONGEST_LEAD, MOST_BETWEEN, LONGEST_INITIALS = 3, 3, 16
_UP = r"[^\W\d_a-zà-öø-ÿ]"
_IN_CAPITALS = re.compile(rf"{_UP}(?:{_UP}|[-a-z]{_UP})")
_OWN = r"(?P<own>(?::|\.)?s\b)?(?!\w)"
_INITIALS = (
    re.compile(rf"(?P<who>{_UP}(?:(?:\.[ ]?|-)(?:[a-zà-ÿ]\.[ ]?)?{_UP}){{1,4}}(?: {_UP}(?!\w))?)\.?{_OWN}"),
    re.compile(rf"(?P<who>{_UP}{{1,3}}[ ]{_UP})\.?{_OWN}"),
    re.compile(rf"(?P<who>{_UP}{{2,4}}|{_UP}[a-z]{_UP}){_OWN}"),
)


def read(word: str) -> str:
    """A folded piece of a word, with letters for the figures that a scanner took them for."""
    return word.replace("-", "") if word.isalpha() else word.translate(MISREAD).replace("-", "")


def _leads_in(tokens: Tokens, at: int) -> bool:
    """Whether a word that is no name may lead one in here: it has a point, or is a particle before a capital."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and (after.text == "." or (after.is_capital and tokens[at].small in PARTICLES))


def is_signature(tokens: Tokens, at: int) -> bool:
    """Whether a letter stands where somebody signs, speaks or is spoken to: "mvh M", "/A", "M: ja", "inte i dag A"."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    is_last = tokens.next_in_line(at) is None
    if before is not None and before.small in SIGNED_AFTER:
        return True
    if tokens[at].begins:
        return is_last
    is_said = after is not None and (after.text in QUOTES or (after.text in ".!" and is_last))
    is_word_before = before is not None and before.is_word and before.text[0].islower()
    return is_word_before and (is_last or is_said) and before is not None and before.small not in LETTER_AFTER


QUOTES = frozenset("\"”'’»")


def owns(tokens: Tokens, last: int) -> bool:
    """Whether a name that ends with an s owns what comes after: Mattias bild, but Mattias kommer."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is None or not tokens[last].small.endswith(("s", "x", "z")) or not after.is_word or after.is_capital:
        return False
    if is_verb(after.text) or after.small in AFTER_A_NAME or tokens.next_in_line(last) is None:
        return False
    is_asked = any(t.small in HAVE for t in tokens[max(0, last - LOOKS_BACK) : last])  # "har Mattias suttit"
    return not (is_asked and after.small.endswith(SUPINES)) and "ää" not in after.small


HAVE, SUPINES, LOOKS_BACK = frozenset({"har", "hade", "ha"}), ("it", "at", "tt", "ts"), 2
