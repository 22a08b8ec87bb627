"""What a process of its own does with a file: who looks whether it is at work does not send it home."""

import threading
import time
import zipfile

import pytest

from samsyn.equity import apart
from samsyn.equity.note import Noted
from samsyn.equity.sheets import check_unpacked


def held(path, seconds):
    """Somebody who holds a lock for so long; returned when they have it."""
    has_it = threading.Event()

    def hold():
        with apart.locked(path) as free:
            assert free
            has_it.set()
            time.sleep(seconds)

    threading.Thread(target=hold).start()
    assert has_it.wait(10)


def test_a_page_that_looks_at_a_lock_in_the_moment_it_is_taken_sends_nobody_home(tmp_path):
    held(tmp_path / "look.lock", 0.2)
    with apart.locked(tmp_path / "look.lock", apart.PATIENCE) as free:
        assert free


def test_another_that_is_at_work_has_the_lock(tmp_path):
    held(tmp_path / "look.lock", 0.5)
    with apart.locked(tmp_path / "look.lock", 0.1) as free:
        assert not free
    with apart.locked(tmp_path / "look.lock") as free:
        assert not free


def test_a_workbook_that_unpacks_to_more_than_there_is_time_for_is_told_before_it_is_read(tmp_path):
    path = tmp_path / "uploaded.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", " " * 3_000_000)
    check_unpacked(path, 3_000_000)
    with pytest.raises(Noted) as told:
        check_unpacked(path, 2_999_999)
    assert told.value.note.code == "large_workbook"
