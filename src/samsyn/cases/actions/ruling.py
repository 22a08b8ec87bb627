"""Keeping a separate decision with its letter. Part of the action that makes it."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from samsyn.cases.actions.mandate import take_item
from samsyn.cases.actions.shared import tell
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.kept import as_text, digest
from samsyn.cases.letters.rulings import Ruled, ruling_letter
from samsyn.cases.models import Case, Ruling
from samsyn.people.contact import posted_to
from samsyn.people.models import Staff
from samsyn.people.roles import Actor


def keep_ruling(
    case: Case, subject: str, regime: str, *, reasons: str, sender: Sender, by: Actor, at: datetime, **about: Any
) -> Ruling:
    """The separate decision and its letter as it is sent, with how to appeal it (FL 31-33, 41).

    Raises Refused where the delegation order lets somebody else decide it (KL 6:37).
    """
    taken = take_item(regime, "refused", by=by, day=localdate(at))
    person, hand = case.person, Staff.objects.get(pk=by.staff)
    appeal = about.get("dismissed")
    came = appeal.reached_on if appeal else about["request"].received_on
    ruled = Ruled(
        subject=subject, sender=sender, unit=case.unit.name, phone=case.unit.phone,
        recipient=(person.name, *posted_to(person)), number=person.written_number, case_number=case.number,
        decided_on=localdate(at), came_on=came, last_day=appeal.last_day if appeal else None, reasons=reasons,
        decided_by=f"{hand.name}, {hand.title}", delegation=taken.named, is_protected=bool(person.protection),
    )  # fmt: skip
    text = as_text(ruling_letter(ruled))
    made = Ruling.objects.create(
        case=case, subject=subject, regime=regime, reasons=reasons, content=text, digest=digest(text),
        item=taken.named, decided_at=at, decided_by=hand, **about,
    )  # fmt: skip
    tell(
        case,
        "ruling.make",
        by=by,
        at=at,
        about=f"ruling:{made.pk}",
        subject=subject,
        letter=made.digest,
        item=taken.named,
    )
    return made
