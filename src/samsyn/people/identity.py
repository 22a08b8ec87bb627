"""Personal identity numbers, coordination numbers and temporary ids: read in any written form, kept in one.

Sources: folkbokföringslagen (1991:481) 18 § and 18 a §; the check digit is the Luhn sum of the ten last digits.
Temporary ids begin with T and a letter for the sex, as in the inspectorate's reporting of non-executed decisions.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samsyn.people.refusals import N_, Invalid, Refusal

TEST_SERIALS = range(980, 1000)  # birth numbers that the tax agency keeps for test identities
TEMPORARY = "T"  # how every temporary id begins
COORDINATION_OFFSET = 60  # added to the day of birth


class IdentityKind(StrEnum):
    PERSONAL = "personnummer"
    COORDINATION = "samordningsnummer"
    TEMPORARY = "tillfälligt"


class Sex(StrEnum):
    WOMAN = "K"
    MAN = "M"
    UNKNOWN = ""


@dataclass(frozen=True)
class Identity:
    """A number in its kept form: twelve digits, or a temporary id such as TK2026-0007."""

    kind: IdentityKind
    number: str
    birth_date: date | None
    sex: Sex

    @property
    def written(self) -> str:
        """As people write it: ååååmmdd-nnnn."""
        return self.number if self.kind is IdentityKind.TEMPORARY else f"{self.number[:8]}-{self.number[8:]}"

    @property
    def is_test(self) -> bool:
        """Whether it belongs to nobody: a temporary id or one of the test series."""
        return self.kind is IdentityKind.TEMPORARY or int(self.number[8:11]) in TEST_SERIALS


_WRITTEN = re.compile(
    r"^(?P<century>\d{2})?(?P<yy>\d{2})(?P<mm>\d{2})(?P<dd>\d{2})(?P<sep>[-+]?)(?P<tail>\d{4})$", re.ASCII
)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")  # what texts are copied with in the hyphen's place
_UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DOUBLED = {str(d): sum(divmod(2 * d, 10)) for d in range(10)}  # every second digit counts twice, digit by digit
_TEMPORARY = re.compile(r"^T(?P<sex>[KMX])(?P<year>\d{4})-(?P<serial>\d{4,})$", re.ASCII)


def read(text: str, *, today: date) -> Identity:
    """Read a number as somebody wrote it: ten or twelve digits, with -, + or spaces, or a temporary id.

    Raises Invalid, naming what is wrong, when it is none of these.
    """
    written = _DASHES.sub("-", _UNSEEN.sub("", text)).upper()
    if match := _TEMPORARY.match(written):
        sex = {"K": Sex.WOMAN, "M": Sex.MAN, "X": Sex.UNKNOWN}[match["sex"]]
        return Identity(IdentityKind.TEMPORARY, written, None, sex)
    if not (match := _WRITTEN.match(written)):
        raise _wrong(N_("Skriv personnumret med tio eller tolv siffror, till exempel 19400115-9807."))
    digits = match["yy"] + match["mm"] + match["dd"] + match["tail"]
    if luhn(digits[:9]) != int(digits[9]):
        raise _wrong(N_("Kontrollsiffran stämmer inte. Läs av numret en gång till; ofta har två siffror bytt plats."))
    day = int(match["dd"])
    kind = IdentityKind.COORDINATION if day > COORDINATION_OFFSET else IdentityKind.PERSONAL
    born = _born(match, day - COORDINATION_OFFSET if kind is IdentityKind.COORDINATION else day, today)
    return Identity(kind, f"{born.year:04d}{digits[2:]}", born, _sex(digits))


def make(born: date, serial: int, *, coordination: bool = False) -> Identity:
    """The identity with this birth date and three-digit birth number, its check digit computed."""
    day = born.day + (COORDINATION_OFFSET if coordination else 0)
    nine = f"{born:%y%m}{day:02d}{serial:03d}"
    kind = IdentityKind.COORDINATION if coordination else IdentityKind.PERSONAL
    return Identity(kind, f"{born.year:04d}{nine[2:]}{luhn(nine)}", born, _sex(nine))


def temporary(sex: Sex, year: int, serial: int) -> Identity:
    """An id for somebody whose number is not known yet."""
    return Identity(IdentityKind.TEMPORARY, f"{temporary_prefix(sex, year)}{serial:04d}", None, sex)


def temporary_prefix(sex: Sex, year: int) -> str:
    """How the temporary ids of a sex and a year begin."""
    letter = {Sex.WOMAN: "K", Sex.MAN: "M", Sex.UNKNOWN: "X"}[sex]
    return f"{TEMPORARY}{letter}{year}-"


def luhn(digits: str) -> int:
    """The check digit that follows these digits."""
    return -(sum(map(_DOUBLED.__getitem__, digits[::2])) + sum(map(int, digits[1::2]))) % 10


def _born(match: re.Match[str], day: int, today: date) -> date:
    try:
        if match["century"]:
            born = date(int(match["century"] + match["yy"]), int(match["mm"]), day)
        else:
            born = _recent(int(match["yy"]), int(match["mm"]), day, today, older=match["sep"] == "+")
    except ValueError:
        raise _wrong(N_("Datumet i numret finns inte. Kontrollera år, månad och dag.")) from None
    if born > today:
        raise _wrong(N_("Födelsedatumet ligger i framtiden. Kontrollera årtalet."))
    return born


def _recent(yy: int, month: int, day: int, today: date, *, older: bool) -> date:
    """The latest century in which the date is not in the future; one more back when written with +."""
    century = today.year // 100 * 100
    passed = (century + yy, month, day) <= (today.year, today.month, today.day)
    year = century + yy - (0 if passed else 100) - (100 if older else 0)
    return date(year, month, day)


def _sex(digits: str) -> Sex:
    return Sex.MAN if int(digits[8]) % 2 else Sex.WOMAN


def _wrong(text: str) -> Invalid:
    return Invalid("identity", Refusal(text))
