"""Where an upload lies while it comes, and what becomes of one that was cut short."""

import os
import stat
import time
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile

from samsyn.web.shared.uploads import UNTOUCHED, forget_parts


def test_an_upload_lies_in_a_folder_of_our_own_that_nobody_else_opens():
    with TemporaryUploadedFile("beslut.csv", "text/csv", 0, None) as part:
        place = Path(part.temporary_file_path()).parent
    assert place == settings.HOME / "uploads"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_the_night_deletes_what_was_cut_short_and_not_what_is_coming(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    left, coming = tmp_path / "a.upload.csv", tmp_path / "b.upload.csv"
    for part in (left, coming):
        part.write_text("K;85;avslag")
    os.utime(left, (long_ago := time.time() - UNTOUCHED - 1, long_ago))
    assert forget_parts() == 1
    assert [*tmp_path.iterdir()] == [coming]
