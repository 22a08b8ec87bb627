"""Which units a supervisor of care supports: the municipality's own in the area of their office, or all of them."""

from django.db.models import QuerySet

from samsyn.people.models import Unit
from samsyn.people.roles import Actor, Role


def supported_units(actor: Actor) -> QuerySet[Unit]:
    """The open municipal units that give help; none for any other role. Never a private provider's."""
    if actor.role is not Role.CARE_SUPERVISOR or actor.unit_id is None:
        return Unit.objects.none()
    units = Unit.objects.filter(purpose=Unit.Purpose.PROVIDER, operator=Unit.Operator.MUNICIPAL, closed_on=None)
    area = Unit.objects.filter(pk=actor.unit_id).values_list("area", flat=True).first()
    return (units.filter(area=area) if area else units).order_by("name")
