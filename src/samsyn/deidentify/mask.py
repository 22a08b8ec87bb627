"""The whole of it: a text in, a masked text and what was done to it out. Nothing is let through when a layer fails."""

from samsyn.deidentify import patterns
from samsyn.deidentify.edits import Edit, Free, Masked, applied
from samsyn.deidentify.gender import Degender, joined
from samsyn.deidentify.header import Header, Part
from samsyn.deidentify.people import Labels
from samsyn.deidentify.seed import Seed
from samsyn.deidentify.tokens import tokens_of

LONGEST = 2_000_000  # characters; a longer text is no case text


class Unmaskable(ValueError):  # noqa: N818 - what is wrong is the text
    """The text cannot be masked; says why. Never the text as it was."""


def mask(text: str, header: Header | None = None) -> Masked:
    """The text without what tells who it is about and whether it is a woman or a man.

    Pseudonymised, not anonymous: whoever knows the person may still recognise them. Raises Unmaskable for what is no
    text.
    """
    if len(text) > LONGEST:
        raise Unmaskable(f"the text has {len(text)} characters, at most {LONGEST} can be masked at a time")
    header = header or Header()
    tokens, free, labels = tokens_of(text), Free(len(text)), Labels(header.people)
    seed = Seed(header)
    edits: list[Edit] = [*patterns.found(text, free, patterns.NET), *seed.numbers(text, free)]
    edits += seed.names(text, tokens, free, labels)
    edits += patterns.found(text, free)
    edits += Degender(text, tokens, free, sex_of(header)).edits()
    return applied(text, joined(text, edits))


def sex_of(header: Header) -> str:
    """F or M by the person's identity number, where there is one: its last digit but one is even for women."""
    for known in header.people:
        digits = [c for c in known.number if c.isdigit()]
        if known.part is Part.PERSON and len(digits) in {10, 12}:
            return "F" if int(digits[-2]) % 2 == 0 else "M"
    return ""
