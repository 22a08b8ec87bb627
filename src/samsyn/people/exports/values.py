"""Single values as case systems write them: days, times of day, numbers, minutes, yes and no."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeAlias

from samsyn.people.exports.cells import Cell, Fault, shown
from samsyn.people.exports.workbook import day_of_serial
from samsyn.people.names import fold
from samsyn.people.refusals import N_, Refusal

Read: TypeAlias = "Callable[[Cell], Any]"
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
LARGEST = 1e12  # no number of a case system is larger
CACHED = 20_000  # the same day or word comes again and again
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januari", "feb februari", "mar mars", "apr april", "maj", "jun juni", "jul juli", "aug augusti",
         "sep sept september", "okt oktober", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
YES = frozenset({"ja", "j", "yes", "y", "true", "sant", "1", "x"})
NO = frozenset({"nej", "n", "no", "false", "falskt", "0", "-"})


class Wrong(Exception):  # noqa: N818 - the row's fault, not the program's
    """A value that cannot be taken, with the reason in a sentence."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(str(reason))
        self.reason = reason


def wrong(text: str, **values: str | int) -> Wrong:
    """The error to raise, with its sentence."""
    return Wrong(Refusal(text, values))


def remembered(read: Read) -> Read:
    """The same reader, which works out each value once while there are not too many of them."""
    known: dict[Cell, Any] = {}

    def look(cell: Cell) -> Any:
        try:
            return known[cell]
        except KeyError:
            if len(known) >= CACHED:
                known.clear()
            value = known[cell] = read(cell)
            return value

    return look


def text(longest: int) -> Read:
    """Text of so many characters at most, without space around it."""

    def read(cell: Cell) -> str:
        value = cell.strip() if isinstance(cell, str) else shown(_sound(cell))
        if len(value) > longest:
            raise wrong(N_("Texten har {count} tecken; högst {most} får plats."), count=len(value), most=longest)
        return value.replace("\0", "") if "\0" in value else value

    return read


def _sound(cell: Cell) -> Cell:
    if isinstance(cell, Fault):
        raise wrong(N_("Cellen innehåller ett fel från kalkylprogrammet i stället för ett värde."))
    return cell


_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[Tt ].*)?$")
_DENSE = re.compile(r"^(\d{4})(\d\d)(\d\d)$")
_DENSE_SHORT = re.compile(r"^(\d\d)(\d\d)(\d\d)$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.\- ]\s*(\d{4}|\d\d)(?: \d.*)?$")
_SPOKEN = re.compile(r"^(?:den )?(\d{1,2})[:ae]* ?([a-zåäö]{3,9})\.? (\d{4}|\d\d)$")
_SERIAL = re.compile(r"^[2-6]\d{4}$")


def day(order: str = "dmy") -> Read:
    """A day in any usual Swedish form, or as a spreadsheet's number.

    `order` "mdy" takes 7/1/2025 for the first of July. Kept as 2025-07-01.
    """

    def read(cell: Cell) -> str:
        found = _day(cell, order)
        if not EARLIEST <= found <= LATEST:
            raise wrong(N_("Året {year} kan inte stämma. Kontrollera datumet."), year=found.year)
        return found.isoformat()

    return remembered(read)


def _day(cell: Cell, order: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = " ".join(shown(_sound(cell)).replace("\u00a0", " ").split()).lower()
    try:
        return _written_day(written, order)
    except ValueError:
        raise wrong(N_("Det är inget datum. Skriv det som 2025-07-01.")) from None


def _written_day(written: str, order: str) -> date:
    for form in (_ISO, _DENSE):
        if match := form.match(written):
            return date(*map(int, match.groups()))
    if match := _DAY_FIRST.match(written):
        first, second, year = (int(part) for part in match.groups())
        return date(_century(year), *((first, second) if order == "mdy" else (second, first)))
    if match := _SPOKEN.match(written):
        return date(_century(int(match[3])), MONTHS.get(match[2], 0), int(match[1]))
    if _SERIAL.match(written):
        return _day(day_of_serial(int(written)), order)
    if match := _DENSE_SHORT.match(written):
        year, month, number = (int(part) for part in match.groups())
        return date(_century(year), month, number)
    raise ValueError(written)


def _century(year: int) -> int:
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


_CLOCK = re.compile(r"^(?:kl\.? ?)?(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?$|^(?:kl\.? ?)?(\d{2})(\d\d)$")


def clock(cell: Cell) -> str:
    """A time of day; kept as 08:30."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, float) and 0 <= cell < 1:
        cell = day_of_serial(cell)
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if match := _CLOCK.match(shown(_sound(cell)).lower()):
        hour, minute = int(match[1] or match[3]), int(match[2] or match[4])
        if hour < 24 and minute < 60:
            return f"{hour:02d}:{minute:02d}"
    raise wrong(N_("Det är inget klockslag. Skriv det som 08:30."))


_SPACES = re.compile("[\\s\u00a0\u202f\u2009']")
_NUMBER = re.compile(r"^[-+]?\d+(?:\.\d+)?$")


def number(decimal: str = "") -> Read:
    """A number with decimal comma or point, with or without spaces between thousands. `decimal` says which."""

    def read(cell: Cell) -> float:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return _finite(float(cell))
        written = _SPACES.sub("", shown(_sound(cell))).replace("\u2212", "-")
        plain = _plain(written, decimal)
        if not _NUMBER.match(plain):
            raise wrong(N_("Det är inget tal. Skriv det som 7,5."))
        return _finite(float(plain))

    return remembered(read)


def _finite(found: float) -> float:
    """A number that can be counted with: neither "NaN" nor four hundred digits."""
    if not abs(found) <= LARGEST:
        raise wrong(N_("Det är inget tal. Skriv det som 7,5."))
    return found


def _plain(written: str, decimal: str) -> str:
    """The number with a decimal point and nothing between thousands."""
    comma, point = written.rfind(","), written.rfind(".")
    sign = decimal or ("," if comma > point else ".")
    other = "." if sign == "," else ","
    if written.count(sign) > 1 and not decimal:  # 1.234.567: between thousands
        sign, other = other, sign
    return written.replace(other, "").replace(sign, ".")


_HOURS_MINUTES = re.compile(
    r"^(?:(\d+(?:[.,]\d+)?)\s*(?:tim(?:mar|me)?|h|t)\.?)?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:min(?:uter|ut)?|m)\.?)?$"
)
_COLON = re.compile(r"^(\d{1,4}):(\d\d)(?::00)?$")
MINUTES_AN_HOUR = 60


def minutes(meant: str, decimal: str = "") -> Read:
    """A length of time in whole minutes: 7,5 in hours, 450 in minutes (`meant` says which), 7:30, 7 tim 30 min."""
    plain = number(decimal)
    each = MINUTES_AN_HOUR if meant == "hours" else 1

    def read(cell: Cell) -> int:
        if isinstance(cell, time):
            return cell.hour * MINUTES_AN_HOUR + cell.minute
        written = shown(cell).lower() if isinstance(cell, str) else ""
        if match := _COLON.match(written):
            found = float(int(match[1]) * MINUTES_AN_HOUR + int(match[2]))
        elif written and (match := _HOURS_MINUTES.match(written)):
            hours, left = (float((part or "0").replace(",", ".")) for part in match.groups())
            found = _finite(hours * MINUTES_AN_HOUR + left)
        else:
            found = plain(cell) * each
        if found < 0:
            raise wrong(N_("Tiden är mindre än noll."))
        return round(found)

    return remembered(read)


def yes_no(cell: Cell) -> bool:
    """Ja or nej in the words that systems use."""
    word = fold(shown(_sound(cell)))
    if word in YES:
        return True
    if word in NO:
        return False
    raise wrong(N_("Skriv ja eller nej."))


def choice(words: Mapping[str, str]) -> Read:
    """One of a list: `words` are what may stand, folded, and the code each means."""

    def read(cell: Cell) -> str:
        found = words.get(fold(shown(_sound(cell))))
        if found is None:
            raise wrong(N_("Värdet är inte kopplat till något här. Koppla det under Värden i mappningen."))
        return found

    return remembered(read)
