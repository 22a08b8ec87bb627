"""Situations as lines of JSON, one answer for each: what the command and the page of the bench have in common."""

import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

from samsyn.cases import bench
from samsyn.cases.fees import bench as fees
from samsyn.people.refusals import N_

Answer = dict[str, Any]
NOT_JSON = N_("Raden är inte ett JSON-objekt. Skriv en situation på varje rad.")


class Question(StrEnum):
    """What may be asked of a situation."""

    CLOCK = "clock"
    REMEDY = "remedy"
    FEE = "fee"


ANSWERS: dict[Question, Callable[[Any], Answer]] = {
    Question.CLOCK: bench.clock,
    Question.REMEDY: bench.remedy,
    Question.FEE: fees.fee,
}


def answers(question: Question, lines: Iterable[str]) -> Iterator[Answer]:
    """The answer to each line, with its number; empty lines are passed over. What cannot be read is answered, too."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            situation = json.loads(line)
            json.dumps(situation, ensure_ascii=False).encode()  # half a character cannot be answered in writing
        except (ValueError, RecursionError):  # also thousands of digits
            yield {"line": number, "error": NOT_JSON}
            continue
        yield {"line": number, **ANSWERS[question](situation)}


def as_line(answer: Answer) -> str:
    """An answer as one line of JSON."""
    return json.dumps(answer, ensure_ascii=False, default=str)
