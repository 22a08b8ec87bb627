"""One case told from its first word to the last day: round by round, as far as its plot goes."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samsyn.synthetic import deciding, executing, following, giving, inquiry, ordering, persons, planning
from samsyn.synthetic.calendar import office_day, on_office_day
from samsyn.synthetic.happenings import Move
from samsyn.synthetic.needs import Wish, worse
from samsyn.synthetic.plots import Plot, again
from samsyn.synthetic.records import Case, Need, Person, Story
from samsyn.synthetic.thread import Running, Thread, World
from samsyn.synthetic.workplaces import Team

FRAMES = {"HEMTJANST", "BOENDESTOD"}
CLOSINGS = {"died": "deceased", "ended": "need_ceased", "moved": "moved"}
MOVES_TO = ("Norrsjö kommun", "Västerby kommun", "Södra Ekens kommun")  # on no map
CLOSED_TEXT = "Ärendet är avslutat."
NEW_DECISION_TEXT = "Ett nytt beslut gäller. En ny beställning har skickats."
REASSESSED_SHARE = 0.16
DEMO_DUE = 12  # days until the demonstration's person is to be followed up


@dataclass(frozen=True)
class Round:
    """What one decision led to."""

    decision: int
    found: dict[str, Need]
    planned: date | None


def tell(world: World, plot: Plot, case: int, number: str) -> Story:
    """Tell the case of one plot. Everything random comes from the plot's own seed."""
    t = _thread(world, plot, case, number)
    persons.surround(t)
    wishes = inquiry.draw_needs(t)
    inquiry.arrive(t)
    if plot.kind == "dismissed":
        inquiry.dismiss(t)
    elif "opened" in plot.days:
        _go(t, wishes)
    _finish(t)
    return t.story


def _thread(world: World, plot: Plot, case: int, number: str) -> Thread:
    rng, story = Random(plot.seed), Story()  # noqa: S311 - chance, not secrecy
    person, age, household = persons.recipient(world, rng, plot.arrival, demo=plot.demo, index=plot.index)
    team = _team(world, plot, person, rng)
    worker = _caseworker(world, team, plot)
    home = rng.choice(persons.HOMES)
    return Thread(world, plot, rng, story, case, number, person, age, household, team, worker, home=home)


def _team(world: World, plot: Plot, person: Person, rng: Random) -> Team:
    """The first unit for what is to be shown, the last for what is to be elsewhere, otherwise that of the area."""
    if plot.shown or plot.elsewhere:
        return world.workplaces.teams[0 if plot.shown else -1]
    return world.workplaces.team_for(person.area, rng)


def _caseworker(world: World, team: Team, plot: Plot) -> int:
    """Somebody of the team, in turn; what is to be shown is with the demonstration's caseworker."""
    if plot.shown:
        return world.workplaces.demo["caseworker"]
    turn = world.keys.next(f"turn:{team.unit.id}")
    return team.caseworkers[turn % len(team.caseworkers)]


def _go(t: Thread, wishes: list[Wish]) -> None:
    days, quick = t.plot.days, t.plot.quick
    first = _round(t, days, quick, wishes, "application")
    if first is None or first.planned is None:
        return
    end = _end(t, first.planned)
    held, due = following.due_days(t, first.planned, end or t.world.until)
    if t.plot.demo:
        held, due = held[:1], t.world.until + timedelta(days=DEMO_DUE)
    if t.plot.kind == "overdue" and held:
        due = held.pop() - timedelta(days=5)
    elif t.plot.kind == "reassessing":
        recent = office_day(t.world.until, -t.rng.randrange(3, 30))
        held = [d for d in held if d < recent - timedelta(days=60)] + [recent]
    _follow(t, first, wishes, held, due, may_reassess=end is None and not t.plot.demo)
    if end:
        _close(t, end)


def _end(t: Thread, planned: date) -> date | None:
    """The day the case is closed, if it is."""
    if t.plot.kind not in CLOSINGS:
        return None
    span = (t.world.until - planned).days
    return office_day(planned + timedelta(days=t.rng.randrange(span // 3, max(span // 3 + 1, span - 8))), 1)


def _round(t: Thread, days: dict[str, date], quick: dict[str, date], wishes: list[Wish], reason: str) -> Round | None:
    """Investigation, decision, orders and first plans, as far as the days go."""
    investigation, found = inquiry.investigate(t, days, reason)
    if "proposed" not in days:
        return None
    decided = deciding.decide(t, days, investigation, found, wishes)
    if "signed" not in days or not decided.granted:
        return None
    answered = {a: n for _, areas in decided.granted for a, n in areas.items()}
    if "ordered" not in days:
        return Round(decided.key, answered, None)
    earlier = [r for r in t.running if r.last is None]
    fresh = []
    wanted = [pair for pair in decided.granted if not executing.waits(t, pair[0])] or decided.granted
    for line, areas in wanted:
        slow = line.intervention not in t.world.workplaces.others
        fresh.append(ordering.order(t, line, areas, days if slow else quick))
    _moved(t, fresh, days)
    if "planned" in days:
        _planned(t, fresh, earlier, days["planned"])
    elif "accepted" in days:
        for running in fresh:
            planning.unfinished(t, running, days["accepted"])
    return Round(decided.key, answered, days.get("planned"))


def _moved(t: Thread, fresh: list[Running], days: dict[str, date]) -> None:
    """Let the case follow its first order."""
    sent = [m.at for m in t.story.messages if m.order == fresh[0].order.id and m.kind == "sent"]
    t.move("ordered", sent[0])
    t.tell("case.order", f"case:{t.case}", t.officer, sent[0])
    if "accepted" in days:
        t.move("planning", fresh[0].order.status_since)
        by = t.planner(fresh[0].provider)
        t.tell("case.accept", f"case:{t.case}", by, fresh[0].order.status_since)
        for running in fresh:
            carer = t.carer(running.contact, running.provider)
            t.read("order.read", f"order:{running.order.id}", carer, running.order.status_since + timedelta(minutes=45))


def _planned(t: Thread, fresh: list[Running], earlier: list[Running], day: date) -> None:
    """Make the first plans; a new decision's frame takes over from the earlier one's."""
    due = day + timedelta(days=following.EVERY_DAYS)
    for running in fresh:
        planning.make(t, running, day, due)
        old = next((r for r in earlier if r.line.intervention == running.line.intervention), None)
        if old:
            ordering.stop(t, old, t.hour(day, 15, 16), day, NEW_DECISION_TEXT)
        ordering.begin(t, running)
    t.running += fresh
    at = fresh[0].plans[0].answered_at
    if at:
        t.move("active", at)
        by = t.carer(fresh[0].contact, fresh[0].provider)
        t.tell("case.approve_plan", f"case:{t.case}", by, at)
    t.follow_up_on = due


def _follow(t: Thread, current: Round, wishes: list[Wish], held: list[date], due: date, *, may_reassess: bool) -> None:
    """Hold the follow-ups in turn; one may lead to a second round."""
    frames = [w for w in wishes if w.intervention in FRAMES]
    for i, day in enumerate(held):
        last = i + 1 == len(held)
        forced = t.plot.kind == "reassessing" and last
        early = not last and t.rng.random() < REASSESSED_SHARE
        if frames and may_reassess and (forced or early) and any(r.line.intervention in FRAMES for r in t.running):
            following.follow_up(t, current.decision, current.found, day, "reassess", None)
            _again(t, frames, day)
            return
        result = t.rng.choice(("continue", "continue", "change"))
        next_on = due if last else day + timedelta(days=following.EVERY_DAYS)
        following.follow_up(t, current.decision, current.found, day, result, next_on)
        _renew(t, day, next_on)
    t.follow_up_on = due


def _again(t: Thread, frames: list[Wish], day: date) -> None:
    """A second round on the frame: what has become of the needs, a new decision, order and plan."""
    areas = {a for w in frames for a in w.areas}
    t.levels = worse(t.rng, {a: v for a, v in t.levels.items() if a in areas})
    slow = t.world.workplaces.home_care[t.plot.provider].extra
    days = again(t.rng, day, t.world.until, slow if frames[0].intervention == "HEMTJANST" else (0, 0))
    t.follow_up_on = None
    second = _round(t, days, days, frames, "reassessment")
    if second is None or second.planned is None:
        return
    held, due = following.due_days(t, second.planned, t.world.until)
    _follow(t, second, [], held, due, may_reassess=False)


def _renew(t: Thread, day: date, next_on: date) -> None:
    """A follow-up makes the plans current again: a new version, approved a few days later."""
    made = on_office_day(day + timedelta(days=3))
    if made >= t.world.until:
        return
    for running in t.running:
        if running.last is None:
            planning.make(t, running, made, next_on)


def _close(t: Thread, end: date) -> None:
    """Stop what is ordered and close the case."""
    at = t.hour(end, 14, 16)
    gone = end - timedelta(days=2) if t.plot.kind == "died" else end
    for running in t.running:
        if running.last is None:
            ordering.stop(t, running, at, gone, CLOSED_TEXT)
    t.closed_at, t.close_reason, t.follow_up_on = at, CLOSINGS[t.plot.kind], None
    t.move("closed", at)
    if t.plot.kind == "moved":
        move = Move(t.key("move"), t.case, "out", end, t.rng.choice(MOVES_TO), "", at, t.officer.key)
        t.story.moves.append(move)
        t.tell("case.move", f"move:{move.id}", t.officer, at, reason=t.close_reason)
    else:
        t.tell("case.close", f"case:{t.case}", t.officer, at, reason=t.close_reason)


def _finish(t: Thread) -> None:
    """Make the days, keep the orders as they ended, and write down the case."""
    for running in t.running:
        giving.give(t, running)
    for running in t.running:
        ordering.keep(t, running)
    executing.carry(t)
    died = t.closed_at.date() - timedelta(days=2) if t.closed_at and t.plot.kind == "died" else None
    persons.finish(t.story, t.person, died)
    waits_for_somebody = t.status == "received" and t.rng.random() < 0.5 and not t.plot.shown
    worker = None if waits_for_somebody else t.caseworker
    received = t.story.intakes[0].received_at
    t.story.cases.append(
        Case(
            id=t.case,
            number=t.case_number,
            person=t.person.id,
            unit=t.team.unit.id,
            caseworker=worker,
            target_group="older" if t.age >= 65 else "disability",
            status=t.status,
            status_since=t.since or received,
            received_at=received,
            follow_up_on=t.follow_up_on,
            closed_at=t.closed_at,
            close_reason=t.close_reason,
        )
    )
