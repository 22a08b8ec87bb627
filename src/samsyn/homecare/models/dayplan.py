"""A unit's day as it is planned: plans side by side, their lanes and stops, and every change with its reason."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Person, Staff, Unit


class DayPlan(models.Model):
    """One plan of a unit's day (Dagplan): found by the search, begun from the day as it stood, or another mended. Its
    head never changes but for `turn`, which counts the changes: two planners never overwrite each other unread."""

    class Source(models.TextChoices):
        SEARCH = "search"
        AS_IT_IS = "as_it_is"
        REPAIR = "repair"  # another plan, put together anew after something happened

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    version = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=8, choices=Source.choices)
    seed = models.PositiveIntegerField(default=0)
    trials = models.PositiveBigIntegerField(default=0)
    parts = models.JSONField(default=dict)  # what it cost when it was made, part by part
    turn = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "day": Kind.ORDINARY,
        "version": Kind.ORDINARY,
        "source": Kind.ORDINARY,
        "seed": Kind.ORDINARY,
        "trials": Kind.ORDINARY,
        "parts": Kind.ORDINARY,
        "turn": Kind.ORDINARY,
        "made_at": Kind.ORDINARY,
        "made_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_day_plan_a_version", fields=["unit", "day", "version"]),
            models.CheckConstraint(name="day_plan_made_at_and_by", condition=Q(made_at__isnull=False) & ~Q(made_by="")),
        ]


class DayLane(models.Model):
    """One carer's lane of a plan. Locked, its visits stay as they are in the next proposal."""

    plan = models.ForeignKey(DayPlan, on_delete=models.PROTECT, related_name="lanes")
    carer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    locked = models.BooleanField(default=False)

    kinds = {"id": Kind.ORDINARY, "plan": Kind.ORDINARY, "carer": Kind.IDENTITY, "locked": Kind.ORDINARY}

    class Meta:
        constraints = [models.UniqueConstraint(name="one_lane_a_carer", fields=["plan", "carer"])]


class DayStop(models.Model):
    """A visit of a plan, or a break (no person): with whom and when, in minutes from midnight. No carer: not placed.

    `planned` are the keys of the planned times it is made of; a new plan with the person may take those away meanwhile.
    A visit that two come to at once is two stops: `part` 0 is the first carer's, 1 the second's.
    """

    plan = models.ForeignKey(DayPlan, on_delete=models.PROTECT, related_name="stops")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    carer = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    planned = models.JSONField(default=list)
    promised = models.PositiveSmallIntegerField()  # the start by the person's plan
    start = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    locked = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "plan": Kind.ORDINARY,
        "person": Kind.IDENTITY,
        "carer": Kind.IDENTITY,
        "planned": Kind.IDENTITY,
        "promised": Kind.ORDINARY,
        "start": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "part": Kind.ORDINARY,
        "locked": Kind.ORDINARY,
        "accepted_at": Kind.ORDINARY,
        "accepted_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stop_accepted_at_and_by",
                condition=Q(accepted_at__isnull=True, accepted_by="")
                | (Q(accepted_at__isnull=False) & ~Q(accepted_by="")),
            ),
            models.CheckConstraint(
                name="a_break_is_somebodys", condition=Q(person__isnull=False) | Q(carer__isnull=False)
            ),
            models.CheckConstraint(
                name="a_stop_is_first_or_second", condition=Q(part=0) | Q(part=1, person__isnull=False)
            ),
        ]


class PlanChange(models.Model):
    """One thing that a planner decided about a plan: what, from what to what, why, who and when. Never changed."""

    class What(models.TextChoices):
        MADE = "made"
        MOVED = "moved"
        LOCKED = "locked"
        UNLOCKED = "unlocked"
        ACCEPTED = "accepted"

    plan = models.ForeignKey(DayPlan, on_delete=models.PROTECT, related_name="changes")
    turn = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=What.choices)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # a visit's
    lane = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")  # a whole lane's
    before = models.JSONField(default=dict)  # carer and start; of a mended plan what it was mended from
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "plan": Kind.ORDINARY,
        "turn": Kind.ORDINARY,
        "kind": Kind.ORDINARY,
        "person": Kind.IDENTITY,
        "lane": Kind.IDENTITY,
        "before": Kind.IDENTITY,
        "after": Kind.IDENTITY,
        "reason": Kind.SENSITIVE,
        "at": Kind.ORDINARY,
        "by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [models.CheckConstraint(name="a_change_has_a_reason", condition=~Q(reason=""))]
        indexes = [models.Index(fields=["plan", "turn"], name="change_by_plan")]


class PlanClash(models.Model):
    """Why a proposal left a visit out: rules that could not hold together when it was made, as few as can be.

    `rules` names stops of the plan and carers by key: one whose stop is gone with a person's file is not shown.
    """

    class Sort(models.TextChoices):
        SET = "set"
        UNDECIDED = "undecided"
        FITTING = "fitting"

    plan = models.ForeignKey(DayPlan, on_delete=models.PROTECT, related_name="clashes")
    sort = models.CharField(max_length=9, choices=Sort.choices)
    smallest = models.BooleanField()
    rules = models.JSONField()  # of kind, stop, carer, other stop, start of a lock

    kinds = {
        "id": Kind.ORDINARY,
        "plan": Kind.ORDINARY,
        "sort": Kind.ORDINARY,
        "smallest": Kind.ORDINARY,
        "rules": Kind.IDENTITY,
    }
