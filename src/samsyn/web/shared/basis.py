"""What a decision will rest on, as it was communicated (FL 25): from the kept text to what a page shows."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from samsyn.people.refusals import N_
from samsyn.web.shared.outcomes import OUTCOMES
from samsyn.web.shared.wording import amount, label, long_date

TEXTS = {
    "situation": N_("Situationen i dag"),
    "sources": N_("Vad det bygger på"),
    "assessment": N_("Vår bedömning"),
}


@dataclass(frozen=True)
class ShownBasis:
    """The texts with their headings, the needs and the lines, in words."""

    texts: list[tuple[str, str]]
    needs: list[dict[str, str]]
    lines: list[dict[str, str]]


def shown_basis(content: str) -> ShownBasis:
    """What was communicated, in the reader's language where it is codes; texts are as they were written."""
    told: dict[str, Any] = json.loads(content)
    texts = [(gettext(TEXTS[key]), told["texts"][key]) for key in TEXTS if told["texts"].get(key)]
    return ShownBasis(texts, [_need(n) for n in told["needs"]], [_line(line) for line in told["lines"]])


def _need(need: dict[str, Any]) -> dict[str, str]:
    level = need["level_now"]
    factors = [label("areas", code) for code, _ in need["factors"]]
    return {
        "area": label("areas", need["area"]),
        "own_words": need["own_words"],
        "description": need["description"],
        "level": "" if level is None else label("levels", level),
        "factors": ", ".join(filter(None, [*factors, need["factors_text"]])),
        "goal": need["goal"],
    }


def _line(line: dict[str, Any]) -> dict[str, str]:
    until, outcome = line["valid_to"], OUTCOMES[line["outcome"]]
    return {
        "name": label("interventions", line["intervention"]),
        "outcome": gettext(outcome),
        "refused": line["outcome"] if line["outcome"] != "granted" else "",
        "amount": amount(line["amount"], line["unit"]) if line["amount"] else "",
        "applied": amount(line["applied"], line["unit"]) if line["applied"] else "",
        "until": long_date(date.fromisoformat(until)) if until else "",
        "reasons": line["reasons"],
        "law": label("regimes", line["regime"]),
        "areas": ", ".join(label("areas", area) for area in line["areas"]),
    }
