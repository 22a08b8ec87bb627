"""`python -m samsyn` is the command `samsyn`. It loads nothing before it can be stopped in an orderly way."""

import os
import signal
import sys
from types import FrameType


def start() -> int:
    """Run the command. Stopped before anything is under way (`cli.ending.under_way`) it ends at once, with a word."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where the shell has it ignored
        signal.signal(signal.SIGINT, _stop)
    from samsyn.cli import main

    return main()


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Nothing is begun, so nothing is put in order: an exception could be lost in the loading of a module."""
    os.write(2, b"\nsamsyn: stopped\n")
    os._exit(130)


if __name__ == "__main__":
    sys.exit(start())
