"""A large export of an invented municipality: as many rows as are asked for, the same for the same seed.

    python tools/big_export.py FOLDER [--rows 500000] [--seed 1]

Of a hundred rows ten are persons, ten applications, twelve decision lines, eight orders and sixty performed times: a
municipality's running decisions with some weeks of time. Six CSV files in UTF-8 with commas, and their mapping.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from samsyn.homecare.exports import KINDS  # noqa: E402 - path set above
from samsyn.people.exports.files import sheets_in  # noqa: E402
from samsyn.people.exports.guess import guessed  # noqa: E402
from samsyn.people.exports.mapping import write_plan  # noqa: E402
from samsyn.synthetic.numbers import number  # noqa: E402

SHARES = {"person": 10, "application": 10, "line": 12, "order": 8, "time": 60}  # of each hundred rows
HEADS = {
    "personer": "personnummer fornamn efternamn adress postnummer ort telefon skyddad",
    "ansokningar": "arende_id personnummer inkommen avser kanal",
    "beslut": "rad_id arende_id beslutsdatum insats beslut omfattning per fran till",
    "bestallningar": "bestallnings_id rad_id utforare startdatum status",
    "utford_tid": "besoks_id bestallnings_id datum starttid minuter",
}
GIVEN = ("Astrid", "Bertil", "Åsa", "Örjan", "Märta", "Nils", "Greta", "Bo", "Rut", "Elsa", "Ivar", "Sonja")
FAMILY = ("Lind", "Björkö", "Sjölund", "Östberg", "Håkansson", "Nyström", "Åkesson", "Fågelström", "Ek", "Asp")
HELP = (("Hemtjänst", "tim/vecka"), ("Boendestöd", "tim/vecka"), ("Ledsagning", "tim/månad"))
FIRST = date(2025, 8, 1)
BORN = date(1925, 1, 1)
SERIALS = range(980, 1000)


def numbers() -> Iterator[str]:
    """Test numbers, each once."""
    day = BORN
    while True:
        for serial in SERIALS:
            yield number(day, serial)
        day += timedelta(1)


def make(folder: Path, rows: int, seed: int) -> list[Path]:
    """Write the export; returns its files."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(seed)  # noqa: S311 - invented people
    hundreds = max(1, rows // 100)
    known = numbers()
    paths = {name: folder / f"{name}.csv" for name in HEADS}
    with ExitStack() as files:
        out = {}
        for name, head in HEADS.items():
            file = files.enter_context(paths[name].open("w", encoding="utf-8", newline=""))
            out[name] = csv.writer(file)
            out[name].writerow(head.split())
        for hundred in range(hundreds):
            for name, some in _hundred(hundred, rng, known):
                out[name].writerows(some)
    exports = [(p.name, p) for p in paths.values()]
    plan = replace(guessed(sheets_in(exports, folder), KINDS, "Påhittat"), new_units=True)
    (folder / "mapping.toml").write_text(write_plan(plan), encoding="utf-8")
    return list(paths.values())


def _hundred(hundred: int, rng: Random, known: Iterator[str]) -> Iterable[tuple[str, list[list[object]]]]:
    """A hundred rows: ten persons and what they have."""
    people, applications, lines, orders, times = [], [], [], [], []
    for n in range(SHARES["person"]):
        key, person = hundred * SHARES["person"] + n, next(known)
        people.append([f"{person[:8]}-{person[8:]}" if n % 2 else person, rng.choice(GIVEN),
                       rng.choice(FAMILY), f"Storgatan {rng.randint(1, 90)}", "123 45", "Samsyn", "070-174 06 11",
                       "ja" if rng.random() < 0.01 else ""])  # fmt: skip
        received = begins = FIRST + timedelta(rng.randint(0, 200))
        applications.append([f"A{key}", person, received.isoformat(), "Hjälp i hemmet", "blankett"])
        for line in range(2 if n < SHARES["line"] - SHARES["person"] else 1):
            what, per = ("Trygghetslarm", "st") if line else rng.choice(HELP)
            decided = received + timedelta(rng.randint(5, 40))
            amount = 1 if line else f"{rng.randint(2, 30)},{rng.choice(('0', '5'))}"
            lines.append(
                [f"R{key}-{line}", f"A{key}", decided.isoformat(), what, "Bifall", amount, per, decided.isoformat(), ""]
            )
            begins = begins if line else decided
        if n < SHARES["order"]:
            orders.append([f"U{key}", f"R{key}-0", f"Hemtjänst {rng.randint(1, 20)}", begins.isoformat(), "pågår"])
    for n in range(SHARES["time"]):
        order = rng.choice(orders)
        day = date.fromisoformat(str(order[3])) + timedelta(rng.randint(0, 40))
        start = f"{rng.randint(7, 21):02d}:{rng.choice(('00', '15', '30', '45'))}"
        times.append([f"B{hundred}-{n}", order[0], day.isoformat(), start, rng.randint(10, 60)])
    return zip(HEADS, (people, applications, lines, orders, times), strict=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    make(chosen.folder, chosen.rows, chosen.seed)


if __name__ == "__main__":
    main()
