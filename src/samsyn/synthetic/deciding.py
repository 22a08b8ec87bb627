"""The decision: lines for what was applied for, proposed by the caseworker and signed by a delegate."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from samsyn.synthetic import needs as wanted
from samsyn.synthetic import wordings
from samsyn.synthetic.hearing import hear, tell_of_decision
from samsyn.synthetic.needs import Wish
from samsyn.synthetic.records import Decision, DecisionLine, LineNeed, Need
from samsyn.synthetic.thread import Hand, Thread

NEW_ACT = date(2025, 7, 1)  # SFS 2025:400 took the place of SFS 2001:453
REFUSED = {"others": 0.05, "strict": 0.3}  # planted: how often a line is refused
REFUSED_FRAME = {"others": 0.02, "strict": 0.08}
NOTES = (
    "Motivera varför ramen räcker för duschen två gånger i veckan.",
    "Målet för promenaderna saknas. Komplettera och skicka igen.",
    "Beskriv vad närstående gör i dag och om de är villiga att fortsätta.",
)
LIMITED_SHARE = 0.25


@dataclass(frozen=True)
class Decided:
    """A decision with the lines granted, each with its needs by area."""

    key: int
    signed: date | None
    granted: tuple[tuple[DecisionLine, dict[str, Need]], ...]


def decide(
    t: Thread,
    days: dict[str, date],
    investigation: int,
    found: dict[str, Need],
    wishes: list[Wish],
) -> Decided:
    """Write the decision as far as its days go: proposed, sent back, or signed with its lines."""
    key, proposed = t.key("decision"), t.hour(days["proposed"], 9, 12)
    valid_from = days.get("signed") or days["proposed"] + timedelta(days=5)
    lines = [_line(t, key, wish, found, valid_from) for wish in wishes]
    delegate = _decider(t, [line for line, _ in lines])
    hear(t, investigation, [line for line, _ in lines], proposed)
    t.move("proposed", proposed)
    t.tell("decision.propose", f"decision:{key}", t.officer, proposed)
    signed = _answer(t, key, investigation, days, delegate, proposed)
    granted = tuple((line, areas) for line, areas in lines if line.outcome != "refused")
    if signed and not granted:
        t.closed_at, t.close_reason = signed, "refused"
        t.move("closed", signed)
    return Decided(key, days.get("signed"), granted)


def _decider(t: Thread, lines: list[DecisionLine]) -> Hand:
    """A delegate of the unit; what the example delegation order leaves to an utskott the secretary writes down."""
    delegate = t.rng.choice(t.team.delegates)
    if any(line.intervention == "SARSKILT_BOENDE" and line.outcome == "refused" for line in lines):
        places = t.world.workplaces
        return Hand(f"staff:{places.demo['committee_secretary']}", "committee_secretary", places.office)
    return Hand(f"staff:{delegate}", "delegate", t.team.unit.id)


def _answer(
    t: Thread, key: int, investigation: int, days: dict[str, date], delegate: Hand, proposed: datetime
) -> datetime | None:
    """What the delegate does: signs, or sends back, or nothing yet."""
    signed = t.hour(days["signed"], 13, 16) if "signed" in days else None
    returned = t.plot.kind == "returned" and signed is None
    summary = f"Beslutet bygger på utredningen och samtalen med {t.person.given_name}."
    state = "signed" if signed else "draft" if returned else "proposed"
    t.story.decisions.append(
        Decision(
            id=key,
            case=t.case,
            investigation=investigation,
            state=state,
            summary=summary,
            proposed_at=None if returned else proposed,
            proposed_by=None if returned else t.caseworker,
            returned_note=t.rng.choice(NOTES) if returned else "",
            signed_at=signed,
            signed_by=int(delegate.key.removeprefix("staff:")) if signed else None,
        )
    )
    if returned:
        at = t.hour(days["proposed"], 14, 16)
        t.tell("decision.send_back", f"decision:{key}", delegate, at)
        t.move("investigating", at)
    if signed:
        spot = next(i for i, n in enumerate(t.story.investigations) if n.id == investigation)
        t.story.investigations[spot] = replace(t.story.investigations[spot], completed_at=signed)
        t.read("case.read", f"case:{t.case}", delegate, signed - timedelta(minutes=t.rng.randrange(4, 25)))
        t.tell("decision.sign", f"decision:{key}", delegate, signed, version=1)
        t.move("decided", signed)
        reads = signed + timedelta(days=2, hours=3) if t.rng.random() < 0.4 or t.plot.demo else None
        tell_of_decision(t, key, signed, reads)
        if reads:
            t.read("decision.letter", f"decision:{key}", t.themselves, reads)
    return signed


def _line(
    t: Thread, decision: int, wish: Wish, found: dict[str, Need], valid_from: date
) -> tuple[DecisionLine, dict[str, Need]]:
    areas = {a: found[a] for a in wish.areas}
    outcome, applied, amount = _outcome(t, wish)
    limited = t.rng.random() < LIMITED_SHARE and not t.plot.demo
    line = DecisionLine(
        id=t.key("line"),
        decision=decision,
        intervention=wish.intervention,
        outcome=outcome,
        unit=wish.unit,
        applied=applied,
        amount=amount,
        valid_from=valid_from,
        valid_to=_valid_to(t, valid_from) if limited else None,
        goal=next(iter(areas.values())).goal,
        reasons=_reasons(t, wish, outcome),
        regime="SOL_11_1" if valid_from >= NEW_ACT else "SOL_2001_4_1",
        replaces=None,
    )
    t.story.lines.append(line)
    for need in areas.values():
        t.story.line_needs.append(LineNeed(t.key("line_need"), line.id, need.id))
    return line, areas


def _valid_to(t: Thread, valid_from: date) -> date:
    """A year where that has not run out, else long enough to last; help never goes on after its decision."""
    a_year = valid_from + timedelta(days=364)
    return a_year if a_year > t.world.until + timedelta(days=30) else valid_from + timedelta(days=3 * 365)


def _outcome(t: Thread, wish: Wish) -> tuple[str, int | None, int]:
    """Outcome, what was applied for, and what is granted."""
    strict = "strict" if t.caseworker == t.world.workplaces.strict else "others"
    frame = wish.intervention == "HEMTJANST"
    if not t.plot.has_home_care and t.rng.random() < (REFUSED_FRAME if frame else REFUSED)[strict] and not t.running:
        # Somebody who has help and has become worse is not refused all of it.
        return "refused", wish.amount, 0
    if not frame:
        return "granted", wish.amount, wish.amount
    severity = t.world.workplaces.severity[t.caseworker]
    amount = wanted.granted_frame(t.rng, wanted.score(t.levels), t.household, t.person.sex, severity)
    if t.rng.random() < 0.3:
        return "granted", None, amount
    applied = max(30, round(wish.amount * t.rng.choice((0.8, 0.9, 1.0, 1.2)) / 30) * 30)
    return ("granted" if amount >= applied else "partly"), applied, amount


def _reasons(t: Thread, wish: Wish, outcome: str) -> str:
    w = wordings.gaps(t.person)
    if outcome == "refused":
        return wordings.REFUSED[wish.intervention].format(**w)
    return t.rng.choice(wordings.PARTLY).format(**w) if outcome == "partly" else ""
