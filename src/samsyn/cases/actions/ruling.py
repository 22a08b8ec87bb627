"""Keeping a separate decision with its letter. Part of the action that makes it."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from samsyn.cases.actions.letter import also_in
from samsyn.cases.actions.mandate import take_item
from samsyn.cases.actions.shared import tell
from samsyn.cases.letters.collect import notice_fields
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.kept import as_text, digest
from samsyn.cases.letters.notice_content import NoticeContent
from samsyn.cases.letters.notices import compose_notice
from samsyn.cases.models import Case, Ruling
from samsyn.people.models import Staff
from samsyn.people.roles import Actor


def keep_ruling(
    case: Case, subject: str, regime: str, kind: type[NoticeContent], said: dict[str, Any], *,
    sender: Sender, by: Actor, at: datetime, **about: Any,
) -> Ruling:  # fmt: skip
    """The separate decision and its letter as it is sent, with how to appeal it (FL 31-33, 41).

    `said` is what its kind of letter has beside what every letter has, `about` the row that it answers. Raises Refused
    where the delegation order lets somebody else decide it (KL 6:37).
    """
    taken = take_item(regime, "refused", by=by, day=localdate(at))
    hand = Staff.objects.get(pk=by.staff)
    fields = notice_fields(case, sender=sender, at=at, signed_by=hand)
    content = kind(**fields, **said, delegation=taken.delegation)
    text = as_text(compose_notice(kind.kind, content))
    others = {language: as_text(compose_notice(kind.kind, content, language)) for language in also_in(case.person)}
    made = Ruling.objects.create(
        case=case, subject=subject, regime=regime, reasons=said["reasons"], content=text, digest=digest(text),
        translations=others, item=taken.named, decided_at=at, decided_by=hand, **about,
    )  # fmt: skip
    tell(
        case, "ruling.make", by=by, at=at, about=f"ruling:{made.pk}", subject=subject, letter=made.digest,
        translations={language: digest(other) for language, other in others.items()}, item=taken.named,
    )  # fmt: skip
    return made
