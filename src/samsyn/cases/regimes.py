"""Decision regimes: the paragraph a decision is made under, and what the person may do against it.

The remedy follows the paragraph, not the intervention: the same companion service may be appealed when it
is given under SoL 11:1, and only be tried for its legality when given under SoL 11:4 (SoL 35:1, KL 13 kap.).
A new regime is a row in data/regimes.csv.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from samsyn.cases.codes import Code, code_list
from samsyn.cases.law import NotInForce, Paragraph, paragraph


class Remedy(StrEnum):
    """What somebody who is not content may do (Rättsmedel)."""

    APPEAL = "appeal"  # överklagande, FL 40-46 §§: sent to the committee, the court may change the decision
    LEGALITY_REVIEW = "legality_review"  # laglighetsprövning, KL 13 kap.: sent to the court, which may only annul
    APPEAL_COURT = "appeal_court"  # överklagande som prövas av kammarrätten, OSL 6:8: refused documents
    NONE = "none"  # nothing to appeal, such as a transfer between municipalities


class Starts(StrEnum):
    """From which day the time for the remedy is counted."""

    RECEIPT = "receipt"  # FL 44: when the person received the decision
    ANNOUNCEMENT = "announcement"  # KL 13:5: when the approved minutes were announced
    NONE = "none"


class Automation(StrEnum):
    """What a delegated automatic function may decide (KL 6:37-38). A refusal, never."""

    GRANTS = "grants"
    NEVER = "never"


@dataclass(frozen=True)
class Regime:
    """A legal basis that a decision may have. `law`, `remedy_law` and the like are keys of the law table.

    `report` and `charge` name the paragraphs on decisions that are not carried out in time, where they apply;
    `open_question` says, in Swedish, what the law leaves open about them. `at_once` says when it takes effect.
    """

    code: str
    label: str
    act: str
    sections: frozenset[str]
    law: str
    remedy: Remedy
    remedy_law: str
    text_key: str
    starts: Starts
    report: str
    charge: str
    at_once: str
    automation: Automation
    statistics: str
    note: str
    open_question: str
    may_be_line: bool
    verified: bool

    def law_on(self, *days: date) -> Paragraph:
        """The paragraph on the first of these days when it is in force; else raises NotInForce."""
        return _first_in_force(self.law, days)

    def remedy_law_on(self, *days: date) -> Paragraph:
        """The paragraph that gives the remedy, chosen in the same way."""
        return _first_in_force(self.remedy_law, days)

    def in_force(self, day: date) -> bool:
        """Whether a decision of that day may be made under it, and its remedy is in the law table too."""
        try:
            self.law_on(day), self.remedy_law_on(day)
        except NotInForce:
            return False
        return True


@cache
def regimes() -> dict[str, Regime]:
    """All regimes by code, in the order of the list."""
    return {code: _regime(row) for code, row in code_list("regimes").items()}


def _regime(row: Code) -> Regime:
    extra = row.extra
    return Regime(
        code=row.code,
        label=row.label_sv,
        act=extra["act"],
        sections=frozenset(section.replace("_", " ") for section in extra["sections"].split()),
        law=extra["law"],
        remedy=Remedy(extra["remedy"]),
        remedy_law=extra["remedy_law"],
        text_key=extra["text_key"],
        starts=Starts(extra["clock"]),
        report=extra["report"],
        charge=extra["charge"],
        at_once=extra["at_once"],
        automation=Automation(extra["automated"]),
        statistics=extra["statistics"],
        note=extra["note_sv"],
        open_question=extra["open_sv"],
        may_be_line={"yes": True, "no": False}[extra["line"]],
        verified="not checked" not in extra["source"],
    )


def regime(code: str) -> Regime:
    """The regime with this code. Raises KeyError for one that is not on the list."""
    return regimes()[code]


def regimes_on(day: date) -> list[Regime]:
    """The regimes that a line of a decision made on that day may use."""
    return [r for r in regimes().values() if r.may_be_line and r.in_force(day)]


def regime_of(act: str, section: str) -> Regime | None:
    """The regime of a section of an act, such as 11:1 of SoL, on any day; None when none is on the list."""
    return next((r for r in regimes().values() if r.act == act and section in r.sections), None)


def why_not_automate(regime: Regime, *, favourable: bool, freedom_of_choice: bool = False) -> str:
    """The paragraph that keeps a decision from an automatic function; empty when none does.

    Barred by kind of review whatever the outcome (KL 6:38), also in a system of free choice. That nothing is ever
    refused, even in part, by a machine is this house's own rule and has no paragraph: it answers "refusal".
    """
    if regime.remedy in {Remedy.LEGALITY_REVIEW, Remedy.NONE} or freedom_of_choice:
        return "KL 6:38"
    if not favourable or regime.automation is Automation.NEVER:
        return "refusal"
    return ""


def _first_in_force(key: str, days: tuple[date, ...]) -> Paragraph:
    for day in days[:-1]:
        try:
            return paragraph(key, day)
        except NotInForce:
            continue
    return paragraph(key, days[-1])
