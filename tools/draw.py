"""Draw into docs what is generated from the code: the lifecycles.

python tools/draw.py            writes the pages
python tools/draw.py --check    ends with 1 when a page is not what the code says
"""

import sys
from pathlib import Path

from samsyn.cases import lifecycle as cases
from samsyn.homecare import lifecycle as homecare

ROOT = Path(__file__).parents[1]


def lifecycle_page() -> str:
    """docs/lifecycle.md: the two state diagrams, who each state of a case waits for, and what each step leaves."""
    waiting = [
        f"| {status} | {cases.LABELS[status]} | " + (f"{w.role} | {w.task} | {w.law} |" if w else "– | – | – |")
        for status, w in cases.WAITING.items()
    ]
    events = [f"| {step} | {cases.STEP_LABELS[step]} | `{event}` |" for step, event in cases.EVENTS.items()]
    return "\n".join(
        [
            "# Lifecycles",
            "",
            "Drawn from the tables in `samsyn.cases.lifecycle` and `samsyn.homecare.lifecycle`;",
            "`make docs` draws it anew, and a test holds it to them. Change the table, never this page.",
            "",
            "## A case",
            "",
            "```mermaid",
            cases.diagram(),
            "```",
            "",
            "| status | in Swedish | waits for | who is to | by rule |",
            "|---|---|---|---|---|",
            *waiting,
            "",
            "| step | in Swedish | event in the log |",
            "|---|---|---|",
            *events,
            "",
            "## An order and its messages",
            "",
            "The side that sends each message stands in brackets.",
            "",
            "```mermaid",
            homecare.diagram(),
            "```",
            "",
        ]
    )


PAGES = {"docs/lifecycle.md": lifecycle_page}


def main(arguments: list[str]) -> int:
    stale = [name for name, draw in PAGES.items() if not _current(ROOT / name, draw())]
    if "--check" in arguments:
        for name in stale:
            print(f"{name} is not what the code says: run `make docs`")
        return 1 if stale else 0
    for name in stale:
        (ROOT / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"drew {name}")
    return 0


def _current(page: Path, text: str) -> bool:
    return page.exists() and page.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
