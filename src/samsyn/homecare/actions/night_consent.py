"""Yes to the camera, and taking it back: by the person or cohabitant on their own page, on paper or in speech.

What is taken back stops at once, also a look that is under way. The plan and what is granted are never touched.
"""

from dataclasses import dataclass
from datetime import datetime

from samsyn.audit.actions import action
from samsyn.homecare import night_access as access
from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions.night_moves import Ending, end_open_look, step_check
from samsyn.homecare.actions.night_setup import held
from samsyn.homecare.actions.shared import tell
from samsyn.homecare.models import CameraConsent, Cohabitant, Hand, Look, Supervision
from samsyn.homecare.nightwatch.machine import Step
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor


@dataclass(frozen=True)
class Said:
    """How a yes or no was said: `hand` is one of Hand, `source` which paper or who told whom, when it was not the
    giver's own hand."""

    hand: str = Hand.SELF
    source: str = ""

    @property
    def noted(self) -> bool:
        return self.hand != Hand.SELF

    def check(self) -> None:
        """Raises Invalid."""
        if self.hand not in Hand.values:
            raise Invalid("hand", Refusal(N_("Välj hur det sades.")))
        if self.noted and not self.source.strip():
            raise Invalid("source", Refusal(N_("Skriv vilket papper det är, eller när och till vem det sades.")))


@action
def give_camera_consent(
    *, supervision: Supervision, cohabitant: Cohabitant | None, said: Said, by: Actor, at: datetime
) -> CameraConsent:
    """Take in a yes: the person's (`cohabitant` None) or a cohabitant's. Twice is once."""
    supervision = held(supervision)
    permit(
        access.why_not_say_yes(by, OrderFacts.of(supervision.order), _giver(supervision, cohabitant), noted=said.noted)
    )
    said.check()
    if cohabitant and (cohabitant.supervision_id != supervision.pk or cohabitant.moved_at):
        raise Refused(Refusal(N_("Den personen bor inte där längre enligt uppgifterna. Ladda om sidan.")))
    there = supervision.consents.filter(cohabitant=cohabitant, withdrawn_at=None).first()
    if there:
        return there
    given = CameraConsent.objects.create(
        supervision=supervision, cohabitant=cohabitant, given_at=at, given_by=by.key, given_hand=said.hand,
        given_source=said.source.strip(),
    )  # fmt: skip
    tell(supervision.order, "night.yes", by=by, at=at, about=f"supervision:{supervision.pk}", hand=said.hand)
    return given


@action
def withdraw_camera_consent(*, consent: CameraConsent, said: Said, by: Actor, at: datetime) -> list[Look]:
    """Take a yes back. A look under way ends at once, and somebody goes there; returns the looks that were stopped.

    Taking back what is taken back changes nothing.
    """
    supervision = Supervision.objects.select_for_update(of=("self",)).select_related("order__case__person").get(
        pk=consent.supervision_id
    )  # fmt: skip
    consent = CameraConsent.objects.select_for_update(of=("self",)).select_related("cohabitant").get(pk=consent.pk)
    giver = _giver(supervision, consent.cohabitant)
    permit(access.why_not_take_back(by, OrderFacts.of(supervision.order), giver, noted=said.noted))
    said.check()
    if consent.withdrawn_at is not None:
        return []
    consent.withdrawn_at, consent.withdrawn_by = at, by.key
    consent.withdrawn_hand, consent.withdrawn_source = said.hand, said.source.strip()
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_hand", "withdrawn_source"])
    stopped = []
    for look in Look.objects.filter(check_of__supervision=supervision, ended_at=None).select_related("check_of__terms"):
        end_open_look(look, Ending(Look.Outcome.BARRED), at)
        step_check(look.check_of, Step.BAR, by=by, at=at)
        stopped.append(look)
    tell(
        supervision.order, "night.no", by=by, at=at, about=f"supervision:{supervision.pk}", hand=said.hand,
        stopped=len(stopped),
    )  # fmt: skip
    return stopped


def _giver(supervision: Supervision, cohabitant: Cohabitant | None) -> int | None:
    return cohabitant.other_id if cohabitant else supervision.order.case.person_id
