"""Noting a title that a member of staff holds by proof, and that it is lost."""

from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.actions.locked import locked
from samsyn.people.days import check_day
from samsyn.people.models import Staff, StaffTitle
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor

FROM_2025 = date(2025, 7, 1)


@action
def note_title(
    *, staff: Staff, key: str, reference: str, valid_from: date, source: str, by: Actor, at: datetime
) -> StaffTitle:
    """Write down that somebody holds a title, as whoever notes it has seen it. Raises Invalid for what lacks proof."""
    permit(access.why_not_administer(by))
    if key not in StaffTitle.Key.values:
        raise Invalid("key", Refusal(N_("Välj vad personen har visat.")))
    if key == StaffTitle.Key.CERTIFICATE and not reference.strip():
        raise Invalid("reference", Refusal(N_("Skriv bevisets nummer. Det står på beviset från Socialstyrelsen.")))
    if not source.strip():
        raise Invalid("source", Refusal(N_("Skriv vad du har sett, till exempel beviset eller anställningsavtalet.")))
    check_day("valid_from", valid_from)
    if valid_from > localdate(at):
        raise Invalid("valid_from", Refusal(N_("Dagen har inte varit än. Skriv dagen då titeln började gälla.")))
    if key == StaffTitle.Key.TITLED_2025 and valid_from > FROM_2025:
        raise Invalid("valid_from", Refusal(N_("Övergångsregeln gäller den som hade titeln den 1 juli 2025.")))
    if StaffTitle.objects.filter(staff=staff, key=key, valid_to__isnull=True).exists():
        raise Invalid("key", Refusal(N_("Det är redan antecknat.")))
    title = StaffTitle.objects.create(
        staff=staff, key=key, reference=reference.strip(), valid_from=valid_from, source=source.strip(),
        noted_at=at, noted_by=by.key,
    )  # fmt: skip
    record(by=by, at=at, what="title.note", about=f"staff:{staff.pk}", detail={"key": key})
    return title


@action
def end_title(*, title: StaffTitle, last_day: date, by: Actor, at: datetime) -> StaffTitle:
    """Write down the last day on which somebody held a title. Who is a contact person by it is offered anew."""
    permit(access.why_not_administer(by))
    title = locked(title)
    if title.valid_to:
        raise Refused(Refusal(N_("Titeln är redan avslutad.")))
    check_day("last_day", last_day)
    if not title.valid_from <= last_day <= localdate(at):
        raise Invalid("last_day", Refusal(N_("Välj en dag från det att titeln började gälla, senast i dag.")))
    title.valid_to = last_day
    title.save(update_fields=["valid_to"])
    record(by=by, at=at, what="title.end", about=f"staff:{title.staff_id}", detail={"key": title.key})
    return title
