"""Tables that tests read: situations written by hand, with what the statute and the almanac say of them."""

from pathlib import Path

HERE = Path(__file__).parent
LISTS = frozenset({"matters", "interrupted", "executed", "resumed"})
WITH_SPACES = frozenset({"law", "section", "municipality", "county"})


def rows(name):
    """The rows of a table as dictionaries. Semicolons part the columns; the last may hold any."""
    lines = (HERE / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    head, *rest = [line for line in lines if line and not line.startswith("#")]
    columns = head.split(";")
    return [dict(zip(columns, line.split(";", len(columns) - 1), strict=True)) for line in rest]


def situation(text):
    """The JSON object that a row writes as key=value; an underscore is a space, a plus parts a list."""
    pairs = [pair.split("=", 1) for pair in text.split()]
    return {key: _value(key, value) for key, value in pairs}


def _value(key, value):
    if key in WITH_SPACES:
        return value.replace("_", " ")
    return value.split("+") if "+" in value and key in LISTS else value
