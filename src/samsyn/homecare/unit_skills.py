"""What pages read and actions decide by of skills and demands: how far they have changed, and whether sex is asked."""

from django.db.models import Count

from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import CarerSex, CarerSkill, Plan, PlanWish, VisitDemand


def skills_seen(staff_id: int) -> int:
    """Counts every change of a carer's skills: rows only come, and are ended once."""
    rows = CarerSkill.objects.filter(staff=staff_id).aggregate(all=Count("pk"), ended=Count("ended_at"))
    return int(rows["all"]) + int(rows["ended"])


def demands_seen(person_id: int, unit_id: int) -> int:
    """Counts every change of what a person's visits by a unit demand."""
    rows = VisitDemand.objects.filter(order__case__person=person_id, order__provider=unit_id)
    told = rows.aggregate(all=Count("pk"), ended=Count("ended_at"))
    return int(told["all"]) + int(told["ended"])


def sex_seen(staff_id: int) -> int:
    """Another number whenever a carer's sex was told anew; 0 where it is not kept."""
    return CarerSex.objects.filter(staff=staff_id).values_list("pk", flat=True).first() or 0


def is_sex_asked_for(unit_id: int) -> bool:
    """Whether somebody whom the unit helps wishes who comes to be a woman or a man, in a plan they have said yes to."""
    wishes = PlanWish.objects.filter(plan__state=Plan.State.APPROVED, plan__order__status__in=ACCEPTED)
    return wishes.filter(plan__order__provider=unit_id).exclude(carer_sex="").exists()
