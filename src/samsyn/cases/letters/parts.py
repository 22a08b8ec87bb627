"""The parts that every letter has: its head, free text, whom to ask, and who signs."""

from collections.abc import Iterator

from samsyn.cases.letters.blocks import Block, Heading, Paragraph, Signature
from samsyn.cases.letters.content import Delegation, Official, Recipient, Sender
from samsyn.cases.letters.texts import Voice
from samsyn.people.languages import Language


def prose(text: str, say: Voice, role: str = "plain") -> list[Block]:
    """Somebody's free text as paragraphs, one for each line that holds something, in the language it was written in."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [Paragraph(line, "quote" if role == "quote" else "plain", say.free) for line in lines if line]


def own_words(text: str, say: Voice, *, introduced: bool = True) -> list[Block]:
    """Free text that the municipality wrote; in a translation as a quotation, after a line that says what it is."""
    if not text.strip() or not say.is_translation:
        return prose(text, say)
    opening = [Paragraph(say("translation.words"))] if introduced else []
    return [*opening, *prose(text, say, "quote")]


def translation(say: Voice) -> list[Block]:
    """That the Swedish letter is the one that applies, where this is another."""
    return [Paragraph(say("translation"), "notice")] if say.is_translation else []


def head(sender: Sender, unit: str, phone: str) -> tuple[str, ...]:
    """Who writes, in the lines of the head."""
    return tuple(filter(None, (sender.municipality, sender.committee, unit, phone)))


def told_also(also: tuple[str, ...], say: Voice) -> list[Block]:
    """In which other languages the letter comes; said in the Swedish letter, which the others go with."""
    if say.language is not Language.SWEDISH:
        return []
    return [Paragraph(say(f"also.{language}")) for language in also]


def contact(
    sender: Sender, unit: str, phone: str, person: Official | None, say: Voice, *, named: bool = True
) -> Iterator[Block]:
    """Whom to ask, how to reach them, and what help there is."""
    yield Heading(say("contact.heading"), 2)
    if not named:
        person = None
    number = (person.phone if person else "") or phone
    sentences = (
        say("contact.named", name=person.name, title=say.words.lowered(person.title), unit=unit)
        if person
        else say("contact.unit", unit=unit),
        number and say("contact.phone", phone=number),
        sender.email and say("contact.email", email=sender.email),
    )
    between = "\n" if say.language is Language.EASY else " "
    yield Paragraph(between.join(filter(None, sentences)))
    yield Paragraph(say("contact.help"))


def signature(
    decided: Official | None,
    presented: Official | None,
    unit: str,
    say: Voice,
    *,
    delegation: Delegation | None,
    named: bool,
) -> Signature:
    """Who decided, by which authority, and who presented the matter (FL 31); names only where that is safe (FL 33)."""
    by = written(decided, say) if decided else say("signed.draft")
    if decided and not named:
        by = say("signed.withheld", unit=unit)
    people = [(say("signed.by"), by)]
    if delegation:
        some = "signed.delegation.some" if len(delegation.items) > 1 else "signed.delegation.one"
        items = say.words.listed(delegation.items)
        people.append((say("signed.delegation"), say(some, items=items, version=str(delegation.version))))
    if presented and named:
        people.append((say("signed.presented"), written(presented, say)))
    return Signature(tuple(people))


def written(official: Official, say: Voice) -> str:
    """An official by name and title."""
    return f"{official.name}, {say.words.lowered(official.title)}" if official.title else official.name


def address_of(recipient: Recipient) -> tuple[str, ...]:
    """The lines of the address field; a protected person's is the name alone."""
    return (recipient.name, *recipient.address)
