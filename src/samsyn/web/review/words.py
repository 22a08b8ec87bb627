"""What the pages of reviews call places, kinds of change and outcomes; codes to message ids, rows to what is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from samsyn.people.refusals import N_
from samsyn.review.packet_text import Shown
from samsyn.review.reading import Answer
from samsyn.web.alike.masked import KINDS
from samsyn.web.shared.columns import Mark
from samsyn.web.shared.outcomes import OUTCOMES, level, outcome_mark
from samsyn.web.shared.wording import amount, label

PLACES = {
    "asked_for": N_("Det personen söker"),
    "situation": N_("Situationen"),
    "sources": N_("Varifrån uppgifterna kommer"),
    "assessment": N_("Bedömning"),
    "own_words": N_("Med egna ord"),
    "description": N_("Beskrivning"),
    "factors_text": N_("Det som hindrar och underlättar"),
    "goal": N_("Mål"),
}
CAUSES = {
    "new_facts": N_("Nya uppgifter har kommit fram"),
    "person": N_("Personen vill något annat"),
    "judgement": N_("Jag bedömer behovet annorlunda"),
    "law": N_("Regeln säger något annat"),
    "masked": N_("Det avgörande syntes inte i underlaget"),
}
WAIVERS = {
    "urgent": N_("Beslutet kan inte vänta"),
    "nobody": N_("För få kan läsa utan att känna ärendet"),
    "other": N_("Annat"),
}
STEPS_DOWN = {
    "known": N_("Jag känner igen personen"),
    "opened": N_("Jag har sett ärendet"),
    "time": N_("Jag hinner inte"),
}
AGES = {"18-39": "18–39", "40-64": "40–64", "65-79": "65–79", "80-89": "80–89", "90-": N_("90 och äldre")}


def place_name(place: str) -> tuple[str, str]:
    """A text's heading: the need area it is about, or "", and what it is."""
    if place.startswith("need:"):
        _, area, field = place.split(":")
        return label("areas", area), gettext(PLACES[field])
    return "", gettext(PLACES[place.partition(":")[0]])


@dataclass(frozen=True)
class ReadText:
    """A text of a packet to read: heading, and pieces with what kind of thing was changed in them."""

    about: str
    title: str
    pieces: list[tuple[str, str]]


def texts(sections: Iterable[Shown]) -> list[ReadText]:
    """The texts of a packet in their order."""
    return [
        ReadText(*place_name(s.place), [(piece, KINDS.get(kind, "")) for piece, kind in s.pieces()]) for s in sections
    ]


@dataclass(frozen=True)
class NeedRow:
    """A need of a packet as codes in words."""

    area: str
    now: str
    meant: str
    hinders: list[str]
    helps: list[str]


def needs(rows: Iterable[Mapping[str, Any]]) -> list[NeedRow]:
    """The needs of a packet."""
    return [
        NeedRow(
            label("areas", r["area"]), level(r["now"]), level(r["meant"]),
            [label("areas", code) for code, effect in r["factors"] if effect == "H"],
            [label("areas", code) for code, effect in r["factors"] if effect == "U"],
        )
        for r in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What is said of one intervention, in words."""

    name: str
    outcome: Mark
    amount: str
    goal: str
    why: str


def said(answer: Answer | Any) -> Said:
    """An answer, or a line of the meeting."""
    much = amount(answer.amount, answer.unit) if answer.outcome != "refused" else ""
    name = label("interventions", answer.intervention)
    return Said(name, outcome_mark(answer.outcome), much, answer.goal, answer.why)


def outcome_choices() -> list[tuple[str, str]]:
    """The outcomes to choose between, first that nothing is said."""
    return [("", gettext("Säger inget om insatsen")), *((code, gettext(text)) for code, text in OUTCOMES.items())]
