"""Decisions that are not carried out in time: report and council (SoL 34:1-4; LSS 28 f-28 i §§)."""

from dataclasses import replace
from datetime import date, timedelta

from samsyn.cases.calendar_law import in_words, quarter
from samsyn.cases.clocks.facts import SOL_CAME, Contradiction, Facts
from samsyn.cases.clocks.history import Event, Kind, Running, Since, Standing, standing
from samsyn.cases.clocks.rules import Answer, Clock, NotRunning, Rule, Undecided, rules, runs
from samsyn.cases.clocks.scope import regime_in, regime_that_is_carried_out
from samsyn.cases.codes import Code, code_list
from samsyn.cases.regimes import Regime

MANY = {
    "executed": Kind.EXECUTED,
    "executed_part": Kind.EXECUTED_PART,
    "interrupted": Kind.INTERRUPTED,
    "resumed": Kind.RESUMED,
    "offered": Kind.OFFERED,
    "declined": Kind.DECLINED,
    "waits": Kind.WAITS,
    "postponed": Kind.POSTPONED,
    "reported": Kind.REPORTED,
}
ONE = {
    "withdrawn": Kind.WITHDRAWN,
    "need_ceased": Kind.NEED_CEASED,
    "deceased": Kind.DECEASED,
    "new_decision": Kind.NEW_DECISION,
}
REPORTED_LATER = {"SoL 34:1": "SoL 34:2", "LSS 28 f": "LSS 28 g"}
TO_COUNCIL = {"SoL 34:1": "SoL 34:3", "LSS 28 f": "LSS 28 h"}
OF_STAY = {"SoL 34:1": "SoL 34:4", "LSS 28 f": "LSS 28 i"}
FORMER_REPORT = "SoL 2001:453 16:6f"


def history(facts: Facts) -> list[Event]:
    """What the facts say has happened to the line. What was interrupted had begun, also when nobody said so."""
    found = [Event(day, kind) for name, kind in MANY.items() for day in getattr(facts, name)]
    found += [Event(day, kind) for name, kind in ONE.items() if (day := getattr(facts, name))]
    begun = min((*facts.executed, *facts.executed_part), default=None)
    if facts.decided and facts.interrupted and (begun is None or begun > min(facts.interrupted)):
        found.append(Event(facts.decided, Kind.EXECUTED))
    return found


def stands(facts: Facts, decided: date) -> Standing:
    """How the line stands, on the day the facts look from. Raises Contradiction."""
    if facts.resumed and not facts.interrupted:
        raise Contradiction("resumed", "resumed anges utan interrupted. Ange också dagen för avbrottet.")
    return standing(decided, history(facts), facts.today)


def three_months(rule: Rule, facts: Facts) -> Answer:
    """Three calendar months from the decision, or from the interruption, of what is not carried out (34:1, 28 f)."""
    found = regime_that_is_carried_out(rule.code, facts, charge=False)
    if not isinstance(found, Regime):
        return found
    if facts.decided is None:
        return Undecided(rule.code, ("decided",), "Tiden räknas från dagen för beslutet.", (found.report,))
    now = stands(facts, facts.decided)
    clocks = [limit(run, found, facts.today) for run in now.running] or [_stopped(now, found)]
    first = clocks[0]
    rest = tuple(f"Dessutom: {other.reasoning}" for other in clocks[1:])
    return replace(first, warnings=(*first.warnings, *rest, *_notes(now, found, facts)))


def limit(run: Running, regime: Regime, today: date | None = None) -> Clock:
    """The three months of one running clock of a line under a regime that is reported."""
    because = {
        Since.DECISION: "Beslutet som inte är helt verkställt fattades den",
        Since.INTERRUPTION: "Verkställigheten avbröts den",
    }[run.since]
    rule = rules()["EVB_3M"]
    clock = runs(rule, run.start, paragraphs=(regime.report,), because=because, so=_SO)
    unanswered = clock.unanswered
    if regime.open_question:
        unanswered = (*unanswered, regime.open_question)
        if clock.last_day and clock.last_day < SOL_CAME:
            clock = replace(clock, paragraphs=(FORMER_REPORT, *clock.paragraphs), verified=False)
    return replace(
        clock,
        unanswered=unanswered,
        warnings=_how_long(clock, today),
        is_open=True,
        verified=clock.verified and regime.verified,
    )


_SO = "Därefter ska det som inte är verkställt rapporteras, en gång per kvartal."


def _how_long(clock: Clock, today: date | None) -> tuple[str, ...]:
    if today is None or clock.start is None or clock.last_day is None:
        return ()
    gone = (today - clock.start).days
    if today > clock.last_day:
        return (f"{gone} dagar har gått. Tiden är ute sedan den {in_words(clock.last_day)}: rapportera.",)
    if passed := [day for day in clock.warn_on if day <= today]:
        mark = (passed[-1] - clock.start).days
        return (f"{gone} dagar har gått, mer än {mark - 1}. {(clock.last_day - today).days} dagar är kvar.",)
    return ()


def reasons() -> dict[str, Code]:
    """Why something is not carried out, by the code that the report uses."""
    return {code: row for code, row in code_list("not_executed").items() if row.extra["kind"] == "reason"}


def close_reasons() -> dict[Kind, Code]:
    """Why a line leaves the report, by what happened to it."""
    return {Kind(row.extra["event"]): row for row in code_list("not_executed").values() if row.extra["kind"] == "close"}


def _stopped(now: Standing, regime: Regime) -> Clock:
    """The last clock that ran, of a line that is executed or closed."""
    interrupted = now.last_interruption
    run = Running(interrupted, Since.INTERRUPTION) if interrupted else Running(now.decided, Since.DECISION)
    clock = limit(run, regime)
    if clock.last_day is None:
        raise ValueError(f"{clock.code} has no last day")
    time = f"De tre månaderna från {_FROM[run.since]} gick till den {in_words(clock.last_day)}."
    if now.close_reason and now.closed:
        why = f"{close_reasons()[now.close_reason].label_sv} ({in_words(now.closed)})."
        text = f"{why} {time} Att ärendet då avslutas är praxis och står inte i lagen."
    elif interrupted:
        text = f"Insatsen återupptogs efter avbrottet, och klockan har stannat. {time}"
    else:
        text = f"Insatsen verkställdes den {in_words(now.executed or now.decided)}, och klockan har stannat. {time}"
    late = () if _was_in_time(now, clock.last_day) else ("Det var efter de tre månaderna.",)
    return replace(clock, is_open=False, reasoning=text, warnings=late, warn_on=())


_FROM = {Since.DECISION: "beslutet", Since.INTERRUPTION: "avbrottet"}


def _notes(now: Standing, regime: Regime, facts: Facts) -> list[str]:
    notes = list(now.notes)
    if now.partly and now.unexecuted:
        notes.append("Delvis verkställt räknas som inte verkställt för den del som saknas.")
    if now.offers or now.declined:
        notes.append("Ett erbjudande, också ett som personen har tackat nej till, stoppar inte tiden.")
    if now.waits:
        notes.append("Att personen vill vänta stoppar inte tiden. Skriv det som skäl i rapporten.")
    if now.postponed:
        charge = (
            "och kommunen slipper särskild avgift" if regime.act == "SoL" else "och LSS har inget undantag från avgift"
        )
        notes.append(f"Senareläggning i ett valfrihetssystem stoppar inte rapporteringen, {charge}.")
    if facts.appealed:
        notes.append("Att beslutet är överklagat stoppar inte tiden.")
    if now.close_reason is Kind.NEW_DECISION and now.closed:
        notes.append(f"Det nya beslutet har en egen klocka från den {in_words(now.closed)}.")
    if facts.stay:
        notes.append(f"Vistelsekommunen rapporterar också, till IVO och till fullmäktige ({OF_STAY[regime.report]}).")
    return notes


def quarterly(rule: Rule, facts: Facts) -> Answer:
    """The first quarterly report that what is not carried out belongs to."""
    limit_ = three_months(rule, facts)
    if not isinstance(limit_, Clock) or facts.decided is None or limit_.last_day is None:
        return replace(limit_, code=rule.code)
    if _was_in_time(stands(facts, facts.decided), limit_.last_day):
        return NotRunning(rule.code, f"Inget att rapportera. {limit_.reasoning}", limit_.paragraphs)
    first = limit_.last_day + timedelta(days=1)
    year, number = quarter(first)
    return replace(
        limit_,
        code=rule.code,
        start=first,
        last_day=None,
        is_open=None,
        warn_on=(),
        warnings=(),
        reasoning=f"De tre månaderna går ut den {in_words(limit_.last_day)}. Det som inte är verkställt då hör till "
        f"rapporten för kvartal {number} {year}, och till varje senare så länge det inte är verkställt.",
        unanswered=(*limit_.unanswered, _CUT_OFF),
    )


_CUT_OFF = (
    "Lagen säger bara en gång per kvartal. Vilken dag i kvartalet som räknas följer av IVO:s föreskrifter "
    "(18 kap. 8 § socialtjänstförordningen), som inte är kontrollerade."
)


def _was_in_time(now: Standing, last: date) -> bool:
    on = now.closed or (now.resumed if now.last_interruption else now.executed)
    return not now.running and on is not None and on <= last


def executed_after_report(rule: Rule, facts: Facts) -> Answer:
    """Say when a reported decision has been carried out (34:2, 28 g): only what was reported, with the date."""
    found = regime_that_is_carried_out(rule.code, facts, charge=False)
    if not isinstance(found, Regime):
        return found
    law = (REPORTED_LATER[found.report],)
    if facts.decided is None:
        return Undecided(rule.code, ("decided",), "Ange dagen för beslutet.", law)
    now = stands(facts, facts.decided)
    if not now.reported:
        return NotRunning(rule.code, "Bara beslut som har rapporterats som inte verkställda ska anmälas.", law)
    back = max((*facts.executed, *facts.resumed), default=None)
    if now.running or back is None:
        return NotRunning(rule.code, "Beslutet är inte helt verkställt. Anmäl när det är det.", law)
    text = f"Beslutet är rapporterat och verkställdes den {in_words(back)}. Anmäl det, med den dagen."
    return Clock(rule.code, back, None, law, f"{text} Lagen sätter ingen sista dag.")


def to_the_council(rule: Rule, facts: Facts) -> Answer:
    """How long has gone for the statistics to the council: from the decision's day, also after an interruption."""
    limit_ = three_months(rule, facts)
    if not isinstance(limit_, Clock) or facts.decided is None:
        return replace(limit_, code=rule.code)
    law = (TO_COUNCIL.get(limit_.paragraphs[0], "SoL 34:3"),)
    if facts.today is None:
        return Undecided(rule.code, ("today",), "Ange vilken dag tiden ska räknas till.", law)
    gone = elapsed_days(facts.decided, facts.today)
    text = f"{gone} dagar har gått från beslutet den {in_words(facts.decided)} till den {in_words(facts.today)}."
    if facts.interrupted:
        text += " Tiden till fullmäktige räknas från beslutet, inte från avbrottet."
    found = regime_in(facts)
    unanswered = (found.open_question,) if found and found.open_question else ()
    return Clock(rule.code, facts.decided, None, law, text, unanswered=unanswered)


def elapsed_days(decided: date, on: date) -> int:
    """Days from a decision, for the council's statistics (SoL 34:3, LSS 28 h). Raises ValueError before it."""
    if on < decided:
        raise ValueError(f"{on} is before the decision {decided}")
    return (on - decided).days
