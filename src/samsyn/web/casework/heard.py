"""What pages of a case say of hearing, telling and appealing, each in a part of its own (FL 11-12, 25, 33, 40-47)."""

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from samsyn.cases.appeals.delay import is_slow
from samsyn.cases.appeals.lifecycle import LABELS, Stage
from samsyn.cases.queries import (
    appeals_of,
    communications_of,
    current_decision,
    delay_notices_of,
    followed_by,
    handling_of,
    notices_of,
    requests_of,
    rulings_of,
    times_to_appeal,
    why_not_unheard,
)
from samsyn.people.refusals import Refusal
from samsyn.web.casework import appeal_words as words
from samsyn.web.shared.appeal_chain import appeal_chain, handler_of
from samsyn.web.shared.basis import shown_basis
from samsyn.web.shared.request import Request
from samsyn.web.shared.time_to_appeal import shown_times
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Communication, Decision


def around_case(request: Request, case: "Case") -> dict[str, Any]:
    """Until when the decision that holds may be appealed, the appeals with their chains, and delay."""
    today = localdate(request.now)
    decision = current_decision(case)
    handling = handling_of(case)
    return {
        "appeal_times": shown_times(times_to_appeal(decision, today=today), today=today) if decision else [],
        "appealed_decision": decision,
        "appeals": [
            {
                "appeal": a,
                "title": words.REMEDIES[a.remedy],
                "stage": LABELS[Stage(a.stage)],
                "steps": appeal_chain(a, handler=handler_of(a)),
            }
            for a in appeals_of(case)
        ],
        "rulings": [(r, words.RULINGS[r.subject]) for r in rulings_of(case)],
        "notices": [(n, words.NOTICES[n.kind]) for n in notices_of(case.pk)],
        "slow": is_slow(handling, today),
        "delays": len(delay_notices_of(case)) + len(requests_of(case)),
        "waits_since": handling.since,
    }


def around_draft(request: Request, draft: "Decision") -> dict[str, Any]:
    """Whether the person has been heard, and what they said."""
    found = communications_of(draft.investigation)
    refusal = unheard(draft, request) if draft.lines.all() else None
    return {"heard": said_of(found, "")[:1], "unheard": refusal, "followed": followed_by(draft)}


def around_decision(request: Request, decision: "Decision") -> dict[str, Any]:
    """Until when a signed decision may be appealed; what the person said before one that is proposed."""
    today = localdate(request.now)
    found = communications_of(decision.investigation)
    return {
        "appeal_times": shown_times(times_to_appeal(decision, today=today), today=today),
        "heard": said_of(found, ""),
        "followed": followed_by(decision),
    }


def said_of(found: "list[Communication]", now: str) -> list[dict[str, Any]]:
    """Each communication with its words, its answers, and whether it is about what the draft says now."""
    return [
        {
            "communication": c,
            "way": words.WAYS.get(c.way, ""),
            "waived": label("waivers", c.waived) if c.waived else "",
            "answers": [(a, words.WAYS[a.way], words.BY_WHOM[a.by_whom]) for a in c.answers.all()],
            "holds": not now or c.digest == now,
            "basis": shown_basis(c.content),
        }
        for c in found
    ]


def unheard(draft: "Decision", request: Request) -> Refusal | None:
    """The reason the draft cannot be proposed before the person is heard, or None (FL 25)."""
    return why_not_unheard(draft, today=localdate(request.now))
