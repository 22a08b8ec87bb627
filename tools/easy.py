"""Which texts a person meets on their own pages, and which of them are hard: long sentences or many long words.

The measure is LIX (Björnsson 1968: words a sentence, and the share of words longer than six letters) and the longest
sentence. A label of a few words has no LIX worth the name, so texts of fewer than ten words are held to the sentence.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "samsyn" / "web"
TEMPLATES = WEB / "templates"
LONGEST = 12  # words of a sentence
HARDEST = 40  # LIX; below 30 is very easy, 40 is what most can read
ENOUGH = 10  # words, for LIX to say something
LONG_WORD = 6  # letters
INCLUDED = re.compile(r'{%\s*(?:include|extends)\s+"([^"]+)"')
IMPORTED = re.compile(r"from (samsyn\.web\.(?:shared|person)\.\w+) import")
WORD = re.compile(r"[^\W_][\w-]*")
GAP = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
END = re.compile(r"[.!?:](?:\s|$)")
# Shared with the person's pages and not met there: who can do what in a demonstration, and what staff do.
OTHERS = frozenset({"src/samsyn/web/shared/doors.py"})


def words(text: str) -> list[str]:
    """The words of a text; a gap counts as a short one."""
    return WORD.findall(GAP.sub("ord", text))


def longest_sentence(text: str) -> int:
    """How many words the longest sentence has."""
    return max((len(words(part)) for part in END.split(text)), default=0)


def lix(text: str) -> float:
    """Björnsson's readability index; 0 for no words."""
    found, sentences = words(text), [part for part in END.split(text) if words(part)]
    if not found:
        return 0.0
    return len(found) / len(sentences) + 100 * sum(len(word) > LONG_WORD for word in found) / len(found)


def is_hard(text: str) -> bool:
    """Whether a text is too hard for easy-read Swedish as it stands."""
    return longest_sentence(text) > LONGEST or (len(words(text)) >= ENOUGH and lix(text) > HARDEST)


@cache
def met() -> frozenset[str]:
    """The files whose texts a person meets on their own pages, as paths from the root."""
    templates = _reached([p.relative_to(TEMPLATES).as_posix() for p in (TEMPLATES / "person").glob("*.html")])
    return (templates | _modules()) - OTHERS


def _reached(waiting: list[str]) -> frozenset[str]:
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and (TEMPLATES / name).exists():
            found.add(name)
            waiting += INCLUDED.findall((TEMPLATES / name).read_text(encoding="utf-8"))
    return frozenset(f"src/samsyn/web/templates/{name}" for name in found)


def _modules() -> frozenset[str]:
    found: set[Path] = set()
    waiting = list((WEB / "person").glob("*.py"))
    while waiting:
        path = waiting.pop()
        if path not in found and path.exists():
            found.add(path)
            names = IMPORTED.findall(path.read_text(encoding="utf-8"))
            waiting += [ROOT / "src" / f"{name.replace('.', '/')}.py" for name in names]
    return frozenset(path.relative_to(ROOT).as_posix() for path in found)


def is_met(files: Iterable[str]) -> bool:
    """Whether a text that stands in some files is one that a person meets."""
    return not met().isdisjoint(files)
