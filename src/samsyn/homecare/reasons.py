"""Why something became otherwise than planned: which reasons may be given, and which say that nobody was helped."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from samsyn.cases.codes import Code, code_list

AWAY = "SJUKHUS"
# Reasons by which a visit was given up before it began.
GIVEN_UP = ("PERSON_AVBOKADE", "BYTT", "UTFORARE_STALLDE_IN", AWAY)
READ_IN = "import"  # the side of the reason that only time from another system has


@cache
def provider_reasons() -> frozenset[str]:
    """The reasons that lie with the provider: what was not given because of them is owed to the person."""
    return frozenset(code for code, row in code_list("reasons", "homecare").items() if row.extra["side"] == "provider")


@cache
def reasons_given(*, helped: bool = False) -> Mapping[str, Code]:
    """The reasons that can be given by hand; with `helped` only those that go with minutes above 0."""
    chosen = {code: row for code, row in code_list("reasons", "homecare").items() if row.extra["side"] != READ_IN}
    # Kept and handed to everybody: nobody may change it.
    return MappingProxyType({c: row for c, row in chosen.items() if not (helped and row.extra["absence"] == "1")})
