"""Code lists as data: life areas, levels, interventions, reasons. Labels are translated where they are shown."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Code:
    """One row of a code list. `extra` holds the columns that only this list has."""

    code: str
    label_sv: str
    labels: dict[str, str]  # by language, where the list has them
    extra: dict[str, str]

    def label(self, language: str) -> str:
        """The label in a language or, for a variant such as sv-simple, in the language it varies; else in Swedish."""
        return self.labels.get(language) or self.labels.get(language[:2]) or self.label_sv


@cache
def code_list(name: str, room: str = "cases") -> dict[str, Code]:
    """A list by its file name, in the file's order."""
    text = (files(f"samsyn.{room}") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {r["code"]: _code(r) for r in rows}


def _code(row: dict[str, str]) -> Code:
    labels = {column[6:]: text for column, text in row.items() if column.startswith("label_")}
    extra = {column: text for column, text in row.items() if column != "code" and not column.startswith("label_")}
    return Code(row["code"], row["label_sv"], labels, extra)


@cache
def areas(kind: str) -> dict[str, Code]:
    """IBIC codes of one kind: life_area, need_area, factor_group or factor."""
    return {c: row for c, row in code_list("areas").items() if row.extra["kind"] == kind}


@cache
def need_areas_of(life_area: str) -> dict[str, Code]:
    """The need areas under a life area; a life area without any is its own need area."""
    under = {c: row for c, row in areas("need_area").items() if row.extra["parent"] == life_area}
    return under or {life_area: areas("life_area")[life_area]}


def is_need_area(code: str) -> bool:
    """Whether a need may be stated on this code."""
    row = code_list("areas").get(code)
    return row is not None and (row.extra["kind"] == "need_area" or code in need_areas_of_none())


@cache
def need_areas_of_none() -> frozenset[str]:
    """Life areas without need areas of their own (safety, support to carers)."""
    parents = {row.extra["parent"] for row in areas("need_area").values()}
    return frozenset(areas("life_area")) - parents


def is_factor(code: str) -> bool:
    """Whether a code names a related factor, or a group of them without finer codes."""
    return code in areas("factor") or code in areas("factor_group")


@cache
def without_plan() -> frozenset[str]:
    """Interventions that are given without a plan of activities, such as an alarm."""
    return frozenset(c for c, row in code_list("interventions").items() if row.extra["plan"] == "0")


@cache
def delegate_kinds() -> dict[str, str]:
    """What kind of delegate each title is that the law treats in a way of its own (data/delegate_kinds.csv)."""
    text = (files("samsyn.cases") / "data" / "delegate_kinds.csv").read_text(encoding="utf-8")
    return {row["title"]: row["kind"] for row in csv.DictReader(text.splitlines())}
