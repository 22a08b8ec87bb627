"""A decision's letter. Called after the query that opens the case or the decision, which checks access."""

from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.collect import letter_content, letter_now
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.kept import as_text, from_text, without_address
from samsyn.cases.models import Decision, LetterTranslation, NamesWithheld, SentLetter, SentNotice
from samsyn.people.contact import COVERED, cover
from samsyn.people.languages import Language, language_of
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Refusal, Refused


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
