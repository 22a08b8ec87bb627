"""Where a name is told, whatever its letters: who speaks, who writes, who signs, who acts, who is called so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samsyn.deidentify.asked import Asked
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


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the spelling of a word says by itself of whether a name is told there."""

    leads: bool  # a name may come after it
    is_first: bool  # it may be a first name written small before a last name written small
    is_sure: bool  # a name wherever it stands: in other letters, spelt out (S-T-I-G), initials (A-L)
    is_letter: bool  # it may stand for whom somebody writes to or is: "mvh M", "inte i dag A"
    is_bare: bool  # a word that is a name, written small
    is_short: bool  # one to three capitals
    speaks: bool  # who says something, before a colon
    acts: bool  # who does something, before a verb


def told_in(tokens: Tokens) -> set[int]:
    """Words that stand where a name is told, whatever their letters: who speaks, who writes, who signs, who acts."""
    found: set[int] = set()
    for at in tokens.where(spelling_of):
        token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        said = spelling_of[token]
        if said is None:
            continue
        if after is not None:
            is_torn = token.is_capital and _may_end[after] and _is_in_pieces(tokens, at)
            if is_torn or (said.is_first and _are_both_small(tokens, at)):
                found |= {at, at + 1}
        if said.leads:
            found |= set(_led(tokens, at, token.small))
        if not (said.leads and _is_a_lead(tokens, at, token.small)) and _is_told(tokens, at, said):
            found.add(at)
    return found


@Asked
def spelling_of(token: Token) -> Spelling | None:
    """What is said by a word with a capital, or one that may be a name or lead one in though it is written small."""
    word, small, is_capital = token.text, token.small, token.is_capital
    if not token.is_word or not (is_capital or small in TELLING or is_word(small) or _may_be_name(small)):
        return None
    is_common = is_known(small) and not is_word(small)
    is_plain = not is_capital and small not in lexicon()
    return Spelling(
        leads=small in NAMED_AFTER or small in FIELDS or small in NOBLE,
        is_first=is_plain and small not in PRONOUNS and is_borne(small) and not is_common,
        is_sure=_tells_by_itself(word),
        is_letter=len(word) == 1 and is_capital and not is_allowed(small),
        is_bare=len(word) > 1 and is_plain and is_word(small),
        is_short=len(word) <= MOST_INITIALS and word.isupper() and word.isalpha() and not is_allowed(small),
        speaks=token.begins and not is_capital and _is_someone_speaking(small),
        acts=token.begins and _is_someone_acting(token, small),
    )


def _may_be_name(small: str) -> bool:
    return not is_ordinary(small) and (band_of(small) > 0 or is_borne(small) or is_foreign(small))


@Asked
def _may_end(token: Token) -> bool:
    """Whether a word may be the end of a last name that a scanner has torn."""
    return token.is_word and not token.is_capital and not is_known(token.small)


@Asked
def _is_act(token: Token) -> bool:
    """Whether a word may be what a person does whose name stands before it."""
    return is_verb(token.text) and token.small not in AFTER_A_NAME and token.small not in lexicon()


def _led(tokens: Tokens, at: int, small: str) -> Iterator[int]:
    """The words that are told by the one before them."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if small in NAMED_AFTER:
        yield from _named(tokens, at + 1)
    if small in NOBLE and after is not None and after.is_capital:
        yield at + 1
    if small in FIELDS and after is not None and after.text == ":":
        yield from _filled_in(tokens, at + 2)


def _is_a_lead(tokens: Tokens, at: int, small: str) -> bool:
    """Whether a word is there for the one after it, and no name."""
    return small in NAMED_AFTER or (small in FIELDS and at + 1 < len(tokens) and tokens[at + 1].text == ":")


def _is_told(tokens: Tokens, at: int, said: Spelling) -> bool:
    if said.is_sure or (said.is_letter and is_signature(tokens, at)) or (said.is_bare and _is_bare(tokens, at)):
        return True
    if said.is_short and _is_signature(tokens, at):
        return True
    if said.speaks or said.acts:
        after = tokens.next_in_line(at)
        if after is not None and (said.speaks if after.text == ":" else said.acts and _is_act[after]):
            return True
    if at == 0:
        return False
    before = tokens[at - 1]
    return (before.begins or before.small in TELLS_OF_NEXT) and _is_told_before(tokens, at, before)


def _is_told_before(tokens: Tokens, at: int, before: Token) -> bool:
    """Whether the word before one says that it is a name."""
    token = tokens[at]
    if before.text == "/" and token.is_capital and is_borne(token.small) and tokens.next_in_line(at) is None:
        return True
    if before.small in TITLES and token.is_capital and not is_allowed(token.small):
        return True
    names = before.begins and before.is_capital and before.small not in lexicon() and is_borne(before.small)
    if names and token.is_capital and before.text.isupper() == token.text.isupper():
        return not is_known(token.small) or is_word(token.small)
    if before.small == "är" and at > 1 and tokens[at - 2].small == "det":  # "hej det är anki"
        return not token.is_capital and is_borne(token.small) and not is_known(token.small)
    return before.small in KIN and _is_related(tokens, at)


def _tells_by_itself(word: str) -> bool:
    is_letters = _SPELT.fullmatch(word) is not None and is_borne(word.replace("-", "").casefold())
    return is_foreign(word) or is_letters or _INITIALS.fullmatch(word) is not None


def _are_both_small(tokens: Tokens, at: int) -> bool:
    """Whether a first and a last name that are words are written small: "tor mo ringer", "sin mamma ulla mo."."""
    after = tokens.next_in_line(at)
    if after is None or after.is_capital or not after.is_word:
        return False
    last, before = after.small, tokens[at - 1].small if at else ""
    if last in PRONOUNS or last in lexicon() or not is_word(last) or before in WORD_AFTER:
        return False
    then = tokens.next_in_line(at + 1)
    if before in KIN:
        return then is None or not then.is_word or then.small in ACTS
    return then is not None and then.small in ACTS


def _is_in_pieces(tokens: Tokens, at: int) -> bool:
    """Whether a word and the next are a last name that a scanner has torn: "Ring dahl"."""
    return tokens.gap(at) == 1 and is_last_name_like(tokens[at].small + tokens[at + 1].small)


def _is_bare(tokens: Tokens, at: int) -> bool:
    """Whether a name that is a word, written small, does what people do and nothing says that it is the word."""
    small, after = tokens[at].small, tokens.next_in_line(at)
    if after is None:
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


def _is_someone_speaking(small: str) -> bool:
    """Whether a word written small at the beginning of a line, before a colon, is who speaks: "jonna: ja"."""
    if (small in lexicon() and small != "hans") or small in PRONOUNS or not band_of(small):
        return False
    return is_word(small) or not is_ordinary(small)


def _is_someone_acting(token: Token, small: str) -> bool:
    """Whether a word at the beginning of a line, before a verb, is who does something: "Sten visar", "Öhrn sov"."""
    if small != "hans" and (small in lexicon() or small in PRONOUNS):
        return False
    if is_allowed(small):
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
