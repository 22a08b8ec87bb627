"""The lists for downtime: opened by a standard reader and the passphrase alone, whole or not there, gone in time."""

import hashlib
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from samsyn.audit.models import Event
from samsyn.homecare.queries import group_days
from samsyn.people.refusals import NoAccess
from samsyn.web.downtime import pack as packing
from samsyn.web.downtime.pack import is_due, make_pack, packs
from samsyn.web.downtime.phrase import phrase_of
from tests.factories import active_case, person, planner_of
from tests.protection import SECRETS, protected
from tests.rooms.hours import WEDNESDAY, active_order, carer_of, on

pytestmark = pytest.mark.django_db

WORDS = "lupin tolv gråsten mars eka lod"
NIGHT = on(WEDNESDAY, 6)
# What anybody has at hand: a PDF library and the passphrase, in a process that knows nothing of this program.
READER = """
import sys
sys.modules["samsyn"] = sys.modules["django"] = None
from pypdf import PdfReader
reader = PdfReader(sys.argv[1])
assert reader.is_encrypted
if not reader.decrypt(sys.argv[2]):
    sys.exit("wrong passphrase")
assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in reader.trailer["/Root"]
print("".join(page.extract_text() for page in reader.pages))
"""


# Dies when everything is written and nothing has its name yet.
KILLED = """
import os, signal, sys
from datetime import datetime, timedelta
from pathlib import Path
import django
django.setup()
from samsyn.web.downtime import pack
pack.group_days = lambda **asked: iter(())
pack._through = lambda folder: os.kill(os.getpid(), signal.SIGKILL)
pack.make_pack(Path(sys.argv[1]), passphrase="x" * 20, hours=24, keep=timedelta(days=2), municipality="Samby",
               at=datetime.fromisoformat(sys.argv[2]))
"""
SETTINGS = {**os.environ, "DJANGO_SETTINGS_MODULE": "samsyn.settings", "PYTHONPATH": os.pathsep.join(sys.path)}


def make(folder, *, at=NIGHT, keep=2):
    return make_pack(
        folder, passphrase=WORDS, hours=24, keep=timedelta(days=keep), municipality="Samby kommun", at=at
    )  # fmt: skip


def read(file, words=None):
    words = phrase_of(WORDS, int(file.stem.rpartition("-")[2])) if words is None else words
    return subprocess.run(
        [sys.executable, "-I", "-c", READER, str(file), words], capture_output=True, text=True, check=False
    )


def test_a_list_is_opened_by_a_standard_reader_and_the_passphrase_alone(tmp_path):
    order = active_order(of=person("Greta", "Lista", street="Björkgatan 4", phone="070-174 06 11"))
    order.planned.filter(day=WEDNESDAY).update(carer=carer_of(order).staff_id)
    pack, groups = make(tmp_path)
    (file,) = pack.glob("*.pdf")
    assert groups == 1
    text = " ".join(read(file).stdout.split())
    words = ("Greta Lista", "Björkgatan 4", "070-174 06 11", carer_of(order).name)
    assert [word for word in words if word not in text] == [], text
    assert "Kontakter" in text
    for wrong in ("fel fras", phrase_of(WORDS, order.provider_id + 1)):  # another group's opens nothing here
        assert "wrong passphrase" in read(file, wrong).stderr
    assert "Greta Lista" in " ".join(read(file, WORDS).stdout.split())  # whoever is on duty for all groups
    stored = file.read_bytes()
    assert b"/AESV3" in stored
    assert b"Greta" not in stored
    assert b"Samby" not in stored


def test_where_somebody_protected_is_is_in_no_list(tmp_path):
    order = active_order(of=person("Skyddad", "Lista", **SECRETS), circumstances=f"Ring {SECRETS['phone']} först")
    protected(order.case.person)
    text = read(next(make(tmp_path)[0].glob("*.pdf"))).stdout
    assert "skyddad uppgift" in text
    assert [value for value in SECRETS.values() if value in text] == []


def test_the_sums_are_those_of_the_files_and_only_the_owner_reads_them(tmp_path):
    active_case()
    pack, _ = make(tmp_path)
    for line in (pack / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((pack / name).read_bytes()).hexdigest() == digest
        assert (pack / name).stat().st_mode & 0o077 == 0
    assert Event.objects.filter(what="downtime.pack").count() == 1


def test_old_packs_go_and_the_newest_stays(tmp_path):
    active_case()
    first, _ = make(tmp_path)
    later, _ = make(tmp_path, at=NIGHT + timedelta(days=1))
    assert packs(tmp_path) == [first, later]
    last, _ = make(tmp_path, at=NIGHT + timedelta(days=2, hours=1))
    assert packs(tmp_path) == [later, last]


def test_a_pack_is_due_once_a_shift_has_ended(tmp_path):
    active_case()
    assert is_due(tmp_path, hours=[7, 14, 22], at=NIGHT)
    make(tmp_path)
    assert not is_due(tmp_path, hours=[7, 14, 22], at=NIGHT + timedelta(minutes=59))
    assert is_due(tmp_path, hours=[7, 14, 22], at=NIGHT + timedelta(minutes=61))


def test_killed_in_the_middle_the_former_pack_is_whole_and_the_next_run_cleans(tmp_path):
    active_case()
    former, _ = make(tmp_path)
    before = {file.name: file.read_bytes() for file in former.iterdir()}
    later = (NIGHT + timedelta(hours=1)).isoformat()
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), later], check=False, env=SETTINGS)
    assert done.returncode == -signal.SIGKILL
    assert packs(tmp_path) == [former]
    assert {file.name: file.read_bytes() for file in former.iterdir()} == before
    assert len(list(tmp_path.glob(".making-*"))) == 1
    make(tmp_path, at=NIGHT + timedelta(hours=2))
    assert list(tmp_path.glob(".making-*")) == []


def test_a_disk_that_is_full_leaves_nothing_half(tmp_path, monkeypatch):
    active_case()
    former, _ = make(tmp_path)

    def full(file, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing, "_write", full)
    with pytest.raises(OSError, match="No space"):
        make(tmp_path, at=NIGHT + timedelta(hours=1))
    assert list(tmp_path.iterdir()) == [former]


def test_nobody_but_the_job_gets_the_lists():
    order = active_order()
    with pytest.raises(NoAccess):
        list(group_days(first=NIGHT, last=NIGHT + timedelta(1), by=planner_of(order)))
