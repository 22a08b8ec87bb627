"""Cases and what is written in them, up to the signed decision and its follow-up."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.cases.lifecycle import Status
from samsyn.people.models import Person, Staff, Unit


def _both_or_neither(name: str, when: str, who: str) -> models.CheckConstraint:
    """A time without a hand, or a hand without a time, is never stored."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{when}__isnull": True, f"{who}__isnull": True})
        | Q(**{f"{when}__isnull": False, f"{who}__isnull": False}),
    )


class Case(models.Model):
    """One person's matter with the committee, from the first word to the last follow-up (Ärende)."""

    class TargetGroup(models.TextChoices):
        OLDER = "older"  # 65 and above
        DISABILITY = "disability"  # adults under 65
        CARER = "carer"

    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    caseworker = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="cases")
    target_group = models.CharField(max_length=10, choices=TargetGroup.choices)
    status = models.CharField(max_length=15, choices=[(s.value, s.value) for s in Status], default=Status.RECEIVED)
    status_since = models.DateTimeField()
    received_at = models.DateTimeField()
    follow_up_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=30, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "number": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "unit": Kind.ORDINARY,
        "caseworker": Kind.ORDINARY,
        "target_group": Kind.ORDINARY,
        "status": Kind.ORDINARY,
        "status_since": Kind.ORDINARY,
        "received_at": Kind.ORDINARY,
        "follow_up_on": Kind.ORDINARY,
        "closed_at": Kind.ORDINARY,
        "close_reason": Kind.SENSITIVE,
    }

    class Meta:
        indexes = [
            models.Index(fields=["unit", "status", "status_since"], name="case_by_unit"),
            models.Index(fields=["caseworker", "status", "status_since"], name="case_by_caseworker"),
            models.Index(fields=["unit", "follow_up_on"], name="case_by_follow_up"),
        ]
        constraints = [
            models.CheckConstraint(
                name="closed_case_says_when",
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def status_now(self) -> Status:
        """The state as the lifecycle names it."""
        return Status(self.status)


class Intake(models.Model):
    """What came in, when and how (Aktualisering). Its time of arrival starts every clock."""

    class Form(models.TextChoices):
        APPLICATION = "application"  # ansökan: an investigation must be opened
        REPORT = "report"  # anmälan: preliminary assessment first

    class Channel(models.TextChoices):
        WEB = "web"
        PHONE = "phone"
        PAPER = "paper"
        VISIT = "visit"

    class By(models.TextChoices):
        PERSON = "person"
        RELATIVE = "relative"  # with authority
        OTHER = "other"  # health care, neighbour, police: for reports

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="intakes")
    form = models.CharField(max_length=12, choices=Form.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    by_whom = models.CharField(max_length=8, choices=By.choices)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="intakes_made")
    informant = models.CharField(max_length=120, blank=True)
    asked_for = models.TextField()
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "form": Kind.ORDINARY,
        "channel": Kind.ORDINARY,
        "by_whom": Kind.ORDINARY,
        "by_person": Kind.IDENTITY,
        "informant": Kind.IDENTITY,
        "asked_for": Kind.SENSITIVE,
        "received_at": Kind.ORDINARY,
        "registered_at": Kind.ORDINARY,
        "registered_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="received_before_registered", condition=Q(received_at__lte=F("registered_at"))),
            models.CheckConstraint(name="something_is_asked_for", condition=~Q(asked_for="")),
        ]


class Investigation(models.Model):
    """The inquiry into one application or reassessment (Utredning)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="investigations")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, default="application")
    situation = models.TextField(blank=True)
    sources = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    completed_at = models.DateTimeField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "opened_at": Kind.ORDINARY,
        "opened_by": Kind.ORDINARY,
        "reason": Kind.ORDINARY,
        "situation": Kind.SENSITIVE,
        "sources": Kind.SENSITIVE,
        "assessment": Kind.SENSITIVE,
        "completed_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_investigation", fields=["case"], condition=Q(completed_at__isnull=True)
            )
        ]


class Need(models.Model):
    """What the person needs in one IBIC area, in their words and in the assessment (Behov)."""

    investigation = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="needs")
    area = models.CharField(max_length=15)
    own_words = models.TextField(blank=True)
    description = models.TextField(blank=True)
    level_now = models.PositiveSmallIntegerField(null=True)
    level_meant = models.PositiveSmallIntegerField(null=True)
    factors_text = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "investigation": Kind.IDENTITY,
        "area": Kind.SENSITIVE,
        "own_words": Kind.SENSITIVE,
        "description": Kind.SENSITIVE,
        "level_now": Kind.SENSITIVE,
        "level_meant": Kind.SENSITIVE,
        "factors_text": Kind.SENSITIVE,
        "goal": Kind.SENSITIVE,
        "removed_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_need_an_area",
                fields=["investigation", "area"],
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(name="level_now_on_scale", condition=Q(level_now__in=[0, 1, 2, 3, 4, 8, 9])),
            models.CheckConstraint(name="level_meant_on_scale", condition=Q(level_meant__in=[0, 1, 2, 3, 4, 8, 9])),
        ]


class NeedFactor(models.Model):
    """A related factor that hinders or helps (Relaterad faktor)."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="factors")
    code = models.CharField(max_length=10)
    effect = models.CharField(max_length=1, choices=[("H", "hinders"), ("U", "helps")])

    kinds = {"id": Kind.IDENTITY, "need": Kind.IDENTITY, "code": Kind.SENSITIVE, "effect": Kind.SENSITIVE}

    class Meta:
        constraints = [models.UniqueConstraint(name="one_effect_a_factor", fields=["need", "code"])]


class FieldVersion(models.Model):
    """Everything ever typed into a field of an investigation, so that a second tab or a crash loses nothing."""

    investigation = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="versions")
    place = models.CharField(max_length=60)  # "situation", "need:12:goal"
    number = models.PositiveIntegerField()
    value = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    beside = models.BooleanField(default=False)  # kept beside the current text, for a person to choose
    settled = models.BooleanField(default=True)

    kinds = {
        "id": Kind.IDENTITY,
        "investigation": Kind.IDENTITY,
        "place": Kind.ORDINARY,
        "number": Kind.ORDINARY,
        "value": Kind.SENSITIVE,
        "by": Kind.IDENTITY,
        "at": Kind.ORDINARY,
        "beside": Kind.ORDINARY,
        "settled": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_version_a_number", fields=["investigation", "place", "number"])
        ]


class Decision(models.Model):
    """A decision and its version (Beslut). Once signed it never changes; a correction is a new version beside it."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PROPOSED = "proposed"
        SIGNED = "signed"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
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
        constraints = [
            _both_or_neither("proposed_at_and_by", "proposed_at", "proposed_by"),
            _both_or_neither("signed_at_and_by", "signed_at", "signed_by"),
            models.CheckConstraint(
                name="signed_says_when",
                condition=Q(state="signed", signed_at__isnull=False) | (~Q(state="signed") & Q(signed_at__isnull=True)),
            ),
            models.UniqueConstraint(name="one_open_decision", fields=["case"], condition=~Q(state="signed")),
        ]


class DecisionLine(models.Model):
    """What is granted or refused for some needs: intervention, amount, validity, goal, reasons (Beslutsrad)."""

    class Outcome(models.TextChoices):
        GRANTED = "granted"
        PARTLY = "partly"
        REFUSED = "refused"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="lines")
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


class FollowUp(models.Model):
    """Whether it helped (Uppföljning): held with the person, on a decision's needs."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="follow_ups")
    held_on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    took_part = models.CharField(max_length=200)
    persons_words = models.TextField(blank=True)
    result = models.CharField(max_length=15)
    next_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "held_on": Kind.ORDINARY,
        "by": Kind.ORDINARY,
        "took_part": Kind.IDENTITY,
        "persons_words": Kind.SENSITIVE,
        "result": Kind.ORDINARY,
        "next_on": Kind.ORDINARY,
        "recorded_at": Kind.ORDINARY,
    }

    class Meta:
        indexes = [models.Index(fields=["case", "held_on"], name="follow_up_by_case")]


class FollowUpNeed(models.Model):
    """One need followed up: level reached, the goal in two views, and the coded result."""

    class Reached(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    class Result(models.TextChoices):
        CONTINUE = "continue"
        CHANGE = "change"  # within the frame
        END = "end"
        REASSESS = "reassess"

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="needs")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="followed_up")
    level = models.PositiveSmallIntegerField()
    reached_person = models.CharField(max_length=6, choices=Reached.choices)
    reached_professional = models.CharField(max_length=6, choices=Reached.choices)
    comment = models.TextField(blank=True)
    result = models.CharField(max_length=8, choices=Result.choices)

    kinds = {
        "id": Kind.IDENTITY,
        "follow_up": Kind.IDENTITY,
        "need": Kind.IDENTITY,
        "level": Kind.SENSITIVE,
        "reached_person": Kind.SENSITIVE,
        "reached_professional": Kind.SENSITIVE,
        "comment": Kind.SENSITIVE,
        "result": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_follow_up_a_need", fields=["follow_up", "need"]),
            models.CheckConstraint(name="level_reached_on_scale", condition=Q(level__in=[0, 1, 2, 3, 4, 8, 9])),
        ]
