"""What the walk past every address is asked about in reviews, exercises and their figures."""

from tests.web import walked_alike, walked_exercises


def fill(world) -> None:
    """A review in each state it can be looked at, and what the other parts need."""
    walked_exercises.fill(world)
    walked_alike.fill(world)


NOBODYS = walked_exercises.NOBODYS | walked_alike.NOBODYS
ARGUMENTS = {
    "reviews": lambda _world: {},
    **walked_exercises.ARGUMENTS,
    **walked_alike.ARGUMENTS,
}
