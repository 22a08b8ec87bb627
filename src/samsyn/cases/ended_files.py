"""Whether a personal file is to be deleted, and why it is not (SoL 16:1-4, LSS 21 c-d): pure, over days and codes."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from samsyn.cases.clocks.deletion import NEVER, duty_day, last_day_of
from samsyn.cases.exempt import Exempt
from samsyn.people.refusals import N_


class Why(StrEnum):
    """Why an ended file stays."""

    TOO_EARLY = "too_early"
    WHOLE_PLACE = "whole_place"
    BIRTH_DAY = "birth_day"
    NO_BIRTH_DATE = "no_birth_date"
    MATTER = "matter"


WORDS = {
    Why.TOO_EARLY: N_("Fem år har inte gått sedan sista anteckningen, eller sedan det som antecknats upphörde."),
    Why.WHOLE_PLACE: N_("Kommunen bevarar alla handlingar, för forskningen."),
    Why.BIRTH_DAY: N_("Personen är född en dag som bevaras, för forskningen."),
    Why.NO_BIRTH_DATE: N_("Födelsedatum saknas, så det går inte att säga om akten bevaras för forskningen."),
    Why.MATTER: N_("Handlingar av det här slaget gallras inte."),
}
LAW = {
    Why.TOO_EARLY: "SoL 16:1",
    Why.WHOLE_PLACE: "SoL 16:4",
    Why.BIRTH_DAY: "SoL 16:4",
    Why.NO_BIRTH_DATE: "SoL 16:4",
    Why.MATTER: "LSS 21 d",
}


@dataclass(frozen=True)
class Ended:
    """A file in which nothing is open. `last_entry` is the last day anything was entered in it or lasted.

    The act has two clocks, one from the last entry and one from when what the register tells of ceased, and the file
    waits for the later (SoL 16:1); one day that is the later of the two therefore decides both.
    """

    last_entry: date
    birth_date: date | None
    matters: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Due:
    """To be deleted: since which day, and when it must be done at the latest."""

    on: date
    last_day: date


def verdict(file: Ended, *, today: date, exempt: Exempt, municipality: str, county: str) -> Due | Why:
    """Whether an ended file is to be deleted today, else why not.

    The day when the five years are out is itself not yet after five years, so a file goes the day after at the
    earliest. A person without a birth date is kept: nobody can say whether they belong to the sample.
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
    return Due(due, last_day_of(due))
