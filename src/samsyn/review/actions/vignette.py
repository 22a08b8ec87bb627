"""Writing a unit's own vignettes. What is written stands; a change is a new version."""

from datetime import datetime

from samsyn.audit.actions import action, record
from samsyn.people.models import Unit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor
from samsyn.review.exercise_access import why_not_lead_unit
from samsyn.review.models import UnitVignette
from samsyn.review.vignette import Vignette, shipped, vignette_of


@action
def write_vignette(*, unit: Unit, vignette: Vignette, by: Actor, at: datetime) -> UnitVignette:
    """Keep a version of a unit's own vignette. Its number must be the next one: of two who write at once the later is
    told, and has everything left that was typed."""
    permit(why_not_lead_unit(by, unit.pk))
    if vignette.code in shipped():
        raise Invalid("code", Refusal(N_("Koden är upptagen av en vinjett som följer med. Välj en annan.")))
    held = UnitVignette.objects.filter(unit=unit, code=vignette.code).order_by("-version").first()
    if held and vignette_of(held.content) == vignette:
        return held  # pressed twice
    if vignette.version != (held.version if held else 0) + 1:
        text = N_("Vinjetten har fått en ny version medan du skrev. Läs den, och spara igen.")
        raise Refused(Refusal(text)) if held else Invalid("code", Refusal(N_("Börja med version 1.")))
    made = UnitVignette.objects.create(
        unit=unit, code=vignette.code, version=vignette.version, content=vignette.as_json(), written_at=at,
        written_by=by.key,
    )  # fmt: skip
    detail = {"code": vignette.code, "version": vignette.version}
    record(by=by, at=at, what="vignette.write", about=f"unit:{unit.pk}", detail=detail)
    return made
