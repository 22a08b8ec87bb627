"""When a personal file is to be deleted, and what is not (SoL 16:1-4, 17:2-10; LSS 21 c-d, 23 c, 23 g; SoF 13:1)."""

from dataclasses import dataclass, replace
from datetime import date

from samsyn.cases.calendar_law import COUNTING, Unit, in_words, last_day
from samsyn.cases.clocks.facts import Facts
from samsyn.cases.clocks.rules import LENGTHS, Answer, Clock, NotRunning, Rule, Undecided
from samsyn.cases.exempt import exempt

CHILD_INQUIRY = date(2026, 1, 15)  # SoL 16:2 a, SFS 2025:1501


@dataclass(frozen=True)
class Kept:
    """Something that is kept longer, or for ever when `until` is None."""

    why: str
    paragraph: str
    until: date | None = None


# What never goes under the five-year rule, by the matter of the file.
NEVER = {
    "paternity": Kept("Handlingar om faderskap eller föräldraskap gallras inte.", "SoL 16:2"),
    "adoption": Kept("Handlingar om adoption gallras inte.", "SoL 16:2"),
    "placement": Kept("Handlingar om ett barn som har placerats gallras inte.", "SoL 16:2"),
    "lss_9_8": Kept("Handlingar om boende enligt 9 § 8 LSS gallras inte.", "LSS 21 d"),
}
MATTERS = frozenset({*NEVER, "agreement", "child_inquiry", "no_inquiry"})


def delete(rule: Rule, facts: Facts) -> Answer:
    """The duty arises years after the last entry, or after what the register tells of has ceased, if that is later;
    it is to be done by the end of the calendar year after (SoL 16:1, LSS 21 c)."""
    paragraph = _paragraph(rule, facts)
    if facts.last_entry is None:
        return Undecided(rule.code, ("last_entry",), "Tiden räknas från sista anteckningen i akten.", (paragraph,))
    if kept := _for_ever(facts):
        return NotRunning(rule.code, " ".join(k.why for k in kept), tuple(k.paragraph for k in kept))
    held = _held(facts)
    if isinstance(held, Undecided):
        return replace(held, code=rule.code)
    duty, why = _duty(rule, facts)
    for longer in held:
        if longer.until and longer.until > duty:
            duty, why = longer.until, f"{why} {longer.why}"
    if rule.code == "LEXSARAH_5AR":
        return _lex_sarah(rule, facts, duty, why)
    text = (
        f"{why} Skyldigheten inträder den {in_words(duty)} och gallringen ska vara klar senast kalenderåret efter, "
        f"den 31 december {last_day_of(duty).year}."
    )
    return Clock(
        code=rule.code,
        start=facts.last_entry,
        last_day=last_day_of(duty),
        paragraphs=tuple(dict.fromkeys((paragraph, COUNTING, *(k.paragraph for k in held), _research(facts)))),
        reasoning=text,
        warnings=_warnings(facts, duty),
        unanswered=_open(facts),
    ).seen_on(facts.today)


def duty_day(last_entry: date, years: int = 5) -> date:
    """When so many years from the last entry are out (SoL 16:1); a file of 29 February goes with the 28th."""
    return last_day(last_entry, years, Unit.YEAR, sunday_rule=False).day


def last_day_of(duty: date) -> date:
    """When the deletion is to be finished: the last day of the calendar year after the duty arose."""
    return date(duty.year + 1, 12, 31)


def _lex_sarah(rule: Rule, facts: Facts, duty: date, why: str) -> Clock:
    """Reports of misconduct are kept for five years; the calendar year after is said of personal files alone."""
    text = f"{why} Handlingarna bevaras till dess och gallras därefter."
    question = "Lagen säger inte när gallringen ska vara klar. Kalenderåret efter gäller bara personakter."
    paragraphs = (_paragraph(rule, facts), COUNTING)
    clock = Clock(rule.code, facts.last_entry, duty, paragraphs, text, unanswered=(question,))
    return clock.seen_on(facts.today)


def _paragraph(rule: Rule, facts: Facts) -> str:
    lss = facts.law == "LSS"
    if rule.code == "LEXSARAH_5AR":
        return "LSS 23 g" if lss else "SoL 17:10"
    if rule.code == "GALLRING_2AR_ENSKILD":
        return "LSS 23 c" if lss else "SoL 17:2"
    return "LSS 21 c" if lss else "SoL 16:1"


def _research(facts: Facts) -> str:
    return "LSSF 12" if facts.law == "LSS" else "SoF 13:1"


def _duty(rule: Rule, facts: Facts) -> tuple[date, str]:
    length = LENGTHS[rule.length, Unit.YEAR].capitalize()
    last = facts.last_entry
    if last is None:
        raise ValueError("without a last entry there is no duty")
    duty = duty_day(last, rule.length)
    why = f"Sista anteckningen gjordes den {in_words(last)}. {length} därifrån är den {in_words(duty)}."
    ceased = facts.register_ceased
    if ceased and rule.code != "LEXSARAH_5AR":
        register = duty_day(ceased, rule.length)
        if register > duty:
            return register, (
                f"{why} Uppgifterna i nämndens sammanställning ska gallras först den {in_words(register)}, och akten "
                "får inte gallras före dem."
            )
    return duty, why


def _for_ever(facts: Facts) -> list[Kept]:
    """What keeps the whole file, whatever time has gone."""
    if facts.private:
        return []
    kept = [NEVER[matter] for matter in sorted(facts.matters & NEVER.keys())]
    paragraph = _research(facts)
    if whole := _whole_municipality(facts):
        kept.append(Kept(f"I {whole} undantas alla handlingar från gallring, för forskningen.", paragraph))
    elif facts.birth_date and exempt().is_sampled(facts.birth_date):
        why = f"Personen är född den {facts.birth_date.day}. Handlingarna undantas från gallring, för forskningen."
        kept.append(Kept(why, paragraph))
    return kept


def _whole_municipality(facts: Facts) -> str:
    return exempt().place(facts.municipality, facts.county)


def _held(facts: Facts) -> list[Kept] | Undecided:
    """What is kept until a child has reached an age (SoL 16:2 a, 16:3)."""
    held = []
    for matter, years in (("child_inquiry", 30), ("agreement", 18)):
        if matter not in facts.matters or (matter == "child_inquiry" and not _new_child_rule(facts)):
            continue
        born = facts.child_born
        if born is None:
            paragraph = "SoL 16:2 a" if matter == "child_inquiry" else "SoL 16:3"
            return Undecided("", ("child_born",), f"Handlingarna bevaras till barnet är {years} år.", (paragraph,))
        until = last_day(born, years, Unit.YEAR, sunday_rule=False).day
        if matter == "child_inquiry":
            why = (
                f"Handlingar från en utredning om ett barn bevaras till den {in_words(until)}, då barnet fyller 30 år."
            )
            held.append(Kept(why, "SoL 16:2 a", until))
        else:
            why = f"Avtalet bevaras till den {in_words(until)}, då barnet fyller 18 år."
            held.append(Kept(why, "SoL 16:3", until))
    return held


def _new_child_rule(facts: Facts) -> bool:
    """Not for a case that was closed before 15 January 2026, nor where no inquiry was opened (16:2 a second)."""
    return "no_inquiry" not in facts.matters and not (facts.closed and facts.closed < CHILD_INQUIRY)


def _warnings(facts: Facts, duty: date) -> tuple[str, ...]:
    notes = []
    if facts.private:
        notes.append("Nämnden får avtala om att handlingarna lämnas över i stället för att gallras. Handlingar om "
                     "placerade barn och de som ska bevaras för forskningen ska lämnas över.")  # fmt: skip
        if exempt().is_sampled(facts.birth_date) or _whole_municipality(facts):
            notes.append("Handlingarna hör till dem som bevaras för forskningen. Lämna dem till nämnden.")
    if "child_inquiry" in facts.matters and not _new_child_rule(facts):
        notes.append("16 kap. 2 a § gäller inte: ärendet avslutades före den 15 januari 2026, eller så inleddes ingen "
                     "utredning. Femårsregeln gäller.")  # fmt: skip
    if not facts.register_ceased:
        notes.append("Kontrollera att uppgifterna i nämndens sammanställning också har gallrats.")
    if facts.municipality and not facts.county and not _whole_municipality(facts):
        notes.append("Länet är inte angivet. Kommunen hör inte till dem i Östergötlands, Gotlands och Västernorrlands "
                     "län som reglerna känner, och är inte Göteborg.")  # fmt: skip
    if facts.today and facts.today < duty:
        notes.append("Det är för tidigt att gallra.")
    return tuple(notes)


def _open(facts: Facts) -> tuple[str, ...]:
    questions = []
    if not (facts.municipality or facts.county) or (facts.birth_date is None):
        questions.append("Ange kommun eller län, och födelsedatum: utan dem är undantaget för forskningen inte prövat.")
    if facts.child_born and (facts.child_born.month, facts.child_born.day) == (2, 29):
        questions.append("Lagen säger inte vilken dag den som är född den 29 februari fyller år de andra åren. Svaret "
                         "använder den 28 februari.")  # fmt: skip
    if facts.birth_date is not None:
        questions.append("Dagen i personnumret kan vara en annan än den verkliga födelsedagen. Lagen säger inte vilken "
                         "som avgör.")  # fmt: skip
    return tuple(questions)
