"""How strong something unmeasured would have to be to explain the adjusted gap away."""

from math import exp, log

from samsyn.equity.answer import Answer
from samsyn.equity.estimate import Estimate, quantile
from samsyn.equity.examination import Asked, Hidden
from samsyn.equity.note import Note
from samsyn.equity.parts.sums import of_groups
from samsyn.equity.sensitivity import e_value, robustness
from samsyn.equity.table import Table


def hidden(table: Table, answer: Answer, asked: Asked) -> Hidden | Note:
    """The E-value and the robustness value of the gap adjusted for facts.

    The reference's mean, had all had the same facts, is that of all less the gap for those who are compared, which is
    exact where the gap is the same for all. The ratio's interval is on the logarithmic scale, its error the gap's over
    the mean of both. The robustness value takes the gap as the coefficient of a linear model with the same t.
    """
    gap = answer.facts
    if gap is None:
        return Note.of("gap_not_adjusted" if asked.facts else "no_adjusted_gap")
    cells = table.data.by([table.data.factors[0].name]).cells()
    n, total, _ = of_groups(cells)
    rows = float(n.sum())
    reference = float(total.sum()) / rows - float(n[1]) / rows * gap.value
    error = (gap.high - gap.low) / 2 / quantile(gap.level)
    if min(reference, reference + gap.value) <= 0 or error <= 0:
        return Note.of("no_ratio")
    coefficients = 1 + sum(len(factor.levels) - 1 for factor in table.data.factors)
    if rows - coefficients < 2:
        return Note.of("no_ratio")
    value, reach = log(1 + gap.value / reference), quantile(gap.level) * error / (reference + gap.value / 2)
    ratio = Estimate(exp(value), exp(value - reach), exp(value + reach), gap.n, gap.level)
    return Hidden(ratio, e_value(ratio), robustness(gap.value, error, rows - coefficients, quantile(gap.level)))
