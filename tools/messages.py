"""The message catalogues: Swedish in the code is the id; English and Finnish stand in src/samsyn/web/locale.

    python tools/messages.py             reads the code, updates the .po files, compiles them
    python tools/messages.py --compile   only compiles .po to .mo
    python tools/messages.py --check     ends with 1 and a list when there is something to put right

English must be complete; Finnish on the person's own pages and on what they share with others, wherever in the code
those words stand; letters and what a law says stay in Swedish. A message that is no longer in the code stays in its
.po file, marked obsolete, so that a translation is never lost.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tools import easy as easy_read  # noqa: E402 - the path is set above

SOURCE = ROOT / "src" / "samsyn"
LOCALE = SOURCE / "web" / "locale"
LANGUAGES = ("en", "fi")
EASY = "sv_Simple"  # easy-read Swedish holds only what is hard in Swedish, and falls back to it
FINNISH_FOLDERS = frozenset({"person", "entry", "shared"})  # under web: what a person meets
FINNISH_FILES = (  # and what reaches those pages from below: roles, states, and the refusals a person can be given
    "people/access.py",
    "people/identity.py",
    "people/roles.py",
    "people/actions/consents.py",
    "people/actions/persons.py",
    "cases/access.py",
    "cases/lifecycle.py",
    "cases/actions/appeal.py",
    "cases/actions/communication.py",
    "cases/actions/delay.py",
    "cases/actions/intake.py",
    "cases/appeals/delay.py",
    "cases/queries/cases.py",
    "cases/letters/collect.py",
    "cases/queries/letters.py",
    "homecare/access.py",
    "homecare/lifecycle.py",
    "homecare/actions/contact.py",
    "homecare/actions/messages.py",
    "homecare/message_access.py",
    "homecare/night_access.py",
    "homecare/actions/night_consent.py",
    "homecare/actions/plans.py",
    "homecare/contact.py",
    "homecare/contact_access.py",
    "improvement/survey.py",
    "improvement/actions/survey.py",
    "improvement/survey_access.py",
    "web/gate.py",
    "web/provider/plan_pdf.py",
    "web/provider/table_forms.py",
    "homecare/actions/table.py",
    "web/templatetags/samsyn.py",
    "web/templatetags/citizen.py",
)
TEMPLATES = frozenset({".html", ".txt", ".typ"})
KEYWORDS = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
MARK = re.compile(r'{%\s*mark\s+"([^"]+)"')  # a state said in a template; the tag translates it
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True, order=True)
class Message:
    """One message as the code has it: the Swedish text, its plural, its context; empty where it has none."""

    text: str
    plural: str = ""
    context: str = ""


Found = Mapping[Message, frozenset[str]]  # the files that hold each message, as paths from the root


def in_python(source: str) -> Iterator[Message]:
    """The messages of Python source."""
    from babel.messages.extract import extract

    for _line, texts, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        text, plural = (texts[-2], texts[-1]) if isinstance(texts, tuple) else (texts, "")
        if text:
            yield Message(text, plural, context or "")


def in_template(source: str) -> Iterator[Message]:
    """The messages of a Django template. Django turns it into Python, with each call on a line of its own."""
    from django.utils.translation.template import templatize

    for line in templatize(source).splitlines():
        yield from in_python(line.strip())
    yield from map(Message, MARK.findall(source))


def find(root: Path, source: Path) -> Found:
    """Every message under a folder, with the files it stands in."""
    found: dict[Message, set[str]] = {}
    for path in sorted(source.rglob("*")):
        read = in_python if path.suffix == ".py" else in_template if path.suffix in TEMPLATES else None
        if read is None or "migrations" in path.parts:
            continue
        for message in read(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    return {message: frozenset(files) for message, files in sorted(found.items())}


def update(catalogue: polib.POFile, found: Found, language: str) -> polib.POFile:
    """The catalogue with the found messages: translations kept, gone ones obsolete, in a stable order."""
    known = {_key(entry): entry for entry in catalogue}
    updated = polib.POFile(wrapwidth=110)
    updated.metadata = {
        "Project-Id-Version": "samsyn",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message, files in found.items():
        entry = known.get(message) or _entry(message)
        if language == EASY and not _is_translated(entry) and not _is_hard(message, files):
            continue
        entry.obsolete = False
        entry.occurrences = [(file, "") for file in sorted(files)]
        updated.append(entry)
    for key, entry in sorted(known.items()):
        if key not in found and (entry.msgstr or any(entry.msgstr_plural.values())):
            entry.obsolete, entry.occurrences = True, []
            updated.append(entry)
    return updated


def problems(catalogue: polib.POFile, found: Found, needed: Iterable[Message], *, easy: bool = False) -> list[str]:
    """What is wrong with a catalogue, one line each; empty when nothing is. `easy`: of easy-read Swedish."""
    needed = list(needed)
    expected = needed if easy else found
    current = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    said = [f"not in the catalogue: {m.text!r}" for m in expected if m not in current]
    said += [f"no longer in the code: {m.text!r}" for m in current if m not in found]
    said += [f"not translated: {m.text!r}" for m in needed if m in current and not _is_translated(current[m])]
    for message, entry in current.items():
        if entry.fuzzy:
            said.append(f"marked fuzzy: {message.text!r}")
        if _is_translated(entry) and not placeholders_match(entry):
            said.append(f"other placeholders than the Swedish: {message.text!r}")
        if easy and any(map(easy_read.is_hard, _texts(entry))):
            said.append(f"too hard to be easy-read: {message.text!r}")
    return said


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _is_hard(message: Message, files: Iterable[str]) -> bool:
    return easy_read.is_met(files) and (easy_read.is_hard(message.text) or easy_read.is_hard(message.plural))


def placeholders_match(entry: polib.POEntry) -> bool:
    """Whether a translation has the gaps of its message. A singular may leave out the number."""
    if not entry.msgid_plural:
        return sorted(PLACEHOLDER.findall(entry.msgid)) == sorted(PLACEHOLDER.findall(entry.msgstr))
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural))
    forms = [set(PLACEHOLDER.findall(entry.msgstr_plural[n])) for n in sorted(entry.msgstr_plural)]
    return forms[-1] == wanted and all(form <= wanted for form in forms)


def needed_in(language: str, found: Found) -> list[Message]:
    """The messages a language must have: all in English, in Finnish those a person meets, in easy Swedish the hard."""
    if language == EASY:
        return [m for m, files in found.items() if _is_hard(m, files)]
    return [m for m, files in found.items() if language == "en" or any(map(_meets_a_person, files))]


def _meets_a_person(file: str) -> bool:
    parts = Path(file).parts
    return ("web" in parts and not FINNISH_FOLDERS.isdisjoint(parts)) or file.endswith(FINNISH_FILES)


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _entry(message: Message) -> polib.POEntry:
    plural = {0: "", 1: ""} if message.plural else {}
    return polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural,
        msgctxt=message.context or None,
        msgstr_plural=plural,
    )


def _is_translated(entry: polib.POEntry) -> bool:
    return bool(all(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _open(language: str) -> polib.POFile:
    path = _path(language)
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)


def compile_all() -> None:
    """Make the .mo files that Django reads where the catalogue is newer; they are not committed."""
    for language in (*LANGUAGES, EASY):
        path, made = _path(language), _path(language).with_suffix(".mo")
        if path.exists() and not (made.exists() and made.stat().st_mtime > path.stat().st_mtime):
            making = made.with_suffix(f".{os.getpid()}")  # somebody else may be reading, or making it too
            _open(language).save_as_mofile(str(making))
            making.replace(made)


def check() -> int:
    found, wrong = find(ROOT, SOURCE), 0
    for language in (*LANGUAGES, EASY):
        for line in problems(_open(language), found, needed_in(language, found), easy=language == EASY):
            print(f"{language}: {line}")
            wrong += 1
    if wrong:
        print(f"{wrong} to put right: run `make messages`, then translate in {LOCALE.relative_to(ROOT)}")
    return 1 if wrong else 0


def update_all() -> None:
    found = find(ROOT, SOURCE)
    for language in (*LANGUAGES, EASY):
        path = _path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = update(_open(language), found, language)
        catalogue.save(str(path))
        needed = needed_in(language, found)
        done = {_key(e) for e in catalogue if not e.obsolete and _is_translated(e)}
        print(f"{language}: {sum(m in done for m in needed)} of {len(needed)} needed messages are translated")


def main() -> int:
    parser = argparse.ArgumentParser(description="The message catalogues: update and compile, or only one of these.")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--compile", action="store_true", help="only compile .po to .mo")
    chosen.add_argument("--check", action="store_true", help="only say what is missing, unsure or out of date")
    arguments = parser.parse_args()
    if arguments.check:
        return check()
    if not arguments.compile:
        update_all()
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
