"""The special charge for what is not carried out within reasonable time (SoL 34:5-10; LSS 28 a-28 e §§)."""

from dataclasses import replace
from datetime import date

from samsyn.cases.calendar_law import in_words
from samsyn.cases.clocks.facts import SOL_CAME, Facts
from samsyn.cases.clocks.rules import Answer, Clock, NotRunning, Rule, Undecided, runs
from samsyn.cases.clocks.scope import regime_that_is_carried_out
from samsyn.cases.clocks.unexecuted import stands
from samsyn.cases.regimes import Regime

RAISED = date(2026, 1, 1)  # SFS 2025:1299 and 2025:1298: for decisions made from that day
LIMITS = {False: (10_000, 1_000_000), True: (15_000, 1_500_000)}  # kronor, least and most
SERVED = {"SoL 34:5": ("SoL 34:10", "SoL 34:7"), "LSS 28 a": ("LSS 28 e", "LSS 28 b")}


def limits(decided: date) -> tuple[int, int]:
    """The least and the most charge in kronor. The decision's own day decides, never an interruption's."""
    return LIMITS[decided >= RAISED]


def two_years(rule: Rule, facts: Facts) -> Answer:
    """The application must be served on the municipality within two years (34:10, 28 e)."""
    found = regime_that_is_carried_out(rule.code, facts, charge=True)
    if not isinstance(found, Regime):
        return found
    served, _ = SERVED[found.charge]
    # 34:6 speaks of 35:5 third paragraph, which is about 11:1 alone. LSS has nothing like it.
    if facts.postponed and found.code == "SOL_11_1" and facts.freedom_of_choice is not False:
        text = "Personen har bett att få vänta i ett valfrihetssystem. Då tas ingen särskild avgift ut."
        return NotRunning(rule.code, text, ("SoL 34:6", "SoL 35:5"))
    start, because, missing = _start(facts)
    if start is None:
        return Undecided(rule.code, (missing,), because, (served,))
    clock = runs(rule, start, paragraphs=SERVED[found.charge], because=because, so=_SO)
    clock = replace(clock, unanswered=(*clock.unanswered, *_open(found, facts)))
    return replace(clock, warnings=_warnings(clock, found, facts, start)).seen_on(facts.served or facts.today)


_SO = "IVO:s ansökan ska ha delgetts kommunen senast då. Att den har kommit in till domstolen räcker inte."


def _start(facts: Facts) -> tuple[date | None, str, str]:
    """The day the two years run from, what it is in Swedish, and the fact that is missing when there is none."""
    if facts.judged and not (facts.decided and facts.favourable and facts.outcome):
        # A judgment may be interrupted too, but only after it has become final.
        if facts.final and facts.interrupted:
            return max(facts.interrupted), "Verkställigheten av domen avbröts den", ""
        if facts.final:
            return facts.final, "Domen fick laga kraft den", ""
        return None, "För en dom räknas tiden från det att den fick laga kraft. Den dagen är inte känd.", "final"
    if facts.decided is None:
        return None, "Tiden räknas från det gynnande beslutet.", "decided"
    if interrupted := stands(facts, facts.decided).last_interruption:
        return interrupted, "Verkställigheten avbröts den", ""
    return facts.decided, "Det gynnande beslutet fattades den", ""


def _open(regime: Regime, facts: Facts) -> list[str]:
    questions = [regime.open_question] if regime.open_question else []
    refused_first = facts.judged and facts.decided and not facts.favourable
    if refused_first and facts.decided and facts.judged and facts.decided < RAISED <= facts.judged:
        questions.append(
            "Nämnden avslog före den 1 januari 2026 och domstolen beviljade efter. Lagen säger inte om det är nämndens "
            "eller domstolens dag som avgör avgiftens gränser."
        )
    return questions


def _warnings(clock: Clock, regime: Regime, facts: Facts, start: date) -> tuple[str, ...]:
    decided = facts.decided or facts.judged or start
    low, high = (f"{amount:,}".replace(",", " ") for amount in limits(decided))
    notes = [f"Avgiften är lägst {low} och högst {high} kronor, eftersom beslutet är från den {in_words(decided)}."]
    if facts.served and clock.last_day:
        late = facts.served > clock.last_day
        notes.append(f"Ansökan delgavs den {in_words(facts.served)}, {'för sent' if late else 'i tid'}.")
    if facts.final and facts.decided and facts.favourable and facts.outcome:
        notes.append(f"För det som domstolen beviljade räknas tiden från den {in_words(facts.final)}.")
    if facts.postponed and regime.act == "LSS":
        notes.append("LSS har inget undantag för den som har bett att få vänta.")
    if decided < SOL_CAME and regime.act == "SoL 2001:453":
        notes.append("Gränserna följer övergångsbestämmelsen till lagen (2025:1299).")
    notes.append("Avgift tas ut bara om insatsen inte har getts inom skälig tid. I ringa fall tas ingen avgift ut.")
    return tuple(notes)
