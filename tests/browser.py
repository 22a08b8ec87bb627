"""Which browser the journeys drive: `python -m tests.browser` prints it; ends with 1 when there is none."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def path() -> str | None:
    """The program of SAMSYN_TEST_BROWSER, else the first Chromium on the PATH."""
    return os.environ.get("SAMSYN_TEST_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    print(path() or "no Chromium here")
    sys.exit(path() is None)
