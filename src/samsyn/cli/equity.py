"""`samsyn equity`: three gaps between two groups from a table of decisions; no database, no settings, no Django."""

import argparse
import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samsyn.cli.ending import Exit, Stop

if TYPE_CHECKING:
    from samsyn.equity.answer import Answer
    from samsyn.equity.estimate import Estimate


def equity(chosen: argparse.Namespace) -> int:
    """Compare what two groups were granted: the plain gap, and the gaps adjusted for facts and for assessed need."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small tables: threads that wait cost more than they do
    from samsyn.equity.answer import answer
    from samsyn.equity.estimate import CannotTell
    from samsyn.equity.table import Question, Unreadable, read

    today = date.today()  # noqa: DTZ011 - a day as people here count it
    facts, need = _columns(chosen.facts), _columns(chosen.need)
    question = Question(chosen.outcome, chosen.group, chosen.reference or "", facts, need, today)
    try:
        told = answer(read(Path(chosen.file), question), question)
    except (Unreadable, CannotTell) as problem:
        raise Stop(Exit.USAGE, str(problem)) from None
    print(json.dumps(_json(told), ensure_ascii=False) if chosen.json else _text(told))
    return Exit.OK


def _columns(told: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (told or "").split(",") if name.strip())


def _json(told: "Answer") -> dict[str, Any]:
    gaps = {
        name: gap and {"estimate": gap.value, "ci95": [gap.low, gap.high], "n": gap.n}
        for name, gap in (("crude", told.crude), ("facts", told.facts), ("need", told.need))
    }
    return {
        "groups": [told.compared, told.reference],
        "gaps": gaps,
        "excluded": told.excluded,
        "warnings": [{"code": note.code, "text": note.text} for note in told.notes],
        "verdict": {"code": told.verdict.code, "text": told.verdict.text},
    }


def _text(told: "Answer") -> str:
    lines = [f"{told.compared} compared with {told.reference}"]
    for name, gap in (("crude", told.crude), ("adjusted for facts", told.facts), ("and for need", told.need)):
        lines.append(f"  {name:20} {_told(gap)}")
    lines += [f"  left out: {why}: {count} rows" for why, count in told.excluded.items()]
    lines += [f"  note: {note.text}" for note in told.notes]
    return "\n".join([*lines, f"  {told.verdict.text}"])


def _told(gap: "Estimate | None") -> str:
    return f"{gap.value:+.4f} ({gap.low:+.4f} to {gap.high:+.4f}), {gap.n} rows" if gap else "not told"
