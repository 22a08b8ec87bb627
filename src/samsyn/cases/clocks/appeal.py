"""The time to appeal: from receipt (FL 44-45, 22), or from the announcement on the notice board (KL 13:5-6)."""

from dataclasses import replace
from datetime import date, timedelta

from samsyn.cases.calendar_law import closed_name, in_words
from samsyn.cases.clocks.facts import Facts
from samsyn.cases.clocks.rules import Answer, Clock, NotRunning, Rule, Undecided, runs
from samsyn.cases.clocks.scope import regime_in
from samsyn.cases.regimes import Remedy, Starts

FL_CAME = date(2018, 7, 1)
KL_CAME = date(2018, 1, 1)


def appeal(rule: Rule, facts: Facts) -> Answer:
    """Three weeks from the day the person received the decision through the authority (FL 44)."""
    if other := _other_remedy(rule, facts, Starts.RECEIPT):
        return other
    start, because = facts.received, "Personen fick del av beslutet den"
    if facts.public_party:
        start, because = facts.decided, "En part som företräder det allmänna räknar från dagen för beslutet, den"
    if start is None:
        missing = "decided" if facts.public_party else "received"
        return Undecided(rule.code, (missing,), _NOT_RECEIVED, rule.paragraphs)
    if start < FL_CAME:
        return Undecided(rule.code, (), f"Den {in_words(start)} gällde en äldre förvaltningslag.", rule.paragraphs)
    return _in_time(_if_so(runs(rule, start, because=because, so=_WHERE[_remedy(facts)]), facts), facts)


def _if_so(clock: Clock, facts: Facts) -> Clock:
    """The clock, with the question whether it is the right one when the paragraph is not known."""
    if regime_in(facts):
        return clock
    question = (
        "Rättsmedlet följer av paragrafen, som inte är angiven eller inte känd. Tiden gäller bara om det är det rätta."
    )
    return replace(clock, unanswered=(*clock.unanswered, question))


_NOT_RECEIVED = (
    "Tiden räknas från den dag då personen fick del av beslutet genom myndigheten, inte från beslutet eller från "
    "den dag då brevet skickades. Den dagen är inte känd, och utan den går tiden inte ut."
)
_WHERE = {
    Remedy.APPEAL: "Överklagandet ska då ha kommit in till nämnden.",
    Remedy.APPEAL_COURT: "Överklagandet ska då ha kommit in till nämnden, som lämnar det till kammarrätten.",
}


def _remedy(facts: Facts) -> Remedy:
    found = regime_in(facts)
    return found.remedy if found and found.remedy in _WHERE else Remedy.APPEAL


def _in_time(clock: Clock, facts: Facts) -> Clock:
    """What FL 45 says about an appeal that has come, and FL 22 about the day when it came."""
    notes: list[str] = []
    paragraphs = clock.paragraphs
    if facts.notice_correct is False:
        paragraphs = (*paragraphs, "FL 45")
        notes.append("Underrättelsen om hur man överklagar var inte korrekt. Beror förseningen på det får ett sent "
                     "överklagande inte avvisas (45 § andra stycket 1 förvaltningslagen).")  # fmt: skip
    if facts.appealed and clock.last_day:
        came, how = _arrival(facts, facts.appealed)
        paragraphs = (*paragraphs, "FL 22") if how else paragraphs
        notes.extend(how)
        late = came > clock.last_day
        saved = facts.appealed_elsewhere and facts.appealed_elsewhere <= clock.last_day
        paragraphs = (*paragraphs, "FL 45")
        notes.append(_verdict(late=late, saved=bool(saved), excused=facts.notice_correct is False))
    elif facts.appealed_elsewhere and clock.last_day and facts.appealed_elsewhere <= clock.last_day:
        paragraphs = (*paragraphs, "FL 45", "FL 47")
        notes.append("Överklagandet kom till domstolen i tid. Det får inte avvisas, och domstolen skickar det hit.")
    clock = replace(clock, paragraphs=tuple(dict.fromkeys(paragraphs)), warnings=(*clock.warnings, *notes))
    return clock.seen_on(facts.today)


def _arrival(facts: Facts, reached: date) -> tuple[date, list[str]]:
    """The day an appeal counts as received, and why it is another than the day it reached the authority (FL 22)."""
    if not (facts.by_post or facts.in_mailbox):
        return reached, []
    came = presumed_arrival(reached)
    if facts.in_mailbox:
        how = (
            f"Överklagandet fanns i brevlådan vid dagens första tömning den {in_words(reached)} och anses ha kommit in"
        )
        return came, [f"{how} arbetsdagen före, den {in_words(came)}."]
    how = f"Överklagandet kom med posten den {in_words(reached)} och anses ha kommit in den {in_words(came)},"
    return came, [f"{how} arbetsdagen före, om det inte är osannolikt att brevet fanns på postkontoret redan då."]


def _verdict(*, late: bool, saved: bool, excused: bool) -> str:
    if not late:
        return "Överklagandet har kommit i rätt tid."
    if saved:
        return "Överklagandet kom för sent till nämnden men i tid till domstolen, och får därför inte avvisas."
    if excused:
        return "Överklagandet har kommit för sent. Pröva om förseningen beror på underrättelsen innan något avvisas."
    return "Överklagandet har kommit för sent och ska avvisas genom beslut. Det beslutet får överklagas."


def presumed_arrival(came: date) -> date:
    """The working day before the day a letter came by post, when it counts as received (FL 22)."""
    day = came - timedelta(days=1)
    while closed_name(day):
        day -= timedelta(days=1)
    return day


def legality_review(rule: Rule, facts: Facts) -> Answer:
    """Three weeks from the announcement, and only while the notice stays on the board (KL 13:5)."""
    if other := _other_remedy(rule, facts, Starts.ANNOUNCEMENT):
        return other
    if facts.announced is None:
        return Undecided(rule.code, ("announced",), _NOT_ANNOUNCED, rule.paragraphs)
    if facts.announced < KL_CAME:
        text = f"Den {in_words(facts.announced)} gällde en äldre kommunallag."
        return Undecided(rule.code, (), text, rule.paragraphs)
    clock = runs(rule, facts.announced, because="Justeringen tillkännagavs den", so=_TO_COURT)
    clock = _if_so(clock, facts)
    if facts.joint_committee:
        note = (
            "För en gemensam nämnd räknas tiden från det att tillkännagivandet finns på alla kommuners anslagstavlor."
        )
        clock = replace(clock, warnings=(*clock.warnings, note))
    taken = facts.taken_down
    if taken and clock.last_day and taken <= clock.last_day:
        return _interrupted_notice(rule, clock, taken, facts.announced_again)
    return _came_to_court(clock, facts).seen_on(facts.today)


_TO_COURT = "Överklagandet ska då ha kommit in till förvaltningsrätten."
_NOT_ANNOUNCED = (
    "Tiden räknas från den dag då kommunen på sin anslagstavla tillkännagav att protokollet är justerat. Den dagen är "
    "inte känd, och utan tillkännagivande börjar tiden inte. Ett delegationsbeslut som inte anmäls till nämnden ska "
    "också tillkännages (8 kap. 10 § kommunallagen)."
)


def _interrupted_notice(rule: Rule, clock: Clock, taken: date, again: date | None) -> Clock:
    why = (
        f"Tillkännagivandet togs ner den {in_words(taken)}, innan tiden var slut. Det måste finnas på anslagstavlan "
        "under hela överklagandetiden för att tiden ska löpa ut."
    )
    paragraphs = (*clock.paragraphs, "KL 8:12")
    if again is None:
        note = "Tiden har inte löpt ut. Sätt upp tillkännagivandet igen."
        return replace(
            clock, last_day=None, paragraphs=paragraphs, reasoning=why, warnings=(*clock.warnings, note), is_open=True
        )
    anew = runs(rule, again, because=f"{why} Det sattes upp igen den")
    question = (
        "Lagen säger inte om tiden räknas om från början när tillkännagivandet sätts upp igen, eller om de dagar då "
        "det fanns uppe räknas. Svaret räknar om från början, den senaste dag som är möjlig."
    )
    return replace(
        anew,
        start=again,
        paragraphs=tuple(dict.fromkeys((*anew.paragraphs, *paragraphs))),
        unanswered=(*anew.unanswered, question),
        warnings=clock.warnings,
    )


def _came_to_court(clock: Clock, facts: Facts) -> Clock:
    if clock.last_day and facts.appealed_elsewhere and facts.appealed_elsewhere <= clock.last_day:
        note = "Överklagandet kom i tid till kommunen i stället för till domstolen, och ska ändå prövas."
        return replace(clock, paragraphs=(*clock.paragraphs, "KL 13:6"), warnings=(*clock.warnings, note))
    if clock.last_day and facts.appealed:
        # FL 22 is about authorities; when something has come in to a court is said in another act.
        note = "Överklagandet kom i rätt tid." if facts.appealed <= clock.last_day else "Överklagandet kom för sent."
        return replace(clock, warnings=(*clock.warnings, f"{note} Det är domstolen som prövar det."))
    return clock


def _other_remedy(rule: Rule, facts: Facts, starts: Starts) -> NotRunning | None:
    """No clock, when the paragraph has another remedy than the clock that was asked for."""
    found = regime_in(facts)
    if found is None or found.starts is starts:
        return None
    text = {
        Starts.RECEIPT: "Beslutet överklagas enligt förvaltningslagen. Tiden räknas från mottagandet (OVERKLAGA_3V).",
        Starts.ANNOUNCEMENT: "Beslutet kan bara laglighetsprövas. Tiden räknas från tillkännagivandet (LAGLIGHET_3V).",
        Starts.NONE: "Det finns inget beslut som kan överklagas här.",
    }[found.starts]
    return NotRunning(rule.code, f"{found.label}. {text}", (found.remedy_law,))
