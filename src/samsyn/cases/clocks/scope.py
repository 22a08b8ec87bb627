"""Which regime a situation falls under, and whether chapter 34 (LSS 28 a-i) reaches it."""

from samsyn.cases.calendar_law import in_words
from samsyn.cases.clocks.facts import Contradiction, Facts
from samsyn.cases.clocks.rules import NotRunning, Undecided
from samsyn.cases.law import paragraphs
from samsyn.cases.regimes import Regime, regime_of


def regime_in(facts: Facts) -> Regime | None:
    """The regime of the facts' paragraph; None when no paragraph, or none on the list, is named.

    Raises Contradiction when that paragraph did not apply on the day of the decision.
    """
    found = regime_of(facts.law, facts.section)
    day = facts.decided or facts.received
    if found is None or day is None:
        return found
    wordings = paragraphs()[found.law]
    # A decision may reach the person after its paragraph has been repealed, but not before it came into force.
    if day < wordings[0].valid_from or (facts.decided and not any(w.in_force(facts.decided) for w in wordings)):
        raise Contradiction("section", f"{found.label} gällde inte den {in_words(day)}. {_LOOK_AT[found.act == 'SoL']}")
    return found


_LOOK_AT = {
    True: "Beslut från före den 1 juli 2025 fattades enligt socialtjänstlagen (2001:453), till exempel 4 kap. 1 §.",
    False: "Kontrollera paragrafen och beslutets dag.",
}


def regime_that_is_carried_out(code: str, facts: Facts, *, charge: bool) -> Regime | NotRunning | Undecided:
    """The regime, when its favourable decisions are reported (or, with `charge`, may cost a charge)."""
    found = regime_in(facts)
    if found is None:
        missing = tuple(key for key in ("law", "section") if not getattr(facts, key))
        question = "Ange lag och paragraf." if missing else "Paragrafen finns inte bland dem som reglerna känner."
        return Undecided(code, missing, f"{question} De avgör om bestämmelserna om bristande verkställighet gäller.")
    if not (found.charge if charge else found.report):
        law = "LSS 28 f" if found.act == "LSS" else "SoL 34:1"
        text = f"{found.label} nämns inte i bestämmelserna om beslut som inte verkställs i tid. {found.note}"
        return NotRunning(code, text.strip(), (law,))
    if charge and facts.judged:
        return found
    if not facts.favourable:
        text = "Beslutet är ett avslag. Bara gynnande beslut ska verkställas."
        return NotRunning(code, f"{text} {_JUDGED}" if facts.judged else text, (found.report,))
    if facts.judged and facts.decided is None:
        return NotRunning(code, _JUDGED, (found.report,))
    if facts.judged and facts.outcome is None:
        return Undecided(code, ("outcome",), f"Ange vad nämnden beslutade. {_JUDGED}", (found.report,))
    return found


_JUDGED = "Det som en domstol har beviljat rapporteras inte, men kan leda till särskild avgift."
