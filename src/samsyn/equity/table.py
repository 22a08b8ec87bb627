"""A table of decisions, read from CSV, XLSX or Parquet and packed into cells; every row left out is counted by reason.

What the columns hold is first looked at in a few places. When every row turns out to hold one of that, the file has
been read once; otherwise it is gone through for all values, and read again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import prod
from typing import Any

import numpy as np

from samsyn.equity.cells import Factor
from samsyn.equity.engine import Error, File, Held, Source, Unreadable, held, labels, name_of, opened, quoted
from samsyn.equity.estimate import CannotTell
from samsyn.equity.fit import Family
from samsyn.equity.note import LeftOut, Note
from samsyn.equity.packed import Packed, packed, packed_yes

__all__ = ["Held", "Question", "Source", "Table", "Unreadable", "held", "read"]

YES = frozenset({"1", "1.0", "true", "ja", "yes", "j", "y", "beviljad", "beviljat", "bifall", "granted", "approved"})
NO = frozenset({"0", "0.0", "false", "nej", "no", "n", "avslag", "avslagen", "avslaget", "refused", "denied"})
MOST_LEVELS, BANDED, BANDS = 2000, 40, 10
MOST_WORDS = 10  # for a yes and a no
IDENTITY, DAY = "decision_id", "decided_on"  # columns that are looked at when the table has them


@dataclass(frozen=True, slots=True)
class Question:
    """Which columns are compared. `today` is the day after which no decision can have been made.

    `names` are columns that hold names, such as units, also where the names look like numbers; `month` is a column of
    days of which the month is taken.
    """

    outcome: str
    group: str
    reference: str = ""
    facts: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    today: date | None = None
    names: tuple[str, ...] = ()
    month: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.group, *self.facts, *self.need, *self.names, *([self.month] if self.month else []))


@dataclass(frozen=True)
class Table:
    """The packed rows of two groups (level 0 of the first factor is the reference), and what was left out and why."""

    data: Packed
    family: Family
    compared: str
    reference: str
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]

    @property
    def excluded(self) -> dict[str, int]:
        """How many rows were left out, by the reason in English."""
        return {left.reason.text: left.rows for left in self.left_out}


def read(source: Source, question: Question) -> Table:
    """Read a table from a file, or from columns of one length. Raises Unreadable, whose note names what to do."""
    try:
        with opened() as engine:
            file = File(engine, source)
            _check_columns(file, question)
            if not file.row(["count(*)"])[0]:
                raise Unreadable("no_rows_in_table", file=file.name)
            if question.month:
                file.months(question.month)
            asked = [question.outcome, *question.columns]
            glance = file.glance(asked)
            try:
                return _Reading(file, question, glance, known=False).table()
            except _Unseen:
                file.bands = {name: band for name, band in file.bands.items() if name == question.month}
            many = {name: held for name, held in glance.items() if len(held) > BANDED}
            rest = file.whole([name for name in asked if name not in many])
            return _Reading(file, question, many | rest, known=True).table()
    except _Unseen:
        raise Unreadable("cannot_be_read", file=name_of(source), problem="it changed while it was read") from None
    except Error as problem:
        raise Unreadable("cannot_be_read", file=name_of(source), problem=str(problem).splitlines()[0]) from None


def _check_columns(file: File, question: Question) -> None:
    asked = [question.outcome, *question.columns]
    if missing := [name for name in asked if name not in file.kinds]:
        raise Unreadable("no_such_column", column=tuple(missing), has=tuple(file.kinds))
    if twice := sorted({name for name in asked if asked.count(name) > 1}):
        raise Unreadable("asked_for_twice", column=tuple(twice))


class _Unseen(Exception):  # noqa: N818 - it is how a glance ends that did not see enough
    """The table holds what the few places that were looked at did not."""


@dataclass
class _Reading:
    """One reading of a file. `held` is what each column holds, as it stands there: `known` or as far as was seen."""

    file: File
    question: Question
    held: dict[str, set[Any]]
    known: bool
    notes: list[Note] = field(default_factory=list)
    left_out: tuple[LeftOut, ...] = ()
    places: dict[str, dict[Any, str]] = field(default_factory=dict)  # the level of each value of a column

    def table(self) -> Table:
        """The table. Raises _Unseen where it holds values that were not seen."""
        asked = self.question
        levels = {name: self._levels(name) for name in asked.columns}
        reference, compared = self._groups(levels[asked.group])
        levels[asked.group] = [reference, compared]
        family = self._outcome()
        self.factors = [Factor(name, tuple(levels[name])) for name in asked.columns]
        size = prod(len(f.levels) for f in self.factors)
        if size >= 1 << 61:
            raise Unreadable("many_combinations")
        self.kind = "INTEGER" if size < 1 << 30 else "BIGINT"
        data = self._shares() if family is Family.SHARE else self._amounts()
        if not data.rows:
            raise Unreadable("no_row_left", reasons=tuple(left.reason for left in self.left_out))
        return Table(data, family, compared, reference, self.left_out, tuple(self.notes))

    def _levels(self, name: str) -> list[str]:
        """What a column holds, sorted. A column of one value tells nothing; one of very many is no fact."""
        self.places[name] = labels(self.held[name])
        levels = sorted({*self.places[name].values()})
        if len(levels) < 2 and not self.known:
            raise _Unseen
        if not levels:
            raise Unreadable("empty_column", column=name)
        if len(levels) == 1 and name != self.question.group:
            self.notes.append(Note.of("constant", column=name, value=levels[0]))
        if len(levels) > BANDED and name not in self.question.names and self._is_number(name):
            return self._banded(name)
        if len(levels) > MOST_LEVELS:
            raise Unreadable("many_values", column=name, values=len(levels))
        if len(levels) > BANDED and self.known:  # only a glance, so far
            self.places[name] = labels(self.file.whole([name])[name])
            levels = sorted({*self.places[name].values()})
            if len(levels) > MOST_LEVELS:
                raise Unreadable("many_values", column=name, values=len(levels))
        return levels

    def _banded(self, name: str) -> list[str]:
        """A column of many numbers in bands that hold about as many rows each, sorted by their lowest."""
        number, shares = self.file.number(name), [n / BANDS for n in range(1, BANDS)]
        asked = [f"quantile_disc({number}, {shares})", f"min({number})", f"max({number})"]
        quantiles, low, high = self.file.row(asked)
        cuts = sorted({float(cut) for cut in quantiles})
        starts = [low, *(cut for cut in cuts if low < cut <= high)]
        labels = [f"{start:g}–" for start in starts]
        cases = " ".join(f"WHEN {number} >= {s!r} THEN '{t}'" for s, t in reversed([*zip(starts, labels, strict=True)]))
        self.file.bands[name] = f"(CASE {cases} END)"
        self.places[name] = {label: label for label in labels}
        self.notes.append(Note.of("banded", column=name, bands=len(labels), first=labels[0]))
        return labels

    def _is_number(self, name: str) -> bool:
        return bool(self.file.row([f"count({self.file.text(name)}) = count({self.file.number(name)})"])[0])

    def _groups(self, levels: Sequence[str]) -> tuple[str, str]:
        """The reference and the compared group."""
        name = self.question.group
        if len(levels) < 2:
            raise Unreadable("one_group", column=name, value=levels[0])
        reference = self.question.reference or levels[-1]
        if reference not in levels:
            raise Unreadable("no_such_group", column=name, value=reference, has=tuple(levels[:20]))
        others = [level for level in levels if level != reference]
        if len(others) > 1:
            note = Note.of("more_groups", column=name, groups=len(levels), compared=others[0], reference=reference)
            self.notes.append(note)
        return reference, others[0]

    def _outcome(self) -> Family:
        """What the outcome is."""
        name = self.question.outcome
        words = {value: text.lower() for value, text in labels(self.held[name]).items()}
        some = sorted({*words.values()})
        if len(some) < 2 and not self.known:
            raise _Unseen
        if not some:
            raise Unreadable("empty_outcome", column=name)
        if len(some) <= MOST_WORDS and set(some) <= YES | NO:
            if len({word in YES for word in some}) < 2:
                raise CannotTell("same_outcome", column=name, value=some[0])
            self.places[name] = words
            return Family.SHARE
        self._check_amounts(name, some)
        return Family.AMOUNT

    def _check_amounts(self, name: str, words: Sequence[str]) -> None:
        number = self.file.number(name)
        low, high = self.file.row([f"min({number})", f"max({number})"])
        if low is None:
            unknown = sorted(set(words) - YES - NO)[:5]
            raise Unreadable("unknown_outcome", column=name, value=tuple(unknown))
        if low < 0:
            raise Unreadable("below_zero", column=name, lowest=low)
        if low == high:
            raise CannotTell("same_outcome", column=name, value=low)

    def _key(self) -> str:
        """A row's cell in the engine's language: NULL where a column lacks something, or holds what is not known."""
        size, parts = prod(len(f.levels) for f in self.factors), []
        for factor in self.factors:
            size //= len(factor.levels)
            codes = {level: number * size for number, level in enumerate(factor.levels)}
            known = {value: codes[t] for value, t in self.places[factor.name].items() if t in codes}
            parts.append(self.file.looked_up(factor.name, known, self.kind))
        return " + ".join(parts)

    def _told(self) -> str:
        """The outcome's number in the engine's language: 1 and 0 for yes and no."""
        name = self.question.outcome
        if name not in self.places:
            return self.file.number(name)
        return self.file.looked_up(name, {v: int(word in YES) for v, word in self.places[name].items()}, self.kind)

    def _shares(self) -> Packed:
        key = self._but_ahead(f"({self._key()}) * 2 + {self._told()}")
        self._check_told_once(f"({key}) IS NOT NULL")
        joint = np.asarray(self._fetched([f"coalesce({key}, -1) AS joint"])["joint"])
        joint.sort()
        if lost := int(np.searchsorted(joint, 0)):
            self._count_excluded(lost)
        return packed_yes(self.question.outcome, self.factors, joint[lost:])

    def _amounts(self) -> Packed:
        key, told = self._but_ahead(self._key()), self._told()
        self._check_told_once(f"({key} + {told}) IS NOT NULL")
        found = self._fetched([f"coalesce({key}, -1) AS cell", f"coalesce({told}, -1) AS value"])
        cell, value = np.asarray(found["cell"]), np.asarray(found["value"], dtype=np.float64)
        kept = (cell >= 0) & (value >= 0)
        if lost := len(kept) - int(kept.sum()):
            self._count_excluded(lost)
            cell, value = cell[kept], value[kept]
        return packed(self.question.outcome, self.factors, cell, None, value, value**2)

    def _fetched(self, columns: Sequence[str]) -> Any:
        return self.file.asked(f"SELECT {', '.join(columns)} FROM {self.file.source}").fetchnumpy()  # noqa: S608

    def _ahead(self) -> str:
        """Whether a decision is dated after today, in the engine's language; empty where nothing says so."""
        if DAY not in self.file.kinds or not self.question.today:
            return ""
        return f"coalesce({self.file.day(DAY)} > '{self.question.today}', false)"

    def _but_ahead(self, key: str) -> str:
        ahead = self._ahead()
        return f"CASE WHEN NOT {ahead} THEN {key} END" if ahead else key

    def _check_told_once(self, kept: str) -> None:
        """Raises Unreadable where kept rows repeat a number. Hashes are sorted: quick, and little to hold."""
        if IDENTITY not in self.file.kinds:
            return
        text = self.file.text(IDENTITY)
        where = f"{kept} AND {text} IS NOT NULL"
        query = f"SELECT hash({text}) AS told FROM {self.file.source} WHERE {where}"  # noqa: S608 - quoted
        told = np.asarray(self.file.asked(query).fetchnumpy()["told"])
        told.sort()
        if (told[1:] == told[:-1]).any():
            twice = self.file.row([f"count({text}) - count(DISTINCT {text})"], kept)[0]
            if twice:
                raise Unreadable("decided_twice", column=IDENTITY, rows=twice)

    def _rules(self) -> Iterable[tuple[Note, str]]:
        """Why a row is left out, in the order in which it is asked."""
        asked, text = self.question, self.file.text
        if (ahead := self._ahead()) and asked.today:
            yield Note.of("dated_ahead", column=DAY, day=asked.today), ahead
        yield Note.of("missing", column=asked.outcome), f"{text(asked.outcome)} IS NULL"
        yield Note.of("not_read", column=asked.outcome), f"({self._told()}) IS NULL"
        for name in asked.columns:
            yield Note.of("missing", column=name), f"{text(name)} IS NULL"
        groups = ", ".join(map(quoted, self.factors[0].levels))
        yield Note.of("another_group", column=asked.group), f"{text(asked.group)} NOT IN ({groups})"

    def _count_excluded(self, lost: int) -> None:
        """Count every row that is left out under the first reason that holds. Raises _Unseen where none does."""
        before, kept, rules = "true", [], dict(self._rules())
        if not self.known:
            self._check_seen()
        for rule in rules.values():
            kept.append(f"count(*) FILTER ({before} AND {rule})")
            before = f"{before} AND NOT ({rule})"
        counts = self.file.row(kept)
        self.left_out = tuple(LeftOut(why, n) for why, n in zip(rules, counts, strict=True) if n)
        if sum(counts) != lost:
            raise _Unseen

    def _check_seen(self) -> None:
        """Raises _Unseen where a column holds a value that the glance did not see."""
        file, unseen = self.file, []
        for name, places in self.places.items():
            if name not in file.bands:
                unseen.append(
                    f"count({file.text(name)}) > count({file.looked_up(name, dict.fromkeys(places, 1), 'INTEGER')})"
                )
        if unseen and any(file.row(unseen)):
            raise _Unseen
