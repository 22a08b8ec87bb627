"""Intake and investigation: what came in, and what was found."""

from datetime import date, time, timedelta

from samsyn.synthetic import needs as wanted
from samsyn.synthetic import wordings
from samsyn.synthetic.calendar import is_office_day, moment
from samsyn.synthetic.persons import confirm_facts
from samsyn.synthetic.phrases import FACTORS
from samsyn.synthetic.records import Intake, Investigation, Need, NeedFactor
from samsyn.synthetic.thread import Hand, Thread

REPORT_SHARE = 0.08
CHANNELS = ("phone", "phone", "phone", "phone", "web", "web", "paper", "visit")
UNFINISHED_FOR = timedelta(days=12)  # so long after it opened an investigation may still lack judgements


def draw_needs(t: Thread) -> list[wanted.Wish]:
    """Draw the person's needs and what is applied for; keep those needs that something answers."""
    if t.age < 65 and t.rng.random() < 0.7:
        levels = wanted.supported(t.rng)
    else:
        t.frail = 0.5 if t.plot.demo else wanted.frailty(t.rng, max(t.age, 75) if t.age < 65 else t.age)
        levels = wanted.older(t.rng, t.frail, t.household)
    if t.plot.has_home_care:
        levels = {"d510": 2, "d540": 1, "d620": 3, "d6402": 3, "d450": 2, "d750": 2, "IBIC-TRYGGHET": 2}
    wishes = wanted.wishes(t.rng, levels, t.household, t.age, t.frail)
    answered = {a for w in wishes for a in w.areas}
    t.levels = {a: v for a, v in levels.items() if a in answered}
    return wishes


def arrive(t: Thread) -> None:
    """Register what came in, from whom and how; a caseworker has it at once or when somebody takes it."""
    rng, day = t.rng, t.plot.arrival
    report = t.plot.kind == "dismissed" or (not t.plot.is_application and rng.random() < REPORT_SHARE)
    channel = "phone" if report else rng.choice(CHANNELS)
    by_whom, who = _applicant(t) if not report else ("other", None)
    if channel == "web" and who is None:
        channel = "phone"
    late = channel == "web" and rng.random() < 0.3
    received = moment(day, time(rng.randrange(17, 23), rng.randrange(60))) if late else t.hour(day, 8, 12)
    registered = received if channel == "web" else received + timedelta(minutes=rng.randrange(5, 180))
    by = who if channel == "web" and who else t.officer
    key = t.key("intake")
    text = rng.choice(wordings.REPORTED) if report else wordings.asked_for(rng, list(t.levels), day.month)
    t.story.intakes.append(
        Intake(
            id=key,
            case=t.case,
            form="report" if report else "application",
            channel=channel,
            by_whom=by_whom,
            by_person=int(who.key.removeprefix("person:")) if who else None,
            informant=rng.choice(wordings.INFORMANTS) if report else "",
            asked_for=text,
            received_at=received,
            registered_at=registered,
            registered_by=by.key,
        )
    )
    t.tell("person.register", f"person:{t.person.id}", t.officer, received - timedelta(minutes=1), case=False)
    t.tell(
        "intake.register", f"intake:{key}", by, registered, form="report" if report else "application", channel=channel
    )
    t.move("received", received)


def _applicant(t: Thread) -> tuple[str, Hand | None]:
    able = [p for p, functions in t.relatives if "apply" in functions]
    if able and t.rng.random() < 0.4:
        return "relative", Hand(f"person:{able[0].id}", "relative", None, able[0].name)
    return "person", t.themselves


def dismiss(t: Thread) -> None:
    """Close a report that leads to no investigation."""
    day = t.plot.arrival + timedelta(days=1)
    while not is_office_day(day):
        day += timedelta(days=1)
    at = t.hour(day)
    t.closed_at, t.close_reason = at, "no_investigation"
    t.move("closed", at)
    t.tell("case.dismiss", f"case:{t.case}", t.officer, at)


def investigate(t: Thread, days: dict[str, date], reason: str) -> tuple[int, dict[str, Need]]:
    """Open an investigation and write what it finds; returns its key and the needs by area."""
    key, opened = t.key("investigation"), t.hour(days["opened"], 13, 15)
    proposed = days.get("proposed")
    t.move("investigating", opened)
    about, anew = f"investigation:{key}", reason == "reassessment"
    cause = "follow_up" if anew else ""
    if anew:
        t.tell("case.reassess", about, t.officer, opened, cause=cause)
    else:
        t.tell("investigation.open", about, t.officer, opened)
    if reason == "application":
        confirm_facts(t, days["opened"] if days["opened"] > t.plot.arrival else t.world.until - timedelta(days=1))
    blank = proposed is None and (reason != "application" or t.world.until - days["opened"] < timedelta(days=4))
    t.story.investigations.append(
        Investigation(
            id=key,
            case=t.case,
            opened_at=opened,
            opened_by=t.caseworker,
            cause=cause,
            situation="" if blank else wordings.situation(t.rng, t.person, t.household, t.age, t.home[1]),
            sources="" if blank else "Samtal vid hembesök. Läkarutlåtande. Kontakt med hemsjukvården.",
            assessment=wordings.assessment(t.rng, t.person, list(t.levels)) if proposed else "",
            completed_at=None,
        )
    )
    half_done = proposed is None and t.world.until - days["opened"] < UNFINISHED_FOR
    found = {}
    for i, area in enumerate(t.levels):
        empty = blank or (half_done and i >= len(t.levels) / 2)
        found[area] = _need(t, key, area, empty=empty)
    _readings(t, days["opened"], proposed)
    return key, found


def _need(t: Thread, investigation: int, area: str, *, empty: bool) -> Need:
    key, now = t.key("need"), t.levels[area]
    if empty:
        need = Need(key, investigation, area, "", "", None, None, "", "")
    else:
        codes = t.rng.sample(list(FACTORS), t.rng.choice((1, 1, 2)))
        codes = codes[:1] if len({c for c, _ in codes}) < len(codes) else codes
        for code, effect in codes:
            t.story.factors.append(NeedFactor(t.key("factor"), key, code, effect))
        meant = max(0, now - t.rng.choice((0, 1, 1, 2)))
        need = Need(
            id=key,
            investigation=investigation,
            area=area,
            own_words=wordings.own_words(t.rng, area),
            description=wordings.description(t.rng, area, now, t.person),
            level_now=now,
            level_meant=meant,
            factors_text=wordings.factors(codes),
            goal=wordings.goal(t.rng, area, t.person),
        )
    t.story.needs.append(need)
    return need


def _readings(t: Thread, opened: date, proposed: date | None) -> None:
    """The caseworker opens the file a few times; now and then the team leader does."""
    end = proposed or t.world.until
    for _ in range(t.rng.randrange(1, 4)):
        day = opened + timedelta(days=t.rng.randrange(max(1, (end - opened).days)))
        if is_office_day(day) and day > opened:
            t.read("case.read", f"case:{t.case}", t.officer, t.hour(day))
    if t.rng.random() < 0.15:
        leader = Hand(f"staff:{t.team.leader}", "team_leader", t.team.unit.id)
        t.read("case.read", f"case:{t.case}", leader, t.hour(opened, 15, 17))
