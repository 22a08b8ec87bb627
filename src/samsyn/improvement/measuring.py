"""Measuring: the columns of a period, made coarser, and one examination for each outcome. Pure."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from samsyn.cases.age_bands import AGES
from samsyn.equity.coarse import Coarse, Value, banded, merged
from samsyn.equity.codec import encoded, to_json
from samsyn.equity.examination import Asked, StepCount
from samsyn.equity.examine import examine
from samsyn.equity.note import Note, Noted
from samsyn.equity.table import Source, held
from samsyn.improvement.definitions import Group, Outcome, Period, query_digest

Columns = dict[str, list[Value]]
LEAST_DISTINCT = 2  # values below which a column tells nothing
DAY = "decided_on"


@dataclass(frozen=True, slots=True)
class Found:
    """One examination, as it is kept."""

    outcome: Outcome
    group: Group
    period: Period
    query: str
    rows: int
    result: dict[str, Any]
    digest: str


def found_in(
    columns: Columns,
    steps: tuple[StepCount, ...],
    period: Period,
    group: Group,
    outcomes: Iterable[Outcome],
    *,
    today: date,
    changed_on: date | None = None,
) -> list[Found]:
    """Examine some outcomes of columns as `decided_persons` gives them. Writes and reads nothing."""
    coarse, together = coarsened(columns)
    if group.source in columns:
        coarse[group.column] = group.split(columns[group.source])
    source: Source = held(coarse) if coarse else coarse
    found = []
    for outcome in outcomes:
        asked = _asked(outcome, group, coarse, steps, changed_on)
        used = {name: together[name] for name in (*asked.facts, *asked.need) if name in together}
        result = _examined(source, asked, today) | {"merged": used}
        digest = hashlib.sha256(json.dumps(result, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        asked_for = {"facts": asked.facts, "need": asked.need, "units": asked.units}
        query = query_digest(outcome, group, period, asked_for)
        found.append(Found(outcome, group, period, query, len(columns.get(DAY, ())), result, digest))
    return found


def _examined(columns: Source, asked: Asked, today: date) -> dict[str, Any]:
    """The examination as it is kept, or the note of why there is none."""
    try:
        return {"examination": to_json(examine(columns, asked, today=today)), "why_not": None}
    except Noted as problem:
        return {"examination": None, "why_not": encoded(problem.note, Note)}


def coarsened(columns: Columns) -> tuple[Columns, dict[str, dict[str, list[str]]]]:
    """Facts and need with enough rows to a value, and what was put together (see `equity.coarse`)."""
    found, told = dict(columns), {}
    for name in (name for name in columns if name in HOW):
        coarse = HOW[name](columns[name])
        found[name] = coarse.values
        if any(coarse.told.values()):
            told[name] = {new: list(old) for new, old in coarse.told.items()}
    return found, told


def _years(values: Sequence[Value]) -> Coarse:
    return merged(values, sorted({str(v) for v in values if v is not None}))


HOW: dict[str, Callable[[Sequence[Value]], Coarse]] = {
    "age": partial(merged, order=AGES),
    "year": _years,
    "area": merged,
    "target_group": merged,
    "need": banded,
    "need_areas": banded,
}


def _asked(
    outcome: Outcome, group: Group, columns: Columns, steps: tuple[StepCount, ...], changed_on: date | None
) -> Asked:
    """The question as the columns of this period allow it: what is not held, or never varies, is not asked for."""

    def held(names: Iterable[str]) -> tuple[str, ...]:
        tell = (n for n in names if n not in (group.column, group.source) and n in columns)
        return tuple(n for n in tell if len({v for v in columns[n] if v is not None}) >= LEAST_DISTINCT)

    return Asked(
        outcome=outcome.column,
        group=group.column,
        reference=group.reference,
        facts=held(outcome.facts),
        need=held(outcome.need),
        units=held(outcome.units),
        changed_on=changed_on,
        steps=steps,
    )
