"""The committee's delegation orders, and by which right each decision was made."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.decision import Decision, DecisionLine


class DelegationOrder(models.Model):
    """One version of what the committee lets others decide on its behalf (Delegationsordning; KL 6:37-40, 7:5-8).

    An adopted version never changes: a new one stands beside it and takes over on its first day. `size` is its number
    of items, so that the database can refuse one more.
    """

    version = models.PositiveSmallIntegerField(unique=True)
    adopted_on = models.DateField()
    minutes = models.CharField(max_length=80)  # where the committee's decision is found, such as "SN 2025-06-10 § 84"
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    size = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)  # the name of the file it was read from
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "version": Kind.ORDINARY,
        "adopted_on": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
        "size": Kind.ORDINARY,
        "source": Kind.ORDINARY,
        "entered_at": Kind.ORDINARY,
        "entered_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="order_ends_after_it_begins", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="order_is_adopted_before_it_begins", condition=Q(adopted_on__lte=F("valid_from"))
            ),
            models.CheckConstraint(name="order_is_found_in_the_minutes", condition=~Q(minutes="")),
        ]

    def __str__(self) -> str:
        return str(self.version)


class DelegationItem(models.Model):
    """One item of an order: who may decide what, how far, and whether the committee is to be told (Punkt).

    `basis` holds codes of regimes and keys of paragraphs, `interventions` is empty where all are meant. `most` counts
    in `unit` (that of decision lines), `months` is the longest a decision may apply, `kronor` the largest sum.
    `holders` are titles, `passed_to` those whom the head of administration has let decide in turn (KL 7:6).
    """

    order = models.ForeignKey(DelegationOrder, on_delete=models.PROTECT, related_name="items")
    number = models.CharField(max_length=12)
    place = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    basis = models.JSONField()
    interventions = models.JSONField()
    outcomes = models.JSONField()
    most = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=15, blank=True)
    months = models.PositiveSmallIntegerField(null=True)
    kronor = models.PositiveIntegerField(null=True)
    holders = models.JSONField()
    passed_to = models.JSONField()
    reported = models.BooleanField()
    note = models.TextField(blank=True)

    kinds = dict.fromkeys(
        ("id", "order", "number", "place", "what", "basis", "interventions", "outcomes", "most", "unit", "months",
         "kronor", "holders", "passed_to", "reported", "note"),
        Kind.ORDINARY,
    )  # fmt: skip

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(name="one_item_of_a_number", fields=["order", "number"]),
            models.CheckConstraint(
                name="a_limit_says_what_it_counts",
                condition=Q(most__isnull=True, unit="") | (Q(most__isnull=False) & ~Q(unit="")),
            ),
        ]


class DecisionMandate(models.Model):
    """By whose right a decision was made: a delegate's, the chair's in haste, or the committee's own. Never changes.

    `title` is what the delegation order calls the one who decided. A body is the committee or one of its utskott, at a
    meeting, in a paragraph of its minutes; whoever signed the decision then only wrote down what was decided.
    """

    class By(models.TextChoices):
        DELEGATE = "delegate"
        CHAIR = "chair"
        BODY = "body"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="mandate")
    by = models.CharField(max_length=8, choices=By.choices)
    order = models.ForeignKey(DelegationOrder, null=True, on_delete=models.PROTECT, related_name="used")
    title = models.CharField(max_length=80)
    urgency = models.TextField(blank=True)
    meeting_on = models.DateField(null=True)
    paragraph = models.CharField(max_length=20, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "by": Kind.ORDINARY,
        "order": Kind.ORDINARY,
        "title": Kind.ORDINARY,
        "urgency": Kind.SENSITIVE,
        "meeting_on": Kind.ORDINARY,
        "paragraph": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_the_committee_needs_no_order", condition=Q(order__isnull=False) | Q(by="body")
            ),
            models.CheckConstraint(
                name="the_chair_says_why_it_is_urgent",
                condition=(Q(by="chair") & ~Q(urgency="")) | (~Q(by="chair") & Q(urgency="")),
            ),
            models.CheckConstraint(
                name="a_body_decides_at_a_meeting",
                condition=(Q(by="body", meeting_on__isnull=False) & ~Q(paragraph=""))
                | (~Q(by="body") & Q(meeting_on__isnull=True, paragraph="")),
            ),
        ]


class LineMandate(models.Model):
    """The item of the delegation order that a line was decided under. None for what the committee decided itself."""

    line = models.OneToOneField(DecisionLine, on_delete=models.CASCADE, related_name="mandate")
    item = models.ForeignKey(DelegationItem, on_delete=models.PROTECT, related_name="used")

    kinds = {"id": Kind.IDENTITY, "line": Kind.IDENTITY, "item": Kind.ORDINARY}
