"""Orders with their messages, plans with their activities, and planned and performed time."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from samsyn.audit.classification import Kind
from samsyn.cases.models import Case, DecisionLine, Need
from samsyn.homecare.lifecycle import LIVE, Message, OrderStatus
from samsyn.homecare.rhythm import EVERY_WEEKS
from samsyn.people.models import Staff, Unit


class Order(models.Model):
    """What a provider is asked to do (Uppdrag, beställning). Holds a copy of what the provider needs to know."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="orders", db_index=False)  # order_by_case
    line = models.ForeignKey(DecisionLine, on_delete=models.PROTECT, related_name="orders")
    provider = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="orders")
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=16, choices=[(s.value, s.value) for s in OrderStatus])
    status_since = models.DateTimeField()
    sent_at = models.DateTimeField()
    start_on = models.DateField()
    content = models.JSONField()  # needs, goals and frame as they were when sent
    contact = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="contact_for")

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "line": Kind.IDENTITY,
        "provider": Kind.ORDINARY,
        "version": Kind.ORDINARY,
        "status": Kind.ORDINARY,
        "status_since": Kind.ORDINARY,
        "sent_at": Kind.ORDINARY,
        "start_on": Kind.ORDINARY,
        "content": Kind.SENSITIVE,
        "contact": Kind.ORDINARY,
    }

    class Meta:
        indexes = [
            models.Index(fields=["provider", "status", "status_since"], name="order_by_provider"),
            models.Index(fields=["case", "status"], name="order_by_case"),
            # An order that nobody has taken on has no contact person: few among all, and asked for daily.
            models.Index(fields=["status", "status_since"], condition=Q(contact__isnull=True), name="order_untaken"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_live_order_a_line",
                fields=["line"],
                condition=~Q(status__in=["rejected", "stopped"]),
            )
        ]


class OrderMessage(models.Model):
    """One message of a pair, kept for ever."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=16, choices=[(m.value, m.value) for m in Message])
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=120)
    text = models.TextField(blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "kind": Kind.ORDINARY,
        "at": Kind.ORDINARY,
        "by": Kind.IDENTITY,
        "by_name": Kind.IDENTITY,
        "text": Kind.SENSITIVE,
    }


class Plan(models.Model):
    """How the order is carried out, made with the person (Genomförandeplan)."""

    class State(models.TextChoices):
        DRAFT = "draft"
        OFFERED = "offered"  # the person has it before them
        APPROVED = "approved"
        OBJECTED = "objected"
        REPLACED = "replaced"

    class Hand(models.TextChoices):
        SELF = "self"  # the person, on their own page
        TABLET = "tablet"  # the person, on the staff's tablet, under their own name (record 0018)
        PAPER = "paper"  # signed on paper
        SPOKEN = "spoken"  # said, and noted by whom
        RELATIVE = "relative"  # somebody with authority

    UNDER_WAY = (State.DRAFT, State.OFFERED, State.OBJECTED)

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    made_on = models.DateField()  # when it was made together with the person
    offered_on = models.DateField(null=True)  # when it was last put before the person
    current_from = models.DateField(null=True)  # when the person said yes
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    participation = models.TextField(blank=True)
    persons_words = models.TextField(blank=True)
    others_present = models.CharField(max_length=200, blank=True)
    follow_up_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_hand = models.CharField(max_length=8, choices=Hand.choices, blank=True)
    answered_name = models.CharField(max_length=120, blank=True)  # as the person wrote it on the staff's tablet
    objection = models.TextField(blank=True)
    handed_at = models.DateTimeField(null=True)  # when the staff last handed the tablet to the person
    handed_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "version": Kind.ORDINARY,
        "state": Kind.ORDINARY,
        "made_on": Kind.ORDINARY,
        "offered_on": Kind.ORDINARY,
        "current_from": Kind.ORDINARY,
        "made_by": Kind.ORDINARY,
        "participation": Kind.SENSITIVE,
        "persons_words": Kind.SENSITIVE,
        "others_present": Kind.IDENTITY,
        "follow_up_on": Kind.ORDINARY,
        "answered_at": Kind.ORDINARY,
        "answered_by": Kind.IDENTITY,
        "answered_hand": Kind.ORDINARY,
        "answered_name": Kind.IDENTITY,
        "objection": Kind.SENSITIVE,
        "handed_at": Kind.ORDINARY,
        "handed_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_plan_a_version", fields=["order", "version"]),
            models.UniqueConstraint(
                name="one_plan_under_way",
                fields=["order"],
                condition=Q(state__in=["draft", "offered", "objected"]),
            ),
            models.UniqueConstraint(name="one_approved_plan", fields=["order"], condition=Q(state="approved")),
            models.CheckConstraint(
                name="approved_from_a_day", condition=~Q(state="approved") | Q(current_from__isnull=False)
            ),
            models.CheckConstraint(
                name="answered_at_and_by",
                condition=Q(answered_at__isnull=True, answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="")),
            ),
            models.CheckConstraint(
                name="handed_at_and_by",
                condition=Q(handed_at__isnull=True, handed_by="") | (Q(handed_at__isnull=False) & ~Q(handed_by="")),
            ),
            models.CheckConstraint(
                name="a_tap_has_a_name", condition=~Q(answered_hand="tablet") | ~Q(answered_name="")
            ),
        ]


class Activity(models.Model):
    """One thing that is done: what, for which goal, when, how and by whom (Aktivitet, planned)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="activities")
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="activities")
    what = models.CharField(max_length=120)
    item = models.CharField(max_length=40, blank=True)  # what it is on the menu (`homecare.menu`), where it is there
    guarded = models.BooleanField(default=False)  # a goal hangs on it: never swapped away without a talk
    goal = models.TextField(blank=True)
    how = models.TextField(blank=True)
    weekdays = models.CharField(max_length=7)  # "1234567": ISO weekdays on which it is done
    every_weeks = models.PositiveSmallIntegerField(default=1)  # 2 is every other week
    first_week = models.DateField(null=True)  # a Monday, from which the weeks are counted; None every week
    start = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    responsible = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    kinds = {
        "id": Kind.IDENTITY,
        "plan": Kind.IDENTITY,
        "need": Kind.IDENTITY,
        "what": Kind.SENSITIVE,
        "item": Kind.SENSITIVE,
        "guarded": Kind.ORDINARY,
        "goal": Kind.SENSITIVE,
        "how": Kind.SENSITIVE,
        "weekdays": Kind.ORDINARY,
        "every_weeks": Kind.ORDINARY,
        "first_week": Kind.ORDINARY,
        "start": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "responsible": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="activity_takes_time", condition=Q(minutes__gt=0, minutes__lte=1440)),
            models.CheckConstraint(name="activity_has_a_day", condition=~Q(weekdays="")),
            models.CheckConstraint(
                name="weeks_apart_have_a_first",
                condition=Q(every_weeks=1, first_week__isnull=True)
                | Q(every_weeks__in=EVERY_WEEKS[1:], first_week__isnull=False),
            ),
        ]


class PlannedTime(models.Model):
    """Time that is planned on a day: what the plan becomes, or what was swapped for. Never changed by what happens.

    Who comes and when is the day plan's, once its planner has accepted it; what the person was promised stays in the
    activity.
    """

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="planned", db_index=False
    )  # planned_by_order
    activity = models.ForeignKey(
        Activity, null=True, on_delete=models.PROTECT, related_name="planned", db_index=False,  # an_activity_once_a_day
    )  # fmt: skip
    request = models.OneToOneField("TimeRequest", null=True, on_delete=models.PROTECT, related_name="planned")
    provider = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # planned_by_provider
    day = models.DateField()
    start = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    carer = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "activity": Kind.IDENTITY,
        "request": Kind.IDENTITY,
        "provider": Kind.ORDINARY,
        "day": Kind.ORDINARY,
        "start": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "carer": Kind.ORDINARY,
    }

    class Meta:
        indexes = [
            models.Index(fields=["provider", "day"], name="planned_by_provider"),
            models.Index(fields=["order", "day"], name="planned_by_order"),
            models.Index(fields=["day", "order", "minutes"], name="planned_by_day"),  # all accounts of a period
        ]
        constraints = [
            models.UniqueConstraint(name="an_activity_once_a_day", fields=["activity", "day"]),
            models.CheckConstraint(
                name="planned_by_plan_or_swap",
                condition=Q(activity__isnull=False, request__isnull=True)
                | Q(activity__isnull=True, request__isnull=False),
            ),
        ]

    @property
    def what(self) -> str:
        """What is to be done, by the plan or by what was swapped for."""
        return self.activity.what if self.activity else self.request.what if self.request else ""

    @property
    def how(self) -> str:
        """How the plan says that it is done."""
        return self.activity.how if self.activity else ""

    @property
    def second(self) -> "Staff | None":
        """Who comes beside the carer, where two come at once (select `seconded__carer` for many)."""
        held: SecondCarer | None = getattr(self, "seconded", None)
        return held.carer if held else None

    def company_of(self, staff_id: int | None) -> "Staff | None":
        """Who else comes, for one of those who do; None where one comes alone."""
        second = self.second
        return self.carer if second and second.pk == staff_id else second

    @property
    def performed(self) -> "PerformedTime | None":
        """What counts: the newest of what has been said (prefetch `said` for many). None until the day is closed."""
        return max(self.said.all(), key=lambda said: said.version, default=None)


class SecondCarer(models.Model):
    """Who comes beside the carer of a planned time, where two are needed at once (Dubbelbemanning).

    It holds no minutes: granted, planned and performed time is the person's, however many come (decision record 0020).
    Goes with a planned time that a new plan takes away.
    """

    planned = models.OneToOneField(PlannedTime, on_delete=models.CASCADE, related_name="seconded")
    carer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    kinds = {"id": Kind.IDENTITY, "planned": Kind.IDENTITY, "carer": Kind.ORDINARY}


class PerformedTimes(models.QuerySet["PerformedTime"]):
    """Rows of performed time, every version of each."""

    def current(self) -> "PerformedTimes":
        """The newest of each: what counts in every sum."""
        newer = PerformedTime.objects.filter(planned=OuterRef("planned"), version__gt=OuterRef("version"))
        instead = PerformedTime.objects.filter(replaces=OuterRef("pk"))
        return self.filter(~Exists(newer), ~Exists(instead))


class PerformedTime(models.Model):
    """Time that was given, or was not. Written when a day is closed, or earlier when somebody says otherwise.

    A correction is a new version beside the old. A row never changes and never goes away (the database's own word).
    """

    class Source(models.TextChoices):
        AS_PLANNED = "as_planned"  # nobody said otherwise
        REPORTED = "reported"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="performed")
    planned = models.ForeignKey(
        PlannedTime, null=True, on_delete=models.PROTECT, related_name="said", related_query_name="performed",
        db_index=False,  # one_performed_a_version
    )  # fmt: skip
    version = models.PositiveSmallIntegerField(default=1)  # 1 is what was said first, the highest counts
    # What was read from another system has no planned time: its correction says which row it takes the place of.
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    start = models.TimeField()
    minutes = models.PositiveSmallIntegerField()  # 0: not performed
    charged = models.PositiveSmallIntegerField(default=0)  # of the granted time, for a word that came too late
    carer = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    reason = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    objects = PerformedTimes.as_manager()

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "planned": Kind.IDENTITY,
        "version": Kind.ORDINARY,
        "replaces": Kind.IDENTITY,
        "day": Kind.ORDINARY,
        "start": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "charged": Kind.ORDINARY,
        "carer": Kind.ORDINARY,
        "source": Kind.ORDINARY,
        "reason": Kind.SENSITIVE,
        "note": Kind.SENSITIVE,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
    }

    class Meta:
        indexes = [
            models.Index(fields=["order", "day"], name="performed_by_order"),
            # All accounts of a period; the rest tells which version counts, without looking at the row.
            models.Index(fields=["day", "order", "minutes", "charged", "planned", "version"], name="performed_by_day"),
        ]
        constraints = [
            models.CheckConstraint(name="a_difference_has_a_reason", condition=Q(source="as_planned") | ~Q(reason="")),
            models.CheckConstraint(name="performed_within_a_day", condition=Q(minutes__lte=1440)),
            models.CheckConstraint(name="charged_for_what_was_not", condition=Q(charged=0) | Q(minutes=0)),
            # The highest version counts, so no two can count at once; closing a day only ever writes the first.
            models.UniqueConstraint(name="one_performed_a_version", fields=["planned", "version"]),
            models.UniqueConstraint(name="replaced_once", fields=["replaces"], condition=Q(replaces__isnull=False)),
            models.CheckConstraint(
                name="a_correction_is_reported",
                condition=Q(version=1) | Q(version__gt=1, planned__isnull=False, source="reported"),
            ),
        ]


def come(staff_id: int) -> Q:
    """Planned time that somebody comes to, first or second."""
    return Q(carer=staff_id) | Q(seconded__carer=staff_id)


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
