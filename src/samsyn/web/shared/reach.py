"""How to reach a person, for pages: the one way from a person to their address, phone or area on a page or print."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext

from samsyn.people.contact import Contact
from samsyn.people.queries import OtherWay, contact_for, contacts_for, other_way
from samsyn.people.refusals import N_
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.people.models import Person

PROTECTED = N_("skyddade uppgifter")


@dataclass(frozen=True)
class Reach:
    """What a page says of how to reach somebody; `instead` where address and phone are covered."""

    contact: Contact
    instead: OtherWay | None


def reach(request: Request, person: "Person") -> Reach:
    """How this reader may reach a person. What is protected and shown is in the log."""
    contact = contact_for(person, by=request.actor, at=request.now)
    today = localdate(request.now)
    return Reach(contact, other_way(person, by=request.actor, today=today) if contact.is_covered else None)


def streets(request: Request, persons: Iterable["Person"]) -> dict[int, str]:
    """Where each of these persons lives, by their key, as this reader may see it: for a day's visits."""
    found = contacts_for({p.pk: p for p in persons}.values(), by=request.actor, at=request.now)
    return {pk: contact.street for pk, contact in found.items()}


def named(person: "Person") -> str:
    """A person's name in a list or a file, with the mark of protection as a word and a shape."""
    return f"{person.name} ◆ {gettext(PROTECTED)}" if person.protection else person.name
