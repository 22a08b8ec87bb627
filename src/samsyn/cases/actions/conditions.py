"""The assessment that LSS and SoL 29:7 ask for beside the needs, and holding a proposal to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.codes import code_list
from samsyn.cases.conditions import GROUNDS, PLANS
from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Conditions, Investigation
from samsyn.cases.sound import why_not_write
from samsyn.people.refusals import N_, Invalid, Refusal, enforce, permit
from samsyn.people.roles import Actor


@dataclass(frozen=True)
class ConditionTerms:
    """What was found. Empty where it was not asked."""

    circle: str = ""
    circle_reasons: str = ""
    plan: str = ""
    ground: str = ""
    disregards_home: bool = False

    def __post_init__(self) -> None:
        known: dict[str, Mapping[str, object]] = {"circle": code_list("lss_circles"), "plan": PLANS, "ground": GROUNDS}
        for name, codes in known.items():
            if getattr(self, name) and getattr(self, name) not in codes:
                raise Invalid(name, Refusal(N_("Välj ett av svaren.")))
        if self.circle and not self.circle_reasons.strip():
            raise Invalid(
                "circle_reasons", Refusal(N_("Skriv vad bedömningen av personkretsen bygger på."), law="FL 32")
            )


@action
def assess_conditions(*, investigation: Investigation, terms: ConditionTerms, by: Actor, at: datetime) -> Conditions:
    """Write what the special assessment found, while the investigation is open; a later answer takes its place."""
    case = locked(investigation.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    investigation = Investigation.objects.get(pk=investigation.pk)
    completed = investigation.completed_at is not None
    enforce(why_not_write(completed=completed, investigating=case.status_now is Status.INVESTIGATING))
    said = {
        "circle": terms.circle, "circle_reasons": terms.circle_reasons.strip(), "plan": terms.plan,
        "ground": terms.ground, "disregards_home": terms.disregards_home, "assessed_at": at,
        "assessed_by_id": by.staff_id,
    }  # fmt: skip
    kept, _ = Conditions.objects.update_or_create(investigation=investigation, defaults=said)
    tell(case, "conditions.assess", by=by, at=at, about=f"investigation:{investigation.pk}")
    return kept
