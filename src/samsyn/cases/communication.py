"""Whether the person has been heard before a decision that is not wholly in their favour (FL 25, SoL 14:8, 14:10).

What is communicated is kept as canonical text, and its digest binds: other needs, lines or amounts than those that were
sent are not communicated. Pure, over plain rows.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from samsyn.people.refusals import N_, Refusal

LAW = "FL 25"
TEXTS = ("situation", "sources", "assessment")
NEED = ("area", "own_words", "description", "level_now", "level_meant", "factors_text", "goal")
# The first day follows the day of the decision and says nothing that the person could answer.
LINE = ("intervention", "regime", "outcome", "unit", "applied", "amount", "goal", "reasons")


class GrantRow(Protocol):
    """As much of a decision line as decides whether it is to the person's favour."""

    intervention: Any
    outcome: Any
    unit: Any
    amount: Any


@dataclass(frozen=True)
class Sent:
    """As much of a communication as the rule looks at. `waived` is the code of the reason, empty when it was sent."""

    digest: str
    answer_by: date | None
    waived: str
    answered: bool


def basis(investigation: Any, needs: Iterable[Any], lines: Iterable[Any]) -> str:
    """All that a decision will rest on, as canonical JSON: the same material is always the same text.

    The lines are in an order of their own, so that a line that was taken out and written again changes nothing.
    """
    told = {
        "texts": {name: getattr(investigation, name) for name in TEXTS},
        "needs": sorted((_need(n) for n in needs), key=_text),
        "lines": sorted((_line(line) for line in lines), key=_text),
    }
    return _text(told)


def digest(text: str) -> str:
    """SHA-256 of a kept basis in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _need(need: Any) -> dict[str, Any]:
    factors = sorted((f.code, f.effect) for f in need.factors.all())
    return {name: getattr(need, name) for name in NEED} | {"factors": factors}


def _line(line: Any) -> dict[str, Any]:
    until = line.valid_to.isoformat() if line.valid_to else ""
    areas = sorted(n.area for n in line.needs.all())
    return {name: getattr(line, name) for name in LINE} | {"valid_to": until, "areas": areas}


def _text(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_against(lines: Iterable[GrantRow], before: Iterable[GrantRow] = ()) -> bool:
    """Whether a decision is not wholly in the person's favour: something is refused or cut, or less than before."""
    lines = list(lines)
    given, had = _by_kind(lines), _by_kind(before)
    cut = any(line.outcome != "granted" for line in lines)
    return cut or any(_falls_short(given.get(kind, []), rows) for kind, rows in had.items())


def _by_kind(lines: Iterable[GrantRow]) -> dict[tuple[str, str], list[GrantRow]]:
    """What is granted, by intervention and unit."""
    found: dict[tuple[str, str], list[GrantRow]] = {}
    for line in lines:
        if line.outcome != "refused":
            found.setdefault((line.intervention, line.unit), []).append(line)
    return found


def _falls_short(new: Sequence[GrantRow], had: Sequence[GrantRow]) -> bool:
    """Whether there is less than before: in all, on the day that some line begins, or because it ends earlier.

    What comes later does not make up for what is taken now.
    """
    if _amount(new) < _amount(had):
        return True
    days = [_period(line)[0] for line in new]
    if any(_amount(_on(day, new)) < _amount(_on(day, had)) for day in days):
        return True
    return max((_period(line)[1] for line in had), default=date.min) > max(_period(line)[1] for line in new)


def _amount(lines: Iterable[GrantRow]) -> int:
    return sum(line.amount for line in lines)


def _on(day: date, lines: Iterable[GrantRow]) -> list[GrantRow]:
    return [line for line in lines if _period(line)[0] <= day <= _period(line)[1]]


def _period(line: GrantRow) -> tuple[date, date]:
    """The first and the last day; the ends of time where the row has none."""
    return getattr(line, "valid_from", None) or date.min, getattr(line, "valid_to", None) or date.max


def why_not_unheard(*, against: bool, now: str, sent: Sequence[Sent], today: date) -> Refusal | None:
    """The reason a decision may not be proposed or signed before the person has been heard, or None (FL 25).

    `now` is the digest of what the decision rests on, `sent` what has been communicated, the newest last.
    """
    if not against:
        return None
    same = [s for s in sent if s.digest == now]
    if not same:
        return _CHANGED if any(not s.waived for s in sent) else _MISSING
    last = same[-1]
    if last.waived or any(s.answered for s in same) or last.answer_by is None or last.answer_by < today:
        return None
    return Refusal(
        N_("Personen kan svara till och med {day}. Föreslå beslutet när svaret har kommit, eller när dagen är förbi."),
        {"day": last.answer_by.isoformat()},
        law=LAW,
    )


_MISSING = Refusal(
    N_("Beslutet går personen emot. Låt personen läsa underlaget och svara först, eller ange varför det inte behövs."),
    law=LAW,
)
_CHANGED = Refusal(
    N_(
        "Underlaget har ändrats sedan personen fick läsa det. Skicka det som gäller nu, eller ange varför det inte"
        " behövs."
    ),
    law=LAW,
)
