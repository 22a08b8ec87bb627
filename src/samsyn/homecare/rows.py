"""Which rows of orders and planned time a rule is about, where actions and queries ask for the same ones."""

from django.db.models import F, Q, QuerySet

from samsyn.cases.models import DecisionLine
from samsyn.homecare.lifecycle import LIVE
from samsyn.homecare.models import Order

# Planned time that nobody has said anything about, neither a carer nor the closing of the day.
UNTOLD = Q(performed__isnull=True)
# Planned time on a day after the person died. On the day itself help may have been given.
AFTER_DEATH = Q(order__case__person__died_on__lt=F("day"))


def replaced_by(line: DecisionLine) -> QuerySet[Order]:
    """The orders that a provider has now and an order of this line can take the place of.

    That is what stands on the line it corrects, or on an earlier decision of the same intervention.
    """
    corrected = Q(line=line.replaces_id) if line.replaces_id else Q(pk__in=[])
    earlier = Q(line__intervention=line.intervention, line__decision__lt=line.decision_id)
    return Order.objects.filter(corrected | earlier, case=line.decision.case_id, status__in=LIVE)
