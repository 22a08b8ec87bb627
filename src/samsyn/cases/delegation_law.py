"""What the law lets a committee delegate, and to whom: pure, over one item (KL 6:37–39, 7:5–6; SoL 30:6–11).

Three classes stand in data/delegation_classes.csv: what only an utskott may be given, what of föräldrabalken may be
given to anybody at all, and what nobody may be given. What kind of delegate a title is stands in delegate_kinds.csv.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from samsyn.cases.mandate import URGENT, Item, kind_of
from samsyn.people.refusals import N_, Refusal


@dataclass(frozen=True)
class Restricted:
    """A paragraph whose delegation the law restricts. `free_parts` are its parts that are not."""

    key: str
    kind: str  # utskott, listed or never
    law: str
    free_parts: tuple[str, ...]


@cache
def restricted() -> dict[str, Restricted]:
    """Every such paragraph by key."""
    text = (files("samsyn.cases") / "data" / "delegation_classes.csv").read_text(encoding="utf-8")
    return {
        r["key"]: Restricted(r["key"], r["class"], r["law"], tuple(filter(None, r["free_parts"].split(";"))))
        for r in csv.DictReader(text.splitlines())
    }


def why_not_delegate(item: Item) -> Refusal | None:
    """The reason the committee may not delegate what an item says to whom it says, or None."""
    for title in (*item.holders, *item.passed_to):
        if refusal := _why_not_to(title):
            return refusal
    for key in item.basis:
        if refusal := _why_not_matter(key, item):
            return refusal
    return _why_not_pass_on(item) or _why_not_urgent(item)


def _why_not_to(title: str) -> Refusal | None:
    kind = kind_of(title)
    if kind == "machine":
        return Refusal(
            N_("Inga beslut fattas automatiskt. Skriv en befattning som en människa har."), law="KL 6:38"
        )  # fmt: skip
    if kind == "private":
        return Refusal(
            N_("Den som arbetar hos ett privat företag beslutar inte åt nämnden. Välj någon som kommunen anställer."),
            law="KL 7:5",
        )
    return None


def _why_not_matter(key: str, item: Item) -> Refusal | None:
    row = _row_of(key)
    if row is None:
        if key.startswith("FB "):
            return Refusal(
                N_("{key} står inte bland de uppgifter enligt föräldrabalken som får delegeras. Ta bort punkten."),
                {"key": key},
                law="SoL 30:10",
            )
        return None
    if row.kind == "never":
        return Refusal(
            N_("Beslut enligt {key} får inte delegeras. Nämnden beslutar själv. Ta bort punkten."), {"key": key},
            law=row.law,
        )  # fmt: skip
    if row.kind == "utskott" and any(not _is_utskott(title) for title in item.holders):
        return Refusal(
            N_("Beslut enligt {key} får delegeras bara till ett utskott. Skriv utskottet som delegat."), {"key": key},
            law=row.law,
        )  # fmt: skip
    return None


def _row_of(key: str) -> Restricted | None:
    """The row of a paragraph, also where the item names a part of it, such as "LVU 11 andra stycket"."""
    known = restricted()
    for stem in _stems(key):
        if row := known.get(stem):
            rest = key.removeprefix(stem).strip()
            return None if rest and any(rest.startswith(part) for part in row.free_parts) else row
    return None


def _stems(key: str) -> list[str]:
    words = key.split()
    return [" ".join(words[:n]) for n in range(len(words), 0, -1)]


def _is_utskott(title: str) -> bool:
    return kind_of(title) == "body" and "utskott" in title.casefold()


def _why_not_pass_on(item: Item) -> Refusal | None:
    if not item.passed_to:
        return None
    if all(kind_of(title) == "head" for title in item.holders):
        return None
    return Refusal(
        N_("Bara förvaltningschefen får ge ett uppdrag vidare. Skriv förvaltningschef som delegat, eller ta bort det."),
        law="KL 7:6",
    )


def _why_not_urgent(item: Item) -> Refusal | None:
    urgent, elected = URGENT in item.basis, [kind_of(t) in {"chair", "member"} for t in item.holders]
    if urgent and not all(elected):
        return Refusal(
            N_("Brådskande beslut får nämnden bara lämna till ordföranden eller en annan ledamot."), law="KL 6:39"
        )
    if urgent and not item.reported:
        return Refusal(
            N_("Brådskande beslut anmäls alltid vid nämndens nästa sammanträde. Skriv ja."), law="KL 6:40"
        )  # fmt: skip
    return None
