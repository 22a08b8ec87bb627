"""What a unit's day is made of beside its visits: who works when, what they may do, and who may not meet whom."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.homecare.models.orders import Order
from samsyn.people.models import Person, Staff, Unit

DAY = 24 * 60
LATEST = 30 * 60  # a shift may end in the next morning


class UnitPlace(models.Model):
    """The point of a unit's rooms, in metres east and north (SWEREF 99): where its shifts begin and end."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="place")
    east = models.IntegerField()
    north = models.IntegerField()

    kinds = dict.fromkeys(("id", "unit", "east", "north"), Kind.ORDINARY)


class WorkShift(models.Model):
    """One carer's shift of a day (Arbetspass), in minutes from midnight; `break_from` to `break_to` the break begins.

    A shift that is taken away stays with the hand that took it away. Where somebody is meanwhile is never kept.
    """

    class Mode(models.TextChoices):
        FOOT = "foot"
        BICYCLE = "bicycle"
        CAR = "car"
        PUBLIC = "public"

    class Place(models.TextChoices):
        UNIT = "unit"  # the unit's rooms
        VISIT = "visit"  # straight to the first visit, or home from the last

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)  # shift_by_unit
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="shifts")
    day = models.DateField()
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    break_from = models.PositiveSmallIntegerField(default=0)
    break_to = models.PositiveSmallIntegerField(default=0)
    break_minutes = models.PositiveSmallIntegerField(default=0)  # 0: none
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.FOOT)
    starts_at = models.CharField(max_length=8, choices=Place.choices, default=Place.UNIT)
    ends_at = models.CharField(max_length=8, choices=Place.choices, default=Place.UNIT)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "staff": Kind.IDENTITY,
        "day": Kind.ORDINARY,
        "begins": Kind.ORDINARY,
        "ends": Kind.ORDINARY,
        "break_from": Kind.ORDINARY,
        "break_to": Kind.ORDINARY,
        "break_minutes": Kind.ORDINARY,
        "mode": Kind.ORDINARY,
        "starts_at": Kind.ORDINARY,
        "ends_at": Kind.ORDINARY,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.IDENTITY,
        "removed_at": Kind.ORDINARY,
        "removed_by": Kind.IDENTITY,
    }

    class Meta:
        indexes = [models.Index(fields=["unit", "day"], name="shift_by_unit")]
        constraints = [
            models.UniqueConstraint(
                name="one_shift_a_day", fields=["staff", "unit", "day"], condition=Q(removed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="shift_ends_after_it_begins", condition=Q(ends__gt=F("begins"), begins__lt=DAY, ends__lte=LATEST)
            ),
            models.CheckConstraint(
                name="a_break_is_within_the_shift",
                condition=Q(break_minutes=0)
                | Q(break_from__gte=F("begins"), break_to__gte=F("break_from"), break_to__lt=F("ends")),
            ),
            models.CheckConstraint(name="shift_noted_at_and_by", condition=Q(noted_at__isnull=False) & ~Q(noted_by="")),
            models.CheckConstraint(
                name="shift_removed_at_and_by",
                condition=Q(removed_at__isnull=True, removed_by="") | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
            ),
        ]


class CarerSkill(models.Model):
    """What a carer may be given: a delegated task of health care (PSL 6:3) or a language, from a day until a day.

    `key` is a code of data/visit_skills.csv, or "language:fi". Who delegated decides; the planner notes it, with their
    name. What has run out or was taken back is kept, and counts no longer.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="skills")
    key = models.CharField(max_length=30)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)  # who delegated, name and title
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.ORDINARY,
        "staff": Kind.IDENTITY,
        "key": Kind.ORDINARY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
        "decided_by": Kind.IDENTITY,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.IDENTITY,
        "ended_at": Kind.ORDINARY,
        "ended_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_skill_from_a_day", fields=["staff", "key", "valid_from"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="a_skill_lasts", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="skill_noted_at_and_by", condition=Q(noted_at__isnull=False) & ~Q(noted_by="")),
            models.CheckConstraint(
                name="skill_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        ]


class VisitDemand(models.Model):
    """What an order's visits demand of who comes: a skill, how heavy they are, and whether two come at once.

    `item` "" is every visit. `skill` is asked of who comes first, `second_skill` of the second alone.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="demands")
    item = models.CharField(max_length=40, blank=True)  # of homecare.menu
    skill = models.CharField(max_length=30, blank=True)
    heavy = models.PositiveSmallIntegerField(default=0)  # points of strain
    staff = models.PositiveSmallIntegerField(default=1)  # how many come at once
    second_skill = models.CharField(max_length=30, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "item": Kind.SENSITIVE,
        "skill": Kind.SENSITIVE,
        "heavy": Kind.SENSITIVE,
        "staff": Kind.SENSITIVE,
        "second_skill": Kind.SENSITIVE,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.IDENTITY,
        "ended_at": Kind.ORDINARY,
        "ended_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_demand_demands", condition=~Q(skill="") | Q(heavy__gt=0) | Q(staff=2)),
            models.CheckConstraint(name="one_or_two_come", condition=Q(staff=1, second_skill="") | Q(staff=2)),
            models.CheckConstraint(
                name="demand_noted_at_and_by", condition=Q(noted_at__isnull=False) & ~Q(noted_by="")
            ),
            models.CheckConstraint(
                name="demand_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        ]


class KeptApart(models.Model):
    """That a carer does not go to a person, by whose wish, from a day until a day. Why is kept apart."""

    class Wish(models.TextChoices):
        PERSON = "person"
        CARER = "carer"
        UNIT = "unit"  # related, or neighbours

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kept_apart")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=8, choices=Wish.choices)
    since = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "unit": Kind.ORDINARY,
        "person": Kind.IDENTITY,
        "staff": Kind.IDENTITY,
        "wish": Kind.SENSITIVE,
        "since": Kind.ORDINARY,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.IDENTITY,
        "ended_at": Kind.ORDINARY,
        "ended_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="kept_apart_once", fields=["unit", "person", "staff"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="apart_noted_at_and_by", condition=Q(noted_at__isnull=False) & ~Q(noted_by="")),
            models.CheckConstraint(
                name="apart_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        ]


class ApartReason(models.Model):
    """Why two are kept apart: read one at a time, and each reading is an event. Planning never asks for it."""

    pair = models.OneToOneField(KeptApart, on_delete=models.PROTECT, related_name="reason")
    text = models.TextField()

    kinds = {"id": Kind.IDENTITY, "pair": Kind.IDENTITY, "text": Kind.SENSITIVE}


class CarerSex(models.Model):
    """A carer's sex as they told it, for one purpose: a person's wish of who helps with the body.

    Asked only where somebody has such a wish, shown nowhere, and taken away when the carer wants it.
    """

    staff = models.OneToOneField(Staff, on_delete=models.PROTECT, related_name="told_sex")
    sex = models.CharField(max_length=1, choices=[("K", "K"), ("M", "M")])
    told_on = models.DateField()

    kinds = {"id": Kind.ORDINARY, "staff": Kind.IDENTITY, "sex": Kind.SENSITIVE, "told_on": Kind.ORDINARY}


class TravelProfile(models.Model):
    """How long a unit's journeys take, learnt from performed days: sums by way of travelling, of no one carer.

    The newest counts. `told` is as `planning.profile.as_data` writes it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    told = models.JSONField()
    journeys = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "told": Kind.ORDINARY,
        "journeys": Kind.ORDINARY,
        "made_at": Kind.ORDINARY,
        "made_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="profile_made_at_and_by", condition=Q(made_at__isnull=False) & ~Q(made_by=""))
        ]
