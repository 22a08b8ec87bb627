"""Three municipalities as three processes, each with its own keys and rows; a fourth adds what they wrote."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from samsyn.equity.sites.query import NotShared, Request, sign
from samsyn.equity.sites.region import Fitted, advance, begin, first, opened
from samsyn.equity.sites.site import unpacked
from tests.cores.sites_cases import DAY, Round, keys, municipalities, query

ROOT = Path(__file__).parents[2]
SIZES = (500, 420, 640)
SITE = """
import sys
from pathlib import Path
from samsyn.equity.sites.site import Diary, answer, approve, leave, packed
from tests.cores.sites_cases import DAY, keys, municipalities

folder, name, sizes = Path(sys.argv[1]), sys.argv[2], tuple(map(int, sys.argv[3:]))
held, own, diary = municipalities(40, sizes)[2][name], keys("ABC")[name], Diary()
for line in sys.stdin:
    request = (folder / f"{line.strip()}.request").read_text(encoding="utf-8")
    signature = (folder / f"{line.strip()}.{name}.signature").read_text()
    text, diary = answer(request, signature, held, own, diary, DAY)
    sent = packed(leave(text, approve(text, by="Åsa Ek", at="2027-03-01T10:00"), own))
    (folder / f"{line.strip()}.{name}.answer").write_text(sent, encoding="utf-8")
    print("approved", flush=True)
"""


class Folder:
    """A folder in which the region lays requests and three processes lay answers."""

    def __init__(self, path):
        self.path, self.keys, self.step = path, keys("ABC"), 0
        command = [sys.executable, "-c", SITE, str(path)]
        self.sites = {
            name: subprocess.Popen(
                [*command, name, *map(str, SIZES)],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            for name in "ABC"
        }  # fmt: skip

    def ask(self, request):
        self.step += 1
        (self.path / f"{self.step}.request").write_text(request.text, encoding="utf-8")
        for name, own in self.keys.items():
            (self.path / f"{self.step}.{name}.signature").write_text(sign(request.text, own.region))
        for site in self.sites.values():
            if site.poll() is None:
                print(self.step, file=site.stdin, flush=True)
        for site in self.sites.values():
            if site.poll() is None:
                site.stdout.readline()
        found = sorted(self.path.glob(f"{self.step}.*.answer"))
        files = [unpacked(path.read_text(encoding="utf-8")) for path in found]
        return opened(request, files, {n: k.region for n, k in self.keys.items()})

    def close(self):
        for site in self.sites.values():
            site.stdin.close()
            site.wait(20)
            site.stdout.close()


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path)
    yield made
    made.close()


def test_three_processes_and_a_fourth_reach_the_pooled_model_by_files_alone(folder):
    request, _ = begin(query(), "ABC", Round({}).ledger, DAY)
    state = first(folder.ask(request))
    while not isinstance(state, Fitted):
        assert Request.read(state.text) == state
        state = advance(folder.ask(state))
    _, _, held = municipalities(40, SIZES)
    together = Round(held).fit(query())
    assert np.array([e.value for e in state.coefficients]) == pytest.approx([e.value for e in together.coefficients])
    assert state.n == sum(SIZES)
    explained = json.loads(unpacked((folder.path / "2.A.answer").read_text(encoding="utf-8")).text)
    assert all(set(number) == {"is", "value"} and number["is"] for number in explained["numbers"])
    assert explained["sites"] == ["A", "B", "C"]


def test_a_site_that_dies_between_rounds_is_named_and_nothing_is_opened(folder):
    request, _ = begin(query(), "ABC", Round({}).ledger, DAY)
    state = first(folder.ask(request))
    folder.sites["B"].kill()
    folder.sites["B"].wait(20)
    with pytest.raises(NotShared, match="B has not answered"):
        folder.ask(state)
