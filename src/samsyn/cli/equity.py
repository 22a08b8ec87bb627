"""`samsyn equity`: three gaps between two groups from a table of decisions; no database, no settings, no Django."""

import argparse
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from samsyn.cli.ending import Exit, Stop, under_way

if TYPE_CHECKING:
    from samsyn.equity.table import Question
    from samsyn.equity.words import Language


def equity(chosen: argparse.Namespace) -> int:
    """Compare what two groups were granted: the plain gap, and the gaps adjusted for facts and for assessed need."""
    from samsyn.equity.note import Noted
    from samsyn.equity.table import Question
    from samsyn.equity.words import said

    language = chosen.language or spoken(os.environ)
    today = date.today()  # noqa: DTZ011 - a day as people here count it
    facts, need = _columns(chosen.facts), _columns(chosen.need)
    question = Question(chosen.outcome, chosen.group, chosen.reference or "", facts, need, today)
    try:
        print(_told(chosen)(Path(chosen.file), question, language))
    except Noted as problem:
        raise Stop(Exit.USAGE, said(problem.note, language)) from None
    return Exit.OK


def equity_worker(chosen: argparse.Namespace) -> int:
    """Read or measure a file that an analyst chose on a page, and leave the answer in its folder."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from samsyn.equity.apart import work

    work(Path(chosen.folder), chosen.key)
    return Exit.OK


def _told(chosen: argparse.Namespace) -> "Callable[[Path, Question, Language], str]":
    """What is told: the gaps as JSON, or the whole examination, for which rows are read several times."""
    if chosen.engine == "spark":
        if not chosen.json:
            raise Stop(Exit.USAGE, "with --engine spark the answer is JSON: add --json.")
        return _by_spark
    return _json if chosen.json else _text


def spoken(environment: Mapping[str, str]) -> "Language":
    """The language of the locale if it is English, else Swedish (POSIX: LC_ALL before LC_MESSAGES before LANG)."""
    told = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "en" if told.lower().startswith("en") else "sv"


def _columns(told: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (told or "").split(",") if name.strip())


def _json(path: Path, question: "Question", language: "Language") -> str:
    from samsyn.equity.answer import answer
    from samsyn.equity.printed import printed
    from samsyn.equity.table import read

    under_way()
    return printed(answer(read(path, question), question), language)


def _by_spark(path: Path, question: "Question", language: "Language") -> str:
    """The same object, read by Spark."""
    from samsyn.equity.answer import answer
    from samsyn.equity.grouped import read_spark
    from samsyn.equity.printed import printed

    under_way()
    return printed(answer(read_spark(path, question), question), language)


def _text(path: Path, question: "Question", language: "Language") -> str:
    """The whole examination in the five steps of an analysis."""
    from samsyn.equity.examination import Asked
    from samsyn.equity.examine import examine
    from samsyn.equity.narration import narrate

    under_way()
    asked = Asked(question.outcome, question.group, question.reference, question.facts, question.need)
    told = narrate(examine(path, asked, question.today), language)
    return "\n\n".join("\n".join([step.title, *(f"  {line}" for line in step.sentences)]) for step in told)
