"""Every dependency has a reason and a use, and the locked files say what the wished-for ones do."""

import re
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.tree import ROOT, SRC, imported, modules

LINE = re.compile(r"^(?P<name>[A-Za-z0-9-]+)(\[[\w,-]+\])?(?P<range>[^#]*)(#\s*(?P<reason>\S.*))?$")
BESIDE = ("-dev", "-spark", "-peers")
# Used without an import in our code.
BY_NAME = {
    "tzdata": "data that Python's zoneinfo reads",
    "psycopg": "loaded by Django's PostgreSQL backend",
}


def wished(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    matches = [LINE.match(line) for line in lines if line.strip() and not line.startswith(("#", "-r", "-c"))]
    return {m["name"].lower(): (m["reason"] or "") for m in matches}


def locked(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("file", [f"requirements{part}.in" for part in ("", *BESIDE)])
def test_every_dependency_has_a_reason(file):
    assert [name for name, reason in wished(file).items() if not reason] == []


def test_every_dependency_is_used():
    offers = {}
    for module, distributions in packages_distributions().items():
        for distribution in distributions:
            offers.setdefault(distribution.lower().replace("_", "-"), set()).add(module)
    used = {name.split(".")[0] for path in modules() for name in imported(path)}
    used |= set(re.findall(r'"(\w+)\.?[\w.]*"', (SRC / "settings.py").read_text(encoding="utf-8")))
    unused = [name for name in wished("requirements.in") if name not in BY_NAME and not offers[name] & used]
    assert unused == []


@pytest.mark.parametrize("name", [f"requirements{part}" for part in ("", *BESIDE)])
def test_what_is_wished_for_is_locked_with_hashes(name):
    assert set(wished(f"{name}.in")) <= set(locked(f"{name}.txt"))
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    lines = re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE)  # one for each version, if Pythons take different ones
    assert len(re.findall(r"== ?\S+.*\\\n    --hash=sha256:", text)) == len(lines)


def test_tests_run_on_the_versions_that_are_served():
    tested = locked("requirements-dev.txt")
    assert {name: tested.get(name) for name in locked("requirements.txt")} == locked("requirements.txt")


def test_spark_lies_beside_the_versions_that_are_tested():
    tested, beside = locked("requirements-dev.txt"), locked("requirements-spark.txt")
    assert {name: beside[name] for name in tested.keys() & beside} == {
        name: tested[name] for name in tested.keys() & beside
    }
