"""How an address, a postcode and a phone number are written: on one line, and as they can be used. Pure.

Held to what people type here. What another system sends stands as it came until somebody changes it.
"""

import re
from collections.abc import Mapping

from samsyn.people.refusals import N_, Refusal

POSTCODE = re.compile(r"[0-9]{5}")
PHONE = re.compile(r"\+?[0-9 ()/–-]*")
LEAST_DIGITS = 5  # of a phone number


def tidied(contact: Mapping[str, str]) -> dict[str, str]:
    """Each part on one line without spaces around, a postcode as 123 45."""
    found = {name: " ".join(value.split()) for name, value in contact.items()}
    digits = found.get("postcode", "").replace(" ", "")
    if POSTCODE.fullmatch(digits):
        found["postcode"] = f"{digits[:3]} {digits[3:]}"
    return found


def why_not_written(name: str, value: str) -> Refusal | None:
    """Why a tidied part cannot be used, else None. Empty is not known."""
    if name == "postcode" and value and not POSTCODE.fullmatch(value.replace(" ", "")):
        return Refusal(N_("Skriv postnumret med fem siffror, till exempel 123 45."))
    if name == "phone" and value and not (PHONE.fullmatch(value) and _digits(value) >= LEAST_DIGITS):
        return Refusal(N_("Skriv ett telefonnummer med siffror, till exempel 070-174 06 11."))
    return None


def _digits(value: str) -> int:
    return sum(letter.isdigit() for letter in value)
