"""What a regime asks for beside the needs: the personkrets of LSS, the moving of SoL 29:7, and what may be given. Pure.

LSS 1 § and 7 § say whom the act is for, 9 b § until which age, 10 § that a plan is offered at every grant. SoL 29:7
says who may apply in another municipality, 29:8 that they are treated as if they lived there already.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from samsyn.cases.calendar_law import months_after
from samsyn.cases.codes import code_list
from samsyn.cases.detriment import in_a_month
from samsyn.people.refusals import N_, Refusal

LSS, MOVING = "LSS_9", "SOL_29_7"
ASSISTANCE = "LSS-9-2"
NOBODY = "NONE"
GIVEN = frozenset({"granted", "partly"})
PLANS = {
    "wants": N_("Ja, personen vill ha en plan"),
    "declined": N_("Nej, personen vill inte ha en plan nu"),
    "later": N_("Personen vill tänka på saken"),
}
GROUNDS = {
    "care": N_("Varaktigt behov av omfattande vård eller omsorg, på grund av hög ålder, funktionsnedsättning eller"
               " allvarlig sjukdom"),
    "violence": N_("Behöver flytta på grund av våld eller andra övergrepp"),
    "none": N_("Ingetdera"),
}  # fmt: skip


class LineRow(Protocol):
    """As much of a decision line as the rules look at."""

    regime: Any
    intervention: Any
    outcome: Any
    unit: Any
    amount: Any


@dataclass(frozen=True)
class Assessed:
    """What has been assessed in the investigation; empty where it has not. `plan` is what the person answered."""

    circle: str = ""
    plan: str = ""
    ground: str = ""
    disregards_home: bool = False


@dataclass(frozen=True)
class Grant:
    """How much assistance a decision gave, in the line's unit."""

    unit: str
    amount: int


@dataclass(frozen=True)
class Applicant:
    """Who applies: birth date, when the application that waits came, and the assistance they had before, if any.

    That is what was granted before the age limit of LSS 9 b §, or on an application that came before it: `grants`.
    """

    born: date | None = None
    applied_on: date | None = None
    grants: tuple[Grant, ...] = ()


def why_not_under(regime: str, intervention: str) -> Refusal | None:
    """The reason an intervention is not given under a regime, or None (LSS 9, SoL 11:1)."""
    row = code_list("interventions").get(intervention)
    if row is None or regime in row.extra["regimes"].split():
        return None
    return Refusal(
        N_("{what} ges inte enligt den bestämmelsen. Välj en annan insats, eller en annan bestämmelse."),
        {"what": row.label_sv},
        law="LSS 9" if regime == LSS or intervention.startswith("LSS-") else "",
    )


def is_needed(lines: Iterable[LineRow]) -> bool:
    """Whether some line's regime asks for more than the needs."""
    return any(line.regime in {LSS, MOVING} for line in lines)


def why_not_decide(lines: Iterable[LineRow], found: Assessed, who: Applicant) -> Refusal | None:
    """What is missing or stands in the way before such lines can be decided on, or None."""
    rows = list(lines)
    for line in rows:
        why = _lss(line, found) if line.regime == LSS else _moving(line, found) if line.regime == MOVING else None
        if why:
            return why
    return _assistance([r for r in rows if r.intervention == ASSISTANCE and r.outcome in GIVEN], who)


def pension_age(born: date) -> int:
    """The age from which assistance is not newly granted (LSS 9 b §, with its transitional provisions)."""
    return next(age for since, age in reversed(_ages()) if since is None or since <= born)


def age_limit(born: date) -> date:
    """The first day from which assistance is not newly granted and not increased (LSS 9 b §)."""
    return months_after(born, 12 * pension_age(born))


def _lss(line: LineRow, found: Assessed) -> Refusal | None:
    if not found.circle:
        return Refusal(N_("Bedöm om personen hör till personkretsen. Det görs under Särskild prövning."), law="LSS 1")
    if line.outcome not in GIVEN:
        return None
    if found.circle == NOBODY:
        return Refusal(
            N_("Personen hör inte till personkretsen. Avslå insatsen, eller pröva behovet enligt socialtjänstlagen."),
            law="LSS 1",
        )
    if found.circle not in _circles().get(line.intervention, found.circle):
        return Refusal(
            N_("Daglig verksamhet ges bara till personkrets 1 och 2. Avslå, eller pröva enligt socialtjänstlagen."),
            law="LSS 7",
        )
    if not found.plan:
        return Refusal(
            N_("Erbjud personen en individuell plan och skriv vad personen svarar. Det görs under Särskild prövning."),
            law="LSS 10",
        )
    return None


def _assistance(given: Sequence[LineRow], who: Applicant) -> Refusal | None:
    if not given or who.born is None or who.applied_on is None or who.applied_on < age_limit(who.born):
        return None
    age = pension_age(who.born)
    if not who.grants:
        return Refusal(
            N_("Ansökan kom efter att personen fyllt {age} år. Personlig assistans beviljas då inte för första gången."
               " Avslå, eller pröva behovet enligt socialtjänstlagen."),
            {"age": age},
            law="LSS 9 b",
        )  # fmt: skip
    before, now = in_a_month(who.grants), in_a_month(given)
    if before is None or now is None or before[0] != now[0]:
        return Refusal(
            N_("Skriv assistansen i samma enhet som förut, så att det syns att den inte utökas efter {age} års ålder."),
            {"age": age},
            law="LSS 9 b",
        )
    if now[1] > before[1]:
        return Refusal(
            N_("Personlig assistans får inte utökas efter {age} års ålder. Bevilja högst det som gällde tidigare."),
            {"age": age},
            law="LSS 9 b",
        )
    return None


def _moving(line: LineRow, found: Assessed) -> Refusal | None:
    if not found.ground:
        return Refusal(N_("Skriv varför personen behöver söka före flytten, under Särskild prövning."), law="SoL 29:7")
    if line.outcome in GIVEN and found.ground == "none":
        return Refusal(
            N_("Bara den som behöver omfattande vård eller omsorg, eller flyr våld, kan få stöd före flytten. Avslå."),
            law="SoL 29:7",
        )
    if line.outcome != "granted" and found.ground != "none" and not found.disregards_home:
        return Refusal(
            N_("Pröva som om personen redan bodde här. Att behovet tillgodoses i den gamla kommunen är inget skäl för"
               " avslag. Intyga det under Särskild prövning."),
            law="SoL 29:8",
        )  # fmt: skip
    return None


@cache
def _circles() -> dict[str, tuple[str, ...]]:
    return {row["code"]: tuple(row["circles"].split()) for row in _rows("lss_interventions")}


@cache
def _ages() -> tuple[tuple[date | None, int], ...]:
    rows = _rows("lss_ages")
    return tuple((date.fromisoformat(r["born_from"]) if r["born_from"] else None, int(r["age"])) for r in rows)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("samsyn.cases") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
