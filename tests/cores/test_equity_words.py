"""Every code that the core raises or tells has its wording in both languages, and numbers are written as in each."""

import ast
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

import samsyn.equity
from samsyn.equity.note import Note, Noted
from samsyn.equity.words import said, wordings, written

ROOT = Path(samsyn.equity.__file__).parent
KNOWN = wordings()


def sources():
    return sorted(ROOT.rglob("*.py"))


def subclasses(kind=Noted):
    for sub in kind.__subclasses__():
        yield sub.__name__
        yield from subclasses(sub)


def texts(node):
    """Every text that an expression can be: one, or one of two or more."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return set()


def raised():
    """(file, code, names of values) of every note and exception made in the core with a code in plain text."""
    import samsyn.equity.decompose
    import samsyn.equity.examine
    import samsyn.equity.sites.query
    import samsyn.equity.weighting  # noqa: F401 - so that their exceptions are known

    noted = set(subclasses())
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            function = ast.unparse(node.func)
            names = None if any(k.arg is None for k in node.keywords) else {k.arg for k in node.keywords}
            if function == "NotShared":
                yield path, f"site_{node.args[0].value}", {"message"}
            elif function == "Note.of" or function in noted:
                for code in texts(node.args[0]):
                    yield path, code, None if function in noted and len(node.args) > 1 else names


MADE = sorted({(path.name, code) for path, code, _ in raised()})


def test_the_core_has_many_codes():
    assert len({code for _, code in MADE}) > 120


@pytest.mark.parametrize(("file", "code"), MADE)
def test_every_code_is_worded_in_both_languages(file, code):
    assert code in KNOWN, f"{file} makes {code}; words.csv lacks it"
    for text in KNOWN[code].values():
        assert text.strip() == text != ""


def test_every_wording_is_of_a_code_that_is_made():
    plain = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    headings = {f"step_{name}" for name in ("pattern", "formulation", "causes", "test", "action")}
    unused = [code for code in KNOWN.keys() - headings if f'"{code.removeprefix("site_")}"' not in plain]
    assert unused == []


def gaps(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_tell_the_same_values():
    for code, texts_ in KNOWN.items():
        if not code.startswith("site_"):
            assert gaps(texts_["sv"]) == gaps(texts_["en"]), code


def test_no_sentence_asks_for_a_value_that_is_not_given():
    for path, code, names in raised():
        if names is not None and code in KNOWN:
            missing = gaps(KNOWN[code]["en"]) - names
            assert not missing, f"{path.name}: {code} lacks {missing}"


def test_swedish_sentences_speak_plainly():
    for code, texts_ in KNOWN.items():
        assert not re.search(r"\b(systemet|erhåll\w*|avseende|huruvida|samt|ej)\b", texts_["sv"]), code
        assert "-" not in re.sub(r"\w-\w|--\w+", "", texts_["sv"]), code  # a dash or an option, no minus


@pytest.mark.parametrize(
    ("number", "decimals", "sign", "sv", "en"),
    [
        (1234567, None, False, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567", "1,234,567"),
        (-0.5, 2, True, "−0,50", "−0.50"),
        (0.5, 1, True, "+0,5", "+0.5"),
        (-0.0001, 1, True, "0,0", "0.0"),
        (12.3456, None, False, "12,3", "12.3"),
        (0.012345, None, False, "0,012", "0.012"),
        (3.0, None, False, "3", "3"),
        (1234.5, None, False, "1\N{NO-BREAK SPACE}234", "1,234"),
    ],
)
def test_numbers_are_written_as_in_each_language(number, decimals, sign, sv, en):
    assert written(number, "sv", decimals, sign=sign) == sv
    assert written(number, "en", decimals, sign=sign) == en


def test_a_sentence_is_filled_in_each_language():
    note = Note.of("decided_twice", column="decision_id", rows=1200)
    assert said(note, "sv") == (
        "1\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}rader upprepar ett decision_id: behåll en rad för varje beslut."
    )
    assert note.text == said(note, "en") == "1,200 rows repeat a decision_id: keep one row for each decision."
    inner = Note.of("cannot_adjust", why=Note.of("dated_ahead", column="dag", day=date(2026, 1, 2)))
    assert said(inner, "sv").endswith("dag är efter 2026-01-02")


def test_what_is_not_known_is_an_error_and_never_half_a_sentence():
    with pytest.raises(KeyError):
        said(Note.of("no_such_code"))
    with pytest.raises(KeyError):
        said(Note.of("missing"))
