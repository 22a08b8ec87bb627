"""Why a planner changes a plan or a pattern: the codes of data/plan_reasons.csv and pattern_reasons.csv."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from samsyn.cases.codes import Code, code_list


@cache
def reasons_to_plan() -> Mapping[str, Code]:
    """The reasons that a planner may give for a change, by code."""
    told = code_list("plan_reasons", "homecare").items()
    return MappingProxyType({code: row for code, row in told if row.extra["asked"] == "1"})


@cache
def reasons_for_pattern() -> Mapping[str, Code]:
    """The reasons that a planner may give for a new pattern of two weeks, or its end, by code."""
    return MappingProxyType(code_list("pattern_reasons", "homecare"))
