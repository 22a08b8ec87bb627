"""Whether a personal file is to be deleted, and why it is not (SoL 16:1-4, LSS 21 c-d): pure, over days and codes."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from samsyn.cases.clocks.deletion import NEVER, duty_day, last_day_of
from samsyn.cases.exempt import Exempt
from samsyn.people.refusals import N_

YEARS = 5  # SoL 16:1


class Why(StrEnum):
    """Why an ended file stays."""

    TOO_EARLY = "too_early"
    WHOLE_PLACE = "whole_place"
    BIRTH_DAY = "birth_day"
    NO_BIRTH_DATE = "no_birth_date"
    MATTER = "matter"
    CHILD = "child"


WORDS = {
    Why.TOO_EARLY: N_("Fem år har inte gått sedan sista anteckningen, eller sedan det som antecknats upphörde."),
    Why.WHOLE_PLACE: N_("Kommunen bevarar alla handlingar, för forskningen."),
    Why.BIRTH_DAY: N_("Personen är född en dag som bevaras, för forskningen."),
    Why.NO_BIRTH_DATE: N_("Födelsedatum saknas, så det går inte att säga om akten bevaras för forskningen."),
    Why.MATTER: N_("Handlingar av det här slaget gallras inte."),
    Why.CHILD: N_("Personen var barn när akten började. Handlingar om barn som har placerats ska bevaras."),
}
LAW = {
    Why.TOO_EARLY: "SoL 16:1",
    Why.WHOLE_PLACE: "SoL 16:4",
    Why.BIRTH_DAY: "SoL 16:4",
    Why.NO_BIRTH_DATE: "SoL 16:4",
    Why.MATTER: "LSS 21 d",
    Why.CHILD: "SoL 16:2",
}


@dataclass(frozen=True)
class Ended:
    """A file in which nothing is open. `last_entry` is the last day anything was entered in it or lasted.

    `begun` is the day its first case began, None for a file without one.

    The act has two clocks, one from the last entry and one from when what the register tells of ceased, and the file
    waits for the later (SoL 16:1); one day that is the later of the two therefore decides both.
    """

    last_entry: date
    birth_date: date | None
    matters: frozenset[str] = field(default=frozenset())
    begun: date | None = None


@dataclass(frozen=True)
class Due:
    """To be deleted: since which day, and when it must be done at the latest."""

    on: date
    last_day: date


def verdict(file: Ended, *, today: date, exempt: Exempt, municipality: str, county: str) -> Due | Why:
    """Whether an ended file is to be deleted today, else why not.

    The day when the five years are out is itself not yet after five years, so a file goes the day after at the
    earliest. A person without a birth date is kept: nobody can say whether they belong to the sample. So is the file of
    a child: nothing here tells whether the child was placed, and such files are kept (SoL 16:2 third point, 16:2 a).
    """
    due = duty_day(file.last_entry)
    if due >= today:
        return Why.TOO_EARLY
    if file.matters & NEVER.keys():
        return Why.MATTER
    if exempt.place(municipality, county):
        return Why.WHOLE_PLACE
    if file.birth_date is None:
        return Why.NO_BIRTH_DATE
    if exempt.is_sampled(file.birth_date):
        return Why.BIRTH_DAY
    if file.begun and file.begun < of_age(file.birth_date):
        return Why.CHILD
    return Due(due, last_day_of(due))


def of_age(born: date) -> date:
    """The day somebody becomes eighteen; born on 29 February, on 1 March where there is none."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


def first_too_early(today: date) -> date:
    """The first day whose entries still keep a file today (SoL 16:1)."""
    day = date(today.year - YEARS, today.month, 1) - timedelta(1)
    while duty_day(day) < today:
        day += timedelta(1)
    return day
