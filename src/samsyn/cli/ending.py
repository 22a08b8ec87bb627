"""How a command ends when it does not succeed: a code of its own for each kind, and a sentence that says what to do."""

import signal
from enum import IntEnum


class Exit(IntEnum):
    """What the command answers the shell."""

    OK = 0
    CHAIN_BROKEN = 1
    USAGE = 2  # argparse's own
    SETTING = 3
    ADDRESS = 4
    DATABASE = 5
    REFUSED = 6
    PARTLY = 7  # what could be done is done


class Stop(Exception):  # noqa: N818 - the user can put it right; nothing is wrong with the program
    """Ends the command with a sentence for the user and the exit code of its kind."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code


def under_way() -> None:
    """From here what is begun is put in order when the command is stopped; before, it ends at once (`__main__`)."""
    if signal.getsignal(signal.SIGINT) not in {signal.default_int_handler, signal.SIG_IGN, signal.SIG_DFL, None}:
        signal.signal(signal.SIGINT, signal.default_int_handler)
