"""Whether something may be noted on the carrying out of a line: pure (SoL 34:1, LSS 28 f).

Buttons show the reason; `actions.note_line_event` enforces it.
"""

from dataclasses import dataclass
from datetime import date

from samsyn.cases.clocks import Kind, Standing, limit
from samsyn.cases.regimes import Regime
from samsyn.people.refusals import N_, Refusal

# What has a way of its own: a report that is made final, a decision that is signed, help that is renounced, a death
# and a move. They stop what is ordered too, and say why.
BY_THEMSELVES = {Kind.REPORTED, Kind.NEW_DECISION, Kind.WITHDRAWN, Kind.DECEASED, Kind.MOVED}
# What somebody notes by hand.
BY_HAND = frozenset(Kind) - BY_THEMSELVES
# What whoever gives the help may say of it.
BY_PROVIDER = frozenset(
    {Kind.EXECUTED, Kind.EXECUTED_PART, Kind.INTERRUPTED, Kind.RESUMED, Kind.OFFERED, Kind.DECLINED, Kind.WAITS}
)
DELAYABLE = "SOL_11_1"  # SoL 35:5 third paragraph speaks of 11:1 alone


@dataclass(frozen=True, slots=True)
class Opened:
    """The clock of a line that is not wholly carried out: the one that ends first."""

    decided: date
    start: date
    since: str
    last_day: date
    partly: bool


def opened(now: Standing, regime: Regime) -> Opened | None:
    """The clock that a line which stands so has, or None. Raises ValueError for a clock without a last day."""
    if not now.running or not regime.report:
        return None
    run = now.running[0]
    last_day = limit(run, regime).last_day
    if last_day is None:
        raise ValueError(f"a clock from {run.start} has no last day")
    return Opened(now.decided, run.start, run.since.value, last_day, now.partly or not now.unexecuted)


def replaced_from(first: date, *, decided: date, own: date, until: date | None) -> date | None:
    """The day from which a later decision takes the place of a line: its first day, not before either is decided.

    `own` is when the line's decision was made and `until` its last day. None where the line runs out before the later
    decision's first day. It is that day the line's last is compared with, and not the day of the decision: one that is
    signed after the line has run out, but gives help from a day when it lasted, has taken its place (SoL 34:1).
    """
    return max(first, decided, own) if until is None or until >= first else None


def why_not_on_day(decided: date, day: date, today: date) -> Refusal | None:
    """The reason nothing can have happened to a line on a day, or None."""
    if day < decided:
        return Refusal(
            N_("Beslutet fattades {decided}. Det som hände före den dagen hör inte till beslutet."),
            {"decided": decided.isoformat()},
        )
    if day > today:
        return Refusal(N_("Dagen har inte varit än. Skriv in det när det har hänt."))
    return None


def why_not_note(now: Standing, kind: Kind, regime: Regime) -> Refusal | None:
    """The reason something may not be noted now, or None. A report is noted on a closed line too (SoL 34:2)."""
    if kind is Kind.REPORTED:
        return None
    if now.closed:
        return Refusal(
            N_("Klockan är avslutad {closed}. Ta tillbaka avslutet först, om det är fel."),
            {"closed": now.closed.isoformat()},
        )
    if kind is Kind.POSTPONED and regime.code != DELAYABLE:
        return Refusal(
            N_("Bara insatser enligt 11 kap. 1 § kan senareläggas i ett valfrihetssystem. Välj Personen vill vänta."),
            law="SoL 35:5",
        )
    return _out_of_order(now, kind)


def _out_of_order(now: Standing, kind: Kind) -> Refusal | None:
    begun = now.partly or not now.unexecuted
    match kind:
        case Kind.EXECUTED if not now.running:
            return Refusal(N_("Insatsen är redan helt verkställd."))
        case Kind.INTERRUPTED if not begun:
            return Refusal(N_("Insatsen hade inte börjat, så den kan inte avbrytas. Tiden räknas från beslutet."))
        case Kind.INTERRUPTED if now.interrupted:
            return Refusal(
                N_("Insatsen är redan avbruten sedan {day}. Den klockan går."), {"day": now.interrupted.isoformat()}
            )
        case Kind.RESUMED if not now.interrupted:
            return Refusal(N_("Insatsen är inte avbruten, så den kan inte återupptas."))
        case Kind.DECLINED if now.declined >= now.offers:
            return Refusal(N_("Skriv in erbjudandet först, och sedan att personen tackade nej till det."))
    return None


def why_not_part(kind: Kind, part: int | None, amount: int) -> Refusal | None:
    """The reason a part is not a part of what is granted, or None. Both in the line's unit."""
    if kind is not Kind.EXECUTED_PART:
        return None if part is None else Refusal(N_("Antalet hör till det som är delvis verkställt."))
    if part is not None and not 0 < part < amount:
        return Refusal(N_("Delen ska vara mer än noll och mindre än de {amount} som är beviljade."), {"amount": amount})
    return None


def why_not_cease(*, runs: bool) -> Refusal | None:
    """The reason nobody may note that a need has ceased, or None: what runs is ended otherwise (SoL 14:9)."""
    if not runs:
        return None
    return Refusal(
        N_(
            "Beslutet gäller, så personen har rätt till hjälpen. Vill personen inte ha den: anteckna det under "
            "Personen tar tillbaka ansökan eller säger nej till hjälp. Annars: utred på nytt och fatta ett nytt beslut."
        ),
        law="SoL 14:9",
    )


def by_hand(*, runs: bool) -> frozenset[Kind]:
    """What the caseworker may note by hand on a line, `runs` when the person still has the right to it."""
    return BY_HAND - {Kind.NEED_CEASED} if why_not_cease(runs=runs) else BY_HAND


def why_not_retract(*, source: str, retracted: bool) -> Refusal | None:
    """The reason what was noted may not be taken back, or None."""
    if retracted:
        return Refusal(N_("Det är redan tillbakataget."))
    if source == "report":
        return Refusal(
            N_("Rapporten är inlämnad och står fast. Gör en rättelse av rapporten i stället."), law="SoL 34:1"
        )
    if source == "decision":
        return Refusal(N_("Det följer av ett nytt beslut och står fast så länge det beslutet gör det."))
    return None


def closes_by_case(reason: str) -> Kind:
    """How the lines of a case leave the clock when the case is closed with a coded reason."""
    return {
        "withdrawn": Kind.WITHDRAWN,
        "deceased": Kind.DECEASED,
        "moved": Kind.MOVED,
    }.get(reason, Kind.NEED_CEASED)
