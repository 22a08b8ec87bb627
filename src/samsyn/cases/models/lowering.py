"""What a decision gives less of than what runs, read from the rows: what actions and queries both ask."""

from datetime import date

from samsyn.cases.detriment import Given, Held, Lowering, lowered
from samsyn.cases.models.decision import Decision
from samsyn.cases.models.standings import LineStanding, granted_lines, standings


def lowerings(decision: Decision, on: date) -> list[Lowering]:
    """The running lines that a decision under way gives less of, before they have ended (SoL 14:9).

    A correction is held against the lines of the decision it corrects, another against all that runs in its case.
    """
    correcting = decision.corrects_id is not None
    given = [
        Given(line.intervention, line.unit, line.amount, line.valid_from, line.valid_to)
        for line in decision.lines.all()
    ]  # fmt: skip
    return lowered(_held(decision, on), given, correcting=correcting)


def _held(decision: Decision, on: date) -> list[Held]:
    lines = granted_lines(decision.case).exclude(decision=decision.pk)
    if decision.corrects_id is not None:
        lines = lines.filter(decision=decision.corrects_id)
    return [_one(stands) for stands in standings(lines, on, deaths=False).values() if stands.now.closed is None]


def _one(stands: LineStanding) -> Held:
    line, decided = stands.line, stands.now.decided
    terms = (line.intervention, line.unit, line.amount, decided)
    return Held(line.pk, stands.regime.act, *terms, valid_to=stands.until, valid_from=line.valid_from)
