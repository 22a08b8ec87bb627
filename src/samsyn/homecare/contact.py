"""Fast omsorgskontakt: who may be one, by versioned data, and where an offer of one stands. Pure (SoL 10:7, 25:4)."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from samsyn.people.access import is_valid
from samsyn.people.refusals import N_, Refusal

OFFERED_WITH = frozenset({"HEMTJANST"})  # the intervention the duty to offer follows (SoL 10:7)


class Step(StrEnum):
    """What happened to the offer, in the order it was told."""

    OFFERED = "offered"  # somebody named was offered to the person
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ASKED = "asked"  # the person asks for one, or for another
    UNNEEDED = "unneeded"  # it is obvious that none is needed, and why


class Stands(StrEnum):
    """Where the offer stands today."""

    NONE = "none"  # never offered
    OFFERED = "offered"  # waits for the person
    APPOINTED = "appointed"
    DECLINED = "declined"
    ASKED = "asked"
    UNNEEDED = "unneeded"
    AGAIN = "again"  # the one appointed cannot go on: offer anew


TO_DO = frozenset({Stands.NONE, Stands.ASKED, Stands.AGAIN})  # an offer is to be made
WHY = {
    "first": N_("Det är första gången"),
    "asked": N_("Personen har bett om det"),
    "change": N_("Något har ändrats"),
    "follow_up": N_("Vi följer upp planen"),
}


@dataclass(frozen=True, slots=True)
class TitleRule:
    """That holders of a title may be a contact person, from a day to a day, by which paragraph and source."""

    version: int
    valid_from: date
    valid_to: date | None
    title: str
    law: str
    source: str


@dataclass(frozen=True, slots=True)
class Held:
    """A title somebody holds by proof (`people.StaffTitle`)."""

    key: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """One step as it was told; `staff` is whom an offer names."""

    step: Step
    staff: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where it stands: who is offered, and who is appointed (both, while a change waits for the person's answer)."""

    stands: Stands
    offered: int | None = None
    appointed: int | None = None


@cache
def title_rules() -> tuple[TitleRule, ...]:
    """Every rule of `data/contact_titles.csv`."""
    text = (files("samsyn.homecare") / "data" / "contact_titles.csv").read_text(encoding="utf-8")
    return tuple(
        TitleRule(
            int(r["version"]), date.fromisoformat(r["valid_from"]),
            date.fromisoformat(r["valid_to"]) if r["valid_to"] else None, r["title"], r["law"], r["source"],
        )
        for r in csv.DictReader(text.splitlines())
    )  # fmt: skip


def titles_in_force(on: date) -> frozenset[str]:
    """The titles by which somebody may be a contact person on a day."""
    return frozenset(r.title for r in title_rules() if is_valid(r.valid_from, r.valid_to, on))


def title_that_counts(held: Iterable[Held], on: date) -> TitleRule | None:
    """The rule by which somebody with these titles may be a contact person on a day, or None."""
    keys = {h.key for h in held if is_valid(h.valid_from, h.valid_to, on)}
    return next((r for r in title_rules() if r.title in keys and is_valid(r.valid_from, r.valid_to, on)), None)


def why_not_be_contact(held: Iterable[Held], on: date) -> Refusal | None:
    """Why somebody with these titles may not be appointed on a day, or None."""
    if title_that_counts(held, on):
        return None
    return Refusal(
        N_(
            "Bara den som har bevis om yrkestiteln undersköterska får vara fast omsorgskontakt, och inget bevis är"
            " antecknat. Välj någon annan, eller be administratören anteckna beviset på personalens sida."
        ),
        law="SoL 25:4",
    )


def standing(steps: Iterable[Told], *, can_go_on: bool = True) -> Standing:
    """Where an offer stands after these steps, the oldest first.

    `can_go_on` is whether the one appointed still works there and may be appointed; without it the offer is made anew.
    A no to another person leaves the one appointed in place; a no without an offer before it takes the help back.
    """
    stands, offered, appointed = Stands.NONE, None, None
    for told in steps:
        if told.step is Step.OFFERED:
            stands, offered = Stands.OFFERED, told.staff
        elif told.step is Step.ACCEPTED:
            stands, offered, appointed = Stands.APPOINTED, None, offered
        elif told.step is Step.DECLINED:
            appointed = appointed if offered else None
            stands, offered = Stands.APPOINTED if appointed else Stands.DECLINED, None
        elif told.step is Step.ASKED:
            stands = Stands.OFFERED if offered else Stands.ASKED
        else:
            stands, offered, appointed = Stands.UNNEEDED, None, None
    if stands is Stands.APPOINTED and not can_go_on:
        stands = Stands.AGAIN
    return Standing(stands, offered, appointed)


def why_not_offer_contact(now: Standing, staff: int, why: str) -> Refusal | None:
    """Why this person may not be offered now: a no is respected until something has changed or somebody asks."""
    if now.stands is Stands.OFFERED and now.offered == staff:
        return Refusal(N_("Erbjudandet väntar redan på personens svar."))
    if now.stands is Stands.APPOINTED and now.appointed == staff:
        return Refusal(N_("Den personen är redan fast omsorgskontakt."))
    if now.stands in {Stands.DECLINED, Stands.UNNEEDED} and why == "first":
        return Refusal(
            N_("Personen har tackat nej, och det gäller. Erbjud på nytt när personen ber om det, när något har ändrats"
               " eller när planen följs upp."),
            law="SoL 10:7",
        )  # fmt: skip
    return None


def why_not_answer_contact(now: Standing, *, accept: bool) -> Refusal | None:
    """Why a yes or a no cannot be told now."""
    if accept and now.stands is not Stands.OFFERED:
        return Refusal(N_("Det finns inget erbjudande att tacka ja till. Ladda om sidan för att se hur det är nu."))
    if not accept and now.stands not in {Stands.OFFERED, Stands.APPOINTED, Stands.AGAIN}:
        return Refusal(N_("Det finns inget att tacka nej till. Ladda om sidan för att se hur det är nu."))
    return None
