"""Follow-ups: level reached, the goal in two views, and what comes of it."""

from datetime import date, timedelta

from samsyn.synthetic import wordings
from samsyn.synthetic.calendar import on_office_day
from samsyn.synthetic.records import FollowUp, FollowUpNeed, Need
from samsyn.synthetic.thread import Thread

EVERY_DAYS = 182
REACHED = {-1: "yes", 0: "yes", 1: "partly"}  # by level reached less level meant; more is "no"


def due_days(t: Thread, planned: date, end: date) -> tuple[list[date], date]:
    """The days follow-ups were held after a plan and before an end, and the day the next one is due."""
    held: list[date] = []
    due = planned + timedelta(days=EVERY_DAYS)
    while True:
        day = on_office_day(due + timedelta(days=t.rng.randrange(-14, 18)))
        if day >= end:
            return held, due
        held.append(day)
        due = day + timedelta(days=EVERY_DAYS)


def follow_up(t: Thread, decision: int, found: dict[str, Need], day: date, result: str, next_on: date | None) -> None:
    """One follow-up held with the person, on every need that something was granted for."""
    key, at = t.key("follow_up"), t.hour(day, 10, 13)
    together = [p.name for p, _ in t.relatives[:1]] if t.rng.random() < 0.35 else []
    t.story.follow_ups.append(
        FollowUp(
            id=key,
            case=t.case,
            decision=decision,
            held_on=day,
            by=t.caseworker,
            took_part=wordings.listed([t.person.name, *together, "handläggare"]),
            persons_words=t.rng.choice(wordings.AFTERWARDS),
            result=result,
            next_on=next_on,
            recorded_at=at,
        )
    )
    for i, need in enumerate(found.values()):
        t.story.follow_up_needs.append(_need(t, key, need, result, first=i == 0))
    t.read("case.read", f"case:{t.case}", t.officer, at - timedelta(minutes=t.rng.randrange(10, 90)))
    t.tell("follow_up.record", f"follow_up:{key}", t.officer, at, result=result)


def _need(t: Thread, follow_up: int, need: Need, result: str, *, first: bool) -> FollowUpNeed:
    now, meant = need.level_now or 0, need.level_meant or 0
    worse = result == "reassess"
    level = min(4, now + 1) if worse and first else max(0, t.rng.choice((now, meant, meant, (now + meant + 1) // 2)))
    seen = REACHED.get(max(-1, level - meant), "no")
    own = seen if t.rng.random() < 0.7 else t.rng.choice(("yes", "partly", "no"))
    coded = result if first or worse else "continue"
    return FollowUpNeed(
        id=t.key("follow_up_need"),
        follow_up=follow_up,
        need=need.id,
        level=level,
        reached_person=own,
        reached_professional=seen,
        comment=t.rng.choice(wordings.COMMENTS[seen]),
        result=coded,
    )
