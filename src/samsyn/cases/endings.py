"""Whether a case may end in some way, and what a death means for what came in: pure."""

from collections.abc import Iterable
from datetime import date

from samsyn.cases.lifecycle import Status
from samsyn.people.refusals import N_, Refusal

BEFORE_DECISION = frozenset({Status.RECEIVED, Status.INVESTIGATING, Status.PROPOSED})


ENDS_ALL = frozenset({"deceased", "moved"})  # what nobody decides, and what ends the right to the help with it


def why_not_close(
    reason: str, status: Status, *, decided: bool, dead: bool, moved: bool, running: bool
) -> Refusal | None:
    """The reason a case may not be closed for a coded reason, or None.

    `moved`: a move out is noted; `running`: something granted still runs. What runs is ended by the person, who says
    no thanks to it, or by a new decision on a ground of SoL 14:9 after hearing the person (FL 25), never by closing.
    """
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
    if running and reason not in ENDS_ALL:
        return Refusal(
            N_(
                "Det som är beviljat gäller fortfarande och upphör inte för att ärendet avslutas. Vill personen inte "
                "ha hjälpen: anteckna det under Personen tar tillbaka ansökan eller säger nej till hjälp. Annars: "
                "utred på nytt, låt personen yttra sig och fatta ett nytt beslut."
            ),
            law="SoL 14:9",
        )
    return None


def why_not_end_by_follow_up(valid_to: Iterable[date | None]) -> Refusal | None:
    """The reason a follow-up may not end the help, or None: something that runs has no last day (SoL 14:9).

    Where every last day is set the help is given until then, and the case is closed afterwards.
    """
    if None not in set(valid_to):
        return None
    return Refusal(
        N_(
            "Hjälpen är beviljad tills vidare, så uppföljningen avslutar den inte. Välj Utred på nytt: då får personen "
            "yttra sig och ett nytt beslut fattas. Vill personen själv sluta: anteckna först att personen säger nej."
        ),
        law="SoL 14:9",
    )


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
