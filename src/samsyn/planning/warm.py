"""Makes the search ready on this machine, once: what it is compiled to is kept on the disk (`kernel.compiled`)."""

import numpy as np

from samsyn.planning.problem import Carer, Part, Problem, Tie, Visit, Weights, Window
from samsyn.planning.solve import solve


def smallest() -> Problem:
    """A day with two carers, a double visit and a visit by one of them."""
    part = Part("care", 10, (Window(0, 100),))
    carers = tuple(Carer(key, 0, 0, 0, 400, frozenset({"care"})) for key in ("a", "b"))
    visits = (Visit("both", 1, (part, part)), Visit("one", 2, (part,)))
    travel = np.array([[[0, 5, 9], [5, 0, 7], [9, 7, 0]]])
    return Problem(visits, carers, travel, Weights(late=1), (Tie((0, 0), (0, 1), 0, 0),))


def main() -> None:
    """Compile everything by planning the smallest day."""
    solve(smallest(), seed=1, trials=1000)


if __name__ == "__main__":
    main()
