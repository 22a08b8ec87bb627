"""Whether what was found is complete enough to be decided on, and what it leads to: pure, over plain rows."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from samsyn.people.refusals import N_, Refusal


class NeedRow(Protocol):
    """As much of a need as the rules look at."""

    pk: Any
    level_now: Any
    level_meant: Any
    goal: Any


class LineRow(Protocol):
    """As much of a decision line as the rules look at."""

    outcome: Any
    goal: Any
    reasons: Any
    needs: Any


def why_not_propose(needs: Sequence[NeedRow], lines: Sequence[LineRow]) -> Refusal | None:
    """What is missing before a delegate can decide, or None."""
    return _missing_in_needs(needs) or _missing_in_lines(lines) or _unanswered(needs, lines)


def why_not_write(*, completed: bool, investigating: bool) -> Refusal | None:
    """The reason nobody may write in an investigation now, or None."""
    if completed:
        return Refusal(N_("Utredningen är klar och ändras inte längre. Öppna en ny om något har tillkommit."))
    if not investigating:
        return Refusal(N_("Beslutet är föreslaget. Be delegaten skicka tillbaka det om utredningen ska ändras."))
    return None


def why_not_correct(*, signed: bool, corrected: bool, another_open: bool, investigating: bool) -> Refusal | None:
    """The reason a decision may not be corrected with a new version beside it, or None (FL 36)."""
    if signed and investigating:
        return Refusal(
            N_("Ärendet utreds på nytt. Låt det nya beslutet bli rätt, eller rätta det här när det nya är signerat."),
            law="FL 36–37",
        )
    if not signed:
        return Refusal(N_("Beslutet är inte signerat än och kan ändras som det är."))
    if corrected:
        return Refusal(N_("Det finns redan en rättelse av det här beslutet. Öppna den i stället."))
    if another_open:
        return Refusal(N_("Ett annat beslut i ärendet är inte klart. Gör klart det först."))
    return None


def _missing_in_needs(needs: Sequence[NeedRow]) -> Refusal | None:
    if not needs:
        return Refusal(N_("Utredningen har inga behov än. Lägg till minst ett behovsområde."))
    if any(n.level_now is None or n.level_meant is None for n in needs):
        return Refusal(N_("Bedöm nivå nu och avsedd nivå för varje behov i utredningen."))
    if not all(n.goal.strip() for n in needs):
        return Refusal(N_("Skriv ett mål för varje behov i utredningen."))
    return None


def _missing_in_lines(lines: Sequence[LineRow]) -> Refusal | None:
    if not lines:
        return Refusal(N_("Beslutet har inga insatser än. Lägg till minst en."))
    for line in lines:
        granted = line.outcome in {"granted", "partly"}
        if not line.needs.all():
            return Refusal(N_("Välj vilka behov varje insats gäller."))
        if granted and not line.goal.strip():
            return Refusal(N_("Skriv ett mål för varje insats som beviljas."))
        if line.outcome in {"partly", "refused"} and not line.reasons.strip():
            return Refusal(N_("Skriv skälen för varje insats som inte beviljas helt."), law="FL 32")
    return None


def _unanswered(needs: Iterable[NeedRow], lines: Sequence[LineRow]) -> Refusal | None:
    """A need that the assessment says should change is answered by some line, granted or refused."""
    answered = {n.pk for line in lines for n in line.needs.all()}
    for need in needs:
        wants_change = need.level_now in {1, 2, 3, 4}
        if wants_change and need.pk not in answered:
            return Refusal(
                N_("Alla bedömda behov behöver ett svar i beslutet: Beviljas, Beviljas delvis eller Avslås.")
            )
    return None


def why_not_reassess(*, correcting: bool) -> Refusal | None:
    """A case is not investigated anew beside an unfinished correction: a case has one decision under way at a time."""
    if correcting:
        return Refusal(N_("En rättelse av beslutet är inte klar. Gör klar den eller ta bort den först."))
    return None


def overall(results: Iterable[str]) -> str:
    """What a follow-up leads to, by the results of its needs: any reassessment wins; it ends only when every need ends.

    The results are continue, change (within the frame), end and reassess.
    """
    found = set(results)
    if "reassess" in found:
        return "reassess"
    if found == {"end"}:
        return "end"
    return "change" if found & {"change", "end"} else "continue"
