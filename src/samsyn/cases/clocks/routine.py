"""What returns: plans, advance rulings, fees, misconduct reports, statistics, and what only local rules decide."""

from dataclasses import replace
from datetime import date

from samsyn.cases.calendar_law import in_words, month_end, month_start
from samsyn.cases.clocks.facts import Facts
from samsyn.cases.clocks.rules import Answer, Clock, Rule, Undecided, runs
from samsyn.cases.fees.changes import changed_fee


def lss_plan(rule: Rule, facts: Facts) -> Answer:
    """The individual plan is reviewed all along, and at least once a year (LSS 10)."""
    if facts.planned is None:
        return Undecided(rule.code, ("planned",), "Ange när planen gjordes eller senast omprövades.", rule.paragraphs)
    clock = runs(
        rule, facts.planned, because="Planen gjordes eller omprövades senast den",
        so="Den ska omprövas fortlöpande, och senast då.",
    )  # fmt: skip
    return clock.seen_on(facts.today)


def offer_plan(rule: Rule, facts: Facts) -> Answer:
    """A plan is offered whenever an intervention is granted, and made whenever it is asked for (LSS 10)."""
    if facts.law != "LSS" or facts.decided is None or not facts.favourable:
        missing = () if facts.decided else ("decided",)
        return Undecided(rule.code, missing, "Gäller när en insats enligt LSS beviljas.", rule.paragraphs)
    text = f"En insats beviljades den {in_words(facts.decided)}. I samband med det ska en individuell plan erbjudas."
    return Clock(rule.code, facts.decided, None, rule.paragraphs, f"{text} Lagen sätter ingen sista dag.")


def advance_ruling(rule: Rule, facts: Facts) -> Answer:
    """An advance ruling is valid for six months from the day when the interventions became available (LSS 16)."""
    if facts.available is None:
        question = "Tiden räknas från den dag då insatserna blev tillgängliga för personen, inte från beslutet."
        return Undecided(rule.code, ("available",), question, rule.paragraphs)
    clock = runs(
        rule, facts.available, because="Insatserna blev tillgängliga den", so="Förhandsbeskedet gäller till och med då."
    )
    return clock.seen_on(facts.today)


def current_plan(rule: Rule, facts: Facts) -> Answer:
    """Until when a plan counts as current in the national indicator. No statute says so."""
    if facts.planned is None:
        return Undecided(rule.code, ("planned",), "Ange när planen gjordes eller senast följdes upp.")
    clock = runs(rule, facts.planned, because="Planen gjordes eller följdes upp senast den")
    note = "Det är ett mått i Kolada, inte en regel i lag. En äldre plan bryter inte mot lagen."
    return replace(clock, warnings=(note,)).seen_on(facts.today)


def fee_change(rule: Rule, facts: Facts) -> Answer:
    """From which month a changed fee applies (SoL 32:10): the next, or the same when the whole month is concerned."""
    if facts.changed is None:
        return Undecided(rule.code, ("changed",), "Ange vilken dag förhållandet ändrades.", rule.paragraphs)
    notes = []
    if facts.whole_month is True and facts.changed.day != 1:
        notes.append("Förhållandet anges gälla hela månaden, fast det uppkom senare i den. Kontrollera det.")
    start = changed_fee(facts.changed, facts.whole_month).first_month.first_day
    same = start <= facts.changed
    why = (
        "samma månad, eftersom det gäller hela den" if same else "månaden efter, eftersom det inte gäller hela månaden"
    )
    text = f"Förhållandet ändrades den {in_words(facts.changed)}. Avgiften ändras den {in_words(start)}: {why}."
    return Clock(rule.code, start, None, rule.paragraphs, text, warnings=tuple(notes))


def misconduct(rule: Rule, facts: Facts) -> Answer:
    """Report at once, look into it and put it right; tell the inspectorate of what is serious as soon as possible."""
    lss = facts.law == "LSS"
    law = ("LSS 24 b", "LSS 24 e", "LSS 24 f") if lss else ("SoL 27:2", "SoL 27:5", "SoL 27:6")
    if facts.noticed is None:
        return Undecided(rule.code, ("noticed",), "Ange när missförhållandet uppmärksammades.", law)
    how = "utan dröjsmål" if lss else "genast"
    text = f"Missförhållandet ska rapporteras genast och dokumenteras, utredas och avhjälpas {how}."
    if facts.serious is not False:
        text += " Är det allvarligt ska det snarast anmälas till IVO, med utredningen bifogad."
    return Clock(rule.code, facts.noticed, None, law, f"{text} Lagen sätter ingen sista dag.")


def monthly_statistics(rule: Rule, facts: Facts) -> Answer:
    """Statistics of a month under SoL: by the 15th of the next. Of a regulation whose successor was not found."""
    if facts.month is None:
        return Undecided(rule.code, ("month",), "Ange vilken månad statistiken gäller.")
    end = month_end(facts.month)
    due = month_start(facts.month, 1).replace(day=15)
    text = f"Statistiken för månaden som slutade den {in_words(end)} lämnas senast den {in_words(due)}."
    return _unverified(rule, end, due, text, "HSLF-FS 2016:86", facts.today)


def care_statistics(rule: Rule, facts: Facts) -> Answer:
    """Statistics of municipal health care: by the last day of the month, two months behind."""
    if facts.month is None:
        return Undecided(rule.code, ("month",), "Ange vilken månad statistiken gäller.")
    end, due = month_end(facts.month), month_end(facts.month, 2)
    text = f"Statistiken för månaden som slutade den {in_words(end)} lämnas senast den {in_words(due)}."
    return _unverified(rule, end, due, text, "HSLF-FS 2017:67", facts.today)


def _unverified(rule: Rule, start: date, due: date, text: str, source: str, today: date | None) -> Clock:
    question = f"Dagen kommer från {source}, som inte är kontrollerad mot den nya socialtjänstlagen."
    return Clock(rule.code, start, due, (), text, unanswered=(question,), verified=False).seen_on(today)


def change_of_provider(rule: Rule, _facts: Facts) -> Answer:
    """How long a change of provider takes: only the municipality's own rule says."""
    return Undecided(rule.code, (), "Ingen lag sätter tiden för byte av utförare. Kommunens egen regel gäller.")
