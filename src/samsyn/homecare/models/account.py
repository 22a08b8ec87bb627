"""What the account of a person's time holds beside planned and performed time: requests, entries, own things."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.models import DecisionLine
from samsyn.homecare.account.ledger import Kind as EntryKind
from samsyn.people.models import Person


class OwnItem(models.Model):
    """Something a person wants to be able to use their time for, beside the municipality's menu."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="own_items")
    what = models.CharField(max_length=120)
    answers = models.CharField(max_length=15)  # the area of life in which it answers a need (IBIC)
    minutes = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "what": Kind.SENSITIVE,
        "answers": Kind.SENSITIVE,
        "minutes": Kind.ORDINARY,
        "added_at": Kind.ORDINARY,
        "added_by": Kind.IDENTITY,
        "ended_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="own_item_takes_time", condition=Q(minutes__gt=0, minutes__lte=1440)),
            models.UniqueConstraint(
                name="one_own_item_a_name", fields=["person", "what"], condition=Q(ended_at__isnull=True)
            ),
        ]

    @property
    def key(self) -> str:
        """As a swap and an activity name it."""
        return f"own:{self.pk}"


class TimeRequest(models.Model):
    """A request to swap or cancel a visit, and its answer (Bytesbegäran, avbokning). Answered once; never changed."""

    class Sort(models.TextChoices):
        SWAP = "swap"
        CANCEL = "cancel"

    class State(models.TextChoices):
        ASKED = "asked"  # waits for the contact person
        YES = "yes"
        NO = "no"
        WITHDRAWN = "withdrawn"
        GONE = "gone"  # the day passed, or the visit went with a new plan or an order that ended

    class Hand(models.TextChoices):
        SELF = "self"  # the person, on their own page
        RELATIVE = "relative"  # somebody with authority
        CARER = "carer"  # a carer on the person's behalf
        PHONE = "phone"
        PAPER = "paper"

    order = models.ForeignKey("Order", on_delete=models.PROTECT, related_name="time_requests")
    sort = models.CharField(max_length=8, choices=Sort.choices)
    # A visit that was never given up goes when a new plan takes its place; what it was stands beside.
    given = models.ForeignKey("PlannedTime", null=True, on_delete=models.SET_NULL, related_name="given_up")
    given_what = models.CharField(max_length=120, blank=True)
    given_day = models.DateField(null=True)
    item = models.CharField(max_length=40, blank=True)  # of the menu, or "own:12"
    what = models.CharField(max_length=120, blank=True)
    day = models.DateField()
    start = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    saved = models.PositiveSmallIntegerField(default=0)  # of the minutes, how many are taken of saved time
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    asked_name = models.CharField(max_length=120)
    hand = models.CharField(max_length=8, choices=Hand.choices)
    once = models.CharField(max_length=36, blank=True)  # the mark of the form it came in
    rule = models.CharField(max_length=40)  # "goteborg/1"
    limits = models.JSONField(default=list)  # the limits it reached, in order: account.swap.Limit
    why = models.JSONField(default=list)  # for each limit the sentence that was said, and what stands in it
    state = models.CharField(max_length=9, choices=State.choices)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_name = models.CharField(max_length=120, blank=True)
    answer = models.TextField(blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "sort": Kind.ORDINARY,
        "given": Kind.IDENTITY,
        "given_what": Kind.SENSITIVE,
        "given_day": Kind.ORDINARY,
        "item": Kind.SENSITIVE,
        "what": Kind.SENSITIVE,
        "day": Kind.ORDINARY,
        "start": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "saved": Kind.ORDINARY,
        "asked_at": Kind.ORDINARY,
        "asked_by": Kind.IDENTITY,
        "asked_name": Kind.IDENTITY,
        "hand": Kind.ORDINARY,
        "once": Kind.ORDINARY,
        "rule": Kind.ORDINARY,
        "limits": Kind.ORDINARY,
        "why": Kind.ORDINARY,
        "state": Kind.ORDINARY,
        "answered_at": Kind.ORDINARY,
        "answered_by": Kind.IDENTITY,
        "answered_name": Kind.IDENTITY,
        "answer": Kind.SENSITIVE,
    }

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"], condition=Q(state="asked"), name="time_request_open")]
        constraints = [
            models.CheckConstraint(name="request_takes_time", condition=Q(minutes__gt=0, minutes__lte=1440)),
            models.CheckConstraint(
                name="request_answered_at_and_by",
                condition=Q(state="asked", answered_at__isnull=True, answered_by="")
                | (~Q(state="asked") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
            ),
            models.CheckConstraint(name="cancelled_is_given_up", condition=~Q(sort="cancel") | Q(given__isnull=False)),
            # Two devices at once: a visit waits for one answer at a time.
            models.UniqueConstraint(name="one_open_request_a_visit", fields=["given"], condition=Q(state="asked")),
        ]


class TimeEntry(models.Model):
    """Minutes that move in the account and that nothing else tells: saved, used, moved, lapsed (Post i tidskontot).

    What is granted, planned, performed and cancelled is read where it stands: in decision lines, planned time and
    performed time. A row never changes and never goes away.
    """

    line = models.ForeignKey(DecisionLine, on_delete=models.PROTECT, related_name="time_entries")
    first = models.DateField()  # the period it leaves
    last = models.DateField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in EntryKind])
    minutes = models.PositiveIntegerField()
    to_line = models.ForeignKey(DecisionLine, null=True, on_delete=models.PROTECT, related_name="+")
    to_first = models.DateField(null=True)  # the period it comes to, where that is another
    to_last = models.DateField(null=True)
    at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    agreed_by = models.CharField(max_length=40)
    rule = models.CharField(max_length=40)
    request = models.ForeignKey(TimeRequest, null=True, on_delete=models.PROTECT, related_name="entries")

    kinds = {
        "id": Kind.IDENTITY,
        "line": Kind.IDENTITY,
        "first": Kind.ORDINARY,
        "last": Kind.ORDINARY,
        "kind": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "to_line": Kind.IDENTITY,
        "to_first": Kind.ORDINARY,
        "to_last": Kind.ORDINARY,
        "at": Kind.ORDINARY,
        "asked_by": Kind.IDENTITY,
        "agreed_by": Kind.IDENTITY,
        "rule": Kind.ORDINARY,
        "request": Kind.IDENTITY,
    }

    class Meta:
        indexes = [models.Index(fields=["line", "first"], name="time_entry_by_line")]
        constraints = [
            models.CheckConstraint(name="entry_moves_time", condition=Q(minutes__gt=0)),
            models.CheckConstraint(
                name="entry_to_a_whole_place",
                condition=Q(to_line__isnull=True, to_first__isnull=True, to_last__isnull=True)
                | Q(to_line__isnull=False, to_first__isnull=False, to_last__isnull=False),
            ),
        ]


class TimeFinding(models.Model):
    """That time was not used, or used beyond what is granted: a reason to talk, never a saving and never a cut."""

    class Found(models.TextChoices):
        UNUSED = "unused"
        OVERUSED = "overused"

    line = models.ForeignKey(DecisionLine, on_delete=models.PROTECT, related_name="time_findings")
    first = models.DateField()  # the periods it was found in
    last = models.DateField()
    found = models.CharField(max_length=8, choices=Found.choices)
    minutes = models.PositiveIntegerField()
    granted = models.PositiveIntegerField()  # in the same periods
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_name = models.CharField(max_length=120, blank=True)
    answer = models.TextField(blank=True)  # what the person said, and what is done

    kinds = {
        "id": Kind.IDENTITY,
        "line": Kind.IDENTITY,
        "first": Kind.ORDINARY,
        "last": Kind.ORDINARY,
        "found": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "granted": Kind.ORDINARY,
        "at": Kind.ORDINARY,
        "answered_at": Kind.ORDINARY,
        "answered_by": Kind.IDENTITY,
        "answered_name": Kind.IDENTITY,
        "answer": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_finding_a_line", fields=["line"], condition=Q(answered_at__isnull=True)
            ),
            models.CheckConstraint(
                name="finding_answered_at_and_by",
                condition=Q(answered_at__isnull=True, answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="")),
            ),
        ]
