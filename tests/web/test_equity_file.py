"""An analyst's own file: read, asked, measured, for its owner alone, and deleted."""

import json
import os
import re
import shutil
import stat
import time

import pytest
from django.test import Client
from django.urls import resolve, reverse

from samsyn.audit.models import Event
from samsyn.cli import main
from samsyn.equity.examination import Asked
from samsyn.equity.examine import examine
from samsyn.equity.printed import printed
from samsyn.people.models import Staff
from samsyn.people.roles import Role
from samsyn.web.equity.own import aside, places
from tests import factories as f
from tests.web import own_files as o
from tests.web import walked_own_file

pytestmark = pytest.mark.django_db
CHOSEN = {"c0": "outcome", "c2": "group", "c3": "fact", "c4": "fact", "c5": "need"}


@pytest.fixture(autouse=True)
def folder(monkeypatch, settings, tmp_path):
    f.freeze(monkeypatch)
    monkeypatch.setattr(aside, "AT_ONCE", 300)  # a busy machine starts a process slowly
    settings.SAMSYN = settings.SAMSYN | {"own_files": tmp_path / "own-files"}
    return tmp_path / "own-files"


@pytest.fixture
def analyst(client):
    f.log_in(client, f.acting(Role.ANALYST))
    return client


def chosen(client, content=None, name="beslut.csv"):
    """The address of a file that was chosen."""
    answer = client.post(reverse("own_files"), {"table": o.upload(content or o.as_csv(o.decisions()), name)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def measured(client, url, **given):
    """The address of an answer."""
    answer = client.post(url, CHOSEN | given)
    assert answer.status_code == 302, re.findall(r'class="error">(.*?)<', answer.content.decode())
    return answer["Location"]


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_is_read_and_its_columns_told_with_a_guess_at_what_they_are(analyst):
    told = page(analyst, chosen(analyst))
    assert "beslut.csv har 600 rader" in told
    assert re.search(r'kön</th><td class="number"[^>]*>2</td><td class="number"[^>]*>0</td>', told)
    for name, role in (("c0", "outcome"), ("c2", "group"), ("c3", "fact"), ("c5", "need"), ("c7", "day")):
        field = re.search(rf'<select name="{name}".*?</select>', told, re.S)[0]
        assert f'<option value="{role}" selected>' in field, name


def test_a_question_gets_the_figures_of_the_command_with_sections_pictures_and_how_it_was_counted(
    analyst, tmp_path, capsys
):
    url = measured(analyst, chosen(analyst))
    told = page(analyst, url)
    for words in (
        "kvinna", "Tre skillnader bredvid varandra", "<figure", "Mönster</h2>", "ditt eget arbetsmaterial",
        "Frågans version", "samsyn equity beslut.csv", "Ingen rad är utelämnad", "Ta bort filen",
    ):  # fmt: skip
        assert words in told, words
    file = tmp_path / "beslut.csv"
    file.write_bytes(o.as_csv(o.decisions()))
    main(["equity", str(file), "--outcome", "beslut", "--group", "kön", "--facts", "ålder,område", "--need", "behov",
          "--language", "sv", "--json"])  # fmt: skip
    assert json.loads(analyst.get(url, {"format": "json"}).content) == json.loads(capsys.readouterr().out)


def test_nobody_else_opens_the_file_and_it_is_gone_when_its_owner_logs_out(analyst, folder):
    url = chosen(analyst)
    answer = measured(analyst, url)
    [mine] = folder.glob("*")
    assert stat.S_IMODE(mine.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in mine.glob("*")} == {0o600}
    another = f.actor(f.staff(Role.ANALYST, f.workplace(Role.ANALYST)))
    others = ((another, 404), (f.acting(Role.ANALYST), 404), (f.acting(Role.CHAIR), 403))  # the second: another login
    for who, status in others:
        client = Client()
        f.log_in(client, who)
        for address in (url, answer, f"{url}slang/"):
            assert client.post(address).status_code == status
        said = client.get(url).content.decode()
        assert ("Filen finns inte här" if status == 404 else "inte tillgång") in said
        assert "beslut.csv" not in said + client.get(reverse("own_files")).content.decode()
        client.post(reverse("leave"))
    assert page(analyst, answer)
    analyst.post(reverse("leave"))
    assert not mine.exists()


def test_the_log_says_that_a_file_was_measured_and_nothing_of_what_is_in_it(analyst):
    url = chosen(analyst)
    for _ in range(2):
        measured(analyst, url)
    [event] = Event.objects.filter(what="measurement.file")
    assert set(event.detail) == {"digest", "columns", "rows", "query"}
    assert (event.detail["columns"], event.detail["rows"]) == (8, 600)
    assert "beslut" not in json.dumps(event.detail) + event.about


def test_the_file_is_deleted_by_its_button_and_by_the_night(analyst, folder):
    url = chosen(analyst)
    assert analyst.post(f"{url}slang/").status_code == 302
    assert analyst.get(url).status_code == 404
    chosen(analyst)
    assert places.forget_old() == 0
    assert places.forget_old(time.time() + places.UNTOUCHED + 1) == 1
    assert not [*folder.glob("*")]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_same_table_gets_the_same_figures_whatever_kind_of_file_it_is(analyst, tmp_path, kind):
    rows = o.decisions(400, seed=2)
    rows[5][0], rows[6][4], rows[7][2] = "", " ", " kvinna "
    content = {"csv": o.as_csv, "xlsx": o.as_xlsx, "parquet": lambda t: o.as_parquet(t, tmp_path)}[kind](rows)
    url = measured(analyst, chosen(analyst, content, f"Beslut 2025.{kind.upper()}"), c3="")
    told = json.loads(analyst.get(url, {"format": "json"}).content)
    columns = {name: [row[n] for row in rows[1:]] for n, name in enumerate(o.HEAD)}
    asked = Asked("beslut", "kön", facts=("område",), need=("behov",))
    expected = json.loads(printed(examine(columns, asked).answer, "sv"))
    assert told["excluded"] == expected["excluded"] == {"beslut is missing": 1, "område is missing": 1}
    for name, gap in expected["gaps"].items():
        assert told["gaps"][name]["n"] == gap["n"] == 398
        ends = [told["gaps"][name]["estimate"], *told["gaps"][name]["ci95"]]
        assert ends == pytest.approx([gap["estimate"], *gap["ci95"]], rel=1e-9)
    assert told["verdict"] == expected["verdict"]
    assert "Beslut 2025." in page(analyst, url)


def test_amounts_units_months_and_the_day_of_a_change_are_measured_too(analyst):
    given = {"c0": "", "c1": "outcome", "c6": "unit", "c7": "day", "reference": "2=man", "changed_on": "2025-03-01"}
    told = page(analyst, measured(analyst, chosen(analyst, o.as_csv(o.decisions(3000))), **given))
    for words in ("Skiljer sig handläggare åt mer än slumpen?", "2024-01", "rak trend", "i utfallets enhet",
                  "--reference man", "1 jan 2024 – 30 nov 2025"):  # fmt: skip
        assert words in told, words
    assert "nummer som inte säger vem" not in told


def test_the_gaps_are_files_with_all_that_a_figure_carries(analyst):
    url = measured(analyst, chosen(analyst))
    answer = analyst.get(url, {"format": "csv"})
    _head, *rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert all(url.split("/")[-2] in row and "andel av 1" in row and "beslut.csv" in row for row in rows)
    assert b"".join(analyst.get(url, {"format": "xlsx"}).streaming_content).startswith(b"PK")
    assert analyst.get(url, {"format": "exe"}).status_code == 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"c0": ""}, "Välj vilken kolumn som är utfallet"),
        ({"c2": ""}, "Välj vilken kolumn som är gruppen"),
        ({"c1": "outcome"}, "”beslut” är redan vald som utfall"),
        ({"reference": "0=bifall"}, "Värdet hör till en annan kolumn än ”kön”"),
        ({"reference": "2=häst"}, "Välj ett av alternativen."),
        ({"changed_on": "2025-03-01"}, "Välj också vilken kolumn som är beslutsdagen"),
        ({"c7": "day", "changed_on": "i mars"}, "Skriv dagen som 2026-11-24."),
        ({"c3": "kung"}, "Välj ett av alternativen."),
    ],
    ids=lambda value: "-".join(f"{k}{v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_a_bad_choice_says_what_to_do_beside_the_field_and_the_file_stays(analyst, given, words):
    url = chosen(analyst)
    answer = analyst.post(url, CHOSEN | given)
    assert answer.status_code == 422
    assert words in re.sub(r"<summary.*?</summary>", "", answer.content.decode())
    assert not Event.objects.filter(what="measurement.file").exists()
    assert page(analyst, measured(analyst, url))


@pytest.mark.parametrize(
    ("given", "words", "place"),
    [
        ({"c0": "", "c3": "outcome"}, "", ""),
        ({"c0": "", "c4": "outcome"}, "Norr", "c4"),
        ({"c2": "", "c8": "group"}, "innehåller bara 1", "c8"),
        ({"c0": "", "c8": "outcome"}, "", "c8"),
    ],
    ids=["amount", "no-outcome", "one-group", "same-everywhere"],
)
def test_what_the_engine_refuses_is_told_in_its_words_beside_the_column(analyst, given, words, place):
    rows = [[*row, "kommun" if n == 0 else "1"] for n, row in enumerate(o.decisions(300))]
    asked = CHOSEN | {"c3": "", "c4": "", "c5": ""} | given
    url = analyst.post(chosen(analyst, o.as_csv(rows)), asked)["Location"]
    answer = analyst.get(url, follow=True)
    told = answer.content.decode()
    if not place:
        assert "Tre skillnader" in told
        return
    assert answer.redirect_chain
    assert f'id="id_{place}_error"' in told
    assert words in told
    assert '<option value="group" selected>' in told


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("beslut.exe", b"MZ", "Filen ska vara CSV, Excel (.xlsx) eller Parquet"),
        ("beslut", b"a;b", "Filen ska vara CSV, Excel (.xlsx) eller Parquet"),
        ("beslut.csv", b"", "Filen är tom"),
    ],
    ids=["kind", "no-kind", "empty"],
)
def test_a_file_that_is_no_table_is_refused_beside_the_field(analyst, folder, name, content, words):
    answer = analyst.post(reverse("own_files"), {"table": o.upload(content, name)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not [*folder.glob("*")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("beslut.xlsx", b"a;b\n1;2", "beslut.xlsx är ingen arbetsbok"),
        ("beslut.parquet", b"PAR1 nej", "beslut.parquet går inte att läsa"),
        ("beslut.csv", "beslut;kön\nja;man\nnej;kvinna".encode("cp1252"), "text i en annan kodning än UTF-8"),
        ("beslut.csv", "beslut;kön\nja;man\nnej;kvinna".encode("utf-16"), "spara den som CSV UTF-8"),
        ("beslut.csv", b"beslut;grupp\n", "beslut.csv har inga rader"),
        ("beslut.csv", ";".join(f"k{n}" for n in range(300)).encode() + b"\n" + b"1;" * 299 + b"1", "300 kolumner"),
    ],
    ids=["xlsx", "parquet", "cp1252", "utf-16", "no-rows", "columns"],
)
def test_a_file_that_cannot_be_read_says_why_by_its_own_name_and_is_not_kept(analyst, folder, name, content, words):
    told = page(analyst, chosen(analyst, content, name))
    assert words in told
    assert str(folder) not in told
    assert not [*folder.glob("*/uploaded.*")]


def test_names_of_columns_and_values_are_only_text(analyst):
    bad = '<script>alert("x")</script>'
    rows = o.decisions(300)
    rows[0] = [f'{bad}"', 'a"; DROP TABLE', "kön'; --", "1", "å" * 300, "behov", "lön", "\x07ljud"]
    for row in rows[1:]:
        row[4] = f"<b>{row[4]}</b>"
    url = chosen(analyst, o.as_csv([[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]))
    assert "<script>alert" not in page(analyst, url)
    told = page(analyst, measured(analyst, url, c6="unit", c7="day"))
    assert "<script>alert" not in told
    assert "<b>Norr" not in told
    assert "&lt;script&gt;" in told


def test_a_file_name_is_only_a_name(analyst, folder):
    url = chosen(analyst, name="../../<b>etc.csv")
    assert "&lt;b&gt;etc.csv" in page(analyst, url)
    assert {path.name for path in folder.glob("*/*")} >= {"table.parquet", "about.json"}
    assert {path.name for path in folder.parent.iterdir()} == {folder.name}


def test_a_file_that_is_gone_meanwhile_says_so_and_what_to_do(analyst, folder):
    url = chosen(analyst)
    shutil.rmtree(next(folder.iterdir()))
    for answer in (analyst.get(url), analyst.post(url, CHOSEN), analyst.post(f"{url}slang/")):
        assert answer.status_code == 404
        assert "Välj filen igen" in answer.content.decode()


def test_a_question_in_an_address_is_no_way_to_another_file(analyst, folder):
    one, other = chosen(analyst), chosen(analyst, name="annan.csv")
    key = measured(analyst, other).rstrip("/").rsplit("/", 1)[-1]
    token = other.rstrip("/").rsplit("/", 1)[-1]
    assert (folder / token / f"{key}.asked.json").exists()
    assert analyst.get(other, {"fraga": key}).status_code == 200
    for wrong in (key, f"../{token}/{key}", f"{folder}/{token}/{key}", "\0", "å" * 300):
        assert analyst.get(one, {"fraga": wrong}).status_code == 404


def test_work_that_was_cut_short_says_so_and_can_be_begun_again(analyst, folder):
    url = measured(analyst, chosen(analyst))
    key = url.split("/")[-2]
    [answer], [lock] = folder.glob(f"*/{key}.json"), folder.glob(f"*/{key}.lock")
    answer.unlink()
    assert "Sidan visar svaret när det är klart" in page(analyst, url)  # it may have hardly begun
    other = analyst.post(url.replace(f"{key}/", ""), CHOSEN | {"c3": ""})
    assert "En annan räkning på filen pågår" in other.content.decode()
    os.utime(lock, (time.time() - 60,) * 2)
    told = page(analyst, url)
    assert "Räkningen avbröts" in told
    assert "samsyn equity beslut.csv --outcome beslut" in told
    assert analyst.post(url).status_code == 302
    assert "Tre skillnader" in page(analyst, url)


def test_the_pages_are_in_english_too(analyst):
    url = measured(analyst, chosen(analyst))
    told = analyst.get(url, headers={"accept-language": "en"}).content.decode()
    assert "your own working material" in told
    assert "Delete the file" in told


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST, Role.PERSON, Role.RELATIVE}))
def test_files_are_the_analysts_alone(client, role):
    f.log_in(client, f.acting(role))
    assert client.get(reverse("own_files")).status_code == 403
    assert client.post(reverse("own_files"), {"table": o.upload(b"a;b\n1;2")}).status_code == 403


def test_more_files_than_are_kept_take_the_oldest(analyst):
    urls = [chosen(analyst, b"a;b\n1;2\n", f"fil{n}.csv") for n in range(places.MOST_FILES + 1)]
    assert [analyst.get(url).status_code for url in urls] == [404] + [200] * places.MOST_FILES


def test_a_new_login_in_the_same_browser_takes_what_the_one_before_chose(client, folder):
    actor = f.acting(Role.ANALYST)
    account = f.account(Staff.objects.get(pk=actor.staff_id))
    account.set_password("korrekt häst batteri")
    account.save()
    given = {"username": account.username, "password": "korrekt häst batteri"}
    client.post(reverse("enter"), given)
    url = chosen(client)
    assert client.get(url).status_code == 200
    client.post(reverse("enter"), given | {"password": "fel"})
    assert client.get(url).status_code == 200  # a wrong password ends no session
    client.post(reverse("enter"), given)
    assert client.get(url).status_code == 404
    assert not [*folder.glob("*")]


def test_a_day_that_is_none_is_told_where_the_months_would_be(analyst):
    told = page(analyst, measured(analyst, chosen(analyst), c3="", c6="day"))
    months = told.partition('id="months"')[2].partition("</section>")[0]
    assert "handläggare" in months
    assert "<figure" not in months


def test_measuring_holds_no_transaction_so_that_others_can_write(analyst):
    """SQLite has one writer, and a request that is one transaction would keep it."""
    for name, arguments in walked_own_file.ARGUMENTS.items():
        view = resolve(reverse(name, kwargs=arguments(None))).func
        assert "default" in view._non_atomic_requests, name


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_heading_that_stands_twice_is_refused_beside_the_column_as_by_the_command(analyst, kind):
    rows = o.decisions(200)
    rows[0] = [*o.HEAD[:6], "behov", "decided_on"]
    url = chosen(analyst, {"csv": o.as_csv, "xlsx": o.as_xlsx}[kind](rows), f"beslut.{kind}")
    answer = analyst.post(url, CHOSEN)
    assert answer.status_code == 422
    assert 'id="id_c5_error"' in answer.content.decode()
    assert "Rubriken behov står över flera kolumner" in answer.content.decode()
    assert page(analyst, measured(analyst, url, c5=""))


def test_the_same_file_chosen_twice_is_one(analyst, folder):
    first, *others = [chosen(analyst, b"a;b\n1;2\n", name) for name in ("a.csv", "a.csv", "b.csv")]
    assert others[0] == first != others[1]
    assert len([*folder.glob("*")]) == 2


def test_a_decision_dated_ahead_is_left_out_and_counted_whatever_the_column_of_days_is_called(analyst):
    rows = o.decisions(400)
    rows[0] = [*o.HEAD[:7], "beslutsdatum"]
    for row in rows[1:6]:
        row[7] = "2031-01-01"
    url = measured(analyst, chosen(analyst, o.as_csv(rows)), c3="", c7="day")
    excluded = json.loads(analyst.get(url, {"format": "json"}).content)["excluded"]
    assert excluded == {"beslutsdatum is after 2026-03-02": 5}
    assert "beslutsdatum är efter 2026-03-02" in page(analyst, url)
