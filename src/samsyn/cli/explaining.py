"""`samsyn plan --explain`: why a plan is as it is, what cannot hold together, and what more would give, in words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samsyn.planning.conflicts import Conflict
    from samsyn.planning.explain import Other, Unmet, Why
    from samsyn.planning.gains import Gain
    from samsyn.planning.problem import Carer, Plan, Problem
    from samsyn.planning.words import Language

SEEDS, TRIALS = (1, 2, 3), 20_000
MOST_LIKE = 3  # kinds of carers of whom one more is tried


def explaining(problem: "Problem", plan: "Plan", language: "Language") -> Iterator[str]:
    """Lines that explain a plan: each visit, conflicts where something must be left out, and what more would give."""
    yield from _Told(problem, language).lines(plan)


class _Told:
    def __init__(self, problem: "Problem", language: "Language") -> None:
        from samsyn.planning.words import wordings

        self.problem, self.language = problem, language
        self.words = {**wordings("plans"), **wordings("reasons")}

    def word(self, code: str, **terms: object) -> str:
        return self.words[code][self.language].format(**terms)

    def number(self, value: float) -> str:
        told = f"{value:.1f}".removesuffix(".0").replace("-", "−")
        return told.replace(".", ",") if self.language == "sv" else told

    def money(self, value: int) -> str:
        return self.number(abs(value) / self.problem.divisor)

    def clock(self, ticks: int | None) -> str:
        from samsyn.planning.words import clock

        return "" if ticks is None else clock(ticks, self.problem.ticks)

    def lines(self, plan: "Plan") -> Iterator[str]:
        from samsyn.planning.explain import explained

        try:
            told = explained(self.problem, plan)
        except ValueError:
            yield self.word("broken")
            return
        yield self.word("visits")
        for why in told:
            yield from (f"  {line}" for line in self.why(why))
        yield from self.conflicts(plan)
        yield from self.gains()

    def why(self, why: "Why") -> Iterator[str]:
        key = why.visit if not why.part else f"{why.visit} ({why.part + 1})"
        if why.carer is None:
            yield self.word("left-out", key=key)
        else:
            bounds = ", ".join(self.word(bound.kind, about=bound.about) for bound in why.bounds)
            yield self.word("made", key=key, carer=why.carer, start=self.clock(why.start), bounds=bounds)
        best = why.next_best
        yield f"    {self.word('nobody-else') if best is None else self.other(best)}"
        rules: dict[str, list[str]] = {}
        for other in why.others:
            if other.cost is None:
                rules.setdefault(self.word(f"rule {other.rule}", about=other.about), []).append(other.carer)
        for rule, carers in rules.items():
            yield f"    {self.word('cannot', carers=', '.join(carers), rule=rule)}"
        for unmet in why.unmet:
            yield f"    {self.unmet(unmet)}"

    def other(self, other: "Other") -> str:
        code = "next-best" if (other.cost or 0) >= 0 else "better"
        return self.word(code, carer=other.carer, start=self.clock(other.start), cost=self.money(other.cost or 0))

    def unmet(self, unmet: "Unmet") -> str:
        kind = self.word(unmet.kind) if unmet.kind in self.words else unmet.kind
        if unmet.instead is None:
            return self.word("unmet-never", kind=kind, cost=self.money(unmet.cost))
        sign = "−" if unmet.instead < 0 else ""
        return self.word("unmet", kind=kind, cost=self.money(unmet.cost), instead=sign + self.money(unmet.instead))

    def conflicts(self, plan: "Plan") -> Iterator[str]:
        from samsyn.planning.conflicts import conflicts

        found = conflicts(self.problem, plan)
        if found.found:
            yield self.word("conflicts")
            yield from (f"  {self.conflict(one)}" for one in found.found)
        for code in ("undecided", "fitting"):
            if keys := getattr(found, code):
                yield self.word(code, keys=", ".join(keys))

    def conflict(self, one: "Conflict") -> str:
        rules = "; ".join(self.word(f"conflict {rule.kind}", **rule._asdict()) for rule in one.rules)
        return rules if one.smallest else f"{rules} {self.word('not-smallest')}"

    def gains(self) -> Iterator[str]:
        from samsyn.planning.gains import one_more, wider

        yield self.word("gains", seeds=len(SEEDS), trials=TRIALS)
        for carer in self.likes():
            yield f"  {self.gain(one_more(self.problem, carer, seeds=SEEDS, trials=TRIALS))}"
        visits = range(len(self.problem.visits))
        yield f"  {self.gain(wider(self.problem, visits, 60 * self.problem.ticks, seeds=SEEDS, trials=TRIALS))}"

    def likes(self) -> list["Carer"]:
        """The first carer of each skills and shift, the commonest first."""
        kinds: dict[tuple[frozenset[str], int, int], list[Carer]] = {}
        for carer in self.problem.carers:
            kinds.setdefault((carer.skills, carer.on, carer.off), []).append(carer)
        return [carers[0] for carers in sorted(kinds.values(), key=len, reverse=True)[:MOST_LIKE]]

    def gain(self, gain: "Gain") -> str:
        high, low = (self.number(-x) for x in gain.interval)
        left = (sum(gain.left_before) - sum(gain.left_after)) / len(SEEDS)
        told = self.word(
            f"gain {gain.kind}", about=gain.about[0], change=self.number(-gain.gain), low=low, high=high,
            left=self.number(left),
        )  # fmt: skip
        return told if gain.told_apart else f"{told} {self.word('chance')}"
