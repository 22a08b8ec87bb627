"""Calibration rounds: what was to be assessed, who was drawn to which version, what they wrote and handed in."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.written import VERSION_KINDS, WrittenVersion
from samsyn.people.models import Staff, Unit


class Exercise(models.Model):
    """One round of a unit (kalibreringsrunda). Its seed and the order of its sheets draw the versions again."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="exercises")
    title = models.CharField(max_length=120)
    seed = models.BigIntegerField()
    last_day = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)

    kinds = dict.fromkeys(
        ("id", "unit", "title", "seed", "last_day", "opened_at", "once", "closed_at"), Kind.ORDINARY
    ) | {"opened_by": Kind.IDENTITY, "closed_by": Kind.IDENTITY}  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="exercise_closed_at_and_by",
                condition=Q(closed_at__isnull=True, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
            ),
        ]

    @property
    def is_closed(self) -> bool:
        """Whether no more answers are taken in, and the result may be read."""
        return self.closed_at is not None


class ExerciseVignette(models.Model):
    """A vignette of a round, kept whole as it was when the round was opened."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="vignettes")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()

    kinds = dict.fromkeys(("id", "exercise", "number", "code", "version", "content"), Kind.ORDINARY)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_exercise_vignette_a_number", fields=["exercise", "number"])]


class ExerciseSheet(models.Model):
    """What one assessor has before them in a round, whatever role they act in; final once it is handed in."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="sheets")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()  # in the order of the draw
    handed_in_at = models.DateTimeField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "exercise": Kind.ORDINARY,
        "staff": Kind.IDENTITY,
        "place": Kind.IDENTITY,
        "handed_in_at": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_sheet_an_assessor", fields=["exercise", "staff"]),
            models.UniqueConstraint(name="one_sheet_a_place", fields=["exercise", "place"]),
        ]


class ExerciseDraw(models.Model):
    """Which version of a vignette a sheet shows: the draw as it came out."""

    class Variant(models.TextChoices):
        A = "a"
        B = "b"

    sheet = models.ForeignKey(ExerciseSheet, on_delete=models.PROTECT, related_name="draws")
    vignette = models.ForeignKey(ExerciseVignette, on_delete=models.PROTECT, related_name="+")
    variant = models.CharField(max_length=1, choices=Variant.choices)

    kinds = {"id": Kind.IDENTITY, "sheet": Kind.IDENTITY, "vignette": Kind.ORDINARY, "variant": Kind.SENSITIVE}

    class Meta:
        constraints = [models.UniqueConstraint(name="one_version_a_sheet", fields=["sheet", "vignette"])]


class ExerciseVersion(WrittenVersion):
    """Everything ever typed into a sheet, so that a second tab, a crash or the closing of the round loses nothing."""

    entry = models.ForeignKey(ExerciseSheet, on_delete=models.PROTECT, related_name="versions")
    place = models.CharField(max_length=60)
    kinds = VERSION_KINDS


class ExerciseAnswer(models.Model):
    """What a sheet that is handed in says to one question of one vignette. Never changes."""

    class Outcome(models.TextChoices):
        GRANTED = "granted"
        PARTLY = "partly"
        REFUSED = "refused"

    sheet = models.ForeignKey(ExerciseSheet, on_delete=models.PROTECT, related_name="answers")
    vignette = models.ForeignKey(ExerciseVignette, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    amount = models.PositiveIntegerField(null=True)  # in the question's unit
    level = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "sheet": Kind.IDENTITY,
        "vignette": Kind.ORDINARY,
        "question": Kind.ORDINARY,
        "outcome": Kind.SENSITIVE,
        "amount": Kind.SENSITIVE,
        "level": Kind.SENSITIVE,
        "words": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_answer_a_question", fields=["sheet", "vignette", "question"]),
            models.CheckConstraint(name="exercise_level_on_the_scale", condition=Q(level__lte=4)),
            models.CheckConstraint(
                name="a_refusal_gives_nothing", condition=~Q(outcome="refused") | Q(amount=0) | Q(amount__isnull=True)
            ),
        ]
