"""What bad input gets: a clear result or a clear error, in the program and from the command, never a text unmasked."""

import json
import os
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from samsyn.deidentify import Header, Known, Part, Unmaskable, header_of, mask
from samsyn.deidentify import names as finder
from samsyn.deidentify.edits import Edit, Kind, Layer, after, applied
from samsyn.deidentify.mask import LONGEST
from samsyn.deidentify.plain import Plain
from tests.care_texts import HOLDOUT, care_texts

ROOT = Path(__file__).parents[2]
RAW = {"person": {"first": "Göran", "last": "Åkerström", "pnr": "19400115-9815"},
       "relatives": [
           {"first": "محمد", "last": "الخطيب", "relation": "son"},
           {"first": "Aino", "last": "Mäkelä"}]}  # fmt: skip
HEADER = header_of(RAW)
LINE = "Göran Åkerström är 86 år. Hans hustru ringde Aino. Maten smakade bra i går.\n"
CASES = {
    "empty": ("", ""),
    "only spaces": (" \n\t\r\n", " \n\t\r\n"),
    "capitals": ("GÖRAN ÅKERSTRÖM BOR MED SIN HUSTRU.", "Den enskilde BOR MED SIN PARTNER."),
    "three languages": (
        "Göran säger: I am tired. Aino soitti eilen, hon ringde.",
        "Den enskilde säger: I am tired. Närstående A soitti eilen, hen ringde.",
    ),
    "a scanner's slips": ("G0ran Åker ström och fru 1igger i sängen.", "Den enskilde och partner 1igger i sängen."),
    "a name over two lines": ("Besök hos Åker-\nström i dag.", "Besök hos den enskilde i dag."),
    "right to left": ("Sonen محمد الخطيب ringde.", "Barn A ringde."),
    "marks of direction": ("Sonen \u202bمحمد\u202c ringde om G\u200föran.", "Barn A\u202c ringde om den enskilde."),
    "read as another encoding": ("GÃ¶ran Ã…kerstrÃ¶m sover.", "Den enskilde sover."),
    "letters that were lost": ("G\ufffdran \ufffdkerstr\ufffdm sover.", "Den enskilde sover."),
    "letters in two parts": (normalize("NFD", "Göran Åkerström sover."), "Den enskilde sover."),
    "nulls and soft hyphens": ("Gö\x00ran Åker\u00adström sover.", "Den enskilde sover."),
    "line ends of others": ("Göran sover.\rHan vilar.\r\nHan äter.", "Den enskilde sover.\rHen vilar.\r\nHen äter."),
    "a file's name": ("Se utredning_göran_åkerström_2.docx", "Se utredning_den enskilde_2.docx"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "masked"), CASES.values(), ids=CASES)
def test_bad_input_gets_a_clear_result(text, masked):
    told = mask(text, HEADER)
    assert told.text == masked
    assert mask(masked, HEADER).text == masked
    assert all(text[e.start : e.end] == e.original for e in told.edits)


def test_the_command_gives_the_same_for_all_of_it(tmp_path):
    """One process for all, each text a paragraph of its own between lines that say nothing of anybody."""
    header = tmp_path / "header.json"
    header.write_text(json.dumps(RAW), encoding="utf-8")
    for name, (text, masked) in CASES.items():
        if name in ("empty", "capitals", "read as another encoding", "right to left", "nulls and soft hyphens"):
            told = _run("-", "--header", header, typed=text.encode())
            assert (told.returncode, told.stderr, told.stdout.decode()) == (0, b"", masked), name


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_a_text_in_another_encoding_is_refused_by_the_command_and_nothing_printed(encoding):
    told = _run("-", typed="Göran Åkerström bor på Ängsvägen 4.".encode(encoding))
    assert (told.returncode, told.stdout) == (2, b"")
    assert "UTF-8" in told.stderr.decode()
    assert "Traceback" not in told.stderr.decode()


def _run(*arguments, typed: bytes):
    kept = {"PATH": os.environ["PATH"], "LANG": "C", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run([sys.executable, "-m", "samsyn", "deidentify", *map(str, arguments)], input=typed,
                          capture_output=True, check=False, env=kept, timeout=120)  # fmt: skip


def test_a_megabyte_is_masked_by_the_command(tmp_path):
    header, count = tmp_path / "header.json", 1_000_000 // len(LINE)
    header.write_text(json.dumps(RAW), encoding="utf-8")
    told = _run("-", "--header", header, typed=(LINE * count).encode())
    said = "Den enskilde är 80–89 år. Hens partner ringde närstående A. Maten smakade bra i går.\n"
    assert told.stdout.decode() == said * count


@pytest.mark.parametrize("text", ["Barn Bo ringde.", "BARN BO RINGDE.", "Syskon Al kom.", "Syskon AL kom."])
def test_what_looks_like_a_label_is_none(text):
    """A name of two letters after such a word is no letter that masking gave."""
    header = Header((Known(Part.CHILD, "Bo", "Ek"), Known(Part.SIBLING, "Al", "Ek")))
    assert not {"Bo", "BO", "Al", "AL"} & set(mask(text, header).text.replace(".", "").split())


def test_a_text_with_more_people_than_letters_is_masked_and_stays():
    names = [f"{a}{b}sson" for a in ("Bratt", "Kvick", "Glim", "Storm", "Ulv") for b in "abcdefghijklmnopqrstuvwxyzåäö"]
    once = mask("".join(f"Vi talade med Gunilla {name} i går.\n" for name in names)).text
    assert len(set(once.splitlines())) == len(names)
    assert mask(once).text == once


def test_a_longer_text_is_refused():
    with pytest.raises(Unmaskable, match=str(LONGEST)):
        mask(" " * (LONGEST + 1))


def test_a_layer_that_fails_lets_nothing_through(monkeypatch):
    """What ships cannot be read: the text is not given back as it was."""

    def broken():
        raise OSError("names.json.gz")

    monkeypatch.setattr(finder, "shipped_field", broken)
    with pytest.raises(OSError, match=r"names\.json"):
        mask("Vi talade med Gunilla Forsgren i går.")


TEXTS = [v for t in (*care_texts(), *care_texts(HOLDOUT)) for v in (t.woman, t.man)]
PIECES = some.tuples(some.sampled_from(TEXTS), some.integers(0, 2_000), some.integers(1, 300),
                     some.sampled_from((str, str, str.upper, str.lower, str.title)))  # fmt: skip
NOISE = some.tuples(some.integers(0, 900), some.sampled_from(" \n-.,:/01345&s'\u00ad_Å"))


@settings(max_examples=150, deadline=None)
@given(some.lists(PIECES, min_size=1, max_size=4), some.sampled_from(("", " ", "\n")), some.lists(NOISE, max_size=6),
       some.booleans())  # fmt: skip
def test_masking_twice_is_masking_once_for_any_pieces_of_any_texts(pieces, between, noise, is_known):
    cut = [case(v.text[at % len(v.text) :][:length]) for v, at, length, case in pieces]
    text = between.join(cut)
    for at, sign in noise:
        text = text[: at % (len(text) + 1)] + sign + text[at % (len(text) + 1) :]
    header = header_of(pieces[0][0].header) if is_known else None
    once = mask(text, header)
    assert mask(once.text, header).text == once.text
    assert all(text[e.start : e.end] == e.original for e in once.edits)
    assert applied(text, once.edits).text == once.text


@pytest.mark.parametrize("word", ["Öleceği̇m", "Gözleri̇m", "Çeli̇k", "İ̇smet", "Åkerstr̈öm"])
def test_a_mark_that_makes_no_letter_divides_no_word(word):
    """What a program makes of a Turkish capital in small letters is two signs, and is masked as the one word it is."""
    text = f'Kl talade turkiska. "{word}", sa hon. Gunilla {word} ringde hennes man. "Person {word}'
    once = mask(text)
    assert mask(once.text).text == once.text
    assert "\u0307" not in once.text.replace(word, "")
    assert all(text[e.start : e.end] == e.original for e in once.edits)


@settings(max_examples=100, deadline=None)
@given(some.text(max_size=60), some.text(max_size=60))
def test_masking_any_signs_twice_is_masking_them_once(first, second):
    once = mask(f"{first}Göran Åkerström ringde hennes man.{second}", HEADER).text
    assert mask(once, HEADER).text == once


@given(some.text(max_size=120), some.integers(0, 120), some.integers(1, 20))
def test_a_place_in_the_text_that_is_read_is_a_place_in_the_text_as_it_was(text, start, length):
    plain = Plain(text)
    end = min(start + length, len(plain.text))
    if start < end:
        for one in plain.edits([Edit(start, end, plain.text[start:end], "x", Kind.NAME, 1.0, Layer.NAME)]):
            assert text[one.start : one.end] == one.original
            assert plain.text[start:end] in Plain(one.original).text


def test_edits_of_a_masked_text_are_told_as_edits_of_the_original():
    header = Header((Known(Part.PERSON, "Göran", "Ek"),))
    once = mask("Göran Ek och hans fru sov.", header)
    more = Edit(0, 3, "Den", "En", Kind.NAME, 1.0, Layer.NAME)
    twice = after(once, [more])
    assert twice.text == "En" + once.text[3:]
    assert (twice.edits[0].start, twice.edits[0].end, twice.edits[0].original) == (0, 8, "Göran Ek")
