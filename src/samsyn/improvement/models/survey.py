"""Rounds of the survey: who is invited, and counts of what was answered that nothing ties to anybody."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Person, Unit


class SurveyRound(models.Model):
    """One round of a questionnaire (Omgång av enkäten): open from a day to a day; results are read after that."""

    kind = models.CharField(max_length=10)  # a questionnaire of data/survey.csv
    version = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)

    kinds = dict.fromkeys(("id", "kind", "version", "first_day", "last_day", "opened_at"), Kind.ORDINARY) | {
        "opened_by": Kind.IDENTITY
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_round_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))),
        ]


class SurveyInvitation(models.Model):
    """That somebody is invited to a round, with the code on their form, and how it was answered; never what, nor when.

    It holds no time on purpose, so that it cannot be laid beside the log.
    """

    class Hand(models.TextChoices):
        PAGE = "page"
        PAPER = "paper"
        PHONE = "phone"

    round = models.ForeignKey(SurveyRound, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="survey_invitations")
    provider = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    hand = models.CharField(max_length=5, choices=Hand.choices, blank=True)  # empty until it is answered

    kinds = {
        "id": Kind.IDENTITY,
        "round": Kind.ORDINARY,
        "person": Kind.IDENTITY,
        "provider": Kind.ORDINARY,
        "code": Kind.IDENTITY,
        "hand": Kind.ORDINARY,
    }

    class Meta:
        constraints = [models.UniqueConstraint(name="one_invitation_a_person", fields=["round", "person"])]


class SurveyTally(models.Model):
    """How many chose an answer to a question: at a unit, of both sexes, or of a sex, in all units. Never of both.

    All are laid out from nothing when the round is opened, so that the order of rows tells of no answer, and none for
    a group of fewer than LEAST who are invited: the only man of a unit is in no count that is his.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.PROTECT, related_name="tallies")
    provider = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # none: of a sex, overall
    sex = models.CharField(max_length=1, blank=True)
    question = models.CharField(max_length=20)
    answer = models.PositiveSmallIntegerField()  # which of the question's answers, from 1
    count = models.PositiveIntegerField(default=0)

    kinds = dict.fromkeys(("id", "round", "provider", "question"), Kind.ORDINARY) | dict.fromkeys(
        ("sex", "answer", "count"), Kind.SENSITIVE
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_tally_an_answer_at_a_unit",
                fields=["round", "provider", "question", "answer"],
                condition=Q(provider__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_tally_an_answer_of_a_sex",
                fields=["round", "sex", "question", "answer"],
                condition=Q(provider__isnull=True),
            ),
            models.CheckConstraint(
                name="a_tally_is_of_a_unit_or_of_a_sex", condition=Q(provider__isnull=True) | Q(sex="")
            ),
        ]
