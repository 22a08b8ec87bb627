"""One night without supervision, as the person wishes it, and calling it back. What is granted is never touched."""

from datetime import date, datetime, timedelta

from samsyn.audit.actions import action
from samsyn.homecare import night_access as access
from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions.night_consent import Said
from samsyn.homecare.actions.night_moves import step_check
from samsyn.homecare.actions.night_setup import held
from samsyn.homecare.actions.shared import tell
from samsyn.homecare.models import NightCheck, NightOff, Supervision
from samsyn.homecare.nightwatch.machine import WAITING, Step
from samsyn.homecare.nightwatch.times import night_at, night_ends
from samsyn.people.refusals import N_, Invalid, Refusal, permit
from samsyn.people.roles import Actor

FARTHEST = timedelta(days=60)  # own choice: what is longer than that is a new agreement


@action
def call_off_night(*, supervision: Supervision, night: date, said: Said, by: Actor, at: datetime) -> NightOff:
    """Nobody looks and nobody comes that night (its evening); who is on their way already comes. Twice is once.

    The person does it on their own page, or the provider's staff note it. Raises Invalid, Refused, NoAccess.
    """
    supervision = held(supervision)
    permit(_why_not(supervision, said, by))
    said.check()
    if night_ends(night) <= at:
        raise Invalid("night", Refusal(N_("Den natten är över. Välj en natt som kommer.")))
    if night > night_at(at) + FARTHEST:
        said_why = N_("Välj en natt inom {days} dagar. Ska det vara längre: kom överens om nya tider.")
        raise Invalid("night", Refusal(said_why, {"days": FARTHEST.days}))
    off, made = NightOff.objects.get_or_create(
        supervision=supervision, night=night, back_at=None,
        defaults={"asked_at": at, "asked_by": by.key, "hand": said.hand, "source": said.source.strip()},
    )  # fmt: skip
    if not made:
        return off
    ahead = NightCheck.objects.select_for_update(of=("self",)).filter(supervision=supervision, state__in=WAITING)
    for check in ahead.select_related("terms"):
        if night_at(check.due_at) == night:
            step_check(check, Step.CALL_OFF, by=by, at=at)
    tell(supervision.order, "night.off", by=by, at=at, about=f"supervision:{supervision.pk}", hand=said.hand)
    return off


@action
def call_night_back(*, off: NightOff, said: Said, by: Actor, at: datetime) -> NightOff:
    """The night is supervised after all: what is left of it is laid out by the watch. Twice is once."""
    supervision = held(off.supervision)
    permit(_why_not(supervision, said, by))
    said.check()
    off = NightOff.objects.select_for_update(of=("self",)).get(pk=off.pk)
    if off.back_at is None:
        off.back_at, off.back_by = at, by.key
        off.save(update_fields=["back_at", "back_by"])
        tell(supervision.order, "night.on", by=by, at=at, about=f"supervision:{supervision.pk}", hand=said.hand)
    return off


def _why_not(supervision: Supervision, said: Said, by: Actor) -> Refusal | None:
    """As a yes is taken back: the person for themselves, or any of the provider's staff who note it."""
    order = supervision.order
    return access.why_not_take_back(by, OrderFacts.of(order), order.case.person_id, noted=said.noted)
