"""The unit's rule, and the exceptions from it."""

from collections.abc import Collection
from datetime import datetime

from samsyn.audit.actions import action, record
from samsyn.cases import access as case_access
from samsyn.cases import codes
from samsyn.cases.models import Case, Investigation
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor
from samsyn.review import access
from samsyn.review.actions.shared import tell_case
from samsyn.review.lifecycle import UNDER_WAY
from samsyn.review.models import PacketKey, ReviewRule, ReviewWaiver

MOST_READERS = 9
LONGEST_REASON = 2_000


@action
def set_rule(
    *, mode: str, share: int, interventions: Collection[str], readers: int, readers_from: str, seed: int,
    by: Actor, at: datetime,
) -> ReviewRule:  # fmt: skip
    """Set which of the unit's cases go to review from now on. What is under way goes on by the rule it began with.

    Setting the same again changes nothing, and above all not the seed: nobody draws until the lot falls otherwise.
    """
    permit(access.why_not_lead(by))
    _check(mode, share, interventions, readers, readers_from)
    told = {
        "mode": mode, "share": share if mode == "share" else 100, "readers": readers, "readers_from": readers_from,
        "kinds_of_case": sorted(interventions) if mode == "kinds" else [],
    }  # fmt: skip
    unit = access.unit_of(by)
    standing = ReviewRule.objects.filter(unit=unit).order_by("-pk").first()
    if standing and all(getattr(standing, name) == value for name, value in told.items()):
        return standing
    kept = standing.seed if standing else seed
    rule = ReviewRule.objects.create(unit_id=unit, seed=kept, set_at=at, set_by=by.key, **told)
    record(by=by, at=at, what="review.rule", about=f"unit:{unit}", detail={"rule": rule.pk, "mode": mode})
    return rule


def _check(mode: str, share: int, interventions: Collection[str], readers: int, readers_from: str) -> None:
    if mode not in ReviewRule.Mode.values:
        raise Invalid("mode", Refusal(N_("Välj vilka ärenden som ska granskas.")))
    if mode == "share" and not 1 <= share <= 100:
        raise Invalid("share", Refusal(N_("Ange hur stor andel som ska granskas, mellan 1 och 100 procent.")))
    if mode == "kinds" and not interventions:
        raise Invalid("interventions", Refusal(N_("Välj minst en insats.")))
    if not set(interventions) <= set(codes.code_list("interventions")):
        raise Invalid("interventions", Refusal(N_("Välj insatser i listan.")))
    if not 2 <= readers <= MOST_READERS:
        raise Invalid("readers", Refusal(N_("Minst två och högst nio läser varje ärende.")))
    if readers_from not in ReviewRule.From.values:
        raise Invalid("readers_from", Refusal(N_("Välj varifrån de som läser ska lottas.")))


@action
def waive_review(*, investigation: Investigation, cause: str, why: str, by: Actor, at: datetime) -> ReviewWaiver:
    """Decide a case without the review that the rule asks for: its caseworker, with a reason that is counted."""
    case = Case.objects.select_for_update().get(pk=investigation.case_id)
    permit(case_access.why_not_handle(by, case_access.CaseFacts.of(case)))
    if cause not in ReviewWaiver.Cause.values:
        raise Invalid("cause", Refusal(N_("Välj varför ärendet inte ska granskas.")))
    if not why.strip() or len(why) > LONGEST_REASON:
        raise Invalid("why", Refusal(N_("Skriv kort varför ärendet inte kan vänta på granskningen.")))
    if investigation.completed_at is not None:
        raise Refused(Refusal(N_("Utredningen är avslutad. Det finns inget kvar att granska.")))
    if PacketKey.objects.filter(investigation=investigation, packet__state__in=UNDER_WAY).exists():
        raise Refused(Refusal(N_("Ett underlag är på väg. Dra tillbaka det först om ärendet inte ska granskas.")))
    if PacketKey.objects.filter(investigation=investigation, packet__opened_at__isnull=False).exists():
        raise Refused(
            Refusal(N_("Andra har redan läst ärendet. Gör ett nytt underlag, eller ta med det de kom fram till."))
        )
    if before := ReviewWaiver.objects.filter(investigation=investigation).first():
        return before
    waiver = ReviewWaiver.objects.create(
        investigation=investigation, cause=cause, why=why.strip(), waived_at=at, waived_by=by.key
    )
    tell_case(case, "review.waive", by=by, at=at, about=f"investigation:{investigation.pk}", cause=cause)
    return waiver
