"""The introduction course for new carers, read from `data/course/sv`: modules of screens and questions. Pure.

A file is a head between two lines of `---` (title, version, minutes, law, months), then screens that begin with `# `,
paragraphs and lists (`- `), and questions:

    ? Vem bestämmer när du duschar?
    (x) Den som ska duscha | Hon väljer så långt det går (SoL 10:4).
    ( ) Schemat | Schemat anpassas efter henne.

With `[x]` and `[ ]` instead, several answers may be right, and all of them are to be chosen.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "course" / "sv"
PREFIX = "introduktion"
HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
ANSWER = re.compile(r"([(\[])([ x])[)\]] (.+?) \| (.+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose, whether it is right, and why."""

    text: str
    is_right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers; `several` when more than one may be right."""

    text: str
    answers: tuple[Answer, ...]
    several: bool

    @property
    def right(self) -> frozenset[int]:
        """The numbers of the right answers, from 0."""
        return frozenset(n for n, answer in enumerate(self.answers) if answer.is_right)

    def is_answered_by(self, chosen: Collection[int]) -> bool:
        return frozenset(chosen) == self.right


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or the items of a list."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """One module. `months` is how long having done it counts, None for ever; `law` the keys of the law table."""

    key: str
    title: str
    version: int
    minutes: int
    law: tuple[str, ...]
    months: int | None
    screens: tuple[Screen, ...]
    questions: tuple[Question, ...]

    @property
    def competence(self) -> str:
        """The key under which having done it is noted."""
        return f"{PREFIX}/{self.key}"


@cache
def modules() -> tuple[Module, ...]:
    """The course in its order, which the files' names give."""
    return tuple(
        read(path.stem.split("-", 1)[1], path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.md"))
    )


def module(key: str) -> Module | None:
    return next((one for one in modules() if one.key == key), None)


def read(key: str, text: str) -> Module:
    """A module as its file has it. Raises ValueError with the line that cannot be read."""
    found = HEAD.match(text)
    if not found:
        raise ValueError(f"{key}: there is no head")
    head = dict(line.split(": ", 1) for line in found[1].splitlines())
    screens, questions = _body(key, found[2].splitlines())
    return Module(
        key=key,
        title=head["title"],
        version=int(head["version"]),
        minutes=int(head["minutes"]),
        law=tuple(one.strip() for one in head["law"].split(",")),
        months=int(head["months"]) if "months" in head else None,
        screens=screens,
        questions=questions,
    )


def _body(key: str, lines: list[str]) -> tuple[tuple[Screen, ...], tuple[Question, ...]]:
    screens: list[tuple[str, list[Part]]] = []
    questions: list[tuple[str, list[Answer], set[str]]] = []
    for line in lines:
        if not line.strip():
            continue
        if line.startswith("# "):
            screens.append((line[2:].strip(), []))
        elif line.startswith("? "):
            questions.append((line[2:].strip(), [], set()))
        elif questions:
            found = ANSWER.fullmatch(line)
            if not found:
                raise ValueError(f"{key}: no answer: {line!r}")
            questions[-1][1].append(Answer(found[3].strip(), found[2] == "x", found[4].strip()))
            questions[-1][2].add(found[1])
        elif not screens:
            raise ValueError(f"{key}: a text before the first screen: {line!r}")
        else:
            _add(screens[-1][1], line)
    return (
        tuple(Screen(title, tuple(parts)) for title, parts in screens),
        tuple(Question(text, tuple(answers), marks == {"["}) for text, answers, marks in questions),
    )


def _add(parts: list[Part], line: str) -> None:
    if not line.startswith("- "):
        parts.append(Part(line.strip()))
    elif parts and parts[-1].items:
        parts[-1] = Part("", (*parts[-1].items, line[2:].strip()))
    else:
        parts.append(Part("", (line[2:].strip(),)))
