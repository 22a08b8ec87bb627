"""Decisions, their lines and the needs they answer."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.case import Case
from samsyn.cases.models.investigation import Investigation, Need
from samsyn.people.models import Staff


def _both_or_neither(name: str, when: str, who: str) -> models.CheckConstraint:
    """A time without a hand, or a hand without a time, is never stored."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{when}__isnull": True, f"{who}__isnull": True})
        | Q(**{f"{when}__isnull": False, f"{who}__isnull": False}),
    )


class Decision(models.Model):
    """A decision and its version (Beslut). Once signed it never changes; a correction is a new version beside it."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PROPOSED = "proposed"
        SIGNED = "signed"
        ASIDE = "aside"  # its case ended before it was decided; it stays as it was written

    UNDER_WAY = (State.DRAFT, State.PROPOSED)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    investigation = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    correction_reason = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    summary = models.TextField(blank=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    returned_note = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "investigation": Kind.IDENTITY,
        "version": Kind.ORDINARY,
        "corrects": Kind.IDENTITY,
        "correction_reason": Kind.SENSITIVE,
        "state": Kind.ORDINARY,
        "summary": Kind.SENSITIVE,
        "proposed_at": Kind.ORDINARY,
        "proposed_by": Kind.ORDINARY,
        "returned_note": Kind.SENSITIVE,
        "signed_at": Kind.ORDINARY,
        "signed_by": Kind.ORDINARY,
    }

    class Meta:
        indexes = [
            # All that a list of a unit's decisions is counted and sorted by.
            models.Index(fields=["case", "state", "signed_at", "proposed_at"], name="decision_by_case"),
            models.Index(fields=["signed_at"], name="decision_by_day"),
            models.Index(fields=["state"], condition=Q(signed_at__isnull=True), name="decision_unsigned"),
        ]
        constraints = [
            _both_or_neither("proposed_at_and_by", "proposed_at", "proposed_by"),
            _both_or_neither("signed_at_and_by", "signed_at", "signed_by"),
            models.CheckConstraint(
                name="signed_says_when",
                condition=Q(state="signed", signed_at__isnull=False) | (~Q(state="signed") & Q(signed_at__isnull=True)),
            ),
            models.UniqueConstraint(
                name="one_open_decision", fields=["case"], condition=Q(state__in=["draft", "proposed"])
            ),
        ]


class DecisionLine(models.Model):
    """What is granted or refused for some needs: intervention, amount, validity, goal, reasons (Beslutsrad)."""

    class Outcome(models.TextChoices):
        GRANTED = "granted"
        PARTLY = "partly"
        REFUSED = "refused"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="lines", db_index=False)
    regime = models.CharField(max_length=12, default="SOL_11_1")
    intervention = models.CharField(max_length=30)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    unit = models.CharField(max_length=15)  # minutes_week, minutes_month, times_week, days_week, days_month, count
    applied = models.PositiveIntegerField(null=True)
    amount = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # none: until further notice
    goal = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    needs = models.ManyToManyField(Need, through="LineNeed", related_name="lines")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    kinds = {
        "id": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "regime": Kind.ORDINARY,
        "intervention": Kind.ORDINARY,
        "outcome": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "applied": Kind.ORDINARY,
        "amount": Kind.ORDINARY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
        "goal": Kind.SENSITIVE,
        "reasons": Kind.SENSITIVE,
        "replaces": Kind.IDENTITY,
    }

    class Meta:
        indexes = [models.Index(fields=["decision", "outcome"], name="line_by_decision")]
        constraints = [
            models.CheckConstraint(
                name="line_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="granted_amount_is_positive",
                condition=Q(outcome="refused", amount=0) | (~Q(outcome="refused") & Q(amount__gt=0)),
            ),
        ]


class LineNeed(models.Model):
    """That a line answers a need. A frame is tied to all the needs it is meant for."""

    line = models.ForeignKey(DecisionLine, on_delete=models.CASCADE)
    need = models.ForeignKey(Need, on_delete=models.PROTECT)

    kinds = {"id": Kind.IDENTITY, "line": Kind.IDENTITY, "need": Kind.IDENTITY}

    class Meta:
        constraints = [models.UniqueConstraint(name="a_line_answers_a_need_once", fields=["line", "need"])]
