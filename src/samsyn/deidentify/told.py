"""Where a name is told, whatever its letters: who speaks, who writes, who signs, who acts, who is called so."""

import re
from collections.abc import Iterator
from functools import lru_cache

from samsyn.deidentify.asked import CACHED, Asked
from samsyn.deidentify.edits import Kind
from samsyn.deidentify.gazetteer import band_of, is_last_name, is_last_name_like, is_ordinary
from samsyn.deidentify.known import is_borne, is_foreign, is_known, is_put_together
from samsyn.deidentify.lexicon import lexicon
from samsyn.deidentify.seed import AFTER_A_NAME, PRONOUNS, is_signature
from samsyn.deidentify.tokens import Token, Tokens
from samsyn.deidentify.words import is_allowed, is_verb, is_word, lines_of, words_of

MOST_INITIALS = 3
TITLES, NAMED_AFTER = words_of("a_title"), words_of("a_name_after")
NOUN_ENDS = tuple(words_of("noun_end"))
KIN = frozenset(word for word, entry in lexicon().items() if entry.kind is Kind.KINSHIP)
FIELDS, WORD_AFTER, ADJECTIVE_ENDS = words_of("a_form_field"), words_of("a_word_after"), ("ig", "sk", "lig", "ande")
ACTS = frozenset(word for line in lines_of("verbs") for word in line.split())
JOINED_BY = frozenset({"och", "eller", "&", "+"})
MEETS, NUMBERS = words_of("meets"), words_of("so_many")
TELLING = NAMED_AFTER | FIELDS | {"von", "af", "vår"}
FEELS, NOBLE = words_of("feels"), frozenset({"von", "af"})
TELLS_OF_NEXT = TITLES | KIN | {"/", "är"}
_SPELT = re.compile("[A-ZÅÄÖ](?:-[A-ZÅÄÖ]){2,}")
_INITIALS = re.compile("[A-ZÅÄÖ]-[A-ZÅÄÖ]")


def told_in(tokens: Tokens) -> set[int]:
    """Words that stand where a name is told, whatever their letters: who speaks, who writes, who signs, who acts."""
    found: set[int] = set()
    for at in tokens.where(_may_tell):
        token = tokens[at]
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.small in NAMED_AFTER:
            found |= set(_named(tokens, at + 1))
        if token.small in NOBLE and after is not None and after.is_capital:
            found.add(at + 1)
        if (token.is_capital and _is_in_pieces(tokens, at)) or (not token.is_capital and _are_both_small(tokens, at)):
            found |= {at, at + 1}
        if token.small in FIELDS and after is not None and after.text == ":":
            found |= set(_filled_in(tokens, at + 2))
        elif token.small not in NAMED_AFTER and _is_told(tokens, at, token):
            found.add(at)
    return found


@Asked
def _may_tell(token: Token) -> bool:
    """Whether a word has a capital, or may be a name that is told or say that one comes though it is written small."""
    small = token.small
    if not token.is_word or token.is_capital:
        return token.is_word
    if small in TELLING or is_word(small):
        return True
    return not is_ordinary(small) and (band_of(small) > 0 or is_borne(small) or is_foreign(small))


def _is_told(tokens: Tokens, at: int, token: Token) -> bool:
    if _tells_by_itself(token.text) or _is_called(tokens, at):
        return True
    if len(token.text) <= MOST_INITIALS and _is_signature(tokens, at):
        return True
    after = tokens.next_in_line(at)
    if token.begins and after is not None and _speaks_or_acts(token, token.small, after):
        return True
    if at == 0:
        return False
    before = tokens[at - 1]
    if not before.begins and before.small not in TELLS_OF_NEXT:
        return False
    if before.text == "/" and after is None and token.is_capital and is_borne(token.small):
        return True
    if before.small in TITLES and token.is_capital and not is_allowed(token.small):
        return True
    names = before.begins and before.is_capital and before.small not in lexicon() and is_borne(before.small)
    if names and token.is_capital and before.text.isupper() == token.text.isupper():
        return not is_known(token.small) or is_word(token.small)
    if before.small == "är" and at > 1 and tokens[at - 2].small == "det":  # "hej det är anki"
        return not token.is_capital and is_borne(token.small) and not is_known(token.small)
    return before.small in KIN and _is_related(tokens, at)


@lru_cache(CACHED)
def _tells_by_itself(word: str) -> bool:
    """Whether a word is a name wherever it stands: in other letters, spelt out (S-T-I-G), initials (A-L)."""
    is_spelt = _SPELT.fullmatch(word) is not None and is_borne(word.replace("-", "").casefold())
    return is_foreign(word) or is_spelt or _INITIALS.fullmatch(word) is not None


def _is_called(tokens: Tokens, at: int) -> bool:
    """Whether a letter stands for whom somebody writes to or is: "mvh M", "inte i dag A"."""
    token = tokens[at]
    if len(token.text) == 1:
        return token.is_capital and is_signature(tokens, at) and not is_allowed(token.small)
    return not token.is_capital and is_word(token.small) and _is_bare(tokens, at)


def _are_both_small(tokens: Tokens, at: int) -> bool:
    """Whether a first and a last name that are words are written small: "tor mo ringer", "sin mamma ulla mo."."""
    token, after = tokens[at], tokens.next_in_line(at)
    if after is None or token.is_capital or not token.is_word or after.is_capital or not after.is_word:
        return False
    first, last, before = token.small, after.small, tokens[at - 1].small if at else ""
    if {first, last} & PRONOUNS or first in lexicon() or last in lexicon() or before in WORD_AFTER:
        return False
    if not is_borne(first) or not is_word(last) or (is_known(first) and not is_word(first)):
        return False
    then = tokens.next_in_line(at + 1)
    if before in KIN:
        return then is None or not then.is_word or then.small in ACTS
    return then is not None and then.small in ACTS


def _is_in_pieces(tokens: Tokens, at: int) -> bool:
    """Whether a word and the next are a last name that a scanner has torn: "Ring dahl"."""
    token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or not token.is_capital or after.is_capital or not after.is_word or tokens.gap(at) != 1:
        return False
    return not is_known(after.small) and is_last_name_like(token.small + after.small)


def _is_bare(tokens: Tokens, at: int) -> bool:
    """Whether a name that is a word, written small, does what people do and nothing says that it is the word."""
    small, after = tokens[at].small, tokens.next_in_line(at)
    if after is None or small in lexicon():
        return False
    before, older = tokens.before_in_line(at, 1), tokens.before_in_line(at, 2)
    if _is_met(older, before, after):
        return small == "vår" or (band_of(small) > 0 and small not in PRONOUNS)
    if after.small not in ACTS:
        return False
    if small in PRONOUNS or not band_of(small):
        return before in KIN and small in {"vår", "hans"}
    if {before, older} & WORD_AFTER or before.endswith(ADJECTIVE_ENDS) or is_verb(before):
        return False
    return not before.isdigit() and before not in JOINED_BY


def _is_met(older: str, before: str, after: Token) -> bool:
    """Whether what stands around a word says that it is somebody: "ringer vår tjugo gånger", "säg till dag att"."""
    if before in {"på", "av"} and older in FEELS:
        return True
    if before in MEETS:
        return after.small in NUMBERS or after.text in ",." or after.small in {"att", "och", "om", "när"}
    return before == "till" and after.small == "att" and older in {"säg", "sa", "sagt", "säga", "inte", "ej"}


def _filled_in(tokens: Tokens, at: int) -> Iterator[int]:
    """The names in a field of a form: "Barn: Vår Sol, 5 månader"."""
    end, lines = at, tokens.lines
    while end < len(tokens) and tokens[end].is_word and tokens[end].is_capital and lines[end] == lines[at]:
        end += 1
    is_short = 2 <= end - at <= MOST_INITIALS
    if is_short and not any(is_allowed(t.small) or t.small in lexicon() for t in tokens[at:end]):
        some = [t.small for t in tokens[at:end]]
        if any(band_of(s) or is_last_name(s) for s in some):
            yield from range(at, end)


def _speaks_or_acts(token: Token, small: str, after: Token) -> bool:
    """Whether a word that begins a line stands as who says or does something: "jonna: ja", "Sten visar", "Öhrn sov"."""
    if not token.begins or (small in lexicon() and small != "hans"):
        return False
    if after.text == ":":
        is_ones = band_of(small) > 0 and small not in PRONOUNS
        return is_ones and not token.is_capital and (is_word(small) or not is_ordinary(small))
    if not is_verb(after.text) or after.small in AFTER_A_NAME or after.small in lexicon():
        return False
    if is_allowed(small) or (small in PRONOUNS and small != "hans"):
        return False
    if is_borne(small):
        return (token.is_capital and (band_of(small) == 1 or not is_ordinary(small))) or not is_known(small)
    if not token.is_capital:
        return False
    if is_last_name(small):
        return not is_ordinary(small)
    return not is_known(small) and (band_of(small) > 0 or not (small.endswith(NOUN_ENDS) or is_put_together(small)))


def _is_related(tokens: Tokens, at: int) -> bool:
    """Whether a word written small is the name of who is called so: "sonen claes", "svärfar sten han bor"."""
    token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if token.is_capital or token.small in PRONOUNS or token.small in lexicon() or not is_borne(token.small):
        return False
    acts = after is not None and (after.small in ACTS or after.small in {"han", "hon", "hen", "som"})
    return not is_known(token.small) or (is_word(token.small) and acts)


def _is_signature(tokens: Tokens, at: int) -> bool:
    """Whether one to three capitals are all that a line holds, or end it after a slash."""
    token = tokens[at]
    if not (token.text.isupper() and token.text.isalpha()) or is_allowed(token.small):
        return False
    if tokens.next_in_line(at) is not None:
        return False
    return at == 0 or tokens.lines[at - 1] != tokens.lines[at] or tokens[at - 1].text == "/"


def _named(tokens: Tokens, at: int) -> Iterator[int]:
    """The words, two at the most, that are told after one that says that a name comes."""
    while at < len(tokens) and tokens[at].text in ":,":
        at += 1
    for step in range(at, min(at + 2, len(tokens))):
        small = tokens[step].small
        if not tokens[step].is_word or is_known(small) or len(small) < 3 or tokens.lines[step] != tokens.lines[at]:
            return
        if not (band_of(small) or is_last_name(small)):
            return
        yield step
