"""What may be written in a journal, when it locks, and who may do what with it then: pure, for both sides' journals."""

from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from samsyn.cases.codes import code_list
from samsyn.people.refusals import N_, Invalid, Refusal

LONGEST_TEXT = 20_000
NO_REASON = N_("Skälet skrevs aldrig; anteckningen låstes av sig själv.")
# The fields of a draft that are saved as they are written.
PLACES = ("kind", "happened_on", "happened_time", "text", "not_for_person", "not_for_person_why")
LAWS = {"SoL": ("SoL 14:3", "SoL 14:6"), "LSS": ("LSS 21 a", "LSS 21 b")}


class Entry(Protocol):
    """As much of an entry as the rules look at."""

    text: Any
    kind: Any
    state: Any
    author_id: Any
    happened_at: Any
    not_for_person: Any
    not_for_person_why: Any


def why_not_see_draft(entry: Entry, staff: int | None) -> Refusal | None:
    """A draft is working material: only the one who writes it sees it."""
    if entry.state == "draft" and entry.author_id != staff:
        return Refusal(N_("Utkastet är någon annans. Bara den som skriver det ser det, tills det är låst."))
    return None


def why_not_write(entry: Entry) -> Refusal | None:
    """A locked entry never changes; what is wrong in it is corrected in a new version beside it (SoL 14:3)."""
    if entry.state != "draft":
        return Refusal(
            N_("Anteckningen är låst och ändras inte. Gör en rättelse bredvid den om något är fel."), law="SoL 14:3"
        )
    return None


def why_not_sign(entry: Entry, now: datetime, *, two_texts: bool = False) -> Refusal | None:
    """What is missing before an entry can be signed, or None."""
    if two_texts:
        return Refusal(N_("Två texter skrevs samtidigt. Välj vilken som ska gälla innan du signerar."))
    if not entry.text.strip():
        return Refusal(N_("Skriv vad som har hänt innan du signerar."))
    if entry.happened_at > now:
        return Refusal(N_("Tiden ligger framåt. Skriv när det hände, eller vänta tills det har hänt."))
    if entry.not_for_person and not entry.not_for_person_why.strip():
        return Refusal(
            N_("Skriv varför personen inte får se anteckningen: vilken annan människa den skulle skada, och hur."),
            law="OSL 26:1",
        )
    return None


def why_not_correct(entry: Entry, *, corrected: bool, covered: bool) -> Refusal | None:
    """A correction is a new version beside the newest locked one."""
    if entry.state != "locked":
        return Refusal(N_("Anteckningen är inte låst än. Ändra i den som den är."))
    if corrected:
        return Refusal(N_("Anteckningen är redan rättad. Rätta den senaste versionen i stället."))
    if covered:
        return Refusal(N_("Anteckningen är övertäckt, eftersom den inte hör hit. Skriv en ny där den hör hemma."))
    return None


def why_not_cover(entry: Entry, *, covered: bool) -> Refusal | None:
    """What stands with the wrong person is covered once it is locked; a draft is thrown away instead."""
    if entry.state != "locked":
        return Refusal(N_("Anteckningen är ett utkast. Släng utkastet i stället."))
    if covered:
        return Refusal(N_("Anteckningen är redan övertäckt."))
    return None


def locks_by(today: date, days: int) -> date:
    """Drafts begun on this day or earlier lock by themselves today; `days` is the municipality's own choice."""
    return today - timedelta(days)


def check_place(place: str, value: str) -> None:
    """Raise Invalid, naming the place, for what a draft cannot hold. Too little is not wrong until it is signed."""
    if place not in PLACES:
        raise Invalid(place, Refusal(N_("Det fältet finns inte i en anteckning.")))
    if len(value) > LONGEST_TEXT:
        raise Invalid(place, Refusal(N_("Texten är för lång. Korta den till högst 20 000 tecken.")))
    if place == "kind" and value not in code_list("journal_kinds"):
        raise Invalid(place, Refusal(N_("Välj vad det var i listan.")))
    if place == "happened_on" and _day(value) is None:
        raise Invalid(place, Refusal(N_("Skriv vilken dag det hände.")))
    if place == "happened_time" and clock_of(value) is None:
        raise Invalid(place, Refusal(N_("Skriv klockslaget, till exempel 14.20.")))


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if date(1990, 1, 1) <= day <= date(2100, 12, 31) else None


def clock_of(value: str) -> time | None:
    """A time of day as people write it, with a colon or a full stop; None when it is none."""
    try:
        return time.fromisoformat(value.strip().replace(".", ":"))
    except ValueError:
        return None
