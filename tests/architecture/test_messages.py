"""The catalogue tool reads what users read, keeps what is translated, and sees what is wrong."""

import polib
import pytest

from tools.messages import (
    FINNISH_FILES,
    SOURCE,
    Message,
    find,
    in_python,
    in_template,
    needed_in,
    placeholders_match,
    problems,
    update,
)


def test_python_texts_are_read_with_plural_and_context():
    source = '_("Öppna")\nN_("Stäng")\nngettext("{n} dag", "{n} dagar", n)\npgettext("verb", "Spara")\n_(variable)\n'
    assert set(in_python(source)) == {
        Message("Öppna"),
        Message("Stäng"),
        Message("{n} dag", "{n} dagar"),
        Message("Spara", context="verb"),
    }


def test_template_texts_are_read_with_gaps_and_plural():
    source = """{% load i18n %}
      <h1>{% translate "Ditt ärende" %}</h1> {# (a comment #} {{ _("Du") }}
        {% blocktranslate with name=person.name trimmed %}
          Hej {{ name }}
        {% endblocktranslate %}
    {% blocktranslate count n=days trimmed %}{{ n }} dag{% plural %}{{ n }} dagar{% endblocktranslate %}
    {% mark "försenat" "late" %} {% mark state tone %}
    {% translate variable %}"""
    assert set(in_template(source)) == {
        Message("Ditt ärende"),
        Message("Du"),
        Message("Hej %(name)s"),
        Message("försenat"),
        Message("%(n)s dag", "%(n)s dagar"),
    }


def folder(tmp_path, **files):
    for name, text in files.items():
        path = tmp_path / "web" / name / "views.py"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return find(tmp_path, tmp_path)


def test_a_message_knows_its_files_and_no_line(tmp_path):
    found = folder(tmp_path, person='_("Hej")', cases='\n\n_("Hej")')
    assert found == {Message("Hej"): {"web/cases/views.py", "web/person/views.py"}}
    catalogue = str(update(polib.POFile(), found, "en"))
    assert "#: web/cases/views.py web/person/views.py\n" in catalogue
    assert str(tmp_path) not in catalogue


def test_finnish_is_needed_where_a_person_reads(tmp_path):
    found = folder(tmp_path, person='_("Hej")', cases='_("Ärende")')
    assert needed_in("fi", found) == [Message("Hej")]
    assert set(needed_in("en", found)) == set(found)


def test_finnish_is_needed_where_the_words_of_the_persons_pages_stand():
    assert [file for file in FINNISH_FILES if not (SOURCE / file).exists()] == []
    message = Message("Det är personen själv som ger och tar tillbaka samtycke.")
    assert needed_in("fi", {message: frozenset({"src/samsyn/people/access.py"})}) == [message]
    assert needed_in("fi", {message: frozenset({"src/samsyn/web/casework/day.py"})}) == []


def test_an_update_keeps_translations_and_marks_gone_ones(tmp_path):
    catalogue = update(polib.POFile(), folder(tmp_path / "a", cases='_("Hej"); _("Då")'), "en")
    for entry in catalogue:
        entry.msgstr = entry.msgid.upper()
    catalogue = update(catalogue, folder(tmp_path / "b", cases='_("Hej"); _("Nytt")'), "en")
    assert [(e.msgid, e.msgstr, bool(e.obsolete)) for e in catalogue] == [
        ("Hej", "HEJ", False),
        ("Nytt", "", False),
        ("Då", "DÅ", True),
    ]
    again = update(catalogue, folder(tmp_path / "c", cases='_("Hej"); _("Då")'), "en")
    assert [(e.msgid, e.msgstr) for e in again if not e.obsolete] == [("Då", "DÅ"), ("Hej", "HEJ")]


def test_an_update_of_what_is_up_to_date_changes_no_letter(tmp_path):
    found = folder(tmp_path, cases='_("Hej"); ngettext("{n} dag", "{n} dagar", 2); pgettext("verb", "Spara")')
    path = tmp_path / "django.po"
    update(polib.POFile(), found, "en").save(str(path))
    before = path.read_text(encoding="utf-8")
    update(polib.pofile(str(path), wrapwidth=110), found, "en").save(str(path))
    assert path.read_text(encoding="utf-8") == before


def test_problems_are_named(tmp_path):
    old = update(
        polib.POFile(), folder(tmp_path / "a", cases='_("Borta"); _("Hej {name}"); _("Osäker"); _("Tom")'), "en"
    )
    texts = {"Borta": "Gone", "Hej {name}": "Hello {nam}", "Osäker": "Unsure", "Tom": ""}
    for entry in old:
        entry.msgstr = texts[entry.msgid]
        if entry.msgid == "Osäker":
            entry.flags.append("fuzzy")
    found = folder(tmp_path / "b", cases='_("Ny"); _("Hej {name}"); _("Osäker"); _("Tom")')
    assert sorted(problems(old, found, found)) == [
        "marked fuzzy: 'Osäker'",
        "no longer in the code: 'Borta'",
        "not in the catalogue: 'Ny'",
        "not translated: 'Tom'",
        "other placeholders than the Swedish: 'Hej {name}'",
    ]


@pytest.mark.parametrize(
    ("translated", "matches"),
    [
        ({0: "one day", 1: "{n} days"}, True),
        ({0: "{n} day", 1: "{n} days"}, True),
        ({0: "{n} day", 1: "days"}, False),
        ({0: "{m} day", 1: "{n} days"}, False),
    ],
)
def test_only_the_singular_may_leave_out_its_number(translated, matches):
    entry = polib.POEntry(msgid="{n} dag", msgid_plural="{n} dagar", msgstr_plural=translated)
    assert placeholders_match(entry) is matches
