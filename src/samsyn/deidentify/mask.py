"""The whole of it: a text in, a masked text and what was done to it out. Nothing is let through when a layer fails."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from samsyn.deidentify import patterns
from samsyn.deidentify.edits import Edit, Free, Masked, Places, applied
from samsyn.deidentify.gender import Degender, joined
from samsyn.deidentify.header import Header, Part
from samsyn.deidentify.names import PersonSpans, doubtful, names_in
from samsyn.deidentify.numbers import numbers_in
from samsyn.deidentify.people import Labels, labels_in
from samsyn.deidentify.plain import Plain
from samsyn.deidentify.seed import Seed
from samsyn.deidentify.tokens import tokens_of

ROUNDS = 4  # of reading once more, at the most
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
    masked = _masked(plain.text, header, person_spans)
    return masked if plain.text == text else applied(text, plain.edits(masked.edits))


def _masked(text: str, header: Header, person_spans: PersonSpans | None) -> Masked:
    tokens, free, labels = tokens_of(text), Free(len(text)), Labels(header.people)
    free.hold(labels_in(text))  # a text that is masked already keeps its labels: Person A is no Persson
    seed = Seed(header)
    edits: list[Edit] = [*patterns.found(text, free, patterns.NET), *numbers_in(text, header, free)]
    edits += seed.names(text, tokens, free, labels)
    edits += patterns.found(text, free)
    edits += names_in(text, tokens, free, labels, more=person_spans)
    edits += seed.left(text, tokens, free, labels)
    edits += Degender(text, tokens, free, sex_of(header)).edits()
    return _settled(applied(text, joined(text, edits)), list(doubtful(tokens, free)), labels)


def _settled(masked: Masked, lines: Sequence[tuple[int, int]], labels: Labels) -> Masked:
    """The same, with some lines read until nothing more is found.

    What stands around a word says more when its neighbours are masked, and a text that is masked once more must stay.
    """
    for _ in range(ROUNDS if masked.edits else 0):
        places = Places(masked)
        found = [edit for start, end in lines for edit in _once_more(masked, places, start, end, labels)]
        if not found:
            break
        masked = applied(masked.original, [*masked.edits, *found])
    return masked


def _once_more(masked: Masked, places: Places, start: int, end: int, labels: Labels) -> Iterator[Edit]:
    """Names that are found in a masked line, by where it stands in the original; as edits of the original."""
    first, last = places.masked_span(start, end)
    text, free = masked.text[first:last], Free(last - first)
    free.hold(places.replaced(first, last))
    free.hold(labels_in(text))
    for edit in names_in(text, tokens_of(text), free, labels):
        begins, ends = places.original_span(first + edit.start, first + edit.end)
        yield replace(edit, start=begins, end=ends, original=masked.original[begins:ends])


def sex_of(header: Header) -> str:
    """F or M by the person's identity number, where there is one: its last digit but one is even for women."""
    for known in header.people:
        digits = [c for c in known.number if c.isdigit()]
        if known.part is Part.PERSON and len(digits) in {10, 12}:
            return "F" if int(digits[-2]) % 2 == 0 else "M"
    return ""
