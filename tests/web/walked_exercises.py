"""What the walk past every address is asked about in exercises."""


def fill(world) -> None:
    """What an exercise needs to be looked at."""


NOBODYS: set[str] = set()  # about no case of a unit: read from elsewhere too
ARGUMENTS: dict = {}
