"""Whether a case may end in some way, and what a death means for what came in: pure."""

from collections.abc import Iterable
from datetime import date

from samsyn.cases.lifecycle import Status
from samsyn.people.refusals import N_, Refusal

BEFORE_DECISION = frozenset({Status.RECEIVED, Status.INVESTIGATING, Status.PROPOSED})


def why_not_close(reason: str, status: Status, *, decided: bool, dead: bool, moved: bool) -> Refusal | None:
    """The reason a case may not be closed for a coded reason, or None. `moved`: a move out is noted."""
    if reason == "deceased" and not dead:
        return Refusal(
            N_(
                "Inget dödsfall är antecknat för personen. Anteckna det först, under Uppgifter om personen, med dag och"
                " varifrån uppgiften kommer. Avsluta sedan ärendet."
            )
        )
    undecided = status in BEFORE_DECISION and not decided
    if undecided and reason == "withdrawn":
        return Refusal(
            N_("Anteckna återkallelsen först: vem som tar tillbaka ansökan, hur och när. Då skrivs ärendet av."),
            law="SoL 14:3",
        )
    if undecided and reason not in {"moved", "deceased"}:
        return Refusal(
            N_(
                "En ansökan ska få ett beslut. Den kan bara avslutas utan beslut om personen "
                "har tagit tillbaka den, flyttat eller avlidit."
            ),
            law="SoL 14:2",
        )
    if reason == "moved" and not moved:
        return Refusal(
            N_("Anteckna flytten först: vilken dag personen flyttar och till vilken kommun. Då avslutas ärendet."),
            law="SoL 29:1",
        )
    return None


def why_not_withdraw(status: Status, *, applications: int) -> Refusal | None:
    """The reason an application cannot be taken back now, or None. A report is nobody's to take back (SoL 14:2)."""
    if status not in BEFORE_DECISION:
        return Refusal(
            N_("Ansökan är redan besvarad. Säger personen nej till det som är beviljat antecknar du det vid insatsen.")
        )
    if not applications:
        return Refusal(
            N_("Ärendet bygger på en anmälan, och den tas inte tillbaka. Utred, eller avsluta anmälan med skäl."),
            law="SoL 14:2",
        )
    return None


def why_not_reopen(status: Status, reason: str, *, dead: bool) -> Refusal | None:
    """The reason a closed case cannot be taken up again, or None: only what ended by mistake is."""
    if status is not Status.CLOSED:
        return Refusal(N_("Ärendet är inte avslutat."))
    if dead:
        return Refusal(N_("Personen är antecknad som avliden. Ta bort dödsfallet först om det är fel."))
    if reason != "deceased":
        return Refusal(N_("Ärendet avslutades av en annan anledning. Personen kan ansöka igen när som helst."))
    return None


def applied_after(died_on: date, arrived: Iterable[date]) -> date | None:
    """The first day on which something came in although the person had died, or None."""
    return min((day for day in arrived if day > died_on), default=None)
