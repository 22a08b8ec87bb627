"""Self-made texts of the kinds an assessment unit meets, each in a female and a male version (synthetic people only).

A file holds the documents of one kind. A document is a line `# ID`, a line with the case header as JSON, and the text.
`{hon|han}` stands for the word of the female and of the male version; `[Astrid Lind|Bertil Lind#older]` is a mention of
a person with the group of the name, `[Karin#common]` one that is the same in both. `|` in the header's values parts the
versions likewise. Groups: common, older, rare, foreign, wordlike.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
HOLDOUT = FOLDER / "holdout"  # written when the rules stood; some rules have been mended by them since
UNSEEN = FOLDER / "unseen"  # the same, later
GROUPS = ("common", "older", "rare", "foreign", "wordlike")
_MARK = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}|\[([^\[\]|#]+)(?:\|([^\[\]|#]+))?#([a-z]+)\]")


@dataclass(frozen=True)
class Mention:
    """A person's name where it stands in a text."""

    start: int
    end: int
    group: str


@dataclass(frozen=True)
class Version:
    """A document as it is about a woman, or about a man."""

    text: str
    header: dict[str, Any]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class CareText:
    """A document in its two versions."""

    key: str
    kind: str
    woman: Version
    man: Version


def care_texts(folder: Path = FOLDER) -> Iterator[CareText]:
    """Every document of a folder, in the order of its key; `HOLDOUT` and `UNSEEN` hold texts written afterwards."""
    for path in sorted(folder.glob("*.txt")):
        for part in re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            key, header, text = part.split("\n", 2)
            woman, man = (_version(header, text.strip() + "\n", number) for number in (0, 1))
            yield CareText(key.strip(), path.stem, woman, man)


def _version(header: str, text: str, number: int) -> Version:
    parts: list[str] = []
    mentions: list[Mention] = []
    last = length = 0
    for mark in _MARK.finditer(text):
        word, man, name, mans_name, group = mark.groups()
        before = text[last : mark.start()]
        said = ((word, man) if word is not None else (name, mans_name or name))[number]
        if name is not None:
            if group not in GROUPS:
                raise ValueError(f"no group of names: {group}")
            mentions.append(Mention(length + len(before), length + len(before) + len(said), group))
        parts += [before, said]
        length += len(before) + len(said)
        last = mark.end()
    whole = "".join(parts) + text[last:]
    if left := re.search(r"[\[\]{}|]", whole):
        raise ValueError(f"an unread mark in: {whole[max(0, left.start() - 40) : left.start() + 20]}")
    return Version(whole, _chosen(json.loads(header), number), tuple(mentions))


def _chosen(value: Any, number: int) -> Any:
    if isinstance(value, dict):
        return {k: _chosen(v, number) for k, v in value.items()}
    if isinstance(value, list):
        return [_chosen(v, number) for v in value]
    return value.split("|")[number if "|" in value else 0] if isinstance(value, str) else value
