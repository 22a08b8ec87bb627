"""What may be noted of what a carer may be given, and until when. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from samsyn.cases.codes import Code, code_list
from samsyn.people.languages import SPOKEN
from samsyn.people.refusals import N_, Invalid, Refusal

LANGUAGE = "language:"
SOON = timedelta(days=30)  # what runs out within so many days is told first
EVERYBODYS = "sv"  # a language that is no skill here
HEAVIEST = 3  # points of strain


@cache
def visit_skills() -> Mapping[str, Code]:
    """The tasks that a visit may ask for (data/visit_skills.csv), by code."""
    return MappingProxyType(code_list("visit_skills", "homecare"))


def languages() -> list[str]:
    """The languages that are noted, as keys."""
    return [f"{LANGUAGE}{code}" for code in SPOKEN if code != EVERYBODYS]


def is_delegation(key: str) -> bool:
    """Whether it is a task of health care, which one who has the right delegates for a time (PSL 6:3)."""
    code = visit_skills().get(key)
    return code is not None and code.extra["delegation"] == "1"


def runs_out(valid_to: date | None, today: date) -> bool:
    """Whether it soon holds no longer."""
    return valid_to is not None and today <= valid_to <= today + SOON


def check_skill(key: str, valid_from: date, valid_to: date | None, decided_by: str, today: date) -> None:
    """Raises Invalid for what is on no list, days that cannot be, and a delegation without an end or a name."""
    if key not in visit_skills() and key not in languages():
        raise Invalid("key", Refusal(N_("Välj en delegering, kompetens eller ett språk i listan.")))
    if valid_to and valid_to < valid_from:
        raise Invalid("valid_to", Refusal(N_("Sista dagen är före den första. Välj en senare dag.")))
    if valid_to and valid_to < today:
        raise Invalid("valid_to", Refusal(N_("Det har redan gått ut. Skriv in det som gäller nu.")))
    if not is_delegation(key):
        return
    if valid_to is None or valid_to >= _a_year_on(valid_from):
        raise Invalid(
            "valid_to", Refusal(N_("En delegering gäller högst ett år (SOSFS 1997:14). Välj dess sista dag."))
        )
    if not decided_by:
        raise Invalid("decided_by", Refusal(N_("Skriv vem som har delegerat, med namn och titel.")))


def _a_year_on(day: date) -> date:
    """The same day a year later, of the leap day the first of March."""
    return date(day.year + 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def check_demand(*, skill: str, heavy: int, staff: int, second_skill: str) -> None:
    """Raises Invalid where nothing is demanded, or what is on no list."""
    for name, key in (("skill", skill), ("second_skill", second_skill)):
        if key and key not in visit_skills():
            raise Invalid(name, Refusal(N_("Välj en kompetens i listan.")))
    if not 0 <= heavy <= HEAVIEST:
        raise Invalid("heavy", Refusal(N_("Välj hur tungt det är, från 0 till {most}."), {"most": HEAVIEST}))
    if staff not in (1, 2):
        raise Invalid("staff", Refusal(N_("En eller två kan komma samtidigt. Välj något av dem.")))
    if not skill and not heavy and staff == 1:
        raise Invalid("skill", Refusal(N_("Välj en kompetens, hur tungt besöket är, eller att två kommer.")))
