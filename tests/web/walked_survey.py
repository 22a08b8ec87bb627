"""The survey among the addresses that are walked: an open round, and one that is over with answers enough to show."""

from datetime import timedelta

from samsyn.improvement.models import SurveyInvitation, SurveyRound, SurveyTally
from samsyn.improvement.survey import questions
from tests import factories as f
from tests.web import walked_mandates

walked_mandates.NOBODYS |= {"surveys", "survey", "survey_enter", "survey_table"}  # counts, which name nobody
TODAY = f.NOW.date()
QUESTION = "HT-NOJD"


def _round(first: int, last: int) -> SurveyRound:
    days = {"first_day": TODAY + timedelta(first), "last_day": TODAY + timedelta(last)}
    opened = {"version": 1, "opened_at": f.NOW, "opened_by": "staff:1"}
    return SurveyRound.objects.get_or_create(kind="HT", **days, defaults=opened)[0]


def _open(w) -> SurveyRound:
    """The round that is open, also by the clock of a real server, to which the person is invited."""
    found, provider = _round(0, 3650), f.order_of(w.cases["active"]).provider
    terms = {"provider": provider, "code": f"WALK{w.person.pk:06d}"}
    SurveyInvitation.objects.get_or_create(round=found, person=w.person, defaults=terms)
    for question in questions("HT", 1):
        for answer in range(1, question.size + 1):
            SurveyTally.objects.get_or_create(round=found, sex="", question=question.code, answer=answer)
    return found


def _over(w) -> SurveyRound:
    found, provider = _round(-30, -1), f.order_of(w.cases["active"]).provider
    for unit, sex, count in ((provider, "", 40), (None, "K", 20), (None, "M", 20)):
        for answer in (1, 5):
            tally = {"round": found, "provider": unit, "sex": sex, "question": QUESTION, "answer": answer}
            SurveyTally.objects.get_or_create(**tally, defaults={"count": count})
    return found


ARGUMENTS = {
    "surveys": lambda w: {},
    "survey": lambda w: {"pk": _over(w).pk},
    "survey_enter": lambda w: {"pk": _open(w).pk},
    "survey_table": lambda w: {"pk": _over(w).pk, "code": QUESTION},
    "my_survey": lambda w: {"person": w.person.pk if _open(w) else 0},
    "my_survey_pdf": lambda w: {"person": w.person.pk if _open(w) else 0},
    "provider_survey_pdf": lambda w: {"pk": f.order_of(w.cases["active"]).pk if _open(w) else 0},
}
