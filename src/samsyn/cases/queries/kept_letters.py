"""Whether the letters that are kept are those that were sent: what the event log vouches for, compared.

The triggers keep the letters from whoever uses the program. This finds what somebody has done past them.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import Model

from samsyn.audit.queries import told, told_about
from samsyn.cases.letters.kept import digest
from samsyn.cases.lifecycle import EVENTS, Step
from samsyn.cases.models import (
    DeletionList,
    FeeDecision,
    LetterTranslation,
    Ruling,
    SentLetter,
    SentNotice,
)
from samsyn.people.languages import Language

Kept = tuple[tuple[str, str], str]  # what the letter is about and its language; its content


def altered_letter() -> int | None:
    """The first decision whose kept letter is not the one that the log says was sent, or is gone; None if all are."""
    swedish = SentLetter.objects.order_by("decision").values_list("decision", "content").iterator()
    others = LetterTranslation.objects.order_by("letter__decision", "language")
    kept = chain(
        (((f"decision:{pk}", Language.SWEDISH), content) for pk, content in swedish),
        (
            ((f"decision:{pk}", language), content)
            for pk, language, content in others.values_list("letter__decision", "language", "content").iterator()
        ),
    )
    return _first_altered(kept, told(EVENTS[Step.SIGN]), SentLetter, LetterTranslation)


def altered_notice() -> int | None:
    """The first letter beside a decision that is not the one that the log says was sent, or is gone."""
    rows = SentNotice.objects.order_by("pk").values_list("pk", "translates", "language", "content").iterator()
    kept = (((f"notice:{translates or pk}", language), content) for pk, translates, language, content in rows)
    return _first_altered(kept, told_about("notice:"), SentNotice)


def altered_ruling() -> int | None:
    """The first separate decision (FL 12, 45) whose letter is not the one that the log says was sent, or is gone."""
    rows = Ruling.objects.order_by("pk").values_list("pk", "content", "translations")
    return _first_altered(_with_translations("ruling", rows.iterator()), told("ruling.make"), Ruling)


def altered_fee_letter() -> int | None:
    """The first fee decision whose letter is not the one that the log says was sent, or is gone."""
    rows = FeeDecision.objects.order_by("pk").values_list("pk", "letter", "translations")
    return _first_altered(_with_translations("fee_decision", rows.iterator()), told("fee.decide"), FeeDecision)


def _with_translations(what: str, rows: Iterable[tuple[int, str, dict[str, str]]]) -> Iterator[Kept]:
    for pk, swedish, others in rows:
        about = f"{what}:{pk}"
        yield (about, Language.SWEDISH), swedish
        yield from (((about, language), content) for language, content in sorted(others.items()))


ALTERED = (
    (altered_letter, "the letter of decision {}"),
    (altered_notice, "letter {} beside a decision"),
    (altered_ruling, "the letter of separate decision {}"),
    (altered_fee_letter, "the letter of fee decision {}"),
)


def altered() -> str | None:
    """The first letter of any kind that is not the one that was sent, as it is said to whoever runs the program."""
    found = ((what, first()) for first, what in ALTERED)
    return next((what.format(key) for what, key in found if key), None)


def _vouched(events: Iterable[tuple[str, dict[str, Any]]]) -> dict[tuple[str, str], str]:
    """The digests that the log holds, by what the letter is about and its language."""
    found = {}
    for about, detail in events:
        if detail.get("letter"):
            found[about, str(Language.SWEDISH)] = detail["letter"]
            found |= {(about, language): letter for language, letter in detail.get("translations", {}).items()}
    return found


def _first_altered(
    kept: Iterable[Kept], events: Iterable[tuple[str, dict[str, Any]]], *tables: type[Model]
) -> int | None:
    """The first that is another than the log says, or gone without a deletion having taken as many (SoL 16:1)."""
    vouched = _vouched(events)
    for (about, language), content in kept:
        if vouched.pop((about, str(language)), None) != digest(content):
            return _key(about)
    reports = DeletionList.objects.exclude(report={}).values_list("report", flat=True)
    names = [table._meta.db_table for table in tables]
    deleted = sum(report.get("rows", {}).get(name, 0) for report in reports for name in names)
    return min(map(_key, (about for about, _language in vouched))) if len(vouched) > deleted else None


def _key(about: str) -> int:
    return int(about.partition(":")[2])
