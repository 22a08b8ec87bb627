"""What leaves the case for review, the key that stays behind, and what is said of it."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.models import Decision, Investigation
from samsyn.people.models import Staff, Unit
from samsyn.review.lifecycle import State


def _all(names: str, kind: Kind) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


class ReviewRule(models.Model):
    """Which of a unit's cases go to review, and who reads them. The newest holds; none is ever changed."""

    class Mode(models.TextChoices):
        ALL = "all"
        SHARE = "share"  # a random draw among all
        KINDS = "kinds"
        REQUEST = "request"

    class From(models.TextChoices):
        OTHERS_FIRST = "others_first"  # other units first, the own one when they are too few
        OTHERS = "others"
        ANY = "any"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="review_rules")
    mode = models.CharField(max_length=7, choices=Mode.choices)
    share = models.PositiveSmallIntegerField(default=100)  # per cent of the cases
    kinds_of_case = models.JSONField(default=list)  # codes of interventions
    readers = models.PositiveSmallIntegerField(default=2)
    readers_from = models.CharField(max_length=12, choices=From.choices, default=From.OTHERS_FIRST)
    seed = models.BigIntegerField()  # of the draw among cases
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=40)

    kinds = {"set_by": Kind.IDENTITY} | _all(
        "id unit mode share kinds_of_case readers readers_from seed set_at", Kind.ORDINARY
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_share_of_cases", condition=Q(share__gte=1, share__lte=100)),
            models.CheckConstraint(name="two_or_more_read", condition=Q(readers__gte=2, readers__lte=9)),
        ]


class Packet(models.Model):
    """A case as its reviewers meet it (granskningsunderlag): masked texts, needs, and what is asked for.

    Nothing in it leads to the case; only the key does, and the key ends. `sex` and `age_band` stay empty until the
    readings have opened, so that guesses can be told right from wrong when the key is gone.
    """

    code = models.CharField(max_length=12, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="packets")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.DRAFT)
    seed = models.BigIntegerField()  # of the draw of readers
    readers = models.PositiveSmallIntegerField()
    sections = models.JSONField(default=list)  # of packet_text.Shown; empty until it is sent
    needs = models.JSONField(default=list)
    questions = models.JSONField(default=list)  # of what is asked for: intervention, unit, applied
    words = models.PositiveIntegerField(default=0)
    edits = models.PositiveIntegerField(default=0)
    settled_by_hand = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=40, blank=True)
    meeting_note = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)
    key_days = models.PositiveSmallIntegerField()
    texts_until = models.DateField()
    sex = models.CharField(max_length=1, blank=True)
    age_band = models.CharField(max_length=5, blank=True)
    lines_decided = models.PositiveSmallIntegerField(null=True)  # when the decision was proposed
    lines_departed = models.PositiveSmallIntegerField(null=True)

    kinds = (
        _all("id code unit state seed readers words edits settled_by_hand made_at sent_at opened_at concluded_at"
             " withdrawn_at key_days texts_until lines_decided lines_departed", Kind.ORDINARY)
        | _all("sections needs questions meeting_note withdrawn_why sex age_band", Kind.SENSITIVE)
        | {"concluded_by": Kind.IDENTITY}
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["unit", "state"], name="packet_by_unit")]
        constraints = [
            models.CheckConstraint(
                name="packet_concluded_at_and_by",
                condition=Q(concluded_at__isnull=True, concluded_by="")
                | (Q(concluded_at__isnull=False) & ~Q(concluded_by="")),
            ),
            models.CheckConstraint(
                name="a_packet_that_left_was_sent",
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_withdrawn_packet_says_when",
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=State.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PacketKey(models.Model):
    """What leads from a packet back to the case: kept apart, read by the case's own people only, and ended in time.

    `sections` are the texts as they stood, with every change of the masking and what was answered of it; they are
    emptied when the packet has left.
    """

    packet = models.OneToOneField(Packet, on_delete=models.PROTECT, related_name="key")
    investigation = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="packet_keys")
    sections = models.JSONField(default=list)
    hidden = models.JSONField(default=list)  # words that the caseworker hides beside what was found
    version = models.PositiveIntegerField(default=1)  # grows with every answer, so that two tabs do not cross
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    kinds = (
        _all("id packet investigation made_by", Kind.IDENTITY)
        | _all("sections hidden", Kind.SENSITIVE)
        | _all("version made_at", Kind.ORDINARY)
    )


class ReviewResult(models.Model):
    """What a review came to, as the case keeps it (SoL 14:3): lines, note and day. It leads to no packet and no reader.

    What was used in handling the case belongs to its file, and stays when the key is gone.
    """

    investigation = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="review_results")
    lines = models.JSONField(default=list)  # of reading.Answer, words too
    note = models.TextField(blank=True)
    concluded_on = models.DateField()

    kinds = {
        "id": Kind.IDENTITY, "investigation": Kind.IDENTITY, "lines": Kind.SENSITIVE, "note": Kind.SENSITIVE,
        "concluded_on": Kind.ORDINARY,
    }  # fmt: skip


class ReviewWaiver(models.Model):
    """That a case is decided without the review that the rule asks for, and why (undantag)."""

    class Cause(models.TextChoices):
        URGENT = "urgent"
        NOBODY = "nobody"  # too few who have not worked with the case
        OTHER = "other"

    investigation = models.OneToOneField(Investigation, on_delete=models.PROTECT, related_name="review_waiver")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    why = models.TextField()
    waived_at = models.DateTimeField()
    waived_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY, "investigation": Kind.IDENTITY, "cause": Kind.ORDINARY, "why": Kind.SENSITIVE,
        "waived_at": Kind.ORDINARY, "waived_by": Kind.IDENTITY,
    }  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(name="a_waiver_says_why", condition=~Q(why=""))]


class Reading(models.Model):
    """One reviewer's reading of a packet, blind to the others' until all are handed in.

    The guess is free to leave out. `stepped_down` is that the reviewer knew the case again, or cannot read it.
    """

    class StepDown(models.TextChoices):
        NONE = ""
        KNOWN = "known"  # recognises the person
        TIME = "time"
        OPENED = "opened"  # has seen the case itself in the meantime

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="readings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # where they read
    drawn_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    stepped_down = models.CharField(max_length=6, blank=True, choices=StepDown.choices)
    stepped_down_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=list)  # of reading.Answer, codes and amounts only
    words = models.JSONField(default=dict)  # code of intervention → goal and reason in words
    missing = models.TextField(blank=True)
    guess_sex = models.CharField(max_length=1, blank=True)
    guess_sex_sure = models.PositiveSmallIntegerField(null=True)  # per cent
    guess_age = models.CharField(max_length=5, blank=True)
    guess_age_sure = models.PositiveSmallIntegerField(null=True)
    guess_words = models.TextField(blank=True)

    kinds = (
        _all("id packet unit drawn_at saved_at done_at stepped_down stepped_down_at", Kind.ORDINARY)
        | {"reader": Kind.IDENTITY}
        | _all("answers words missing guess_sex guess_sex_sure guess_age guess_age_sure guess_words", Kind.SENSITIVE)
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["reader"],
                name="reading_to_do",
                condition=Q(done_at__isnull=True, stepped_down_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(name="a_reader_once_a_packet", fields=["packet", "reader"]),
            models.CheckConstraint(name="a_guess_of_sex", condition=Q(guess_sex__in=["", "K", "M"])),
            models.CheckConstraint(
                name="handed_in_or_stepped_down", condition=Q(done_at__isnull=True) | Q(stepped_down="")
            ),
        ]


class MeetingLine(models.Model):
    """What the meeting came to for one intervention: the readings weighed together (samlad bedömning)."""

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="lines")
    intervention = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8)
    unit = models.CharField(max_length=13)
    amount = models.PositiveIntegerField(default=0)
    goal = models.TextField(blank=True)
    why = models.TextField(blank=True)

    kinds = {"id": Kind.ORDINARY, "packet": Kind.ORDINARY} | _all(
        "intervention outcome unit amount goal why", Kind.SENSITIVE
    )

    class Meta:
        constraints = [models.UniqueConstraint(name="one_meeting_line_each", fields=["packet", "intervention"])]


class Departure(models.Model):
    """Why a decision is another than the review came to (avsteg). Belongs to the case, and leads to no packet."""

    class Cause(models.TextChoices):
        NEW_FACTS = "new_facts"
        PERSON = "person"  # what the person says and wants
        JUDGEMENT = "judgement"
        LAW = "law"
        MASKED = "masked"  # the packet did not show what matters

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="departures")
    intervention = models.CharField(max_length=40)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    why = models.TextField()
    terms = models.JSONField(default=list)  # what the draft said then: another line needs another reason
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY, "decision": Kind.IDENTITY, "intervention": Kind.SENSITIVE, "cause": Kind.ORDINARY,
        "why": Kind.SENSITIVE, "terms": Kind.SENSITIVE, "said_at": Kind.ORDINARY, "said_by": Kind.IDENTITY,
    }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_departure_each", fields=["decision", "intervention"]),
            models.CheckConstraint(name="a_departure_says_why", condition=~Q(why="")),
        ]
