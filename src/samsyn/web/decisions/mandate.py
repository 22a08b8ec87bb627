"""By which right a decision is or was made, for the pages about decisions: who may sign, and what it rested on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext

from samsyn.cases.access import CaseFacts, why_not_sign
from samsyn.cases.queries import MayDecide, items_used, mandate_of, may_decide
from samsyn.people.refusals import Refusal
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import long_date

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision


@dataclass(frozen=True)
class Signing:
    """Whether the reader may sign a proposal, by which items, and who else may."""

    no_access: Refusal | None
    standing: MayDecide

    @property
    def not_sign(self) -> Refusal | None:
        """Why the reader may not sign: it is no task of theirs, or outside what the delegation order lets them."""
        return self.no_access or self.standing.refusal

    @property
    def items(self) -> str:
        """The numbers of the items the reader would sign under."""
        return ", ".join(dict.fromkeys(item.number for item in self.standing.items))

    @property
    def others(self) -> list[str]:
        """Who else at the unit may sign, with their titles."""
        return [f"{d.staff.name}, {d.delegate_title}" for d in self.standing.others]


def signing(request: Request, case: "Case", decision: "Decision") -> Signing:
    """What the page of a proposal says of who may sign it. The same rule refuses and greys the button."""
    decision.case = case
    standing = may_decide(decision, by=request.actor, today=localdate(request.now))
    refusal = why_not_sign(request.actor, CaseFacts.of(case), decision.proposed_by_id)
    return Signing(refusal, standing)


def decided_under(decision: "Decision") -> list[str]:
    """The sentences that say by which right a signed decision was made; none where it is not known here."""
    kept = mandate_of(decision)
    if kept is None:
        return []
    numbers = items_used(decision)
    said = []
    if kept.by == "body":
        said.append(
            gettext("Beslutat av {body} {day}, {paragraph}.").format(
                body=kept.title, day=long_date(kept.meeting_on), paragraph=kept.paragraph
            )
        )
    elif kept.by == "chair":
        said.append(gettext("Brådskande beslut av ordföranden: {reason}").format(reason=kept.urgency))
    if numbers and kept.order:
        said.append(
            gettext("Beslutat enligt punkt {numbers} i delegationsordningen, version {version}.").format(
                numbers=", ".join(numbers), version=kept.order.version
            )
        )
    return said
