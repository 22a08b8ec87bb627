"""Rows read by DuckDB: one look at each, in which its cell is reckoned, and no more is held of it than that."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from samsyn.equity.coding import ANOTHER_GROUP, DATED_AHEAD, IDENTITY, MISSING, NOT_READ, Coding, Why
from samsyn.equity.engine import File, quoted
from samsyn.equity.packed import Packed, packed, packed_yes


class Coded(File):
    """A file, or columns in memory, of which every row becomes the number of its cell."""

    glances = True

    def some(self) -> bool:
        return bool(self.asked(f"SELECT 1 FROM {self.source} LIMIT 1").fetchall())  # noqa: S608 - quoted

    def band(self, name: str, starts: Sequence[float], labels: Sequence[str]) -> None:
        number = self.number(name)
        cases = (
            f"WHEN {number} >= {start!r} THEN {quoted(label)}" for start, label in zip(starts, labels, strict=True)
        )
        self.bands[name] = f"(CASE {' '.join(reversed([*cases]))} END)"

    def unband(self, but: str) -> None:
        self.bands = {name: band for name, band in self.bands.items() if name == but}

    def is_number(self, name: str) -> bool:
        return bool(self.row([f"count({self.text(name)}) = count({self.number(name)})"])[0])

    def spread(self, name: str, shares: Sequence[float]) -> tuple[list[float], float, float]:
        number = self.number(name)
        cuts, low, high = self.row([f"quantile_disc({number}, {[*shares]})", f"min({number})", f"max({number})"])
        return [float(cut) for cut in cuts], low, high

    def extent(self, name: str) -> tuple[float, float] | None:
        number = self.number(name)
        low, high = self.row([f"min({number})", f"max({number})"])
        return None if low is None else (low, high)

    def repeated(self, coding: Coding) -> int:
        """Hashes are sorted, which is quick and holds little; only where two are the same are the numbers counted."""
        if IDENTITY not in self.kinds:
            return 0
        text = self.text(IDENTITY)
        kept = f"({self._cell(coding)} + {self._told(coding)}) IS NOT NULL AND {text} IS NOT NULL"
        query = f"SELECT hash({text}) AS told FROM {self.source} WHERE {kept}"  # noqa: S608 - quoted
        told = np.asarray(self.asked(query).fetchnumpy()["told"])
        told.sort()
        if not (told[1:] == told[:-1]).any():
            return 0
        return int(self.row([f"count({text}) - count(DISTINCT {text})"], kept)[0])

    def packed(self, coding: Coding) -> tuple[Packed, int]:
        return self._amounts(coding) if coding.told is None else self._shares(coding)

    def _shares(self, coding: Coding) -> tuple[Packed, int]:
        key = f"coalesce({self._cell(coding)} * 2 + {self._told(coding)}, -1)"
        joint = np.asarray(self._fetched([f"{key} AS joint"])["joint"])
        joint.sort()
        lost = int(np.searchsorted(joint, 0))
        return packed_yes(coding.outcome, coding.factors, joint[lost:]), lost

    def _amounts(self, coding: Coding) -> tuple[Packed, int]:
        columns = [f"coalesce({self._cell(coding)}, -1) AS cell", f"coalesce({self._told(coding)}, -1) AS value"]
        found = self._fetched(columns)
        cell, value = np.asarray(found["cell"]), np.asarray(found["value"], dtype=np.float64)
        kept = (cell >= 0) & (value >= 0)
        if lost := len(kept) - int(kept.sum()):
            cell, value = cell[kept], value[kept]
        return packed(coding.outcome, coding.factors, cell, None, value, value**2), lost

    def _fetched(self, columns: Sequence[str]) -> Any:
        return self.asked(f"SELECT {', '.join(columns)} FROM {self.source}").fetchnumpy()  # noqa: S608 - quoted

    def _cell(self, coding: Coding) -> str:
        """A row's cell in the engine's language: NULL where a column lacks something, or holds what is not known."""
        kind, ahead = _kind(coding), self._ahead(coding)
        codes = ((factor.name, coding.codes(number)) for number, factor in enumerate(coding.factors))
        cell = " + ".join(self.looked_up(name, known, kind) for name, known in codes)
        return f"CASE WHEN NOT {ahead} THEN {cell} END" if ahead else f"({cell})"

    def _told(self, coding: Coding) -> str:
        """The outcome's number in the engine's language."""
        if coding.told is None:
            return self.number(coding.outcome)
        return self.looked_up(coding.outcome, coding.told, _kind(coding))

    def _ahead(self, coding: Coding) -> str:
        """Whether a decision is dated after today, in the engine's language; empty where nothing says so."""
        if coding.day not in self.kinds or not coding.today:
            return ""
        return f"coalesce({self.day(coding.day)} > '{coding.today}', false)"

    def left_out(self, coding: Coding) -> dict[Why, int]:
        before, counted, rules = "true", [], dict(self._rules(coding))
        for rule in rules.values():
            counted.append(f"count(*) FILTER ({before} AND {rule})")
            before = f"{before} AND NOT ({rule})"
        return {why: n for why, n in zip(rules, self.row(counted), strict=True) if n}

    def _rules(self, coding: Coding) -> Iterable[tuple[Why, str]]:
        """Why a row is left out, in the order in which it is asked."""
        if ahead := self._ahead(coding):
            yield (DATED_AHEAD, coding.day), ahead
        yield (MISSING, coding.outcome), f"{self.text(coding.outcome)} IS NULL"
        yield (NOT_READ, coding.outcome), f"({self._told(coding)}) IS NULL"
        for factor in coding.factors:
            yield (MISSING, factor.name), f"{self.text(factor.name)} IS NULL"
        group = coding.factors[0]
        known = ", ".join(map(quoted, group.levels))
        yield (ANOTHER_GROUP, group.name), f"{self.text(group.name)} NOT IN ({known})"

    def unseen(self, coding: Coding) -> bool:
        known = {name: dict.fromkeys(values, 1) for name, values in coding.places.items() if name not in self.bands}
        if coding.told is not None:
            known[coding.outcome] = dict.fromkeys(coding.told, 1)
        asked = [f"count({self.text(n)}) > count({self.looked_up(n, v, 'INTEGER')})" for n, v in known.items()]
        return any(self.row(asked)) if asked else False


def _kind(coding: Coding) -> str:
    return "INTEGER" if coding.cells < 1 << 30 else "BIGINT"
