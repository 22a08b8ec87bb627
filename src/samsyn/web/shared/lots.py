"""The one place where chance comes in: a seed, kept with what is drawn by it so that it can be drawn again."""

from secrets import randbits

BITS = 48  # as many as any database's whole numbers hold, and a page can show


def new_seed() -> int:
    """A seed that nobody can know beforehand."""
    return randbits(BITS)
