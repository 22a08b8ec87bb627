"""Parts of uploads that lie about because the process that took them in was killed."""

import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

UNTOUCHED = 60 * 60  # seconds that no upload takes a pause for


def forget_parts(now: float | None = None) -> int:
    """Delete those that nobody has added to for a while; returns how many."""
    before, gone = (now or time.time()) - UNTOUCHED, 0
    for part in Path(str(settings.FILE_UPLOAD_TEMP_DIR)).glob("*"):
        with suppress(OSError):  # whoever took it in has just deleted it
            if part.stat().st_mtime <= before:
                part.unlink()
                gone += 1
    return gone
