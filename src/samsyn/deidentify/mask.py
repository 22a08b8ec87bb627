"""The whole of it: a text in, a masked text and what was done to it out. Nothing is let through when a layer fails."""

from samsyn.deidentify import patterns
from samsyn.deidentify.asked import Asked
from samsyn.deidentify.edits import Edit, Free, Masked, after, applied
from samsyn.deidentify.gender import Degender, joined, may_tell
from samsyn.deidentify.header import Header, Part
from samsyn.deidentify.known import is_candidate
from samsyn.deidentify.names import PersonSpans, Read, names_in
from samsyn.deidentify.numbers import numbers_in
from samsyn.deidentify.people import Labels, labels_in
from samsyn.deidentify.plain import Plain
from samsyn.deidentify.seed import Seed
from samsyn.deidentify.tokens import Token, tokens_of
from samsyn.deidentify.told import spelling_of

ROUNDS = 8  # of masking what is masked, until nothing changes
LONGEST = 2_000_000  # characters; a longer text is no case text


class Unmaskable(ValueError):  # noqa: N818 - what is wrong is the text
    """The text cannot be masked; says why. Never the text as it was."""


def mask(text: str, header: Header | None = None, *, person_spans: PersonSpans | None = None) -> Masked:
    """The text without what tells who it is about and whether it is a woman or a man.

    Pseudonymised, not anonymous: whoever knows the person may still recognise them. `person_spans` is a finder of names
    of one's own, asked beside the one that ships: of some texts it gives the spans of each, (start, end, confidence).
    Raises Unmaskable for what is no text.
    """
    if len(text) > LONGEST:
        raise Unmaskable(f"the text has {len(text)} characters, at most {LONGEST} can be masked at a time")
    header, plain = header or Header(), Plain(text)
    seed, read = Seed(header), Read()
    masked = _masked(plain.text, seed, read, person_spans)
    for _ in range(ROUNDS if masked.edits else 0):
        # What stands around a word says more when its neighbours are masked, and a text that is masked must stay so.
        more = [edit for edit in _masked(masked.text, seed, read, None).edits if not edit.is_flag]
        if not more:
            break
        masked = after(masked, more)
    return masked if plain.text == text else applied(text, plain.edits(masked.edits))


def _masked(text: str, seed: Seed, read: Read, person_spans: PersonSpans | None) -> Masked:
    """The text masked once, by every layer in turn."""
    header, tokens, free = seed.header, tokens_of(text), Free(len(text))
    tokens.leave_out(_tells)
    kept = list(labels_in(text))
    labels = Labels(header.people, used=(text[start:end] for start, end in kept))
    free.hold(kept)  # a text that is masked already keeps its labels: Person A is no Persson
    edits: list[Edit] = [*patterns.found(text, free, patterns.NET), *numbers_in(text, header, free)]
    edits += seed.names(text, tokens, free, labels)
    edits += patterns.found(text, free)
    edits += names_in(text, tokens, free, labels, more=person_spans, read=read)
    edits += seed.left(text, tokens, free, labels)
    edits += Degender(text, tokens, free, sex_of(header)).edits()
    return applied(text, joined(text, edits))


@Asked
def _tells(token: Token) -> bool:
    """Whether the spelling of a word says anything to a layer that asks words one by one; of most it does not."""
    return bool(spelling_of[token] or is_candidate[token] or may_tell[token])


def sex_of(header: Header) -> str:
    """F or M by the person's identity number, where there is one: its last digit but one is even for women."""
    for known in header.people:
        digits = [c for c in known.number if c.isdigit()]
        if known.part is Part.PERSON and len(digits) in {10, 12}:
            return "F" if int(digits[-2]) % 2 == 0 else "M"
    return ""
