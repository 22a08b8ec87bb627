"""Follow-up runs on fixed definitions with a purpose (SoLPuF 12 § 10): which, who may run them, and what they hold.

Nothing can be asked outside them: a report takes a whole period and nothing else. Search in case handling is another
thing, and narrower (SoLPuF 15 §).
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Actor, Role


@dataclass(frozen=True)
class Definition:
    """One version of a report: what it is for, on which ground, what it holds and who may run it."""

    key: str
    version: int
    valid_from: date
    label: str
    purpose: str
    law: str
    fields: str
    roles: frozenset[Role]


@cache
def _rows() -> tuple[Definition, ...]:
    path = Path(__file__).parent / "data" / "report_definitions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Definition(
                r["key"], int(r["version"]), date.fromisoformat(r["valid_from"]), r["label_sv"], r["purpose_sv"],
                r["law"], r["fields_sv"], frozenset(Role(role) for role in r["roles"].split()),
            )
            for r in csv.DictReader(file)
        )  # fmt: skip


def definitions(on: date) -> dict[str, Definition]:
    """The definitions that hold on a day, by their key; of several versions the newest."""
    held = sorted((d for d in _rows() if d.valid_from <= on), key=lambda d: d.version)
    return {d.key: d for d in held}


def why_not_run(actor: Actor, key: str, on: date) -> Refusal | None:
    """A report is run by those its definition names; one that has no definition is run by nobody."""
    found = definitions(on).get(key)
    if found and actor.role in found.roles:
        return None
    return Refusal(
        N_("Uppföljningar görs efter fastställda definitioner, av dem som definitionen nämner."),
        law="SoLPuF 12",
    )
