"""What ends a case against its course, for tests: taken back, moved away, died, and help that is renounced."""

from django.utils.timezone import localdate

from samsyn.cases.actions import TakenBack, note_death
from samsyn.cases.models.standings import running_lines
from samsyn.homecare.actions import end_case, move_out, renounce, withdraw
from tests import factories as f
from tests.kept import kept


def said(at=f.NOW, **more) -> TakenBack:
    """What somebody said when they took something back."""
    return TakenBack(**({"form": "oral", "day": localdate(at), "what": "Jag klarar mig med min son."} | more))


@kept
def take_back(case, *, at=f.NOW, whole=True, reasons="Personen vill inte längre.", by=None, **more):
    """The person takes back the application."""
    by = by or f.caseworker_of(case)
    return withdraw(case=case, said=said(at, **more), whole=whole, reasons=reasons, by=by, at=at)


@kept
def decline(line, *, at=f.NOW, **more):
    """The person says no thanks to help that is granted."""
    return renounce(line=line, said=said(at, **more), by=f.caseworker_of(line.decision.case), at=at)


@kept
def end(case, *, reason="need_ceased", at=f.NOW):
    """The person says no thanks to all that runs, and the case is closed."""
    for stands in running_lines(case, localdate(at)):
        decline(stands.line, at=at)
    return end_case(case=case, reason=reason, by=f.caseworker_of(case), at=at)


@kept
def move_away(case, *, at=f.NOW, municipality="Umeå", by=None):
    """The person has moved to another municipality, which ends the case."""
    return move_out(case=case, municipality=municipality, day=localdate(at), by=by or f.caseworker_of(case), at=at)


@kept
def die(case, *, on=None, at=f.NOW, confirmed=False):
    """The person's death is noted from the case."""
    return note_death(
        case=case, died_on=on or localdate(at), source="Folkbokföringen", confirmed=confirmed,
        by=f.caseworker_of(case), at=at,
    )  # fmt: skip
