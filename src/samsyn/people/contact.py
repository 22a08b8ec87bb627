"""How to reach a person, through one gate: whoever may not see what protection covers gets it covered.

Every page, list, print, export and letter asks here (a test holds them to it); nothing else reads a person's address,
phone, e-mail or area. Pure: `people.queries.contact_for` records the showing of what is protected as its own event.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from samsyn.people.access import why_not_see_contact
from samsyn.people.refusals import N_
from samsyn.people.roles import Actor

COVERED = N_("skyddad uppgift")
LOCATES = ("street", "postcode", "town", "phone", "email", "area")  # what tells where somebody is, or leads there
LEAST = 5  # letters of a value that is looked for in texts; shorter ones stand there by chance


class Reachable(Protocol):
    """A person, as much of one as contact depends on."""

    @property
    def pk(self) -> int: ...
    @property
    def protection(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def town(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def area(self) -> str: ...


@dataclass(frozen=True)
class Contact:
    """How to reach somebody as one reader may see it. Covered, every part of it is empty."""

    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    area: str = ""
    is_protected: bool = False
    is_covered: bool = False

    @property
    def place(self) -> str:
        """Postcode and town."""
        return f"{self.postcode} {self.town}".strip()

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of the address that there are."""
        return tuple(filter(None, (self.street, self.place)))

    def __post_init__(self) -> None:
        if self.is_covered and any(getattr(self, name) for name in LOCATES):
            raise ValueError("what is covered may not be carried along")


def contact_of(person: Reachable, by: Actor) -> Contact:
    """How this reader may reach a person. Queries that show it record the showing."""
    is_protected = bool(person.protection)
    if why_not_see_contact(by, person.pk, is_protected=is_protected):
        return Contact(is_protected=True, is_covered=True)
    return Contact(**{name: getattr(person, name) for name in LOCATES}, is_protected=is_protected)


def posted_to(person: Reachable) -> tuple[str, ...]:
    """The address of a letter's head: none for somebody protected, whoever reads, since letters travel and are kept."""
    return () if person.protection else Contact(**{name: getattr(person, name) for name in LOCATES}).address


class Point(Protocol):
    """A point of a map, in metres."""

    @property
    def east(self) -> int: ...
    @property
    def north(self) -> int: ...


def planned_from(person: Reachable, home: Point | None) -> tuple[int, int] | None:
    """The point that travel to a person is counted to, in metres east and north; None where it is not known.

    None for somebody protected, whoever reads: a plan is kept, and travel times between known homes tell where it is.
    """
    return None if person.protection or home is None else (home.east, home.north)


def routed_by(person: Reachable) -> str:
    """The area that decides which unit receives an application: none for somebody protected, whose unit tells of it."""
    return "" if person.protection else person.area


def secrets_of(person: Reachable) -> tuple[str, ...]:
    """The values that would give somebody away if they stood in a text, the longest first."""
    found = {person.street, person.phone, person.email, person.postcode}
    return tuple(sorted((v for v in found if len(v.strip()) >= LEAST), key=len, reverse=True))


def tells(text: str, person: Reachable) -> bool:
    """Whether a text holds the person's own street address, postcode, phone or e-mail, written with any spaces.

    Exact but for case, spaces and hyphens: an address told in other words is not found.
    """
    return _pattern(secrets_of(person)).search(text) is not None


def cover(text: str, persons: Iterable[Reachable], mark: str) -> str:
    """The text with the mark in the place of everything that would give one of these persons away.

    Works on plain text and on pages, where characters may be written as entities.
    """
    values = sorted({v for person in persons for v in secrets_of(person)}, key=len, reverse=True)
    return _pattern(values).sub(mark, text) if values else text


_NEVER = re.compile(r"(?!)")
_BETWEEN = r"(?:[\s\-–]|&nbsp;)*"


def _pattern(values: Iterable[str]) -> re.Pattern[str]:
    found = [form for value in values for form in {value, html.escape(value), *_phone_forms(value)}]
    if not found:
        return _NEVER
    return re.compile("|".join(rf"(?<!\w){_loose(form)}(?!\w)" for form in found), re.IGNORECASE)


def _loose(value: str) -> str:
    """A value as a pattern: spaces and hyphens anywhere a phone number has them, else where the value has them."""
    compact = re.sub(r"[\s\-–]", "", value)
    if compact.lstrip("+").isdigit():
        return _BETWEEN.join(re.escape(sign) for sign in compact)
    return _BETWEEN.join(re.escape(part) for part in re.split(r"[\s\-–]+", value.strip()))


def _phone_forms(value: str) -> list[str]:
    """A Swedish number written from abroad, and the other way."""
    digits = re.sub(r"[\s\-–]", "", value)
    if digits.startswith("0") and digits.isdigit() and len(digits) > LEAST:
        return [f"+46{digits[1:]}", f"0046{digits[1:]}"]
    if digits.startswith("+46") and digits[1:].isdigit():
        return [f"0{digits[3:]}"]
    return []


def share_a_home(one: Reachable, other: Reachable) -> bool:
    """Whether two persons have the same street address: for the review of the log, which shows no address."""
    return bool(one.street) and (one.street.casefold(), one.postcode) == (other.street.casefold(), other.postcode)
