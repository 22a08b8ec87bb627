"""Draw into docs what is generated from the code: the lifecycles, and what the bench for lawyers reads.

python tools/draw.py            writes the pages
python tools/draw.py --check    ends with 1 when a page is not what the code says
"""

import sys
from dataclasses import fields
from pathlib import Path

from samsyn.cases import bench_keys
from samsyn.cases import lifecycle as cases
from samsyn.cases.appeals import lifecycle as appeals
from samsyn.cases.clocks import Facts, rules
from samsyn.cases.fees import bench as fee_bench
from samsyn.homecare import lifecycle as homecare
from samsyn.homecare.nightwatch import machine as night

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.law_page import law_page  # noqa: E402 - the path is set above


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
            "## A check of a night by camera",
            "",
            "Drawn from `samsyn.homecare.nightwatch.machine`. After the second look, `saw_not` leads to `visit`.",
            "",
            "```mermaid",
            night.diagram(),
            "```",
            "",
            "## An appeal and a legality review",
            "",
            "Drawn from `samsyn.cases.appeals.lifecycle`. The committee neither tries the time of a legality review",
            "nor reconsiders it (FL 2); what came here by mistake it hands over as it is (KL 13:6).",
            "",
            "```mermaid",
            appeals.diagram(),
            "```",
            "",
            "| stage | in Swedish | waits for | who is to | by rule |",
            "|---|---|---|---|---|",
            *_waiting_for_appeals(),
            "",
        ]
    )


def _waiting_for_appeals() -> list[str]:
    return [
        f"| {stage} | {appeals.LABELS[stage]} | "
        + (f"{w.role or 'the court'} | {w.task} | {w.law} |" if w else "– | – | – |")
        for stage, w in appeals.WAITING.items()
    ]


def law_bench_page() -> str:
    """docs/law-bench.md: the keys that `samsyn law` reads, and the clocks it knows."""
    names: dict[str, list[str]] = {}
    for other, key in bench_keys.NAMES.items():
        names.setdefault(key, []).append(f"`{other}`")
    keys = [f"| `{f.name}` | {_kind(f.name)} | {', '.join(names.get(f.name, []))} |" for f in fields(Facts)]
    clocks = [f"| `{code}` | {rule.label} | {', '.join(rule.paragraphs)} |" for code, rule in rules().items()]
    return "\n".join(
        [
            "# A bench for lawyers",
            "",
            "`samsyn law clock`, `samsyn law remedy` and `samsyn law fee` read situations, one JSON object a line,",
            "from a file or standard input, and print each answer as a JSON object. Drawn by `make docs` from the",
            "code that reads the keys. What cannot be read gives `error` and `key`; what the rules cannot answer",
            "stands in `unanswered`.",
            "",
            "## Keys of `clock` and `remedy`",
            "",
            "`clock` names one of the clocks below; without it every clock that the facts start is answered.",
            "`id` comes back.",
            "",
            "| key | what it holds | other names |",
            "|---|---|---|",
            *keys,
            "",
            "## Clocks",
            "",
            "| code | in Swedish | paragraphs |",
            "|---|---|---|",
            *clocks,
            "",
            "## Keys of `fee`",
            "",
            (fee_bench.__doc__ or "").strip(),
            "",
        ]
    )


def _kind(key: str) -> str:
    if key in bench_keys.MANY:
        return "one or more days"
    if key in bench_keys.BOOLEAN:
        return "true or false"
    return "a day" if key in bench_keys.DAYS else "text or a number"


PAGES = {"docs/lifecycle.md": lifecycle_page, "docs/law-bench.md": law_bench_page, "docs/law.md": law_page}


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
