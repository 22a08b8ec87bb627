"""A measurement as the pages need it: what was kept, read back, with its definition and names."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from samsyn.equity.codec import from_json
from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Examination, Monthly
from samsyn.equity.note import Note
from samsyn.equity.series import Series
from samsyn.equity.words import said
from samsyn.improvement.definitions import Group, Outcome, groups, outcome_in
from samsyn.people.refusals import N_
from samsyn.web.equity.numbers import difference_said, interval_said, roughly_said, value_said
from samsyn.web.shared.wording import period

if TYPE_CHECKING:
    from samsyn.improvement.models import Measurement

KINDS = (
    ("crude", N_("Rå skillnad")),
    ("facts", N_("Justerad för fakta")),
    ("need", N_("Också för bedömt behov")),
)
VERDICTS = {
    "no_difference_seen": (N_("ingen skillnad syns"), "done"),
    "unexplained_difference": (N_("oförklarad skillnad"), "late"),
    "cannot_be_decided": (N_("kan inte avgöras"), ""),
}


def note_said(note: Note) -> str:
    """What stands beside a figure, or in its place, in the reader's language. Finnish readers get Swedish."""
    return said(note, "en" if (get_language() or "sv").startswith("en") else "sv")


@dataclass(frozen=True, slots=True)
class Gap:
    """One of the three gaps in words; without a figure it says that it cannot be told."""

    key: str
    label: str
    estimate: Estimate | None
    said: str
    interval: str
    n: int


@dataclass(frozen=True)
class Told:
    """A measurement with all that is shown of it."""

    kept: "Measurement"

    @cached_property
    def outcome(self) -> Outcome:
        return outcome_in(self.kept.outcome, self.kept.version)

    @cached_property
    def group(self) -> Group:
        return groups()[self.kept.group]

    @cached_property
    def examination(self) -> Examination:
        return from_json(self.kept.result["examination"])

    @property
    def merged(self) -> dict[str, dict[str, list[str]]]:
        """What was put together, by column: the new value and those it holds."""
        found: dict[str, dict[str, list[str]]] = self.kept.result.get("merged", {})
        return found

    @property
    def label(self) -> str:
        return self.outcome.said(get_language() or "sv")

    @property
    def definition(self) -> str:
        return self.outcome.defined(get_language() or "sv")

    @property
    def compared(self) -> str:
        return value_said(self.examination.answer.compared)

    @property
    def reference(self) -> str:
        return value_said(self.examination.answer.reference)

    @property
    def period(self) -> str:
        return period(self.kept.first, self.kept.last)

    @property
    def verdict(self) -> tuple[str, str]:
        """The verdict in words, and its tone."""
        word, tone = VERDICTS[self.examination.answer.verdict.code]
        return gettext(word), tone

    @property
    def is_unexplained(self) -> bool:
        return self.examination.answer.verdict.code == "unexplained_difference"

    @property
    def rough(self) -> str:
        """The difference adjusted for facts, as those who are not analysts read it."""
        found = self.examination.answer.facts
        return gettext("kan inte sägas") if found is None else roughly_said(found, self.outcome.scale)

    @property
    def changed(self) -> str:
        """Whether the monthly gap changed when the improvement took effect, beyond how it moved before."""
        monthly = self.examination.monthly
        if not isinstance(monthly, Monthly) or not isinstance(monthly.change, Series):
            return gettext("Om förändringen gjorde skillnad går inte att avgöra än: det behövs fler månader.")
        effect = monthly.change.main.after
        if effect.is_none:
            return gettext("Månad för månad syns ingen säker förändring utöver hur skillnaden rörde sig innan.")
        return gettext("Månad för månad ändrades skillnaden utöver hur den rörde sig innan: {gap}.").format(
            gap=roughly_said(effect, self.outcome.scale)
        )

    @cached_property
    def gaps(self) -> list[Gap]:
        """The three gaps side by side."""
        answer, scale = self.examination.answer, self.outcome.scale
        found = []
        for key, label in KINDS:
            estimate: Estimate | None = getattr(answer, key)
            if estimate is None:
                found.append(Gap(key, gettext(label), None, gettext("kan inte sägas"), "", 0))
            else:
                said, between = difference_said(estimate, scale), interval_said(estimate, scale)
                found.append(Gap(key, gettext(label), estimate, said, between, estimate.n))
        return found
