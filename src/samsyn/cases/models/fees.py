"""Fees and what they rest on, kept apart from the assessment of needs (SoL 11:2, 32 kap.).

Nothing here points at an investigation, and nothing of the needs points here. Incomes and fee decisions are never
changed: what was told anew, or corrected, is a new row beside the old.
"""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Person, Staff, Unit


class FeeCase(models.Model):
    """One person's fees at the unit that decides on them (Avgiftsärende). `other` is the spouse or cohabitant."""

    number = models.CharField(max_length=20, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="fee_case")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="fee_cases")
    other = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "number": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "unit": Kind.ORDINARY,
        "other": Kind.IDENTITY,
        "opened_at": Kind.ORDINARY,
        "opened_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_is_their_own_partner", condition=Q(other__isnull=True) | ~Q(other=F("person"))
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Income(models.Model):
    """What was told of income and household at one time, whole (Inkomstuppgift). Never changed; told anew instead.

    Costs are öre a month; None means not told. `declines`: the person has said that they tell no income. `told_on` is
    the day the figures speak of, `renew_on` when they are asked for again, `changed_on` when something changed.
    """

    class Channel(models.TextChoices):
        WEB = "web"
        PAPER = "paper"
        PHONE = "phone"
        VISIT = "visit"

    class Household(models.TextChoices):
        SINGLE = "single"
        SPOUSES = "spouses"
        SAMBOR = "sambor"

    class Housing(models.TextChoices):
        OWN = "own"
        CONTRACT = "contract"
        NO_CONTRACT = "no_contract"

    fee_case = models.ForeignKey(FeeCase, on_delete=models.PROTECT, related_name="incomes")
    version = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=5, choices=Channel.choices)
    household = models.CharField(max_length=8, choices=Household.choices)
    lives_together = models.BooleanField(default=True)
    housing = models.CharField(max_length=11, choices=Housing.choices)
    housing_cost = models.PositiveBigIntegerField(null=True)
    partner_housing_cost = models.PositiveBigIntegerField(null=True)
    declines = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    told_on = models.DateField()
    changed_on = models.DateField(null=True)
    renew_on = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "fee_case": Kind.IDENTITY,
        "version": Kind.ORDINARY,
        "channel": Kind.ORDINARY,
        "household": Kind.SENSITIVE,
        "lives_together": Kind.SENSITIVE,
        "housing": Kind.SENSITIVE,
        "housing_cost": Kind.SENSITIVE,
        "partner_housing_cost": Kind.SENSITIVE,
        "declines": Kind.SENSITIVE,
        "words": Kind.SENSITIVE,
        "told_on": Kind.ORDINARY,
        "changed_on": Kind.SENSITIVE,
        "renew_on": Kind.ORDINARY,
        "received_at": Kind.ORDINARY,
        "received_by": Kind.IDENTITY,
        "once": Kind.ORDINARY,
    }

    class Meta:
        indexes = [models.Index(fields=["renew_on"], name="income_by_renewal")]
        constraints = [
            models.UniqueConstraint(name="one_income_a_version", fields=["fee_case", "version"]),
            models.CheckConstraint(name="income_is_renewed_later", condition=Q(renew_on__gt=F("told_on"))),
            models.CheckConstraint(
                name="cohabitants_live_together", condition=~Q(household="sambor", lives_together=False)
            ),
        ]


class IncomeFigure(models.Model):
    """One amount of an income, with its source and the day it speaks of. `kind` is a code of income_kinds.csv."""

    class Whose(models.TextChoices):
        OWN = "own"
        PARTNER = "partner"

    class Per(models.TextChoices):
        MONTH = "month"
        YEAR = "year"

    income = models.ForeignKey(Income, on_delete=models.PROTECT, related_name="figures")
    whose = models.CharField(max_length=7, choices=Whose.choices)
    kind = models.CharField(max_length=20)
    amount = models.PositiveBigIntegerField()  # öre
    per = models.CharField(max_length=5, choices=Per.choices)
    source = models.CharField(max_length=120)
    on = models.DateField()

    kinds = {
        "id": Kind.IDENTITY,
        "income": Kind.IDENTITY,
        "whose": Kind.ORDINARY,
        "kind": Kind.SENSITIVE,
        "amount": Kind.SENSITIVE,
        "per": Kind.ORDINARY,
        "source": Kind.SENSITIVE,
        "on": Kind.ORDINARY,
    }

    class Meta:
        constraints = [models.UniqueConstraint(name="one_figure_a_kind", fields=["income", "whose", "kind"])]


class FeeDecision(models.Model):
    """A signed decision on a month's fee, with the whole calculation and the letter as sent (Avgiftsbeslut).

    It applies from `first_month` until the next one does, or until a `FeeEnd`. It is final: a correction is a new
    version beside it. Amounts are öre a month; `situation` holds what was calculated on, `steps` every row of it.
    `item` is the item of the delegation order it was decided under, where there is one. `notified_on` is when the
    person was told beforehand that it rises, `unnotified` why not (SoL 32:10). `letter` is the Swedish letter as
    canonical JSON, `digest` its SHA-256, `translations` the same letter in other languages it was sent in.
    """

    fee_case = models.ForeignKey(FeeCase, on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveSmallIntegerField()
    income = models.ForeignKey(Income, null=True, on_delete=models.PROTECT, related_name="decisions")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    correction_reason = models.TextField(blank=True)
    first_month = models.DateField()
    fee_care = models.PositiveBigIntegerField()
    fee_housing = models.PositiveBigIntegerField()
    basis = models.PositiveBigIntegerField(null=True)
    minimum = models.PositiveBigIntegerField()
    reserved = models.PositiveBigIntegerField(null=True)
    room = models.PositiveBigIntegerField(null=True)
    maximum_care = models.PositiveBigIntegerField()
    maximum_housing = models.PositiveBigIntegerField()
    tariff = models.CharField(max_length=40)
    situation = models.JSONField()
    steps = models.JSONField()
    unanswered = models.JSONField()
    laws = models.JSONField()
    reasons = models.TextField(blank=True)
    item = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    notified_on = models.DateField(null=True)
    unnotified = models.TextField(blank=True)
    letter = models.TextField()
    translations = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    kinds = {
        "id": Kind.IDENTITY,
        "fee_case": Kind.IDENTITY,
        "version": Kind.ORDINARY,
        "income": Kind.IDENTITY,
        "corrects": Kind.IDENTITY,
        "correction_reason": Kind.SENSITIVE,
        "first_month": Kind.ORDINARY,
        "fee_care": Kind.SENSITIVE,
        "fee_housing": Kind.SENSITIVE,
        "basis": Kind.SENSITIVE,
        "minimum": Kind.SENSITIVE,
        "reserved": Kind.SENSITIVE,
        "room": Kind.SENSITIVE,
        "maximum_care": Kind.ORDINARY,
        "maximum_housing": Kind.ORDINARY,
        "tariff": Kind.ORDINARY,
        "situation": Kind.SENSITIVE,
        "steps": Kind.SENSITIVE,
        "unanswered": Kind.SENSITIVE,
        "laws": Kind.ORDINARY,
        "reasons": Kind.SENSITIVE,
        "item": Kind.ORDINARY,
        "decided_at": Kind.ORDINARY,
        "decided_by": Kind.ORDINARY,
        "notified_on": Kind.ORDINARY,
        "unnotified": Kind.SENSITIVE,
        "letter": Kind.SENSITIVE,
        "translations": Kind.SENSITIVE,
        "digest": Kind.DERIVED,
    }

    class Meta:
        indexes = [
            models.Index(fields=["fee_case", "first_month"], name="fee_by_month"),
            # What is reported to the committee is counted from here: the rows themselves hold whole letters.
            models.Index(fields=["decided_at", "item"], name="fee_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(name="one_fee_decision_a_version", fields=["fee_case", "version"]),
            models.CheckConstraint(
                name="a_corrected_fee_says_why", condition=Q(corrects__isnull=True) | ~Q(correction_reason="")
            ),
            # What the database can hold of SoL 32:6-7: each fee under its maximum, both within the fee room.
            models.CheckConstraint(
                name="fee_under_maximums",
                condition=Q(fee_care__lte=F("maximum_care"), fee_housing__lte=F("maximum_housing")),
            ),
            models.CheckConstraint(
                name="fee_within_room",
                condition=Q(room__isnull=True) | Q(room__gte=F("fee_care") + F("fee_housing")),
            ),
        ]

    @property
    def fee(self) -> int:
        """Both fees together, öre a month."""
        return self.fee_care + self.fee_housing


class FeeEnd(models.Model):
    """That no fee is taken after a month: death, the end of the help, a move (SoL 32:10). Never changed.

    `after_version` is the newest decision that began something when it was noted, 0 for none: what is decided after an
    end begins anew, and may end in the same month.
    """

    class Cause(models.TextChoices):
        DEATH = "death"
        HELP_ENDED = "help_ended"
        MOVED = "moved"

    fee_case = models.ForeignKey(FeeCase, on_delete=models.PROTECT, related_name="ends")
    last_month = models.DateField()
    after_version = models.PositiveSmallIntegerField(default=0)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    kinds = {
        "id": Kind.IDENTITY,
        "fee_case": Kind.IDENTITY,
        "last_month": Kind.ORDINARY,
        "after_version": Kind.ORDINARY,
        "cause": Kind.SENSITIVE,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_decided_fee_ends_once_a_month", fields=["fee_case", "last_month", "after_version"]
            )
        ]
