"""What the walk past every address is asked about in similar decided cases, and in figures of reviews."""


def fill(world) -> None:
    """What those pages need to be looked at."""


NOBODYS: set[str] = set()  # about no case of a unit: read from elsewhere too
ARGUMENTS: dict = {}
