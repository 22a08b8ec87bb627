"""What a caseworker writes in an investigation, put in at once: the rows and events are those of `save_field`.

For tests that need an investigation that is written, and are not about the writing.
`tests/rooms/test_cases_investigation.py` holds this against `save_field` itself.
"""

from datetime import datetime

from samsyn.audit.actions import append
from samsyn.audit.models import Event
from samsyn.cases.actions import save_field
from samsyn.cases.models import FieldVersion, Investigation, Need
from samsyn.people.roles import Actor

LEVELS = ("level_now", "level_meant")


def write(investigation: Investigation, need: Need | None, values: dict[str, str], *, by: Actor, at: datetime) -> None:
    """Write fields of an open investigation, or of one of its needs, for the first time."""
    written_in = need or investigation
    places = {f"need:{need.pk}:{field}" if need else field: field for field in values}
    if any(_read(written_in, f) for f in values) or investigation.versions.filter(place__in=places).exists():
        for place, field in places.items():
            save_field(investigation=investigation, place=place, value=values[field], base=0, by=by, at=at)
        return
    FieldVersion.objects.bulk_create(
        FieldVersion(investigation=investigation, place=place, number=1, value=values[field], by=by.key, at=at)
        for place, field in places.items()
    )
    append([_saved(investigation, place, by, at) for place in places])
    for field, value in values.items():
        setattr(written_in, field, int(value) if field in LEVELS else value)
    written_in.save(update_fields=[*values])


def _read(written_in: Investigation | Need, field: str) -> str:
    value = getattr(written_in, field)
    return "" if value is None else str(value)


def _saved(investigation: Investigation, place: str, by: Actor, at: datetime) -> Event:
    case = investigation.case
    return Event(
        at=at, by=by.key, role=by.role, unit=by.unit_id, access=Event.Access.WRITE, what="field.save",
        about=f"investigation:{investigation.pk}", case=case.pk, subjects=[case.person_id], detail={"place": place},
    )  # fmt: skip
