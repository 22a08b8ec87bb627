"""What a death leaves to be done in a case, for the case's page: said, with where to do it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from samsyn.cases.queries import deletion_clock
from samsyn.people.refusals import N_
from samsyn.web.shared.case_chain import Course
from samsyn.web.shared.links import link_to

if TYPE_CHECKING:
    from samsyn.cases.models import Case


TO_END = N_("Avsluta ärendet. Det som är beställt avslutas och utföraren får veta det.")
TO_HEAR = N_("Kontrollera om något är överklagat eller skickat för yttrande: dödsboet kan ta över.")


@dataclass(frozen=True)
class Left:
    """One thing that is left, with its day or the way to it."""

    text: str
    day: date | None = None
    url: str = ""
    link: str = ""


def after_death(case: "Case", course: Course) -> dict[str, Any]:
    """The list, empty for the living."""
    if case.person.died_on is None:
        return {"left": []}
    open_still = case.closed_at is None
    appeals, clock = link_to("appeals"), deletion_clock(case)
    rows = [
        Left(TO_END, None, "#end-title", N_("Avsluta ärendet")) if open_still else None,
        Left(N_("Något är beställt och pågår hos en utförare.")) if course.live else None,
        Left(N_("Brev skickas till dödsboet, inte till personen. Ta reda på vem som företräder det.")),
        Left(N_("Kontrollera att ingen avgift tas ut för hjälp efter dödsdagen.")),
        Left(TO_HEAR, None, appeals, N_("Till överklagandena")) if appeals else None,
        Left(N_("Akten ska vara gallrad senast"), clock.last_day) if clock and clock.last_day else None,
        Left(N_("När ärendet är avslutat räknas fem år till gallringen (16 kap. 1 §).")) if open_still else None,
    ]
    return {"left": [row for row in rows if row]}
