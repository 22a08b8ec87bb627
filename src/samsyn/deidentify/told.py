"""Where a name is told, whatever its letters: who speaks, who writes, who signs, who acts, who is called so."""

import re
from collections.abc import Iterator, Sequence

from samsyn.deidentify.edits import Kind
from samsyn.deidentify.gazetteer import band_of, is_last_name, is_ordinary
from samsyn.deidentify.known import is_borne, is_foreign, is_known
from samsyn.deidentify.lexicon import lexicon
from samsyn.deidentify.seed import PRONOUNS
from samsyn.deidentify.tokens import Token
from samsyn.deidentify.words import is_allowed, is_verb, is_word, words_of

MOST_INITIALS = 3
TITLES, NAMED_AFTER = words_of("a_title"), words_of("a_name_after")
NOUN_ENDS = tuple(words_of("noun_end"))
KIN = frozenset(word for word, entry in lexicon().items() if entry.kind is Kind.KINSHIP)
_INITIALS = re.compile("[A-ZÅÄÖ]-[A-ZÅÄÖ]")


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
    names = before.begins and before.is_capital and before.small not in lexicon() and is_borne(before.small)
    if names and token.is_capital and before.text.isupper() == token.text.isupper():
        return not is_known(token.small) or is_word(token.small)
    return before.small in KIN and _is_related(token, token.small)


def _speaks_or_acts(token: Token, small: str, after: Token) -> bool:
    """Whether a word that begins a line stands as who says or does something: "jonna: ja", "Sten visar", "Öhrn sov"."""
    if not token.begins or (small in lexicon() and small != "hans"):
        return False
    if after.text == ":":
        return not token.is_capital and band_of(small) > 0
    if not is_verb(after.text) or is_allowed(small) or (small in PRONOUNS and small != "hans"):
        return False
    if is_borne(small):
        return (token.is_capital and (band_of(small) == 1 or not is_ordinary(small))) or not is_known(small)
    if not token.is_capital:
        return False
    if is_last_name(small):
        return not is_ordinary(small)
    return not is_known(small) and (band_of(small) > 0 or not small.endswith(NOUN_ENDS))


def _is_related(token: Token, small: str) -> bool:
    """Whether a word written small is the name of who is called so: "sonen claes"."""
    return not token.is_capital and is_borne(small) and not is_known(small)


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
        if not tokens[step].is_word or is_known(small) or len(small) < 3 or tokens[step].line != tokens[at].line:
            return
        if not (band_of(small) or is_last_name(small)):
            return
        yield step
