"""Which browser the journeys drive: `python -m tests.browser` prints it; ends with 1 when there is none.

First the Chromium that has no windows of its own (Debian's chromium-headless-shell): it shows pages as the other does,
with half the work, for nothing is drawn around them.
"""

import os
import shutil
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def path() -> str | None:
    """The program of SAMSYN_TEST_BROWSER, else the first Chromium on the PATH."""
    return os.environ.get("SAMSYN_TEST_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    print(path() or "no Chromium here")
    sys.exit(path() is None)
