"""Whom an address is about, read from the address alone: for the log of an attempt that was refused.

Nothing found here is shown to the one who asked, who gets the same answer whether there is such a row or not.
"""

from collections.abc import Callable

from django.urls import ResolverMatch

from samsyn.cases.queries import persons_of_cases
from samsyn.homecare.queries import persons_in_orders, persons_of_checks
from samsyn.people.queries import people_behind

# How an address begins, which of its numbers says whom it is about, and how. The first that fits counts.
BEGINNINGS: tuple[tuple[str, str, Callable[[int], set[int]]], ...] = (
    ("arenden/bestallningar/<int:order_pk>/", "order_pk", lambda pk: set(persons_in_orders([pk]))),
    ("bestallningar/<int:pk>/", "pk", lambda pk: set(persons_in_orders([pk]))),
    ("natt/<int:pk>/", "pk", lambda pk: set(persons_of_checks([pk]))),
    ("arenden/<int:pk>/", "pk", lambda pk: persons_of_cases([pk])),
    ("person/<int:person>/", "person", lambda pk: set(people_behind({pk}))),
)
LARGEST = 2**63 - 1  # no row has a greater number, and the databases refuse to be asked for one


def persons_concerned(match: ResolverMatch) -> set[int]:
    """The ids of the persons whom an address is about; none when it names nobody or nothing that exists."""
    for beginning, name, found in BEGINNINGS:
        if match.route.startswith(beginning):
            pk = match.kwargs[name]
            return found(pk) if pk <= LARGEST else set()
    return set()
