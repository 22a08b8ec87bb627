"""An analyst's own file: read, asked, measured, for its owner alone, and deleted."""

import json
import re
import stat
import time

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cli import main
from samsyn.people.roles import Role
from samsyn.web.equity.own import places
from tests import factories as f
from tests.web import own_files as o

pytestmark = pytest.mark.django_db
CHOSEN = {"c0": "outcome", "c2": "group", "c3": "fact", "c4": "fact", "c5": "need"}


@pytest.fixture(autouse=True)
def folder(monkeypatch, settings, tmp_path):
    f.freeze(monkeypatch)
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
