"""What the person does against a decision: the appeal or the legality review, and what the courts say."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.appeals.lifecycle import Stage
from samsyn.cases.appeals.timing import Verdict
from samsyn.cases.models.case import Case
from samsyn.cases.models.decision import Decision, DecisionLine
from samsyn.cases.models.investigation import Investigation
from samsyn.cases.regimes import Remedy
from samsyn.people.models import Person, Staff


def _both_or_neither(name: str, when: str, who: str) -> models.CheckConstraint:
    neither = Q(**{f"{when}__isnull": True, who: ""})
    return models.CheckConstraint(name=name, condition=neither | (Q(**{f"{when}__isnull": False}) & ~Q(**{who: ""})))


class Appeal(models.Model):
    """An appeal, or a legality review, and where it stands (Överklagande FL 43 §; laglighetsprövning KL 13 kap.).

    Of a decision, or of one of the separate decisions in `Ruling`. `reached_on` is the day it came to the committee,
    `court_on` the day it came to the court; what either means for the time is tried in `cases/appeals/timing.py`.
    """

    class Channel(models.TextChoices):
        WEB = "web"
        POST = "post"
        MAILBOX = "mailbox"  # there when the mailbox was first emptied that day
        VISIT = "visit"
        EMAIL = "email"
        COURT = "court"  # sent on, or told of, by the court

    class By(models.TextChoices):
        PERSON = "person"
        AGENT = "agent"  # ombud, FL 14-15
        GUARDIAN = "guardian"  # god man, förvaltare
        ESTATE = "estate"
        MEMBER = "member"  # of the municipality, KL 13:1
        OTHER = "other"

    class Result(models.TextChoices):
        UNCHANGED = "unchanged"
        PARTLY = "partly"
        AS_ASKED = "as_asked"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="appeals")
    ruling = models.ForeignKey("Ruling", null=True, on_delete=models.PROTECT, related_name="appeals")
    remedy = models.CharField(max_length=15, choices=[(r.value, r.value) for r in Remedy])
    lines = models.ManyToManyField(DecisionLine, through="AppealLine", related_name="appeals")
    stage = models.CharField(max_length=15, choices=[(s.value, s.value) for s in Stage])
    stage_since = models.DateTimeField()
    reached_on = models.DateField(null=True)
    court_on = models.DateField(null=True)
    channel = models.CharField(max_length=7, choices=Channel.choices)
    presumed = models.BooleanField(default=False)  # FL 22: counts as received the working day before
    by_whom = models.CharField(max_length=8, choices=By.choices)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    appellant = models.CharField(max_length=120, blank=True)
    authority = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    grounds = models.TextField(blank=True)
    attachments = models.TextField(blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)
    verdict = models.CharField(max_length=11, choices=[(v.value, v.value) for v in Verdict], blank=True)
    last_day = models.DateField(null=True)
    timed_at = models.DateTimeField(null=True)
    timed_by = models.CharField(max_length=40, blank=True)
    result = models.CharField(max_length=9, choices=Result.choices, blank=True)
    result_reasons = models.TextField(blank=True)
    new_decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    reconsidered_at = models.DateTimeField(null=True)
    reconsidered_by = models.CharField(max_length=40, blank=True)
    court = models.CharField(max_length=80, blank=True)
    files = models.TextField(blank=True)
    statement = models.TextField(blank=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.CharField(max_length=40, blank=True)
    withdrawn_on = models.DateField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "ruling": Kind.IDENTITY,
        "remedy": Kind.ORDINARY,
        "stage": Kind.ORDINARY,
        "stage_since": Kind.ORDINARY,
        "reached_on": Kind.ORDINARY,
        "court_on": Kind.ORDINARY,
        "channel": Kind.ORDINARY,
        "presumed": Kind.ORDINARY,
        "by_whom": Kind.ORDINARY,
        "by_person": Kind.IDENTITY,
        "appellant": Kind.IDENTITY,
        "authority": Kind.IDENTITY,
        "wanted": Kind.SENSITIVE,
        "grounds": Kind.SENSITIVE,
        "attachments": Kind.SENSITIVE,
        "registered_at": Kind.ORDINARY,
        "registered_by": Kind.IDENTITY,
        "once": Kind.ORDINARY,
        "verdict": Kind.ORDINARY,
        "last_day": Kind.ORDINARY,
        "timed_at": Kind.ORDINARY,
        "timed_by": Kind.IDENTITY,
        "result": Kind.ORDINARY,
        "result_reasons": Kind.SENSITIVE,
        "new_decision": Kind.IDENTITY,
        "reconsidered_at": Kind.ORDINARY,
        "reconsidered_by": Kind.IDENTITY,
        "court": Kind.ORDINARY,
        "files": Kind.SENSITIVE,
        "statement": Kind.SENSITIVE,
        "handed_over_at": Kind.ORDINARY,
        "handed_over_by": Kind.IDENTITY,
        "withdrawn_on": Kind.ORDINARY,
    }

    class Meta:
        indexes = [models.Index(fields=["stage", "stage_since"], name="appeal_by_stage")]
        constraints = [
            models.CheckConstraint(
                name="appeal_of_one_decision",
                condition=Q(decision__isnull=False, ruling__isnull=True)
                | Q(decision__isnull=True, ruling__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_has_arrived", condition=Q(reached_on__isnull=False) | Q(court_on__isnull=False)
            ),
            _both_or_neither("timed_at_and_by", "timed_at", "timed_by"),
            _both_or_neither("reconsidered_at_and_by", "reconsidered_at", "reconsidered_by"),
            _both_or_neither("handed_over_at_and_by", "handed_over_at", "handed_over_by"),
            models.CheckConstraint(
                name="reconsidered_with_a_result",
                condition=Q(result="", reconsidered_at__isnull=True)
                | (~Q(result="") & Q(reconsidered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="withdrawn_says_when",
                condition=~Q(stage="withdrawn") | Q(withdrawn_on__isnull=False),
            ),
        ]


class AppealLine(models.Model):
    """That an appeal is about a line of the decision. All of them have the remedy that the appeal is."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE)
    line = models.ForeignKey(DecisionLine, on_delete=models.PROTECT)

    kinds = {"id": Kind.IDENTITY, "appeal": Kind.IDENTITY, "line": Kind.IDENTITY}

    class Meta:
        constraints = [models.UniqueConstraint(name="a_line_is_appealed_once_in_an_appeal", fields=["appeal", "line"])]


class Judgment(models.Model):
    """What a court said (Avgörande). Only what comes of it is added: when it became final, where it was followed."""

    class Outcome(models.TextChoices):
        ANNULLED = "annulled"  # upphävt
        CHANGED = "changed"  # ändrat
        REJECTED = "rejected"  # avslag
        REMITTED = "remitted"  # återförvisat
        STRUCK_OFF = "struck_off"  # avskrivet
        DISMISSED = "dismissed"  # avvisat
        LEAVE_DENIED = "leave_denied"  # prövningstillstånd meddelas inte

    class Instance(models.TextChoices):
        ADMINISTRATIVE = "administrative"  # förvaltningsrätt
        APPEAL = "appeal"  # kammarrätt
        SUPREME = "supreme"  # Högsta förvaltningsdomstolen

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="judgments")
    instance = models.CharField(max_length=14, choices=Instance.choices)
    court = models.CharField(max_length=80)
    number = models.CharField(max_length=30)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    judged_on = models.DateField()
    text = models.TextField(blank=True)
    grants = models.BooleanField(default=False)
    final_on = models.DateField(null=True)
    followed_in = models.OneToOneField(
        Investigation, null=True, on_delete=models.PROTECT, related_name="judgment"
    )  # the inquiry in which the committee does what the court has said
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "appeal": Kind.IDENTITY,
        "instance": Kind.ORDINARY,
        "court": Kind.ORDINARY,
        "number": Kind.IDENTITY,
        "outcome": Kind.ORDINARY,
        "judged_on": Kind.ORDINARY,
        "text": Kind.SENSITIVE,
        "grants": Kind.ORDINARY,
        "final_on": Kind.ORDINARY,
        "followed_in": Kind.IDENTITY,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="judgment_is_final_after_it_is_given",
                condition=Q(final_on__isnull=True) | Q(final_on__gte=models.F("judged_on")),
            )
        ]


class Ruling(models.Model):
    """A separate decision with a remedy of its own (Särskilt beslut): an appeal dismissed, or a request refused.

    `content` is its letter as canonical JSON, kept as sent, like that of a signed decision; `translations` are those
    in other languages by language. `item` is the item of the delegation order it was made under. It never changes.
    """

    class Subject(models.TextChoices):
        DISMISSAL = "dismissal"  # FL 45: an appeal that came too late
        NO_DECISION_YET = "no_decision_yet"  # FL 12: a request that the case be decided

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rulings")
    subject = models.CharField(max_length=15, choices=Subject.choices)
    regime = models.CharField(max_length=12)
    dismissed = models.OneToOneField(Appeal, null=True, on_delete=models.PROTECT, related_name="dismissal")
    request = models.OneToOneField("DecisionRequest", null=True, on_delete=models.PROTECT, related_name="ruling")
    reasons = models.TextField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    translations = models.JSONField(default=dict)
    item = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "subject": Kind.ORDINARY,
        "regime": Kind.ORDINARY,
        "item": Kind.ORDINARY,
        "translations": Kind.SENSITIVE,
        "dismissed": Kind.IDENTITY,
        "request": Kind.IDENTITY,
        "reasons": Kind.SENSITIVE,
        "content": Kind.SENSITIVE,
        "digest": Kind.DERIVED,
        "decided_at": Kind.ORDINARY,
        "decided_by": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ruling_says_on_what",
                condition=Q(subject="dismissal", dismissed__isnull=False, request__isnull=True)
                | Q(subject="no_decision_yet", dismissed__isnull=True, request__isnull=False),
            ),
            models.CheckConstraint(name="ruling_has_reasons", condition=~Q(reasons="")),
        ]
