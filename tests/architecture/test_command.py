"""The command `samsyn`: what it does, and what it answers when something is missing."""

import json
import os
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from samsyn import cli
from samsyn.cli import Exit
from tests import migrated


def environment(home, **settings):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMSYN_", "DJANGO_"))}
    return {**kept, "SAMSYN_HOME": str(home), **settings}


def samsyn(home, *arguments, **settings):
    return subprocess.run(
        [sys.executable, "-m", "samsyn", *arguments],
        cwd=home, env=environment(home, **settings), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder in which `samsyn migrate` has been run."""
    home = tmp_path_factory.mktemp("installed")
    done = samsyn(home, "migrate")
    assert done.returncode == Exit.OK, done.stderr
    return home


def migrated_home(home):
    """The folder, with tables as `samsyn migrate` makes them."""
    migrated.copied(home / "samsyn.sqlite3")
    return home


@contextmanager
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_nothing_is_served_without_a_secret_key(installed):
    done = samsyn(installed, "serve")
    assert done.returncode == Exit.SETTING
    assert "SAMSYN_SECRET_KEY is empty" in done.stderr


def test_no_server_of_another_kind_starts_without_a_secret_key(installed):
    done = subprocess.run(
        [sys.executable, "-c", "import samsyn.wsgi"],
        env=environment(installed), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "SAMSYN_SECRET_KEY is empty" in done.stderr


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SAMSYN_SECRET_KEY": "short"}, "at least 32 long"),
        ({"SAMSYN_DEMO": "yes"}, "write 1 for on or 0 for off"),
        ({"SAMSYN_PHONE_REOPENS": "yes"}, "write with-network or without-network"),
        ({"SAMSYN_DATABASE_URL": "mysql://x"}, "must begin with sqlite:/// or postgresql://"),
        (
            {"SAMSYN_DATABASE_URL": "postgresql://a@localhost:99999/b"},
            "SAMSYN_DATABASE_URL cannot be read: Port out of",
        ),
        ({"SAMSYN_DATABASE_URL": "postgresql://a@localhost:port/b"}, "SAMSYN_DATABASE_URL cannot be read: Port could"),
        ({"SAMSYN_DATABASE_URL": "postgresql://a@[::1/b"}, "SAMSYN_DATABASE_URL cannot be read"),
        ({"SAMSYN_HOME": "/dev/null/here"}, "Set SAMSYN_HOME to a folder you may write in."),
        ({"SAMSYN_HOME": "/dev/null/here", "SAMSYN_DEMO": "1"}, "Set SAMSYN_HOME to a folder you may write in."),
        ({"SAMSYN_HOME": "/proc"}, "cannot write in /proc"),
        ({"SAMSYN_DEMO": "1", "SAMSYN_REAL_PEOPLE": "1"}, "real people must not be in it"),
        ({"SAMSYN_REAL_PEOPLE": "1"}, "SAMSYN_MUNICIPALITY is empty"),
        (
            {"SAMSYN_REAL_PEOPLE": "1", "SAMSYN_MUNICIPALITY": "Umeå kommun", "SAMSYN_COMMITTEE": "Äldrenämnden"},
            "SAMSYN_COUNTY is empty",
        ),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(tmp_path, settings, sentence):
    done = samsyn(tmp_path, "verify", **settings)
    assert done.returncode == Exit.SETTING
    assert sentence in done.stderr
    assert one_sentence(done.stderr)


def one_sentence(said):
    return said.startswith("samsyn: ") and said.count("\n") == 1 and "Traceback" not in said


def test_a_demonstration_makes_a_key_once_for_its_owner_only(installed):
    keys = []
    for _ in range(2):
        assert samsyn(installed, "verify", SAMSYN_DEMO="1").returncode == Exit.OK
        keys.append((installed / "secret-key").read_text())
    assert keys[0] == keys[1]
    assert len(keys[0]) > 50
    assert stat.S_IMODE((installed / "secret-key").stat().st_mode) == 0o600


def test_a_taken_port_is_said_with_another_to_try(installed):
    with taken_port() as port:
        done = samsyn(installed, "serve", "--port", str(port), SAMSYN_DEMO="1")
    assert done.returncode == Exit.ADDRESS
    assert f"port {port}" in done.stderr
    assert f"make run PORT={port + 1}" in done.stderr


def test_tables_that_are_not_made_are_said(tmp_path):
    done = samsyn(tmp_path, "verify")
    assert done.returncode == Exit.DATABASE
    assert "samsyn migrate" in done.stderr


def by_older_steps(home, *, without):
    """Tables that were made before the steps of a room became one, up to a step."""
    with sqlite3.connect(migrated.copied(home / "samsyn.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE name = '0001_squashed'")
        database.execute("DELETE FROM django_migrations WHERE name = ?", [without])
    database.close()


def test_tables_that_were_made_in_many_steps_go_on(tmp_path):
    by_older_steps(tmp_path, without="none")
    assert samsyn(tmp_path, "verify").returncode == Exit.OK
    done = samsyn(tmp_path, "migrate")
    assert done.returncode == Exit.OK, done.stderr
    assert samsyn(tmp_path, "verify").returncode == Exit.OK


def test_tables_that_were_left_between_those_steps_are_said(tmp_path):
    by_older_steps(tmp_path, without="0028_a_raise_is_told_of")
    done = samsyn(tmp_path, "migrate")
    assert done.returncode == Exit.DATABASE
    assert "the tables of cases were left at 0027_a_fee_may_end_again" in done.stderr


def test_a_database_that_does_not_answer_is_said(tmp_path):
    with taken_port() as port:
        pass
    done = samsyn(tmp_path, "verify", SAMSYN_DATABASE_URL=f"postgresql://nobody@127.0.0.1:{port}/none")
    assert done.returncode == Exit.DATABASE
    assert "Check SAMSYN_DATABASE_URL" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["close-days", "--day", "20/3"], ["simulate", "--size", "huge"], ["simulate", "--size", "0"], ["fly"], []],
)
def test_a_command_line_that_is_not_understood_is_said(tmp_path, arguments):
    assert samsyn(tmp_path, *arguments).returncode == Exit.USAGE


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["simulate", "--size", "3"], "a number from 20 to 100000"),
        (["simulate", "--size", "99999999999"], "a number from 20 to 100000"),
        (["close-days", "--day", "1500-01-01"], "write a day from 1990-01-01 to 2100-12-31"),
        (["simulate", "--until", "0001-01-01"], "write a day from 1990-01-01 to 2100-12-31"),
        (["simulate", "--until", "9999-12-31"], "write a day from 1990-01-01 to 2100-12-31"),
        (["serve", "--port", "99999"], "write a number from 1 to 65535"),
        (["serve", "--port", "-1"], "write a number from 1 to 65535"),
        (["serve", "--workers", "0"], "write a number from 1 to 256"),
        (["verify", "--head", ""], "'' is not a head"),
        (["verify", "--head", "abc"], "'abc' is not a head"),
    ],
)
def test_an_argument_that_cannot_be_right_is_said_before_anything_is_made(tmp_path, arguments, sentence):
    done = samsyn(tmp_path, *arguments)
    assert done.returncode == Exit.USAGE
    assert sentence in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["none/answers.json", "."])
def test_answers_that_cannot_be_written_are_said_before_anything_is_stored(tmp_path, place):
    migrated_home(tmp_path)
    done = samsyn(tmp_path, "simulate", "--size", "20", "--answers", str(tmp_path / place))
    assert done.returncode == Exit.USAGE
    assert one_sentence(done.stderr)
    assert "Nothing was stored." in done.stderr
    assert done.stdout.count("\n") <= 1  # the first line, of what it is about to do
    assert samsyn(tmp_path, "verify").stdout.startswith("events: 0\n")


def test_answers_are_written_whole_and_leave_no_other_file(tmp_path):
    migrated_home(tmp_path)
    before = {*tmp_path.iterdir(), tmp_path / "uploads"}
    for expected in (Exit.OK, Exit.REFUSED):  # the second time there are people already
        done = samsyn(tmp_path, "simulate", "--size", "20", "--until", "2026-03-20", "--answers", "answers.json")
        assert done.returncode == expected
        assert set(tmp_path.iterdir()) - before == {tmp_path / "answers.json"}
        assert json.loads((tmp_path / "answers.json").read_text())["recipients"] == 20


def test_nobody_invented_is_put_among_real_people(tmp_path):
    real = {"SAMSYN_REAL_PEOPLE": "1", "SAMSYN_MUNICIPALITY": "Provköping"}
    real |= {"SAMSYN_COMMITTEE": "Socialnämnden", "SAMSYN_COUNTY": "Provlän"}
    done = samsyn(tmp_path, "simulate", "--size", "20", **real)
    assert done.returncode == Exit.REFUSED
    assert "invented ones are never put among them" in done.stderr


def test_a_whole_log_is_verified_and_its_head_given(installed):
    done = samsyn(installed, "verify")
    assert done.returncode == Exit.OK
    assert done.stdout.splitlines()[:2] == ["events: 0", f"head:   {'0' * 64}"]


def test_a_log_whose_end_was_cut_off_is_broken(installed):
    done = samsyn(installed, "verify", "--head", "f" * 64)
    assert done.returncode == Exit.CHAIN_BROKEN
    assert "cut off" in done.stdout


def test_a_log_with_a_forged_event_is_broken(tmp_path):
    migrated_home(tmp_path)
    with sqlite3.connect(tmp_path / "samsyn.sqlite3") as database:
        database.execute(
            'INSERT INTO audit_event (at, "by", role, access, what, about, subjects, detail, previous, hash)'
            " VALUES ('2026-03-02', 'staff:1', 'delegate', 'write', 'decision.sign', 'case:1', ?, ?, ?, ?)",
            [json.dumps([]), json.dumps({}), "0" * 64, "a" * 64],
        )
    done = samsyn(tmp_path, "verify")
    assert done.returncode == Exit.CHAIN_BROKEN
    assert "BROKEN at event 1: the event was changed" in done.stdout


def answers(monkeypatch, *, password, again=None):
    said = iter(["Ada", "Admin", "ada"])
    passwords = iter([password, again or password])
    monkeypatch.setattr("builtins.input", lambda _question: next(said))
    monkeypatch.setattr("getpass.getpass", lambda _question: next(passwords))


@pytest.mark.django_db
def test_the_first_administrator_can_log_in(monkeypatch, client):
    answers(monkeypatch, password="korrekt häst batteri")
    assert cli.main(["create-admin"]) == Exit.OK
    assert client.login(username="ada", password="korrekt häst batteri")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "passwords", [{"password": "kort"}, {"password": "korrekt häst batteri", "again": "något annat helt"}]
)
def test_a_weak_or_mistyped_password_makes_nobody(monkeypatch, client, passwords):
    answers(monkeypatch, **passwords)
    assert cli.main(["create-admin"]) == Exit.REFUSED
    assert not client.login(username="ada", password=passwords["password"])


@pytest.mark.django_db
def test_a_second_first_administrator_is_refused_in_english(monkeypatch, capsys):
    for expected in (Exit.OK, Exit.REFUSED):
        answers(monkeypatch, password="korrekt häst batteri")
        assert cli.main(["create-admin"]) == expected
    assert "Det finns" not in capsys.readouterr().err


@pytest.mark.slow
def test_a_served_page_answers_and_the_server_says_where(installed):
    with taken_port() as port:
        pass
    server = subprocess.Popen(
        [sys.executable, "-m", "samsyn", "serve", "--port", str(port)],
        cwd=installed, env=environment(installed, SAMSYN_DEMO="1"), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert f"http://127.0.0.1:{port}" in server.stdout.readline()
        assert answer(f"http://127.0.0.1:{port}/") == 200
    finally:
        server.terminate()
        server.wait(timeout=20)


def answer(address):
    for _ in range(50):
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return response.status
        except ConnectionRefusedError:
            time.sleep(0.1)
        except urllib.error.URLError as problem:
            if not isinstance(problem.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    return None


def test_the_night_forgets_sessions_that_have_ended_and_what_was_typed_in_them(installed):
    with sqlite3.connect(installed / "samsyn.sqlite3") as database:
        database.executemany(
            "INSERT INTO django_session VALUES (?, 'typed', ?)", [("ended", "2020-01-01"), ("lasting", "2999-01-01")]
        )
    assert samsyn(installed, "nightly").returncode == Exit.OK
    with sqlite3.connect(installed / "samsyn.sqlite3") as database:
        assert database.execute("SELECT session_key FROM django_session").fetchall() == [("lasting",)]


def test_a_host_that_is_no_address_is_said_and_no_other_port_is_advised(installed):
    done = samsyn(installed, "serve", "--host", "nosuch.invalid", SAMSYN_DEMO="1")
    assert done.returncode == Exit.ADDRESS
    assert "nosuch.invalid is no address here: choose one with --host" in done.stderr


def ask_the_law(question, text, home):
    done = subprocess.run(
        [sys.executable, "-m", "samsyn", "law", question],
        env=environment(home), input=text, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == Exit.OK, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_law_answers_each_situation_on_a_line_of_its_own(tmp_path):
    refused = {"law": "SoL", "section": "11:1", "outcome": "refused", "decided": "2026-03-01", "received": "2026-03-05"}
    lines = [json.dumps(refused), "", "not json", json.dumps({**refused, "received": "2026-02-30"})]
    appeal, unread, no_day = ask_the_law("clock", "\n".join(lines), tmp_path)
    assert (appeal["line"], appeal["start"], appeal["last_day"], appeal["paragraph"]) == (
        1, "2026-03-05", "2026-03-26", "FL 44",
    )  # fmt: skip
    assert (unread["line"], no_day["line"]) == (3, 4)
    assert "inte ett JSON-objekt" in unread["error"]
    assert no_day["key"] == "received"


def test_the_law_answers_where_nothing_may_be_written():
    (said,) = ask_the_law("clock", '{"announced": "2026-03-05", "law": "SoL", "section": "11:4"}', "/dev/null/here")
    assert said["last_day"] == "2026-03-26"


def test_the_law_tells_the_remedy_and_works_out_a_fee(tmp_path):
    (extra,) = ask_the_law("remedy", '{"law": "SoL", "section": "11:4", "decided": "2026-03-01"}', tmp_path)
    assert (extra["remedy"], extra["paragraph"]) == ("legality_review", "KL 13:1")
    situation = {"month": "2026-03", "income_month": 18000, "housing_cost_month": 6500, "tariff_amount": 3000}
    (fee,) = ask_the_law("fee", json.dumps(situation), tmp_path)
    assert (fee["fee"], fee["limited_by"]) == (2660, {"care": "maximum"})  # 0.5392 x 59 200 / 12 = 2 660.05


def test_a_file_of_situations_that_is_not_there_or_no_text_is_said(tmp_path):
    (tmp_path / "windows.json").write_bytes('{"lag": "SoL", "kommun": "Malmö"}'.encode("cp1252"))
    for file, sentence in (("none.json", "cannot read"), ("windows.json", "not text in UTF-8")):
        done = samsyn(tmp_path, "law", "clock", str(tmp_path / file))
        assert done.returncode == Exit.USAGE
        assert sentence in done.stderr
