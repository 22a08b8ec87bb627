"""Opening a round of the survey, and answering it once. What is answered is added to counts; nobody's row is kept.

The log tells of an answer by a job and of no person, with the day alone: an event beside a row would be a key.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time

from django.db.models import Case, F, Q, When
from django.utils.timezone import get_current_timezone, localdate

from samsyn.audit.actions import action, record
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import Order
from samsyn.improvement import survey_access as access
from samsyn.improvement.models import SurveyInvitation, SurveyRound, SurveyTally
from samsyn.improvement.survey import KINDS, newest_version, own_counts, questions, sexes_counted
from samsyn.people.days import check_day
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor, job

SURVEY = job("survey")
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is read as something else
CODE = 10  # signs: 32 to the power of ten, too many to guess
Hand = SurveyInvitation.Hand


@action
def open_survey(*, kind: str, last_day: date, by: Actor, at: datetime) -> SurveyRound:
    """Open a round of a questionnaire and invite everybody who has the help it asks about. Raises NoAccess, Invalid."""
    permit(access.why_not_open(by))
    today = localdate(at)
    if kind not in KINDS:
        raise Invalid("kind", Refusal(N_("Välj en enkät ur listan.")))
    check_day("last_day", last_day, earliest=today)
    if SurveyRound.objects.filter(kind=kind, last_day__gte=today).exists():
        raise Refused(Refusal(N_("En omgång av den enkäten är redan öppen. Vänta tills den är slut.")))
    made = SurveyRound.objects.create(
        kind=kind, version=newest_version(kind), first_day=today, last_day=last_day, opened_at=at, opened_by=by.key
    )
    invited = _to_invite(kind, today)
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(round=made, person_id=person, provider_id=provider, code=_code())
        for person, provider in invited.items()
    )
    _lay_out(made, invited)
    record(by=by, at=at, what="survey.open", about=f"survey:{made.pk}", detail={"kind": kind, "count": len(invited)})
    return made


@action
def answer_survey(*, invitation: SurveyInvitation, answers: Mapping[str, int], by: Actor, at: datetime) -> SurveyRound:
    """The person answers on their own page, once. Raises NoAccess, Refused when it is answered or over, Invalid."""
    permit(access.why_not_answer(by, invitation.person_id))
    held = _held(invitation.pk, localdate(at))
    _count(held, answers, Hand.PAGE)
    day = datetime.combine(localdate(at), time(), get_current_timezone())
    record(by=SURVEY, at=day, what="survey.answer", about=f"survey:{held.round_id}")
    return held.round


@action
def enter_answers(
    *, of: SurveyRound, code: str, answers: Mapping[str, int], hand: str, by: Actor, at: datetime
) -> SurveyRound:
    """Enter what came on paper or by phone, by the form's code, once. Raises NoAccess, Refused, Invalid."""
    permit(access.why_not_enter(by))
    if hand not in {Hand.PAPER, Hand.PHONE}:
        raise Invalid("hand", Refusal(N_("Välj hur svaret kom.")))
    wanted = "".join(sign for sign in code.upper() if sign.isalnum())
    found = SurveyInvitation.objects.filter(round=of, code=wanted).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid("code", Refusal(N_("Koden finns inte. Läs den en gång till på blanketten.")))
    held = _held(found, localdate(at))
    _count(held, answers, hand)
    record(by=by, at=at, what="survey.enter", about=f"survey:{held.round_id}")
    return held.round


def _to_invite(kind: str, today: date) -> dict[int, int]:
    """Each person who has the help the questionnaire asks about, with the provider that gives it."""
    asked = KINDS[kind]
    orders = Order.objects.filter(
        status__in=ACCEPTED, line__intervention__in=asked.interventions, case__person__died_on=None
    )
    if asked.from_age:
        latest = date(today.year - asked.from_age, today.month, min(today.day, 28))
        orders = orders.filter(case__person__birth_date__lte=latest)
    found: dict[int, int] = {}
    for person, provider in orders.order_by("-pk").values_list("case__person", "provider"):
        found[person] = provider  # the oldest order last, so that it stands
    return found


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE))


def _held(pk: int, today: date) -> SurveyInvitation:
    """The invitation as it stands, held until the transaction ends, if it can be answered."""
    held = SurveyInvitation.objects.select_for_update(of=("self",)).select_related("round", "person").get(pk=pk)
    if held.round.last_day < today:
        raise Refused(Refusal(N_("Enkäten är stängd, så det går inte att svara längre.")))
    if held.hand:
        raise Refused(Refusal(N_("Enkäten är redan besvarad. Man svarar en gång.")))
    return held


def _count(held: SurveyInvitation, answers: Mapping[str, int], hand: str) -> None:
    asked = {q.code: q.size for q in questions(held.round.kind, held.round.version)}
    if not answers:
        raise Invalid("", Refusal(N_("Svara på minst en fråga.")))
    for code, answer in answers.items():
        if not 1 <= answer <= asked.get(code, 0):
            raise Invalid(code, Refusal(N_("Välj ett av svaren.")))
    held.hand = hand
    held.save(update_fields=["hand"])
    _add(held, answers)


def _add(held: SurveyInvitation, answers: Mapping[str, int]) -> None:
    """Add the answers to the unit's counts and to the sex's.

    Every row of both is written, those that grow by nothing too: PostgreSQL keeps on a row which transaction wrote it
    last, the same as on the invitation, and it must not tell which answers were chosen. One answers at a time, so that
    two never wait for each other.
    """
    SurveyRound.objects.select_for_update().get(pk=held.round_id)
    of_sexes = SurveyTally.objects.filter(round=held.round, provider=None)
    sex = held.person.sex if of_sexes.filter(sex=held.person.sex).exists() else ""
    chosen = Q(*(Q(question=code, answer=answer) for code, answer in answers.items()), _connector=Q.OR)
    counts = SurveyTally.objects.filter(Q(provider=held.provider_id) | Q(provider=None, sex=sex), round=held.round)
    if not counts.update(count=F("count") + Case(When(chosen, then=1), default=0)):
        # One that was opened before counts were laid out: nothing of it is kept, and it is opened anew.
        raise Refused(Refusal(N_("Enkäten måste öppnas på nytt innan någon kan svara. Ring kommunen och säg det.")))


def _lay_out(made: SurveyRound, invited: Mapping[int, int]) -> None:
    """Every count from nothing, in one order: rows made by answers would tell which answers came together, and when.

    `invited` is each person's unit. A group that is too small has no counts of its own.
    """
    sexes = Counter(Person.objects.filter(pk__in=invited).values_list("sex", flat=True))
    units = own_counts(Counter(invited.values()))
    margins = [(unit, "") for unit in sorted(units)] + [(None, sex) for sex in sexes_counted(sexes)]
    SurveyTally.objects.bulk_create(
        SurveyTally(round=made, provider_id=unit, sex=sex, question=question.code, answer=answer)
        for unit, sex in margins
        for question in questions(made.kind, made.version) for answer in range(1, question.size + 1)
    )  # fmt: skip
