"""Whether a new decision gives less than what runs, and on which ground it may: pure (SoL 14:9, FL 36, FL 37).

Only an open-ended decision of 1 July 2025 or later under SoL may be changed because the person's circumstances have
changed materially. Guidelines, savings and another caseworker's view are grounds for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from samsyn.cases.clocks import Facts, NotRunning, answer
from samsyn.people.refusals import N_, Refusal

WEEKS_A_MONTH = Fraction(52, 12)
A_MONTH = {"minutes_week": WEEKS_A_MONTH, "minutes_month": Fraction(1)}


class Ground(StrEnum):
    """Why a decision may give less than one that runs."""

    CHANGED = "changed"  # SoL 14:9: the person's circumstances have changed materially
    OWN_REQUEST = "own_request"  # the person asks for less
    PROVISO = "proviso"  # FL 37 second paragraph 1: the decision says when it may be taken back
    SAFETY = "safety"  # FL 37 second paragraph 2
    MISLEADING = "misleading"  # FL 37 second paragraph 3
    CLERICAL = "clerical"  # FL 36: an obvious slip of the pen, in a correction alone
    GUIDELINES = "guidelines"  # new guidelines or savings: never


LABELS = {
    Ground.CHANGED: N_("Personens förhållanden har ändrats väsentligt"),
    Ground.OWN_REQUEST: N_("Personen vill själv ha mindre"),
    Ground.PROVISO: N_("Det gällande beslutet säger att det får ändras i det här fallet"),
    Ground.SAFETY: N_("Tvingande säkerhetsskäl kräver att det ändras genast"),
    Ground.MISLEADING: N_("Personen har lämnat oriktiga eller vilseledande uppgifter"),
    Ground.CLERICAL: N_("Det är ett uppenbart skrivfel eller räknefel"),
    Ground.GUIDELINES: N_("Kommunen har nya riktlinjer eller behöver spara"),
}
LAWS = {
    Ground.CHANGED: "SoL 14:9",
    Ground.OWN_REQUEST: "FL 37",
    Ground.PROVISO: "FL 37",
    Ground.SAFETY: "FL 37",
    Ground.MISLEADING: "FL 37",
    Ground.CLERICAL: "FL 36",
    Ground.GUIDELINES: "SoL 14:9",
}


class How(StrEnum):
    """In which way what is given is less."""

    AMOUNT = "amount"
    ENDS = "ends"
    UNIT = "unit"  # in another unit: nobody can say that it is not less


HOW_LABELS = {
    How.AMOUNT: N_("Beslutet ger mindre än det som gäller."),
    How.ENDS: N_("Beslutet slutar tidigare än det som gäller."),
    How.UNIT: N_("Beslutet räknar i en annan enhet än det som gäller, så det går inte att se att det inte är mindre."),
}


@dataclass(frozen=True)
class Held:
    """A granted line that runs. `key` is its id, `act` its law, `decided` the Swedish day of its first version.

    `valid_to` is its last day, also where a later decision has set it.
    """

    key: int
    act: str
    intervention: str
    unit: str
    amount: int
    decided: date
    valid_to: date | None = None
    valid_from: date = date.min

    def meets(self, other: "Held") -> bool:
        """Whether the two are given on some same day."""
        ends = (self.valid_to or date.max, other.valid_to or date.max)
        return max(self.valid_from, other.valid_from) <= min(ends)


@dataclass(frozen=True)
class Given:
    """A line of the decision that is being written; `amount` is 0 when it refuses."""

    intervention: str
    unit: str
    amount: int
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class Lowering:
    """A line that runs and that the new decision gives less of."""

    held: Held
    how: How


def lowered(held: Iterable[Held], given: Iterable[Given], *, correcting: bool = False) -> list[Lowering]:
    """The running lines that the new decision gives less of before they have ended, in the order of their keys.

    What it does not speak of goes on as it was and is not lowered; a correction takes the place of every line. A
    time-limited line that has run out when the new one begins is not lowered either.
    """
    new = list(given)
    found = []
    for intervention in {h.intervention for h in held}:
        theirs = [g for g in new if g.intervention == intervention]
        if not theirs and not correcting:
            continue
        first = min((g.valid_from for g in theirs), default=date.min)
        running = [h for h in held if h.intervention == intervention and (h.valid_to is None or h.valid_to >= first)]
        found += [Lowering(h, how) for h in running if (how := _how(h, running, theirs))]
    return sorted(found, key=lambda found: found.held.key)


def _how(one: Held, running: Sequence[Held], given: Sequence[Given]) -> How | None:
    granted = [g for g in given if g.amount]
    together = [h for h in running if h.meets(one)]
    before, after = in_a_month(together), in_a_month(granted)
    if not granted:
        return How.AMOUNT
    if before is None or after is None or before[0] != after[0]:
        return How.UNIT
    if after[1] < before[1] or any(_less_on(g.valid_from, together, granted) for g in granted):
        return How.AMOUNT
    ends = [g.valid_to for g in granted]
    if any(end is not None and (one.valid_to is None or end < one.valid_to) for end in ends):
        return How.ENDS
    return None


def _less_on(day: date, running: Sequence[Held], given: Sequence[Given]) -> bool:
    """Whether less is given on a day: what comes later does not make up for what is taken now."""
    was = in_a_month([h for h in running if h.valid_from <= day <= (h.valid_to or date.max)])
    now = in_a_month([g for g in given if g.valid_from <= day and (g.valid_to is None or day <= g.valid_to)])
    return was is not None and (now is None or now[1] < was[1])


class Amount(Protocol):
    """As much of a line as can be added up."""

    @property
    def unit(self) -> str: ...
    @property
    def amount(self) -> int: ...


def in_a_month(lines: Sequence[Amount]) -> tuple[str, Fraction] | None:
    """What lines come to together: minutes a month, or a number in their unit; None when they cannot be added."""
    units = {"minutes" if line.unit in A_MONTH else line.unit for line in lines}
    if len(units) != 1:
        return None
    return units.pop(), sum((line.amount * A_MONTH.get(line.unit, Fraction(1)) for line in lines), Fraction(0))


def why_not_lower(lowering: Lowering, ground: str, reasons: str, *, correcting: bool = False) -> Refusal | None:
    """The reason a running line may not be lowered so, or None. `ground` is empty while nobody has chosen one."""
    held = lowering.held
    if not ground:
        return Refusal(
            N_("Beslutet ger mindre än det som gäller. Välj på vilken grund och skriv skälen, eller ge lika mycket."),
            law="SoL 14:9" if held.act == "SoL" else "FL 37",
        )
    refusal = _why_not_on(Ground(ground), held, correcting=correcting)
    if refusal is None and not reasons.strip():
        return Refusal(N_("Skriv skälen till att beslutet ger mindre än det som gäller."), law="FL 32")
    return refusal


def _why_not_on(ground: Ground, held: Held, *, correcting: bool) -> Refusal | None:
    if ground is Ground.GUIDELINES:
        return Refusal(
            N_("Nya riktlinjer eller sparkrav är ingen grund att ge mindre än det som gäller."), law="SoL 14:9"
        )
    if ground is Ground.CLERICAL and not correcting:
        return Refusal(N_("Ett skrivfel rättas i en rättelse av beslutet, inte i ett nytt beslut."), law="FL 36")
    if ground is Ground.CHANGED and correcting:
        return Refusal(
            N_(
                "En rättelse gäller fel i beslutet. Har förhållandena ändrats: utred på nytt och fatta ett nytt beslut."
            ),
            law="FL 36",
        )
    return _why_not_changed(held) if ground is Ground.CHANGED else None


def _why_not_changed(held: Held) -> Refusal | None:
    """What the clock of SoL 14:9 says when the circumstances have changed materially."""
    law = held.act if held.act == "LSS" else "SoL"
    facts = Facts(law=law, decided=held.decided, open_ended=held.valid_to is None, changed_materially=True)
    said = answer("ANDRING_NACKDEL", facts)
    if not isinstance(said, NotRunning):
        return None
    return Refusal(
        N_("{why} Låt det gälla som det är, eller välj en annan grund som stämmer."),
        {"why": said.reasoning},
        law=said.paragraphs[0],
    )
