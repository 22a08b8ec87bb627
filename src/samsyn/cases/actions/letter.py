"""Letters, kept as they were sent: a decision's when it is signed, and those beside the decision when they go out."""

from datetime import datetime
from typing import Any

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.law import Paragraph, paragraph
from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.collect import letter_content, letter_now
from samsyn.cases.letters.content import LetterContent, Sender
from samsyn.cases.letters.kept import as_text, digest
from samsyn.cases.letters.notice_content import NoticeContent
from samsyn.cases.letters.notices import compose_notice
from samsyn.cases.mandate import COMMITTEE, folded
from samsyn.cases.models import (
    Case,
    Decision,
    DecisionMandate,
    LetterTranslation,
    LineMandate,
    NamesWithheld,
    SentLetter,
    SentNotice,
)
from samsyn.cases.regimes import regime
from samsyn.people.languages import language_of, translations
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor


def keep_letter(decision: Decision, *, sender: Sender, at: datetime) -> SentLetter:
    """Compose the letter of a decision that has just been signed, and keep it. Part of the action that signs.

    Beside the Swedish letter is kept the one in the language that the person reads best (FL 13, 2009:724).
    Raises Refused when a line stands on a paragraph that does not apply.
    """
    also = also_in(decision.case.person)
    content = letter_content(decision, sender=sender, also=also)
    laws = [*_laws_of_lines(content), *(paragraph(key, content.decided_on) for key in _laws_of_deciding(decision))]
    kept = SentLetter.objects.create(
        decision=decision, **_as_sent(letter_now(content)), composed_at=at,
        laws=sorted({(law.key, law.valid_from.isoformat()) for law in laws}),
    )  # fmt: skip
    for language in also:
        sent = _as_sent(letter_now(content, language))
        LetterTranslation.objects.create(letter=kept, **sent, composed_at=at)
    return kept


def _laws_of_lines(content: LetterContent) -> list[Paragraph]:
    """What each line rests on, and its remedy: as they read on the day of the first decision, also for a correction."""
    used, days = [regime(line.regime) for line in content.lines], content.law_days
    return [law for r in used for law in (r.law_on(*days), r.remedy_law_on(*days))]


def _laws_of_deciding(decision: Decision) -> list[str]:
    """What lets whoever decided decide (KL), and what the decision must hold and be told by (FL 31–33)."""
    held = decision.mandate
    basis = {
        DecisionMandate.By.DELEGATE: ["KL 6:37", "KL 7:5"],
        DecisionMandate.By.CHAIR: ["KL 6:39"],
        DecisionMandate.By.BODY: ["KL 6:37"] if held.title != COMMITTEE else [],
    }
    passed_on = held.by == DecisionMandate.By.DELEGATE and any(
        folded(held.title) in map(folded, row.item.passed_to)
        for row in LineMandate.objects.filter(line__decision=decision).select_related("item")
    )
    return ["FL 31", "FL 32", "FL 33", *basis[DecisionMandate.By(held.by)], *(["KL 7:6"] if passed_on else [])]


def send_notice(case: Case, content: NoticeContent, *, by: Actor, at: datetime) -> SentNotice:
    """Compose a letter beside the decision and keep it as it is sent; the log vouches for it. Part of an action.

    Raises NotInForce like `compose_notice`.
    """
    kind = content.kind
    kept = SentNotice.objects.create(case=case, kind=kind, **_as_sent(compose_notice(kind, content)), composed_at=at)
    for language in also_in(case.person):
        sent = _as_sent(compose_notice(kind, content, language))
        SentNotice.objects.create(case=case, kind=kind, translates=kept, **sent, composed_at=at)
    tell(case, "notice.send", by=by, at=at, about=f"notice:{kept.pk}", kind=kind, **vouched(kept))
    return kept


def vouched(kept: SentLetter | SentNotice) -> dict[str, Any]:
    """What the event of sending says of a kept letter: its digest, and those of its translations by language."""
    others = dict(kept.translations.values_list("language", "digest"))
    return {"letter": kept.digest} | ({"translations": others} if others else {})


@action
def withhold_names(*, decision: Decision, reason: str, by: Actor, at: datetime) -> NamesWithheld:
    """Let the decision's letter name no official, because somebody named may be threatened (FL 33)."""
    decision = _unsigned(decision, by)
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför namnen inte ska stå i brevet."), law="FL 33"))
    kept, _made = NamesWithheld.objects.update_or_create(
        decision=decision, defaults={"reason": reason.strip(), "noted_at": at, "noted_by_id": by.staff}
    )
    tell(decision.case, "decision.withhold_names", by=by, at=at, about=f"decision:{decision.pk}")
    return kept


@action
def name_officials(*, decision: Decision, by: Actor, at: datetime) -> None:
    """Let the decision's letter name those who decided and presented again."""
    decision = _unsigned(decision, by)
    NamesWithheld.objects.filter(decision=decision).delete()
    tell(decision.case, "decision.name_officials", by=by, at=at, about=f"decision:{decision.pk}")


def _unsigned(decision: Decision, by: Actor) -> Decision:
    locked(decision.case)
    now = Decision.objects.select_related("case").get(pk=decision.pk)
    permit(access.why_not_withhold(by, access.CaseFacts.of(now.case)))
    if now.state == Decision.State.SIGNED:
        raise Refused(Refusal(N_("Beslutet är signerat och brevet är skickat. Namnen i det ändras inte.")))
    return now


def also_in(person: Person) -> tuple[str, ...]:
    return translations([language_of(person.letter_language, person.language)])


def _as_sent(letter: Letter) -> dict[str, str]:
    text = as_text(letter)
    return {"language": letter.language, "content": text, "digest": digest(text), "template": letter.template}
