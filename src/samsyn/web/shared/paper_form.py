"""A form to fill in by hand: tagged (PDF/UA-1), nothing under 18 points, the same template as the plan's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, pgettext

from samsyn.cases.letters.typeset import typeset

POINTS = 18
TEMPLATE = Path(str(files("samsyn.web.provider"))) / "plan.typ"
Block = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """A form's title, who it is from, its language and its blocks."""

    title: str
    sender: str
    language: str
    blocks: tuple[Block, ...]
    foot: str = ""
    mark: str = ""


def form_pdf(form: Form, *, today: date, change: Callable[[str], str] = str) -> bytes:
    """The form as A4 pages, each text as `change` makes it. Called with its language active. Same in, same out."""
    content = {
        "title": form.title, "sender": form.sender, "language": form.language, "foot": form.foot or form.sender,
        "page_words": [gettext("sida"), pgettext("sida 1 av 2", "av")], "mark": form.mark, "blocks": list(form.blocks),
    }  # fmt: skip
    return typeset(TEMPLATE, {"plan": _each(content, change)}, dated=today, size=POINTS)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same structure with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: inner if key == "kind" else _each(inner, change) for key, inner in value.items()}
    return [_each(inner, change) for inner in value] if isinstance(value, list) else value


def heading(level: int, said: str) -> Block:
    """A heading of level 1 to 3."""
    return {"kind": "heading", "level": level, "text": said}


def text(said: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": said}


def tick(said: str) -> Block:
    """A box to tick, with its label."""
    return {"kind": "tick", "text": said}


def line(said: str) -> Block:
    """A label with a line to write on."""
    return {"kind": "line", "text": said}


def items(said: list[str]) -> Block:
    """A list."""
    return {"kind": "list", "items": said}
