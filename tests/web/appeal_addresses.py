"""What the addresses of hearing, telling and appealing are asked about in the access walk."""

from samsyn.cases.actions import announce
from samsyn.cases.models import Communication, DecisionRequest, Judgment, Ruling, SentNotice
from tests import appealing as a
from tests import factories as f


def cases_heard(given: dict) -> dict[str, object]:
    """A case at each stage of being heard, told and tried."""
    found = {"heard": a.drafted_refusal(**given), "slow": a.slow_case(**given)}
    for name in ("refused", "appealed", "tried"):
        found[name] = a.refused_case(**given)
    found["late"] = a.refused_case(at=a.OLD, **given)
    decision = f.decision_of(found["refused"])
    announce(decision=decision, announced_on=f.NOW.date(), by=f.caseworker_of(found["refused"]), at=f.NOW)
    a.appealed(found["appealed"], at=f.NOW)
    a.judged(a.at_court(a.appealed(found["tried"], at=f.NOW), at=f.NOW), at=f.NOW)
    a.dismissed(found["late"])
    return found


def _of(name, **more):
    return lambda w: {"pk": w.cases[name].pk, **{key: get(w.cases[name]) for key, get in more.items()}}


def _mine(name, key="pk", get=lambda case: case.pk):
    return lambda w: {"person": w.person.pk, key: get(w.cases[name])}


def _sent(case):
    return Communication.objects.get(investigation__case=case).pk


def _appeal(case):
    return case.appeals.get().pk


def _ruling(case):
    return Ruling.objects.get(case=case).pk


def _letter(case):
    return SentNotice.objects.filter(case=case).first().pk


def _newest(case):
    return f.decision_of(case).pk


REFUSED = _of("refused", decision_pk=_newest)
APPEALED = _of("appealed", appeal_pk=_appeal)
TRIED = _of("tried", appeal_pk=_appeal)
RULED = _of("late", ruling_pk=_ruling)

ARGUMENTS = {
    "appeals": lambda _world: {},
    "hearing": _of("heard"),
    "hearing_send": _of("heard"),
    "hearing_waive": _of("heard"),
    "hearing_answer": _of("heard", communication_pk=_sent),
    **dict.fromkeys(["notices", "notice_note", "notice_strike", "notice_announce", "appeal_register"], REFUSED),
    "notice_take_down": _of(
        "refused", decision_pk=_newest, announcement_pk=lambda case: f.decision_of(case).announcements.get().pk
    ),
    **dict.fromkeys(["appeal", "appeal_take_up", "appeal_dismiss", "appeal_withdraw"], APPEALED),
    **dict.fromkeys(["appeal_reconsider", "appeal_hand_over"], APPEALED),
    **dict.fromkeys(["appeal_judgment", "appeal_higher", "appeal_conclude"], TRIED),
    "appeal_follow": _of(
        "tried", appeal_pk=_appeal, judgment_pk=lambda case: Judgment.objects.get(appeal__case=case).pk
    ),
    "sent_notice": _of("heard", notice_pk=_letter),
    **dict.fromkeys(["ruling", "ruling_letter", "ruling_note", "ruling_appeal"], RULED),
    **dict.fromkeys(["delay", "delay_tell", "delay_ask"], _of("slow")),
    "delay_refuse": _of("slow", request_pk=lambda case: DecisionRequest.objects.get(case=case).pk),
    "my_hearing": _mine("heard", get=_sent),
    "my_appeal_new": _mine("refused", get=_newest),
    "my_appeal": _mine("appealed", get=_appeal),
    "my_appeal_withdraw": _mine("appealed", get=_appeal),
    "my_ruling": _mine("late", get=_ruling),
    "my_request": _mine("slow", key="case"),
}
