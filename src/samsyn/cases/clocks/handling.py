"""Time limits before and around a decision: inquiry, delay, minutes, transfer, change to detriment."""

from dataclasses import replace
from datetime import date, timedelta

from samsyn.cases.calendar_law import in_words
from samsyn.cases.clocks.facts import SOL_CAME, Facts
from samsyn.cases.clocks.rules import Answer, Clock, NotRunning, Rule, Undecided, rules, runs
from samsyn.cases.clocks.scope import regime_in
from samsyn.cases.regimes import Starts

BY_FL = "SoL 14:10"  # makes FL 10-12 and others apply also where decisions are tried for their legality


def at_once(rule: Rule, facts: Facts) -> Answer:
    """A duty that the law wants done at once, or as soon as possible: it names no last day."""
    start: date | None = getattr(facts, rule.start)
    if start is None:
        return Undecided(rule.code, (rule.start,), "Ange dagen då skyldigheten uppkom.", rule.paragraphs)
    return Clock(rule.code, start, None, rule.paragraphs, _AT_ONCE[rule.code], verified=rule.verified)


_AT_ONCE = {
    "UTRED_START": "Utredningen ska inledas genast. Lagen sätter ingen sista dag för att den ska vara klar.",
    "FORSENING": "Blir beslutet väsentligt försenat ska parten få veta det och varför. Lagen sätter ingen sista dag.",
}


def plain(rule: Rule, facts: Facts) -> Answer:
    """A period from one known day, with nothing else to it."""
    start: date | None = getattr(facts, rule.start)
    because, missing = _PLAIN[rule.code]
    if start is None:
        return Undecided(rule.code, (rule.start,), missing, rule.paragraphs)
    return runs(rule, start, because=because).seen_on(facts.today)


_PLAIN = {
    "FORHANDSBED_14D": ("Anmälan kom in den", "Tiden räknas från den dag då anmälan kom in."),
    "UTRED_BARN_4M": ("Utredningen inleddes den", "Tiden räknas från den dag då utredningen inleddes."),
    "JUSTERING_14D": ("Sammanträdet hölls den", "Tiden räknas från sammanträdet."),
    "ANSLAG_2D": ("Protokollet justerades den", "Tiden räknas från den dag då protokollet justerades."),
}


def six_months(rule: Rule, facts: Facts) -> Answer:
    """After six months without a decision the party may ask in writing, once, that it be made (FL 12)."""
    law = _delay_law(facts)
    if facts.started is None:
        return Undecided(rule.code, ("started",), "Tiden räknas från den dag då parten inledde ärendet.", law)
    if facts.started_by_party is False:
        return NotRunning(rule.code, "Bara i ärenden som en enskild part har inlett får parten begära avgörande.", law)
    so = "Från dagen efter får parten begära att ärendet avgörs."
    clock = runs(rule, facts.started, paragraphs=law, because="Ärendet inleddes den", so=so)
    notes = []
    if facts.decided:
        clock = replace(clock, is_open=False)
        notes.append(f"Ärendet avgjordes den {in_words(facts.decided)}.")
    if facts.started_by_party is None:
        notes.append("Det gäller bara om en enskild part själv inledde ärendet.")
    if facts.asked_before:
        notes.append("Parten har redan begärt avgörande. Det får göras vid ett tillfälle under handläggningen.")
    notes.append("Begäran ska vara skriftlig och får göras vid ett tillfälle.")
    return replace(clock, warnings=tuple(notes)).seen_on(facts.today)


def four_weeks(rule: Rule, facts: Facts) -> Answer:
    """The authority decides, or refuses by separate decision, within four weeks of a right request (FL 12)."""
    law = _delay_law(facts)
    if facts.requested is None:
        return Undecided(rule.code, ("requested",), "Tiden räknas från den dag då begäran kom in.", law)
    waited = six_months(rules()["DROJSMAL_6M"], facts)
    if isinstance(waited, Clock) and waited.last_day and facts.requested <= waited.last_day:
        text = f"Begäran kom in den {in_words(facts.requested)}, innan sex månader hade gått."
        return NotRunning(rule.code, text, law)
    for failed, text in (
        (facts.started_by_party is False, "Ärendet inleddes inte av en enskild part."),
        (facts.in_writing is False, "Begäran ska vara skriftlig."),
        (facts.asked_before is True, "Begäran får göras vid ett tillfälle, och parten har redan gjort det."),
    ):
        if failed:
            return NotRunning(rule.code, text, law)
    clock = runs(rule, facts.requested, paragraphs=law, because="Begäran om avgörande kom in den", so=_DECIDE)
    unknown = [
        name
        for name in ("started", "started_by_party", "in_writing", "asked_before")
        if getattr(facts, name) is None
    ]  # fmt: skip
    if unknown:
        text = (
            "Tiden gäller bara om en enskild part inledde ärendet för mer än sex månader sedan, begär det skriftligen "
        )
        clock = replace(clock, warnings=(f"{text}och inte har gjort det förut. Okänt: {', '.join(unknown)}.",))
    return clock.seen_on(facts.decided or facts.today)


_DECIDE = "Avgör ärendet eller avslå begäran i ett särskilt beslut senast då. Avslaget får överklagas."


def _delay_law(facts: Facts) -> tuple[str, ...]:
    found = regime_in(facts)
    return ("FL 12", BY_FL) if found and found.starts is Starts.ANNOUNCEMENT and found.act == "SoL" else ("FL 12",)


def local_target(rule: Rule, facts: Facts) -> Answer:
    """The municipality's own target for an investigation. The law has none."""
    text = "Lagen har ingen sista dag för utredningen. Kommunens eget mål är inte angivet."
    if facts.started is None or facts.target_days is None:
        missing = tuple(key for key in ("started", "target_days") if getattr(facts, key) is None)
        return Undecided(rule.code, missing, text, ("SoL 14:2",))
    end = facts.started + timedelta(days=facts.target_days)
    said = f"Kommunens eget mål är {facts.target_days} dagar från den {in_words(facts.started)}. Det är inte lag."
    return Clock(rule.code, facts.started, end, ("SoL 14:2",), said, verified=False).seen_on(facts.today)


def detriment(rule: Rule, facts: Facts) -> Answer:
    """Whether an open-ended decision may be changed to the person's detriment (SoL 14:9).

    Only under SoL of 2025, for decisions from 1 July 2025, when the person's circumstances have changed materially.
    """
    if facts.law == "LSS":
        text = "14 kap. 9 § gäller bara beslut enligt socialtjänstlagen. För LSS gäller 37 § förvaltningslagen."
        return NotRunning(rule.code, text, ("SoL 14:9", "FL 37"))
    if facts.decided is None:
        return Undecided(rule.code, ("decided",), "Beslutets dag avgör om 14 kap. 9 § gäller.", rule.paragraphs)
    if facts.decided < SOL_CAME:
        text = f"Beslutet är från den {in_words(facts.decided)}. 14 kap. 9 § gäller bara beslut från den 1 juli 2025."
        return NotRunning(rule.code, f"{text} Bara 37 § förvaltningslagen återstår.", ("SoL 14:9", "FL 37"))
    if facts.open_ended is False:
        text = "Beslutet är tidsbegränsat. 14 kap. 9 § gäller bara beslut som gäller tills vidare."
        return NotRunning(rule.code, text, ("SoL 14:9", "FL 37"))
    if facts.changed_materially is False:
        text = (
            "Förhållandena för den enskilde har inte ändrats väsentligt. Nya riktlinjer eller besparingar räcker inte."
        )
        return NotRunning(rule.code, text, ("SoL 14:9", "FL 37"))
    missing = tuple(key for key in ("open_ended", "changed_materially") if getattr(facts, key) is None)
    if missing:
        return Undecided(
            rule.code, missing, "Det avgör om beslutet får ändras till den enskildes nackdel.", ("SoL 14:9",)
        )
    text = (
        f"Beslutet från den {in_words(facts.decided)} gäller tills vidare och den enskildes förhållanden har ändrats "
        "väsentligt. Det får ändras till den enskildes nackdel."
    )
    notes = ("Underrätta personen och låt personen yttra sig först (25 § förvaltningslagen).",)
    return Clock(rule.code, facts.decided, None, ("SoL 14:9",), text, warnings=notes)


def reply_at_once(rule: Rule, facts: Facts) -> Answer:
    """The other municipality answers a written request for transfer at once (29:10); the month is not its time."""
    if facts.transfer_requested is None:
        return Undecided(rule.code, ("transfer_requested",), "Ange dagen för den skriftliga begäran.", rule.paragraphs)
    text = "Den andra kommunen ska genast skriftligen meddela sin inställning. En månad är inte dess svarstid."
    notes = ("Begäran ska vara skriftlig.",) if facts.in_writing is not True else ()
    return Clock(rule.code, facts.transfer_requested, None, rule.paragraphs, text, warnings=notes)


def month_without_reply(rule: Rule, facts: Facts) -> Answer:
    """After a month without a reply the asking municipality may apply to the inspectorate (29:11)."""
    if facts.transfer_requested is None:
        return Undecided(rule.code, ("transfer_requested",), "Ange dagen för den skriftliga begäran.", rule.paragraphs)
    if facts.in_writing is False:
        return NotRunning(rule.code, "En begäran om överflyttning ska vara skriftlig.", ("SoL 29:10",))
    clock = runs(
        rule, facts.transfer_requested, because="Överflyttning begärdes den",
        so="Har inget svar kommit då får kommunen ansöka hos IVO från dagen efter.",
    )  # fmt: skip
    clock = replace(clock, unanswered=(*clock.unanswered, _FROM_WHEN))
    if facts.answered and clock.last_day and facts.answered <= clock.last_day:
        note = "Svar kom inom månaden. IVO kan då prövas bara om kommunerna inte är överens."
        return replace(clock, warnings=(note,), is_open=False)
    return clock.seen_on(facts.today)


_FROM_WHEN = (
    "Lagen säger inte om månaden räknas från att begäran skickades eller kom fram. Svaret följer den angivna dagen."
)


def inspectorate(rule: Rule, facts: Facts) -> Answer:
    """The inspectorate decides within three months, unless there are special reasons (29:11)."""
    if facts.ivo_applied is None:
        return Undecided(
            rule.code, ("ivo_applied",), "Tiden räknas från den dag då ansökan kom in till IVO.", rule.paragraphs
        )
    clock = runs(rule, facts.ivo_applied, because="Ansökan kom in till IVO den")
    note = "Finns det särskilda skäl får IVO ta längre tid. Ansökan ska prövas så snart som möjligt."
    return replace(clock, warnings=(note,)).seen_on(facts.today)
