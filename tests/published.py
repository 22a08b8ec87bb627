"""Where published data lie that the statistics are held against: read in tests and measurements, never copied in."""

import csv
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("PUBLISHED_DATA", ROOT.parent / "shared" / "data"))
WHY_NOT = f"the published data are not at {DATA.name}/; set PUBLISHED_DATA to their folder"


def published(name: str) -> Path:
    """The file of a published data set, such as equity/hmda.csv; if there is none, the test is left out and says."""
    path = DATA / name
    if not path.exists():
        if os.environ.get("CI"):
            raise FileNotFoundError(WHY_NOT)
        pytest.skip(WHY_NOT)
    return path


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a published table."""
    with published(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
