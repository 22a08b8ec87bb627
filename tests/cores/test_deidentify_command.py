"""`samsyn deidentify` as it is run: real processes, real files, and what bad input gets."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEADER = {"person": {"first": "Astrid", "last": "Lind", "pnr": "19400115-9807"}, "staff": [{"first": "Omar"}]}
TEXT = "Astrid Lind (400115-9807) är 86 år.\r\nHon bor med sin make. Omar ringde.\n"
MASKED = "Den enskilde ([personnummer]) är 80–89 år.\r\nHen bor med sin partner. Medarbetare A ringde.\n"


def run(*arguments, typed=b""):
    """The command, with as little around it as a script would have; no setting and no folder of its own."""
    kept = {"PATH": os.environ["PATH"], "LANG": "C", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "samsyn", "deidentify", *map(str, arguments)], input=typed, capture_output=True,
        check=False, env=kept, timeout=60,
    )  # fmt: skip


@pytest.fixture
def header(tmp_path):
    path = tmp_path / "header.json"
    path.write_text(json.dumps(HEADER), encoding="utf-8")
    return path


def test_a_file_comes_out_masked_with_its_line_ends(tmp_path, header):
    (tmp_path / "case.txt").write_bytes(TEXT.encode())

    told = run(tmp_path / "case.txt", "--header", header)

    assert (told.returncode, told.stderr) == (0, b"")
    assert told.stdout.decode() == MASKED


def test_standard_input_and_every_edit_in_its_place(header):
    told = json.loads(run("-", "--json", "--header", header, typed=TEXT.encode()).stdout)

    assert told["text"] == MASKED
    for edit in told["edits"]:
        assert set(edit) == {"start", "end", "original", "replacement", "kind", "confidence", "layer"}
        assert TEXT[edit["start"] : edit["end"]] == edit["original"]
    assert [e["original"] for e in told["edits"][:3]] == ["Astrid Lind", "400115-9807", "86 år"]


def test_an_empty_text_is_an_empty_text():
    told = run("-", "--json")
    assert json.loads(told.stdout) == {"text": "", "edits": []}


@pytest.mark.parametrize(
    ("typed", "header", "says"),
    [
        ("åäö".encode("latin-1"), None, "not text in UTF-8"),
        (b"\xff\xfeA\x00", None, "not text in UTF-8"),
        (b"a" * 2_000_001, None, "at most 2000000"),
        (b"Astrid", "{", "no JSON"),
        (b"Astrid", '{"person": {"name": "Astrid"}}', "unknown keys: name"),
        (b"Astrid", "[" * 100_000, "no JSON"),
    ],
)
def test_what_cannot_be_masked_is_refused_with_what_to_do_and_never_let_through(tmp_path, typed, header, says):
    arguments = ["-"]
    if header is not None:
        (tmp_path / "header.json").write_text(header, encoding="utf-8")
        arguments += ["--header", tmp_path / "header.json"]

    told = run(*arguments, typed=typed)

    assert told.returncode == 2
    assert told.stdout == b""
    assert says in told.stderr.decode()
    assert "Traceback" not in told.stderr.decode()


def test_a_file_that_is_not_there_and_standard_input_asked_for_twice(tmp_path):
    assert "cannot read" in run(tmp_path / "none.txt").stderr.decode()
    assert "only one of" in run("-", "--header", "-").stderr.decode()


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert run("-", typed="\ufeffHon sover.".encode()).stdout.decode() == "Hen sover."


def test_the_command_loads_neither_django_nor_anything_else_that_is_large():
    code = (
        "import sys; from samsyn.cli import main; main(['deidentify', '-']);"
        "sys.stderr.write(' '.join(sorted({m.partition('.')[0] for m in sys.modules})))"
    )
    told = subprocess.run([sys.executable, "-c", code], input=b"Hon sover.", capture_output=True, check=True)
    loaded = set(told.stderr.decode().split())
    assert not loaded & {"django", "psycopg", "openpyxl", "numpy", "typst", "whitenoise", "waitress"}
