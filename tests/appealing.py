"""Refusals, appeals and judgments for tests, made by the same actions that the pages use.

case = refused_case()
appeal = appealed(case)             # on the web by the person, the day after they read the refusal
judgment = judged(at_court(appeal))
"""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from samsyn.cases.actions import (
    Appealed,
    Asking,
    Judged,
    Sending,
    Telling,
    ask_for_decision,
    communicate,
    dismiss_appeal,
    hand_over,
    note_notice,
    put_line,
    reconsider,
    record_judgment,
    register_appeal,
    start_decision,
    take_up,
)
from samsyn.cases.models import Appeal, Case, Judgment, Ruling
from samsyn.people.roles import Role
from tests import factories as f
from tests.kept import kept

REFUSAL = {"outcome": "refused", "amount": 0, "reasons": "Behovet möts av maken.", "applied": 360}
NEXT_DAY, LATER, JUDGED = (f.NOW + timedelta(days=n) for n in (1, 8, 60))
OLD = f.NOW - timedelta(days=40)  # so long ago that the time to appeal has run out
COURT = "Förvaltningsrätten i Samsyn"


@kept
def refused_case(*, told: bool = True, at: datetime = f.NOW, **more) -> Case:
    """A case whose application is refused, and closed; `told` notes that the person had the letter the same day."""
    case = f.decided_case(terms={**REFUSAL, **more.pop("terms", {})}, at=at, **more)
    if told:
        telling = Telling("handed", received_on=localdate(at))
        note_notice(decision=f.decision_of(case), telling=telling, by=f.caseworker_of(case), at=at)
    return case


@kept
def appealed(case: Case, *, at: datetime = LATER, by=None, **said) -> Appeal:
    """An appeal of the newest decision, handed in at a visit unless something else is said."""
    told = {"channel": "visit", "reached_on": localdate(at), "wanted": "Jag vill ha hjälpen.", **said}
    hand = by or f.caseworker_of(case)
    return register_appeal(decision=f.decision_of(case), appealed=Appealed(**told), by=hand, at=at)


@kept
def at_court(appeal: Appeal, *, at: datetime = LATER) -> Appeal:
    """The same appeal taken up, reconsidered without a change, and handed over."""
    by = f.caseworker_of(appeal.case)
    take_up(appeal=appeal, by=by, at=at)
    reconsider(appeal=appeal, result="unchanged", reasons="Inget nytt har kommit fram.", by=by, at=at)
    return hand_over(appeal=appeal, court=COURT, files=["Överklagandet", "Beslutet"], statement="", by=by, at=at)


@kept
def judged(appeal: Appeal, outcome: str = "changed", *, at: datetime = JUDGED, **more) -> Judgment:
    """What the administrative court has decided of an appeal."""
    said = {"instance": "administrative", "court": COURT, "number": "1234-26", "judged_on": localdate(at), **more}
    said.setdefault("grants", outcome == "changed")
    return record_judgment(
        appeal=appeal, judged=Judged(outcome=outcome, **said), by=f.caseworker_of(appeal.case), at=at
    )


@kept
def drafted_refusal(*, at: datetime = f.NOW, **more) -> Case:
    """A case whose draft refuses what was applied for and has been sent to the person, who has not answered."""
    case = f.investigated_case(at=at, **more)
    by, today = f.caseworker_of(case), localdate(at)
    draft = start_decision(investigation=case.investigations.get(), by=by, at=at)
    needs = tuple(draft.investigation.needs.order_by("pk").values_list("pk", flat=True))
    put_line(decision=draft, terms=f.home_care(needs, valid_from=today, **REFUSAL), by=by, at=at)
    sending = Sending(way="web", sent_on=today, answer_by=today + timedelta(14))
    communicate(decision=draft, sending=sending, sender=f.SENDER, by=by, at=at)
    return case


@kept
def late_appeal(case: Case) -> Appeal:
    """An appeal today of a decision that the person has had since `OLD`."""
    return appealed(case, at=f.NOW)


@kept
def dismissed(case: Case) -> Ruling:
    """The decision not to take up a late appeal."""
    at = f.NOW
    delegate = f.acting(Role.DELEGATE, case.unit)
    return dismiss_appeal(appeal=late_appeal(case), reasons="Det kom för sent.", sender=f.SENDER, by=delegate, at=at)


@kept
def slow_case(**more) -> Case:
    """A case that has waited for more than six months, where the person has asked for a decision."""
    case = f.received_case(received_at=f.NOW - timedelta(days=200), **more)
    asking = Asking(channel="letter", received_on=localdate(f.NOW), text="Jag vill ha ett beslut.")
    ask_for_decision(case=case, asking=asking, by=f.caseworker_of(case), at=f.NOW)
    return case
