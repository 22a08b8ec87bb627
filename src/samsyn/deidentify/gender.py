"""Layer 4: what tells whether somebody is a woman or a man becomes a word that both share.

Replacements are symmetric: the two sexes' words go to the same word. Where a noun changes gender (dottern, barnet) what
stands before it follows. What matters for the need is never taken away: it is left as it is and flagged.
"""

from collections.abc import Iterator, Sequence

from samsyn.deidentify.asked import Asked
from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.gazetteer import is_ordinary
from samsyn.deidentify.header import Part
from samsyn.deidentify.lexicon import DEFINITE, PLURAL, Entry, beginnings, lexicon
from samsyn.deidentify.people import ALONE, LETTERED
from samsyn.deidentify.tokens import Token, Tokens
from samsyn.deidentify.words import is_verb, words_of

SURE, LIKELY, UNSURE = 0.98, 0.9, 0.6
POSSESSIVE = words_of("possessive")
BEFORE_A_NOUN = words_of("before_a_noun")
ADJECTIVE_ENDS = ("ial", "ig", "lig", "sk", "ande", "ende", "årig", "sam", "bar", "ad")
MISREAD = str.maketrans("01345&", "oleaså")  # figures that a scanner reads letters as
TO_NEUTER = {
    "en": "ett", "den": "det", "min": "mitt", "din": "ditt", "sin": "sitt", "vår": "vårt", "er": "ert",
    "någon": "något", "ingen": "inget", "annan": "annat", "egen": "eget", "liten": "litet", "vilken": "vilket",
    "sådan": "sådant", "denna": "detta", "vuxen": "vuxet", "gammal": "gammalt", "nyfödd": "nyfött",
    "död": "dött", "god": "gott",
}  # fmt: skip
INVARIANT = ("re", "a", "e", "s", "t")  # yngre, ensamstående, deras: the same before ett
LOOKS_BACK = 3
SHORTEST_TORN = 5  # letters of a word that stands in two pieces
RELATIONS = frozenset({Kind.KINSHIP, Kind.MARITAL, Kind.PERSON_WORD})
DEFINITES = words_of("definite")
NO_MASCULINE = ("re", "ade", "else", "enskilde", "rende", "nnende", "ående", "ande")
DONE_TO = frozenset({"henne", "honom", "hen", "mig", "oss"})
DIED = frozenset({"dog", "avled", "gick", "somnade", "försvann"})
NOBODY = words_of("nobody")
SOMEBODY_AFTER = words_of("after_somebody")
VERB_BEFORE = words_of("before_a_verb")
ENSKILD_NOUN = words_of("after_the_person")


@Asked
def may_tell(token: Token) -> bool:
    """Whether a word may be one to change: in the lexicon, the beginning of one, misread, or with a man's ending."""
    small = token.small
    if not token.is_word:
        return False
    if small in lexicon() or not small.isalpha() or small.startswith("enskild"):
        return True
    return _is_masculine(small) or (small in beginnings() and not is_ordinary(small))


def _is_masculine(word: str) -> bool:
    """Whether a word may be an adjective with the ending -e, which only men have: sjuke, yngste, but not äldre."""
    return word.endswith("e") and len(word) > 2 and (word == "förre" or not word.endswith(NO_MASCULINE))


class Degender:
    """The layer over one text."""

    def __init__(self, text: str, tokens: Tokens, free: Free, sex: str) -> None:
        self._text, self._tokens, self._free, self._sex = text, tokens, free, sex
        self._words = tokens.smalls
        self._known = lexicon()

    def edits(self) -> Iterator[Edit]:
        """Every change and flag, in the order of the text."""
        for at in self._tokens.where(may_tell):
            token = self._tokens[at]
            if self._is_free(at):
                yield from self._at(at, token)

    def _at(self, at: int, token: Token) -> Iterator[Edit]:
        word = self._words[at]
        entry = self._known.get(word) or (None if word.isalpha() else self._known.get(word.translate(MISREAD)))
        if word in {"enskilda", "enskildas"}:
            yield from self._enskild(at)
        elif entry is None and (torn := self._torn(at)):
            yield torn
        elif entry is None:
            yield from self._masculine(at, word)
        elif entry.kind is Kind.TITLE or (
            word == "fru" and self._before(at) not in POSSESSIVE and self._leads_a_name(at)
        ):
            yield from self._title(at)
        elif not entry.neutral:
            yield self._edit(at, token.text, entry.kind, UNSURE)
        elif not self._is_kept(at, word):
            yield from self._replace(at, word, entry)

    def _torn(self, at: int) -> Edit | None:
        """A word of the lexicon that a scanner has torn in two: "mak en", "hustr un"."""
        after = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        token = self._tokens[at]
        if after is None or self._tokens.gap(at) != 1 or token.is_capital or not after.is_word:
            return None
        entry = self._known.get(self._words[at] + self._words[at + 1])
        if entry is None or not entry.neutral or not self._is_free(at, at + 1):
            return None
        if is_ordinary(self._words[at]) or len(self._words[at] + self._words[at + 1]) < SHORTEST_TORN:
            return None
        start, end = self._tokens.starts[at], self._tokens.ends[at + 1]
        edit = Edit(start, end, self._text[start:end], entry.neutral, entry.kind, LIKELY, Layer.GENDER)
        self._free.take([edit])
        return edit

    def _replace(self, at: int, word: str, entry: Entry) -> Iterator[Edit]:
        neutral, confidence = entry.neutral, SURE
        if word in {"hustrun", "frun"} and self._words[at + 1 : at + 3] == ["i", "huset"]:
            neutral = "personen"  # as the man of the house is
        if word in {"man", "mans", "män", "mannen", "mannens"}:
            neutral, confidence = self._man(at, word, entry)
            if not neutral:
                return
        if entry.is_neuter and entry.form not in PLURAL:
            yield from self._agree(at, entry)
        yield self._edit(at, neutral, entry.kind, confidence)

    def _is_kept(self, at: int, word: str) -> bool:
        """Whether the word is here another one: Hans the name, far and maka the verbs, god man."""
        before, after = self._before(at), self._after(at)
        token = self._tokens[at]
        if word == "hans" and token.is_capital:
            return not (token.begins or token.text.isupper()) or (is_verb(after) and after not in self._known)
        if word == "far":  # "hon far illa", "far till stan"
            return before in VERB_BEFORE | {"den", "det", "som"} and after in {
                "illa",
                "till",
                "runt",
                "iväg",
                "fram",
                "vill",
            }
        if word in {"maka", "makar"}:  # "maka sig", "makar på"
            return after in {"sig", "mig", "dig", "ihop", "på", "undan", "åt", "in", "fram"} or (
                word == "maka" and before in {"att", "kan", "ska"}
            )
        if word == "herre" or word == "dam":
            return after == "gud"
        return False

    def _man(self, at: int, word: str, entry: Entry) -> tuple[str, float]:
        """What "man" is: nothing when it is the pronoun or a god man, a partner when somebody's, else a person."""
        before = self._before(at)
        owner = entry.neutral.endswith("s") and word.endswith("s")
        if word in {"man", "mans"}:
            if before in {"god", "gode"}:
                return "", SURE
            if self._is_owner(before) or self._is_owned(at) or self._is_had(at):
                return ("partners" if owner else "partner"), SURE
            if before in {"bara", "endast"} and self._is_done_to(at):
                return "person", LIKELY
            if self._tokens[at].begins and (self._after(at) in SOMEBODY_AFTER | {"född", "f"} or self._is_entry(at)):
                return entry.neutral, LIKELY
            if before in {",", ":", "("} and self._after(at) in {",", ".", ")", ";", ""}:
                return entry.neutral, LIKELY
            if before in BEFORE_A_NOUN or before.endswith(ADJECTIVE_ENDS):
                return "person", LIKELY
            return "", SURE
        return self._the_man(at, word, entry)

    def _the_man(self, at: int, word: str, entry: Entry) -> tuple[str, float]:
        """What "mannen" is: nothing of a god man, the partner who died or of a woman's case, else the person."""
        before, after = self._before(at), self._after(at)
        partner = "partnerns" if entry.neutral.endswith("s") and word.endswith("s") else "partnern"
        if word in {"mannen", "mannens"} and before in {"gode", "goda", "god"}:
            return "", SURE
        if before in {"sedan", "sen", "när", "innan"} and after in DIED:
            return partner, LIKELY
        if word in {"mannen", "mannens"} and self._sex == "F" and after not in SOMEBODY_AFTER:
            return partner, UNSURE
        return entry.neutral, LIKELY

    def _is_owned(self, at: int) -> bool:
        """Whether an owner and a definite adjective stand before a word: sin nya man."""
        return at > 1 and self._before(at).endswith(("a", "e")) and self._words[at - 2] in POSSESSIVE

    def _is_had(self, at: int) -> bool:
        """Whether somebody has none: "har ingen man", or, of a woman, "ingen man"."""
        has = at > 1 and self._words[at - 2] in {"har", "hade"}
        return self._before(at) in NOBODY and (has or self._sex == "F")

    def _is_done_to(self, at: int) -> bool:
        """Whether what may be done to somebody follows: (bara man) får duscha henne."""
        may, do, whom = [*self._words[at + 1 : at + 4], "", "", ""][:3]
        return may in {"får", "ska", "skall", "kan"} and do.endswith("a") and whom in DONE_TO

    def _is_entry(self, at: int) -> bool:
        """Whether a word is what a form or a heading says of somebody: alone on its line, or before an age."""
        after = self._tokens.next_in_line(at)
        return after is None or after.text[0].isdigit()

    def _masculine(self, at: int, word: str) -> Iterator[Edit]:
        """The ending -e of a definite adjective, which only men have: den sjuke, den yngste, den ene become -a."""
        before = (
            self._words[at - 2] if at > 1 and self._before(at).endswith("t") else self._before(at)
        )  # den svårt sjuke
        is_god_man = word == "gode" and self._after(at).startswith("man")
        if is_god_man or not _is_masculine(word):
            return
        after = self._known.get(self._after(at)) if word.endswith("ste") else None
        if before in DEFINITES or (after is not None and after.kind in RELATIONS):
            yield self._edit(at, word[:-1] + "a", Kind.ADJECTIVE, LIKELY)

    def _is_owner(self, word: str) -> bool:
        """Whether a word says whose the next is: hennes, dotterns."""
        return word in POSSESSIVE or (word.endswith("s") and word in self._known)

    def _title(self, at: int) -> Iterator[Edit]:
        """A title goes with the name it stands before: "fru Ek" is the label alone."""
        if self._leads_a_name(at):
            start, end = self._tokens.starts[at], self._tokens.starts[at + 1]
            edit = Edit(start, end, self._text[start:end], "", Kind.TITLE, SURE, Layer.GENDER)
            self._free.take([edit])
            yield edit

    def _leads_a_name(self, at: int) -> bool:
        after = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        if after is None or not after.is_word or after.begins:
            return False
        return not self._is_free(at + 1) or after.is_capital

    def _agree(self, at: int, entry: Entry) -> Iterator[Edit]:
        """What stands before a noun that becomes neuter: en vuxen dotter, ett vuxet barn."""
        is_definite = entry.form in DEFINITE
        for step in range(1, LOOKS_BACK + 1):
            if at - step < 0:
                return
            token, word = self._tokens[at - step], self._words[at - step]
            if not token.is_word or not self._is_free(at - step):
                return
            if word in TO_NEUTER:
                if word == "vuxen" or not is_definite or word in {"den", "denna"} or word in POSSESSIVE:
                    yield self._edit(at - step, TO_NEUTER[word], Kind.AGREEMENT, SURE)
                if word in {"en", "den", "min", "din", "sin", "vår", "er", "denna", "någon", "ingen", "vilken"}:
                    return
            elif not is_definite and word.endswith(ADJECTIVE_ENDS) and not word.endswith(("ande", "ende")):
                yield self._edit(at - step, word + ("t" if not word.endswith("ad") else ""), Kind.AGREEMENT, LIKELY)
            elif not word.endswith(INVARIANT) or word in {"har", "hade"} or is_verb(word):
                return

    def _enskild(self, at: int) -> Iterator[Edit]:
        """The statute's word for the person, which is written in both ways: den enskilda becomes den enskilde."""
        after = self._after(at)
        if self._before(at) == "den" and (not after[:1].isalpha() or after in ENSKILD_NOUN or is_verb(after)):
            yield self._edit(at, "enskilde" + ("s" if self._words[at].endswith("s") else ""), Kind.ADJECTIVE, LIKELY)

    def _is_free(self, first: int, last: int | None = None) -> bool:
        """Whether no edit has taken a word, or any from one to another."""
        return self._free.is_free(self._tokens.starts[first], self._tokens.ends[first if last is None else last])

    def _edit(self, at: int, replacement: str, kind: Kind, confidence: float) -> Edit:
        token, start, end = self._tokens[at], self._tokens.starts[at], self._tokens.ends[at]
        original = self._text[start:end]
        replacement = original if replacement == token.text else _cased(token.text, replacement)
        edit = Edit(start, end, original, replacement, kind, confidence, Layer.GENDER)
        self._free.take([edit])
        return edit

    def _before(self, at: int) -> str:
        return self._words[at - 1] if at else ""

    def _after(self, at: int) -> str:
        return self._words[at + 1] if at + 1 < len(self._words) else ""


def _cased(original: str, replacement: str) -> str:
    """The replacement in the original's case: all capitals, a capital first, or as it is."""
    if len(original) > 1 and original.isupper():
        return replacement.upper()
    return replacement[0].upper() + replacement[1:] if original[0].isupper() else replacement


def joined(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Edits where a relation and the name after it are one: "sin make Karl" is sin partner, "dottern Eva" is barn A."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda e: e.start):
        before = found[-1] if found else None
        one = _one(text, before, edit) if before and _belong(text, before, edit) else None
        if one:
            found[-1] = one
        else:
            found.append(edit)
    return found


def _belong(text: str, relation: Edit, name: Edit) -> bool:
    """Whether an edit is a relation, and the next the name that says whose."""
    is_relation = relation.kind in RELATIONS and not relation.is_flag
    is_name = name.layer is Layer.SEED and name.kind is Kind.NAME
    return is_relation and is_name and text[relation.end : name.start] == " "


def _one(text: str, relation: Edit, name: Edit) -> Edit | None:
    label = name.replacement.lower()
    if label.startswith(ALONE[Part.PARTNER]):
        replacement = relation.replacement + ("s" if label.endswith("s") else "")
    elif label.startswith(tuple(LETTERED[p] for p in (Part.CHILD, Part.PARENT, Part.SIBLING))):
        replacement = _cased(relation.original, name.replacement)
    else:
        return None
    confidence = min(relation.confidence, name.confidence)
    return Edit(
        relation.start, name.end, text[relation.start : name.end], replacement, Kind.NAME, confidence, Layer.SEED
    )
