"""From which other system a case or a decision was read in, and when: the system's name and a day, nothing personal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from samsyn.audit.queries import Origin, origins

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision


def case_origin(case: "Case") -> Origin | None:
    """Where a case was read in from; None for one that began here."""
    return origins("application", [case.pk]).get(case.pk)


def decision_origins(decisions: Sequence["Decision"]) -> dict[int, Origin]:
    """Where those of some decisions that another system made were read in from, by the decision. Asks once."""
    decided = {line.pk: decision.pk for decision in decisions for line in decision.lines.all()}
    return {decided[line]: origin for line, origin in origins("line", list(decided)).items()}
