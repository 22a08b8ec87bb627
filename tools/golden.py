"""Writes the golden letters anew: `make golden`. Read what changed with `git diff` before it is committed.

`--pictures FOLDER` draws each as PDF too, to be looked at.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from samsyn.cases.letters.render import pdf
from samsyn.people.languages import Language
from tests.golden.kinds import KINDS, renew


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path)
    chosen = parser.parse_args()
    renew()
    if chosen.pictures:
        chosen.pictures.mkdir(parents=True, exist_ok=True)
        for kind, made in KINDS.items():
            for language in Language:
                (chosen.pictures / f"{kind}.{language}.pdf").write_bytes(pdf(made(language)))


if __name__ == "__main__":
    main()
