"""How granted lines are carried out: mostly from the first help; some in part, interrupted, or never, with reasons.

Chance is of its own, so that nothing else of a story changes with it.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from samsyn.synthetic.calendar import moment
from samsyn.synthetic.giving import CLOSED_AT, CLOSER
from samsyn.synthetic.happenings import Delay, LineEvent, Withdrawal
from samsyn.synthetic.records import Activity, Decision, DecisionLine
from samsyn.synthetic.thread import Hand, Thread

# Granted and not ordered, because there is no place or nobody to do it: a share of the lines of each intervention.
WAITS = {"SARSKILT_BOENDE": 0.6, "KONTAKTPERSON": 0.6, "DAGVERKSAMHET": 0.15, "AVLOSNING": 0.15}
WITHOUT_PLACE = {"SARSKILT_BOENDE", "DAGVERKSAMHET"}
OFFERED_SHARE = 0.5
EXPLAINED_SHARE = 0.7
INTERRUPTED = {"KONTAKTPERSON": 0.3, "TRYGGHETSLARM": 0.03}
WHOLE_FROM = 0.9  # the share of a frame that counts as the whole
FIRST_OFFER = range(25, 90)  # days after the decision
NO_THANKS = "Jag klarar mig själv nu och behöver ingen hjälp längre. Tack för den tid som varit."
CLOSES = {"deceased": "deceased", "moved": "moved", "need_ceased": "need_ceased"}
CLOSE_DAY = Hand(CLOSER, "administrator", name="close-day")


def waits(t: Thread, line: DecisionLine) -> bool:
    """Whether a granted line finds no place and nobody to do it, so that it is not ordered."""
    share = 0.0 if t.plot.demo else WAITS.get(line.intervention, 0.0)
    return _chance(t, line, "waits").random() < share


def carry(t: Thread) -> None:
    """Note on each granted line what has happened to it, up to the last day."""
    signed = {d.id: d for d in t.story.decisions if d.signed_at}
    granted = [line for line in t.story.lines if line.decision in signed and line.outcome != "refused"]
    first, plans = _first_help(t), _first_plans(t)
    for line in granted:
        decided = signed[line.decision]
        if line.id in first:
            _carried_out(t, line, first[line.id], plans.get(line.id, []))
        else:
            _waiting(t, line, decided)
        _ended(t, line, decided, list(signed.values()))


def _first_help(t: Thread) -> dict[int, tuple[int, date]]:
    """The first day of help of each line that has been helped, and the order that gave it."""
    found: dict[int, tuple[int, date]] = {}
    helped: dict[int, date] = {}
    for time_ in t.story.performed:
        if time_.minutes and time_.day < helped.get(time_.order, date.max):
            helped[time_.order] = time_.day
    timed = {p.order for p in t.story.planned}
    for running in t.running:
        order, begun = running.order.id, running.first < t.world.until
        day = helped.get(order) if order in timed else running.first if begun else None
        if day:
            found[running.line.id] = (order, day)
    return found


def _first_plans(t: Thread) -> dict[int, list[Activity]]:
    return {r.line.id: r.activities[0] for r in t.running if r.activities}


def _carried_out(t: Thread, line: DecisionLine, first: tuple[int, date], plan: list[Activity]) -> None:
    order, day = first
    at = moment(day + timedelta(1), CLOSED_AT)
    part = _part(line, plan)
    kind = "executed" if part is None else "executed_part"
    _note(t, line, kind, day, at, CLOSE_DAY, source="time", key=f"order:{order}", part=part)
    rng = _chance(t, line, "interrupted")
    ahead = (t.world.until - day).days - 1
    if t.closed_at is None and ahead > 30 and rng.random() < INTERRUPTED.get(line.intervention, 0.0):
        away = t.world.until - timedelta(days=rng.randrange(2, min(ahead, 150)))
        text = "Den som gav hjälpen har slutat." if line.intervention == "KONTAKTPERSON" else "Larmet är trasigt."
        at = t.hour(away + timedelta(1), 9, 12) if away + timedelta(1) < t.world.until else moment(away, time(16))
        _note(t, line, "interrupted", away, at, t.officer, source="caseworker", reason="AVBROTT", note=text)


def _part(line: DecisionLine, plan: list[Activity]) -> int | None:
    """How much of a frame the first plan gives where it is not nearly the whole; None for the whole."""
    if line.unit != "minutes_week" or not plan:
        return None
    given = sum(len(a.weekdays) * a.minutes // a.every_weeks for a in plan)
    return given if 0 < given < line.amount * WHOLE_FROM else None


def _waiting(t: Thread, line: DecisionLine, decided: Decision) -> None:
    """What is done while a line waits: an offer, perhaps declined, and the reason for the report."""
    if decided.signed_at is None or line.intervention not in WAITS:
        return
    rng, signed = _chance(t, line, "waiting"), decided.signed_at.date()
    last = t.closed_at.date() if t.closed_at else t.world.until
    offered = signed + timedelta(days=rng.choice(FIRST_OFFER))
    declined = False
    if rng.random() < OFFERED_SHARE and offered + timedelta(4) < last:
        at = moment(offered, time(14))
        _note(t, line, "offered", offered, at, t.officer, source="caseworker", note="Erbjudande per telefon.")
        if declined := rng.random() < 0.6:
            no = offered + timedelta(3)
            _note(t, line, "declined", no, moment(no, time(15)), t.officer, source="caseworker", reason="TACKAT-NEJ")
    if rng.random() < EXPLAINED_SHARE and signed + timedelta(70) < last:
        _explain(t, line, moment(signed + timedelta(65), time(10)), declined=declined)


def _explain(t: Thread, line: DecisionLine, at: datetime, *, declined: bool) -> None:
    place = "RES-BOSTAD" if line.intervention in WITHOUT_PLACE else "RES-PERSONAL"
    reason = "TACKAT-NEJ" if declined else place
    made = Delay(
        id=t.key("delay"),
        line=line.id,
        reason=reason,
        text="",
        consequence="Personen bor kvar hemma med den hjälp som finns.",
        meanwhile="Hemtjänst och trygghetslarm enligt samma beslut.",
        written_at=at,
        written_by=t.officer.key,
    )
    t.story.delays.append(made)
    t.tell("line.delay", f"line:{line.id}", t.officer, at, reason=reason)


def _ended(t: Thread, line: DecisionLine, decided: Decision, signed: list[Decision]) -> None:
    """A later decision on the same intervention, the person's own no, or the end of the case ends the line's clock.

    What runs when the need is gone ends because the person says so, and never by closing the case (SoL 14:9).
    """
    if later := _replaced(t, line, decided, signed):
        by, at, first = later
        _note(t, line, "new_decision", first[0], at, by, source="decision", key=f"decision:{first[1]}")
    elif t.closed_at:
        kind = CLOSES.get(t.close_reason, "need_ceased")
        day = t.closed_at.date() - timedelta(days=2 if kind == "deceased" else 0)
        if kind == "need_ceased" and (line.valid_to is None or line.valid_to >= day):
            _renounced(t, line, t.closed_at - timedelta(minutes=35))
        else:
            _note(t, line, kind, day, t.closed_at, t.officer, source="case", key=f"case:{t.case}")


def _replaced(
    t: Thread, line: DecisionLine, decided: Decision, signed: list[Decision]
) -> tuple[Hand, datetime, tuple[date, int]] | None:
    """Who decided anew on the same intervention, when, from which day and by which decision; None for nobody."""
    for later in signed:
        firsts = [x.valid_from for x in t.story.lines if (x.decision, x.intervention) == (later.id, line.intervention)]
        if later.id <= decided.id or not firsts or later.signed_at is None:
            continue
        first = min(firsts)
        if line.valid_to is None or line.valid_to >= first:
            by = Hand(f"staff:{later.signed_by}", "delegate", t.team.unit.id)
            return by, later.signed_at, (max(first, later.signed_at.date()), later.id)
    return None


def _renounced(t: Thread, line: DecisionLine, at: datetime) -> None:
    """The person needs the help no longer, and says no thanks to it."""
    _note(t, line, "withdrawn", at.date(), at, t.officer, source="caseworker", note=NO_THANKS)
    made = Withdrawal(
        id=t.key("withdrawal"),
        case=t.case,
        line=line.id,
        whole=True,
        by_whom="person",
        form="oral",
        day=at.date(),
        what=NO_THANKS,
        registered_at=at,
        registered_by=t.officer.key,
    )
    t.story.withdrawals.append(made)
    t.tell("line.renounce", f"line:{line.id}", t.officer, at)


def _note(
    t: Thread,
    line: DecisionLine,
    kind: str,
    day: date,
    at: datetime,
    by: Hand,
    *,
    source: str,
    key: str = "",
    part: int | None = None,
    reason: str = "",
    note: str = "",
) -> None:
    made = LineEvent(t.key("line_event"), line.id, day, kind, reason, part, note, source, key, at, by.key)
    t.story.line_events.append(made)
    t.tell(f"line.{kind}", f"line:{line.id}", by, at, day=day.isoformat(), reason=reason)


def _chance(t: Thread, line: DecisionLine, what: str) -> Random:
    return Random(f"{t.plot.seed}:{line.id}:{what}")  # noqa: S311 - chance, not secrecy
