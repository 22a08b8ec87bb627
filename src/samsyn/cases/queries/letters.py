"""A decision's letter. Called after the query that opens the case or the decision, which checks access."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import Model, QuerySet

from samsyn.audit.queries import told, told_about
from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.collect import letter_content, letter_now
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.kept import as_text, digest, from_text, without_address
from samsyn.cases.lifecycle import EVENTS, Step
from samsyn.cases.models import Decision, DeletionList, LetterTranslation, NamesWithheld, SentLetter, SentNotice
from samsyn.people.contact import COVERED, cover
from samsyn.people.languages import Language, language_of
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Refusal, Refused


def altered_letter() -> int | None:
    """The first decision whose kept letter is not the one that the log says was sent, or is gone; None if all are.

    The triggers keep the letters from whoever uses the program. This finds what somebody has done past them.
    """
    vouched = _vouched(told(EVENTS[Step.SIGN]))
    swedish = SentLetter.objects.order_by("decision").values_list("decision", "content").iterator()
    others = LetterTranslation.objects.order_by("letter__decision", "language")
    kept = chain(
        (((f"decision:{pk}", Language.SWEDISH), content) for pk, content in swedish),
        (
            ((f"decision:{pk}", language), content)
            for pk, language, content in others.values_list("letter__decision", "language", "content").iterator()
        ),
    )
    return _first_altered(kept, vouched, SentLetter, LetterTranslation)


def altered_notice() -> int | None:
    """The first letter beside a decision that is not the one that the log says was sent, or is gone."""
    vouched = _vouched(told_about("notice:"))
    rows = SentNotice.objects.order_by("pk").values_list("pk", "translates", "language", "content").iterator()
    kept = (((f"notice:{translates or pk}", language), content) for pk, translates, language, content in rows)
    return _first_altered(kept, vouched, SentNotice)


def _vouched(events: Iterable[tuple[str, dict[str, Any]]]) -> dict[tuple[str, str], str]:
    """The digests that the log holds, by what the letter is about and its language."""
    found = {}
    for about, detail in events:
        if detail.get("letter"):
            found[about, str(Language.SWEDISH)] = detail["letter"]
            found |= {(about, language): letter for language, letter in detail.get("translations", {}).items()}
    return found


def _first_altered(
    kept: Iterable[tuple[tuple[str, str], str]], vouched: dict[tuple[str, str], str], *tables: type[Model]
) -> int | None:
    """The first that is another than the log says, or gone without a deletion having taken as many (SoL 16:1)."""
    for (about, language), content in kept:
        if vouched.pop((about, str(language)), None) != digest(content):
            return _key(about)
    reports = DeletionList.objects.exclude(report={}).values_list("report", flat=True)
    names = [table._meta.db_table for table in tables]
    deleted = sum(report.get("rows", {}).get(name, 0) for report in reports for name in names)
    return min(map(_key, (about for about, _language in vouched))) if len(vouched) > deleted else None


def _key(about: str) -> int:
    return int(about.partition(":")[2])


def names_withheld(decision: Decision) -> NamesWithheld | None:
    """Why the decision's letter names no official, if it does not (FL 33)."""
    return NamesWithheld.objects.filter(decision=decision).first()


def reads_best(person: Person) -> Language:
    """The language in which somebody's letters are shown to them first."""
    return language_of(person.letter_language, person.language)


def letter_of(decision: Decision, *, sender: Sender, today: date, language: str = Language.SWEDISH) -> Letter:
    """The letter of a signed decision as it was sent, or of one being written as it would read today, marked a draft.

    A person who is protected now is shown to nobody with an address, not even one that an earlier letter was sent to,
    nor with one that stands in a text.
    A signed decision without a kept letter was loaded from elsewhere (the invented municipality, an import): what was
    sent there is not known here, so its letter is composed from the decision with the names and texts of today,
    and says so. So does a language that was not sent: it is put together when it is asked for.
    Raises Refused when there is nothing in a draft yet, or when a line stands on a paragraph that does not apply.
    """
    signed = decision.state == Decision.State.SIGNED
    sent = SentLetter.objects.filter(decision=decision).first() if signed else None
    kept = _kept(sent, language) if sent else None
    if kept:
        return _shown(from_text(kept.content), decision.case.person)
    if not signed and not decision.lines.exists():
        raise Refused(Refusal(N_("Brevet kan visas när beslutet har minst en insats.")))
    content = letter_content(decision, sender=sender, draft_on=None if signed else today)
    now = replace(content, is_kept_elsewhere=signed and not sent, is_translated_now=bool(sent))
    return _shown(letter_now(now, language), decision.case.person)


def _shown(letter: Letter, person: Person) -> Letter:
    """The letter as it may be shown: of somebody protected now, without what tells where they are, in texts too."""
    return _covered(letter, person) if person.protection else letter


def _covered(letter: Letter, person: Person) -> Letter:
    return from_text(cover(as_text(without_address(letter)), [person], f"[{COVERED}]"))


def notices_of(case: int) -> QuerySet[SentNotice]:
    """The Swedish letters beside the decisions of a case, newest first; the caller has opened the case."""
    notices = SentNotice.objects.filter(case=case, translates__isnull=True).prefetch_related("translations")
    return notices.order_by("-pk")


def notice_letter(notice: SentNotice, *, protected: bool, language: str = Language.SWEDISH) -> Letter:
    """A letter beside the decision as it was sent, in Swedish or in the language it was also sent in."""
    others = {translation.language: translation for translation in notice.translations.all()}
    letter = from_text(others.get(language, notice).content)
    return _covered(letter, notice.case.person) if protected else letter


def _kept(sent: SentLetter, language: str) -> SentLetter | LetterTranslation | None:
    if language == sent.language:
        return sent
    return sent.translations.filter(language=language).first()
