"""An attacker of safe tables: linear and integer programming over everything that is shown. In tests alone."""

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

from samsyn.equity.safe import About, Axis, Hidden, Reason, SafeTable, Shown
from samsyn.equity.suppress import with_totals

MANY = 10_000


def span(cell, rule):
    """What one published cell says of its count."""
    if isinstance(cell, Hidden):
        floor = 0 if rule.hides_zeros else 1
        return (floor, rule.smallest - 1) if cell.reason == Reason.SMALL else (floor, MANY)
    if cell.value == 0:
        return 0, 0
    near = range(max(0, cell.value - rule.base), cell.value + rule.base + 1)
    near = [n for n in near if n >= rule.smallest and (2 * n + rule.base) // (2 * rule.base) * rule.base == cell.value]
    return near[0], near[-1]


def system(tables, axes):
    """The matrix that adds inner counts to published cells, and the bounds of each. Rows as in `keys`."""
    shape = tuple(len(a.levels) for a in axes)
    size = int(np.prod(shape))
    sums = with_totals(np.eye(size, dtype=int).reshape(*shape, size))
    sums = sums[..., :-1]  # the last axis is of the cells themselves
    names = [a.name for a in axes]
    rows, low, high, places = [], [], [], []
    for table in tables:
        for key, cell in table:
            level = {a.name: k for a, k in zip(table.axes, key, strict=True)}
            place = tuple(
                len(a.levels) if level.get(n) is None else a.levels.index(level[n])
                for n, a in zip(names, axes, strict=True)
            )
            rows.append(sums[place])
            least, most = span(cell, table.rule)
            low.append(least)
            high.append(most)
            places.append(place)
    return np.array(rows), np.array(low), np.array(high), places


def reach(matrix, low, high, row, *, whole):
    """The least and the greatest value that a sum of inner counts may have."""
    found = []
    for sign in (1, -1):
        if whole:
            done = milp(sign * row, constraints=LinearConstraint(matrix, low, high), integrality=np.ones(len(row)))
        else:
            done = linprog(
                sign * row, A_ub=np.vstack([matrix, -matrix]), b_ub=np.concatenate([high, -low]), bounds=(0, MANY)
            )
        assert done.success, done.message  # what is true is always possible
        found.append(sign * done.fun)
    return round(found[0], 6), round(found[1], 6)


def exposed(tables, axes, counts, *, whole=False):
    """The hidden cells that do not have the rule's number of possible counts: their place, count and reach.

    Of those said to be small, only the small counts are counted.
    """
    matrix, low, high, places = system(tables, axes)
    true, rule, found = with_totals(np.asarray(counts)), tables[0].rule, []
    cells = [cell for table in tables for _, cell in table]
    for n, place in enumerate(places):
        if not isinstance(cells[n], Hidden):
            continue
        least, most = reach(matrix, low, high, matrix[n], whole=whole)
        assert least <= true[place] <= most
        if cells[n].reason == Reason.SMALL:
            least, most = max(least, 0 if rule.hides_zeros else 1), min(most, rule.smallest - 1)
        if np.floor(most + 1e-6) - np.ceil(least - 1e-6) + 1 < rule.possible:
            found.append((place, int(true[place]), least, most))
    return found


def axes_of(shape):
    return [Axis("abcde"[n], tuple(f"{'abcde'[n]}{k}" for k in range(size))) for n, size in enumerate(shape)]


def drawn(rng, shape):
    """Counts as they come: many small, some nought, some large."""
    return rng.negative_binomial(0.8, 0.8 / (0.8 + rng.choice([3, 8, 20, 60])), size=shape)


def attacked(rng, shapes, rules, times, **how):
    """What is exposed of random tables, and how many of them had anything hidden."""
    found, with_hidden = [], 0
    for n in range(times):
        rule, shape = rules[n % len(rules)], shapes[n % len(shapes)]
        counts, axes = drawn(rng, shape), axes_of(shape)
        table = SafeTable.of(counts, axes, About("t", "2025", "all"), rule)
        with_hidden += any(isinstance(cell, Hidden) for _, cell in table)
        found += [(counts.tolist(), rule, e) for e in exposed([table], axes, counts, **how)]
    return found, with_hidden


def values(table):
    return {key: cell.value for key, cell in table if isinstance(cell, Shown)}
