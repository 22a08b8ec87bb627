"""Planning by travel as it became: a profile learnt from the unit's performed days."""

from datetime import datetime

from samsyn.audit.actions import action, record
from samsyn.homecare.day_facts import learnt
from samsyn.homecare.day_journeys import CARERS, LEAST, journeys_of
from samsyn.homecare.dayplan.access import why_not_plan_day
from samsyn.homecare.models import TravelProfile
from samsyn.people.refusals import N_, Refusal, Refused, permit
from samsyn.people.roles import Actor
from samsyn.planning.calibrate import calibrated
from samsyn.planning.profile import as_data


@action
def learn_travel(*, by: Actor, at: datetime) -> TravelProfile:
    """Plan from now on by what journeys of the unit took, of those ways of travelling with enough of them; what was
    learnt of others before holds. The same again changes nothing.

    Raises Refused where there are too few journeys to tell anything.
    """
    unit = by.unit_id or 0
    permit(why_not_plan_day(by, unit))
    rows = journeys_of(unit)
    counts = {mode: sum(row.mode == mode for row in rows) for mode in {row.mode for row in rows}}
    enough = {mode for mode, count in counts.items() if count >= LEAST}
    if not enough:
        values = {"least": LEAST, "carers": CARERS}
        said = N_("Det behövs minst {least} resor på samma sätt, av minst {carers} medarbetare, för att lära av dem.")
        raise Refused(Refusal(said, values))
    found = calibrated([row for row in rows if row.mode in enough])
    told = learnt(unit) | as_data({mode: found[mode] for mode in sorted(enough)})
    count = sum(counts[mode] for mode in enough)
    newest = TravelProfile.objects.filter(unit=unit).order_by("-pk").first()
    if newest and (newest.told, newest.journeys) == (told, count):
        return newest
    made = TravelProfile.objects.create(unit_id=unit, told=told, journeys=count, made_at=at, made_by=by.key)
    record(by=by, at=at, what="travel.learn", about=f"unit:{unit}", detail={"journeys": count})
    return made
