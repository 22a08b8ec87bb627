"""A measurement as the pages need it: what was kept, read back, with its definition and names."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from samsyn.equity.codec import OtherVersion, decoded, from_json
from samsyn.equity.examination import Examination, Monthly
from samsyn.equity.note import Note
from samsyn.equity.series import Series
from samsyn.improvement.definitions import Group, Outcome, groups, outcome_in
from samsyn.people.refusals import N_
from samsyn.web.equity.numbers import roughly_said, scale_of, value_said
from samsyn.web.equity.report_safe import may_be_told
from samsyn.web.equity.shown import VERDICTS, Gap, Shown, gaps_said, note_said
from samsyn.web.shared.shown import public_rule
from samsyn.web.shared.wording import period

if TYPE_CHECKING:
    from samsyn.improvement.models import Measurement

# Where nobody, or only one of the groups, has anything to compare: the table's own words speak of its columns.
NONE_HERE = frozenset(
    {"no_such_column", "empty_column", "empty_outcome", "no_rows_in_table", "one_group", "no_such_group"}
)
NO_RECORDS = N_(
    "Det finns inga beslut i perioden att jämföra: en av grupperna, eller båda, saknar uppgift om utfallet."
)


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
    def found(self) -> Examination | None:
        """What was found; None where nothing could be looked for, or it was kept in the way of another version."""
        stored = self.kept.result["examination"]
        try:
            return from_json(stored) if stored else None
        except OtherVersion:
            return None

    @property
    def examination(self) -> Examination:
        """The same where there is one. Raises LookupError."""
        if self.found is None:
            raise LookupError(f"measurement {self.kept.pk} found nothing")
        return self.found

    @property
    def why_not(self) -> str:
        """Why nothing could be looked for, in words; empty where something was."""
        if self.found:
            return ""
        if (stored := self.kept.result["why_not"]) is None:
            return gettext("Mätningen är gjord med en annan version av programmet och går inte att visa. Mät igen.")
        note = decoded(stored, Note)
        return gettext(NO_RECORDS) if note.code in NONE_HERE else note_said(note)

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
        return value_said(self.found.answer.compared) if self.found else ""

    @property
    def reference(self) -> str:
        return value_said(self.group.reference)

    @property
    def unit(self) -> str:
        """What its differences are in."""
        return scale_of(self.outcome.scale).unit

    @property
    def unit_of_file(self) -> str:
        """What its differences are in where they are kept as they were computed: shares as fractions."""
        return gettext("andel av 1") if self.outcome.scale == "share" else self.unit

    @property
    def period(self) -> str:
        return period(self.kept.first, self.kept.last)

    @property
    def verdict(self) -> tuple[str, str]:
        """The verdict in words, and its tone."""
        word, tone = VERDICTS[self.found.answer.verdict.code if self.found else "cannot_be_decided"]
        return gettext(word), tone

    @property
    def is_unexplained(self) -> bool:
        return self.found is not None and self.found.answer.verdict.code == "unexplained_difference"

    @property
    def rough(self) -> str:
        """The difference adjusted for facts, as those who are not analysts read it: what the report may tell."""
        found = self.found.answer.facts if self.found else None
        if found is None:
            return gettext("kan inte sägas")
        return roughly_said(found, self.outcome.scale) if self.may_be_told else gettext("visas inte, för få beslut")

    @property
    def rough_verdict(self) -> tuple[str, str]:
        """The verdict as those who are not analysts read it, and its tone."""
        word, tone = VERDICTS["cannot_be_decided"]
        return self.verdict if self.may_be_told else (gettext(word), tone)

    @cached_property
    def may_be_told(self) -> bool:
        """Whether its differences may be told outside the analyst's role."""
        return self.found is not None and may_be_told(self.found, public_rule())

    @property
    def changed(self) -> str:
        """Whether the monthly gap changed when the improvement took effect, beyond how it moved before; to all who
        read improvements."""
        if self.found and not self.may_be_told:
            return gettext("Om förändringen gjorde skillnad visas inte: det finns för få beslut.")
        monthly = self.found.monthly if self.found else None
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
        return gaps_said(self.found.answer if self.found else None, self.outcome.scale)

    @property
    def shown(self) -> Shown:
        """What was found, to show. Raises LookupError where nothing was."""
        return Shown(
            self.examination, self.outcome.scale, self.label, self.definition, self.period, self.kept.query, self.merged
        )
