"""What must and must not stand in the repository's files."""

import re

from django.apps import apps

from samsyn.cases.lifecycle import Status
from samsyn.cli import Exit
from samsyn.homecare.lifecycle import OrderStatus
from samsyn.people.roles import Role
from tests.architecture.tree import ROOT, SRC, committed, modules

SETTING = re.compile(r"\bSAMSYN_[A-Z][A-Z_]*[A-Z]\b")

# Put together here, so that this file does not hold what it looks for.
HOSTS = [
    f"{name}.{top}" for name, top in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com")]
]
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "t" + "mp", "ho" + "me"]) + r")/\w")


def texts():
    for path in committed():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_package_registry_is_named():
    assert [path for path, text in texts() if any(host in text for host in HOSTS)] == []


def test_no_path_of_somebodys_machine():
    found = [f"{path.relative_to(ROOT)}: {m[0]}" for path, text in texts() for m in MACHINE_PATH.finditer(text)]
    assert found == []


def test_text_files_end_with_one_line_break_and_no_trailing_space():
    code = {".py", ".md", ".toml", ".yaml", ".sh", ".css", ".js", ".in", ".csv"}
    bad = [
        path.relative_to(ROOT).as_posix()
        for path, text in texts()
        if path.suffix in code and "migrations" not in path.parts and text
        and (not text.endswith("\n") or text.endswith("\n\n") or re.search(r"[ \t]\n", text) or "\r" in text)
    ]  # fmt: skip
    assert bad == []


def settings_read():
    files = [
        *modules(),
        *modules(ROOT / "tests"),
        *modules(ROOT / "tools"),
        ROOT / "tools" / "test.sh",
        ROOT / "Makefile",
    ]
    own = {ROOT / "tests" / "architecture"}
    return {
        name
        for path in files
        if not own & set(path.parents)
        for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }


def test_every_setting_is_documented_and_no_other():
    documented = set(re.findall(r"^\| `(SAMSYN_\w+)`", page("docs/settings.md"), re.MULTILINE))
    assert documented == settings_read()


def test_every_make_command_that_is_written_of_exists():
    pages = [path for path in committed() if path.suffix == ".md"]
    written = re.compile(r"`make ([a-z-]+)|^make ([a-z-]+)(?=\s+#|$)", re.MULTILINE)
    named = {a or b for path in pages for a, b in written.findall(path.read_text(encoding="utf-8"))}
    assert named <= set(re.findall(r"^([a-z-]+):", page("Makefile"), re.MULTILINE))


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_exit_code_is_documented():
    assert [code for code in Exit if f"\n| {code.value} |" not in page("docs/settings.md")] == []


def test_the_glossary_has_every_model_status_and_role():
    models = [m._meta.label for m in apps.get_models() if m.__module__.startswith("samsyn.")]
    terms = [*models, *Status, *OrderStatus, *Role]
    assert [term for term in terms if f"`{term}`" not in page("GLOSSARY.md")] == []


def test_the_licence_is_the_whole_text():
    text = page("LICENSE")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert all(re.search(rf"^{number}\.\s?[A-Z]", text, re.MULTILINE) for number in range(1, 16))
    assert "Appendix" in text


def test_each_decision_record_has_its_three_parts():
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(r.name[:4]) for r in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Consequences")), record.name


def test_the_package_says_its_version_once():
    version = re.search(r'^version = "(.+)"', page("pyproject.toml"), re.MULTILINE)[1]
    assert f"## [{version}]" in page("CHANGELOG.md")
    assert f"softwareVersion: {version}" in page("publiccode.yaml")
    assert SRC.is_dir()
