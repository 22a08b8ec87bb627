"""The survey's questions, as versioned data, and what may be told of the answers. Pure.

Wording and positive answers are those of the national surveys, so that shares can be laid beside theirs; answers are
never taken from one survey into another.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from samsyn.equity.safe import About, Axis, Rule, SafeTable, Shown
from samsyn.equity.wilson import wilson
from samsyn.people.refusals import N_

Z = 1.96  # the normal quantile of a 95 % interval
SEXES = ("K", "M")
UNCOUNTED = -1  # in the place of a unit: all those that are too small to have counts
NEAR = 3  # fewer than so many on one side, and the share is told as almost none or almost all
LEAST = 5  # invited in a group that has counts of its own


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire: what it is called, whom it is for, and whether somebody else may answer for the person."""

    kind: str
    name: str
    interventions: frozenset[str]
    from_age: int
    easy: bool  # easy-read, by the person alone


KINDS = {
    "HT": Questionnaire("HT", N_("Vad tycker du om hemtjänsten?"), frozenset({"HEMTJANST"}), 65, easy=False),
    "BS": Questionnaire("BS", N_("Vad tycker du om boendestödet?"), frozenset({"BOENDESTOD"}), 0, easy=True),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: texts and answers by language, how many of the first answers are positive, and how many of the
    last are outside the share ("Vet ej")."""

    code: str
    text: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    positive: int
    outside: int
    kpi: str

    @property
    def is_of_answering(self) -> bool:
        """Whether it asks who answered, which says nothing of the help."""
        return self.code.endswith("-SVARAT")

    @property
    def size(self) -> int:
        return len(self.answers["sv"])

    def said(self, language: str) -> tuple[str, tuple[str, ...]]:
        """The question and its answers in a language, in Swedish where there is none."""
        known = language if language in self.text else "sv"
        return self.text[known], self.answers[known]


@cache
def questions(kind: str, version: int) -> tuple[Question, ...]:
    """The questions of a version of a questionnaire, in their order."""
    text = (files("samsyn.improvement") / "data" / "survey.csv").read_text(encoding="utf-8")
    rows = [r for r in csv.DictReader(text.splitlines()) if r["kind"] == kind and int(r["version"]) == version]
    return tuple(
        Question(
            r["code"], {key: r[f"text_{key}"] for key in ("sv", "en", "fi")},
            {key: tuple(r[f"answers_{key}"].split("|")) for key in ("sv", "en", "fi")},
            int(r["positive"]), int(r["outside"]), r["kpi"],
        )
        for r in rows
    )  # fmt: skip


@cache
def newest_version(kind: str) -> int:
    """The newest version of a questionnaire."""
    text = (files("samsyn.improvement") / "data" / "survey.csv").read_text(encoding="utf-8")
    return max(int(r["version"]) for r in csv.DictReader(text.splitlines()) if r["kind"] == kind)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many chose an answer, counted from 1: at a unit, or where `unit` is None of a sex in all of them."""

    unit: int | None
    sex: str
    answer: int
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """The positive share of `n` answers with Wilson's 95 % interval, as fractions."""

    yes: int
    n: int

    @property
    def value(self) -> float:
        return self.yes / self.n

    @property
    def is_near(self) -> bool:
        """Whether so few said otherwise that the share would tell what each one said."""
        return self.yes < NEAR or self.n - self.yes < NEAR

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.yes, self.n, Z)


@dataclass(frozen=True)
class Told:
    """What may be told of a question: of all, by sex where every cell allows it, and of each unit. None: too few."""

    question: Question
    whole: Share | None
    by_sex: Mapping[str, Share] | None
    units: Mapping[int, Share | None]


def told(question: Question, counted: Iterable[Counted], *, floor: int, invited: Iterable[int] = ()) -> Told:
    """What may be told of the answers to a question where fewer than `floor` are never told.

    `invited` are the units of the round; one that is too small to have counts is among the hidden.

    A unit that is too small is hidden, and with it the next smallest for as long as the hidden ones together are fewer
    than the floor: else they could be worked out from the whole. Women and men are told apart only of the whole, and
    only where no cell of the table is small (`equity.safe`).
    """
    inside = [c for c in counted if c.answer <= question.size - question.outside]
    by_unit = {
        unit: _share(question, [c for c in inside if c.unit == unit])
        for unit in sorted({c.unit for c in inside if c.unit is not None} | set(invited))
    }
    of_sexes = [c for c in inside if c.unit is None]
    whole = _share(question, of_sexes)
    if whole.n < floor:
        return Told(question, None, None, dict.fromkeys(by_unit))
    sizes = {unit: share.n for unit, share in by_unit.items()}
    hidden = hidden_units(sizes | {UNCOUNTED: whole.n - sum(sizes.values())}, floor)
    hidden |= _beside_the_near(whole, by_unit, hidden)
    units = {unit: share if share.n and unit not in hidden else None for unit, share in by_unit.items()}
    return Told(question, whole, _by_sex(question, of_sexes, floor), units)


def _beside_the_near(whole: Share, by_unit: Mapping[int, Share], hidden: frozenset[int]) -> set[int]:
    """The units to hide so that the whole less what is told in figures is no share that is near none or all."""
    left = sorted((s.n, u) for u, s in by_unit.items() if s.n and u not in hidden and not s.is_near)
    more: set[int] = set()
    while left:
        seen = [by_unit[unit] for _, unit in left]
        rest = Share(whole.yes - sum(s.yes for s in seen), whole.n - sum(s.n for s in seen))
        if not rest.n or not rest.is_near:
            break
        more.add(left.pop(0)[1])
    return more


def own_counts(invited: Mapping[int, int]) -> frozenset[int]:
    """The units that have counts of their own, of those with so many invited: none that is smaller than LEAST, and none
    that would leave the others together smaller, to be worked out from the whole."""
    return frozenset(unit for unit in invited if invited[unit]) - hidden_units(invited, LEAST)


def sexes_counted(invited: Mapping[str, int]) -> tuple[str, ...]:
    """The sexes that are counted apart, of those with so many invited: none where any of them is smaller than LEAST."""
    return (*SEXES, "") if all(n >= LEAST for n in invited.values() if n) else ("",)


def hidden_units(sizes: Mapping[int, int], floor: int) -> frozenset[int]:
    """The units that are not told: those below the floor, and others so that the hidden reach it together."""
    order = sorted(sizes, key=lambda unit: (sizes[unit], unit))
    hidden = [unit for unit in order if 0 < sizes[unit] < floor]
    left = [unit for unit in order if sizes[unit] >= floor]
    while hidden and sum(sizes[unit] for unit in hidden) < floor and left:
        hidden.append(left.pop(0))
    return frozenset(hidden)


def _share(question: Question, counted: Iterable[Counted]) -> Share:
    found = list(counted)
    yes = sum(c.count for c in found if c.answer <= question.positive)
    return Share(yes, sum(c.count for c in found))


def _by_sex(question: Question, counted: list[Counted], floor: int) -> dict[str, Share] | None:
    """Women and men, where every cell of sex by answer is large enough. Answers without a known sex forbid it."""
    if any(c.sex not in SEXES and c.count for c in counted):
        return None
    shares = {sex: _share(question, [c for c in counted if c.sex == sex]) for sex in SEXES}
    axes = [Axis("sex", SEXES), Axis("answer", ("yes", "no"))]
    counts = [[shares[sex].yes, shares[sex].n - shares[sex].yes] for sex in SEXES]
    rule = Rule(smallest=floor, base=1, hides_zeros=True, possible=2)
    safe = SafeTable.of(counts, axes, About(question.code, "", ""), rule)
    return shares if all(isinstance(cell, Shown) for _, cell in safe) else None


def as_rows(of: Told) -> list[tuple[str, int]]:
    """A row for each answer, of sex and whether it was positive, sorted: what `samsyn equity` reads.

    Only where women and men may be told apart; the rows then say no more than the four counts do. Raises ValueError.
    """
    if of.by_sex is None:
        raise ValueError("women and men are too few to be told apart")
    return [
        (sex, answer)
        for sex, share in of.by_sex.items()
        for answer, count in ((0, share.n - share.yes), (1, share.yes))
        for _ in range(count)
    ]
