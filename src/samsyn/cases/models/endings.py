"""What ends a case or changes it against its course: withdrawal, move, transfer, the ground of a change for less."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.cases.detriment import Ground
from samsyn.cases.models.case import Case, Intake
from samsyn.cases.models.decision import Decision, DecisionLine
from samsyn.cases.transfers import TransferState
from samsyn.people.models import Person, Unit


class Withdrawal(models.Model):
    """That an application, or help that is granted, is taken back by whoever may (Återkallelse). It never changes.

    Of an application: `intake` names one of several, none means all. Of help: `line`. `written_off` says that the
    case was written off with it, for `reasons`.
    """

    class By(models.TextChoices):
        PERSON = "person"
        RELATIVE = "relative"  # with authority

    class Form(models.TextChoices):
        WRITTEN = "written"
        ORAL = "oral"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="withdrawals")
    intake = models.ForeignKey(Intake, null=True, on_delete=models.PROTECT, related_name="withdrawals")
    line = models.ForeignKey(DecisionLine, null=True, on_delete=models.PROTECT, related_name="withdrawals")
    whole = models.BooleanField()
    by_whom = models.CharField(max_length=8, choices=By.choices)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=7, choices=Form.choices)
    day = models.DateField()
    what = models.TextField()
    reasons = models.TextField(blank=True)
    written_off = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "intake": Kind.IDENTITY,
        "line": Kind.IDENTITY,
        "whole": Kind.ORDINARY,
        "by_whom": Kind.ORDINARY,
        "by_person": Kind.IDENTITY,
        "form": Kind.ORDINARY,
        "day": Kind.ORDINARY,
        "what": Kind.SENSITIVE,
        "reasons": Kind.SENSITIVE,
        "written_off": Kind.ORDINARY,
        "registered_at": Kind.ORDINARY,
        "registered_by": Kind.IDENTITY,
        "once": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="withdrawal_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="withdrawal_by_another_names_them",
                condition=Q(by_whom="person", by_person__isnull=True) | Q(by_whom="relative", by_person__isnull=False),
            ),
            models.CheckConstraint(
                name="written_off_says_why", condition=Q(written_off=False) | (Q(line__isnull=True) & ~Q(reasons=""))
            ),
        ]


class Move(models.Model):
    """That the person moves or stays elsewhere, or that the case moves between units. It never changes."""

    class Where(models.TextChoices):
        OUT = "out"  # lives in another municipality from now on (SoL 29:1)
        STAY = "stay"  # for a shorter time in another municipality (SoL 29:5-6)
        PLACED = "placed"  # lives elsewhere by our decision: the responsibility stays (SoL 29:2)
        WITHIN = "within"  # to another unit of this municipality

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=6, choices=Where.choices)
    day = models.DateField()
    until = models.DateField(null=True)
    municipality = models.CharField(max_length=60, blank=True)
    what = models.TextField(blank=True)  # what is asked of the other municipality, or why the case moves
    from_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "kind": Kind.ORDINARY,
        "day": Kind.ORDINARY,
        "until": Kind.ORDINARY,
        "municipality": Kind.ORDINARY,
        "what": Kind.SENSITIVE,
        "from_unit": Kind.ORDINARY,
        "to_unit": Kind.ORDINARY,
        "registered_at": Kind.ORDINARY,
        "registered_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="move_goes_somewhere",
                condition=(
                    Q(kind="within", from_unit__isnull=False, to_unit__isnull=False, municipality="")
                    | (~Q(kind="within") & ~Q(municipality="") & Q(from_unit__isnull=True, to_unit__isnull=True))
                ),
            ),
            models.CheckConstraint(
                name="stay_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("day"))
            ),
        ]


class Transfer(models.Model):
    """A written request that the case be moved to another municipality (Överflyttning av ärende, SoL 29:10-11)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    outgoing = models.BooleanField(default=True)  # this municipality asks; else the other one does
    municipality = models.CharField(max_length=60)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in TransferState], default=TransferState.REQUESTED
    )
    requested_on = models.DateField()
    answered_on = models.DateField(null=True)
    asked_ivo_on = models.DateField(null=True)
    ivo_decided_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    why = models.TextField()
    note = models.TextField(blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "outgoing": Kind.ORDINARY,
        "municipality": Kind.ORDINARY,
        "state": Kind.ORDINARY,
        "requested_on": Kind.ORDINARY,
        "answered_on": Kind.ORDINARY,
        "asked_ivo_on": Kind.ORDINARY,
        "ivo_decided_on": Kind.ORDINARY,
        "ended_on": Kind.ORDINARY,
        "why": Kind.SENSITIVE,
        "note": Kind.SENSITIVE,
        "registered_at": Kind.ORDINARY,
        "registered_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="transfer_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="transfer_answered_after_request",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("requested_on")),
            ),
            models.CheckConstraint(
                name="transfer_at_ivo_after_request",
                condition=Q(asked_ivo_on__isnull=True) | Q(asked_ivo_on__gte=F("requested_on")),
            ),
            models.UniqueConstraint(
                name="one_transfer_under_way",
                fields=["case"],
                condition=~Q(state__in=["denied", "handed over", "given up"]),
            ),
        ]


class DetrimentGround(models.Model):
    """On which ground a decision gives less than a line that runs (SoL 14:9, FL 37). Stands once the decision is."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="grounds")
    held = models.ForeignKey(DecisionLine, on_delete=models.PROTECT, related_name="lowered_by")
    ground = models.CharField(max_length=12, choices=[(g.value, g.value) for g in Ground])
    reasons = models.TextField()
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "held": Kind.IDENTITY,
        "ground": Kind.SENSITIVE,
        "reasons": Kind.SENSITIVE,
        "chosen_at": Kind.ORDINARY,
        "chosen_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_ground_a_line", fields=["decision", "held"]),
            models.CheckConstraint(name="ground_has_reasons", condition=~Q(reasons="")),
        ]
