"""Whether a case goes to review, by the unit's rule: all, a share by random draw, by kind, or on request."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field

from samsyn.people.refusals import N_, Refusal


@dataclass(frozen=True)
class Rule:
    """A unit's rule. `share` in per cent; `interventions` are codes; `seed` is of the draw among cases."""

    mode: str = "request"
    share: int = 100
    interventions: frozenset[str] = field(default_factory=frozenset)
    seed: int = 0


ASKS = {
    "all": N_("I enheten granskas alla ärenden innan beslutet. Skicka ärendet till granskning först."),
    "share": N_("Lotten har fallit på det här ärendet. Skicka det till granskning innan beslutet."),
    "kinds": N_(
        "I enheten granskas ärenden med den här insatsen innan beslutet. Skicka ärendet till granskning först."
    ),
}


def is_drawn(rule: Rule, case: int) -> bool:
    """Whether the lot falls on a case. The same seed gives the same draw, and nobody can choose it.

    A case's own number decides with the seed, not the order in which cases are written, so that neither waiting nor
    investigating anew helps.
    """
    digest = hashlib.sha256(f"{rule.seed}:{case}".encode()).digest()
    return int.from_bytes(digest[:8]) < rule.share * 2**64 // 100


def asked_by(rule: Rule, case: int, interventions: Collection[str]) -> Refusal | None:
    """Why the case must be reviewed before it is proposed, or None where the rule asks for nothing."""
    asks = {
        "all": True,
        "share": is_drawn(rule, case),
        "kinds": bool(rule.interventions.intersection(interventions)),
    }.get(rule.mode, False)
    return Refusal(ASKS[rule.mode]) if asks else None
