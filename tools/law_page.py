"""docs/law.md: each duty of docs/duties.csv, and where the code, its pages and its tests name the paragraph.

A reference is a key of the law table, such as "SoL 14:6", in a docstring, a refusal's `law=` or another text of the
code; several in a row are written "SoL 34:1-4" or "SoL 14:8 and 14:10". Where it stands decides what it is: a view, a
module of views or a template is a page, anything else in the product a rule, a test a test. Nothing is listed by hand,
so a duty that nothing names is "not built", and the page cannot say more than the code does.
"""

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from samsyn.cases.law import paragraphs

ROOT = Path(__file__).parents[1]
SHOWN = 4  # references of each kind that are written out; the rest are counted
MARKS = r", |,? and |,? och |-|–"
ONE = r"(?:\d+:)?\d+(?: [a-z](?![a-z]))?"
ROW = re.compile(rf"(?<!\w)(SoL|LSS|FL|KL|OSL) ({ONE}(?:(?:{MARKS}){ONE})*)")
NUMBER = re.compile(rf"({MARKS}|^)(\d+:)?(\d+)(?: ([a-z])(?![a-z]))?")
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
PAGE, RULE, TEST = "page", "rule", "test"
# What speaks of law without being how a duty is met: the bench answers questions about any paragraph.
SPEAKS_ONLY = (
    "src/samsyn/cases/bench",
    "src/samsyn/cases/fees/bench",
    "tests/rooms/test_law.py",
    "tests/architecture/",
)


@dataclass(frozen=True, order=True)
class Reference:
    """One place that names a paragraph: what kind of place, its file from the root, and the function or class."""

    kind: str
    path: str
    name: str

    def __str__(self) -> str:
        return f"[`{self.name}`](../{self.path})"


@dataclass(frozen=True)
class Duty:
    """A duty of the law that software must meet; `keys` of the law table, each of which has to be met."""

    keys: tuple[str, ...]
    text: str


def duties() -> list[Duty]:
    """The duties in the order of the list."""
    with (ROOT / "docs" / "duties.csv").open(encoding="utf-8", newline="") as table:
        return [Duty(tuple(row["keys"].split(";")), row["duty"]) for row in csv.DictReader(table)]


def law_page() -> str:
    """The table, with how many duties are met."""
    rows = [(duty, references(duty.keys)) for duty in duties()]
    states = [state_of(duty) for duty, _ in rows]
    counted = ", ".join(f"{states.count(state)} {state}" for state in ("built", "partly", "not built"))
    return "\n".join(
        [
            "# The law, and where it is met",
            "",
            "Drawn by `make docs` from the references in the code: a duty is *built* when a rule, a test and a page",
            "where somebody does something about it name each of its paragraphs, *partly* when something is missing.",
            f"Of {len(rows)} duties: {counted}. What each paragraph says stands in `src/samsyn/cases/data/law.csv`.",
            "",
            "| paragraph | duty | state | pages | rules | tests |",
            "|---|---|---|---|---|---|",
            *(_row(duty, found, state) for (duty, found), state in zip(rows, states, strict=True)),
            "",
        ]
    )


def references(keys: Iterable[str]) -> list[Reference]:
    """Every place that names one of the paragraphs, in order."""
    asked = set(keys)
    return sorted({reference for reference, text in _places() if asked & keys_in(text)})


@cache
def keys_in(text: str) -> frozenset[str]:
    """The keys of the law table that a text names, rows and ranges of them written out."""
    return frozenset(key for match in ROW.finditer(text) for key in _row_of(match[1], match[2]) if key in paragraphs())


def _row_of(act: str, row: str) -> Iterator[str]:
    chapter, last = "", 0
    for mark, before, number, letter in NUMBER.findall(row):
        chapter = before or chapter
        first = last + 1 if mark in {"-", "–"} and last else int(number)
        lettered = f"{act} {chapter}{number} {letter}"
        if lettered in paragraphs():
            yield lettered
        else:  # a letter that is no part of a key begins the next word
            yield from (f"{act} {chapter}{n}" for n in range(first, int(number) + 1))
        last = int(number)


def state_of(duty: Duty) -> str:
    """Built when each of its paragraphs is; what is not is named by `_row`."""
    states = {_state(references([key])) for key in duty.keys}
    return states.pop() if len(states) == 1 else "partly"


def _state(found: list[Reference]) -> str:
    kinds = {reference.kind for reference in found}
    if RULE not in kinds and PAGE not in kinds:
        return "not built"
    return "built" if kinds == {PAGE, RULE, TEST} else "partly"


def _row(duty: Duty, found: list[Reference], state: str) -> str:
    lacking = [key for key in duty.keys if _state(references([key])) != "built"] if state == "partly" else []
    said = f"{state}: {', '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} not whole" if lacking else state
    cells = [", ".join(duty.keys), duty.text, said]
    cells += [_shown([r for r in found if r.kind == kind]) for kind in (PAGE, RULE, TEST)]
    return "| " + " | ".join(cells) + " |"


def _shown(found: list[Reference]) -> str:
    if not found:
        return "–"
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return ", ".join(str(reference) for reference in found[:SHOWN]) + more


@cache
def _places() -> list[tuple[Reference, str]]:
    """Every function, class and module of the product and its tests, with the text that stands in it itself."""
    files = [*sorted((ROOT / "src").rglob("*.py")), *sorted((ROOT / "tests").rglob("test_*.py"))]
    kept = [f for f in files if "migrations" not in f.parts and not _relative(f).startswith(SPEAKS_ONLY)]
    drawn = sorted((ROOT / "src" / "samsyn" / "web" / "templates").rglob("*.html"))
    pages = [(Reference(PAGE, _relative(f), f.stem), f.read_text(encoding="utf-8")) for f in drawn]
    return [*(place for file in kept for place in _in_file(file)), *pages]


def _relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _in_file(file: Path) -> Iterator[tuple[Reference, str]]:
    path = _relative(file)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    yield Reference(_kind(path, tree), path, file.stem), _own_text(tree)
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield Reference(_kind(path, node), path, node.name), _own_text(node)


def _kind(path: str, node: ast.AST) -> str:
    """A view is a page: a function under web that the gate opens to somebody; so is a module that has one."""
    if path.startswith("tests/"):
        return TEST
    if not path.startswith("src/samsyn/web/"):
        return RULE
    inside = node.body if isinstance(node, ast.Module) else [node]
    opened = [ast.unparse(d) for one in inside for d in getattr(one, "decorator_list", [])]
    return PAGE if any(re.match(r"open_to|public|day_of", decorator) for decorator in opened) else RULE


def _own_text(node: ast.AST) -> str:
    """All text constants of a function or module, those of functions and classes inside it left to them."""
    texts: list[str] = []
    waiting = list(ast.iter_child_nodes(node))
    while waiting:
        one = waiting.pop()
        if isinstance(one, Function):
            continue
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            texts.append(one.value)
        waiting += ast.iter_child_nodes(one)
    return "\n".join(texts)
