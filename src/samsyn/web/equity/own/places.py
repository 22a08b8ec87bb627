"""Where an analyst's own file lies while it is measured: a folder with a random name, for this user of the machine.

A file belongs to a login: the account, and the session it was chosen in. Nobody else finds it, and it goes when the
session ends, when the analyst says so, or the night after.
"""

import hashlib
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import constant_time_compare, salted_hmac

from samsyn.equity import apart
from samsyn.equity.codec import VERSION, decoded, encoded
from samsyn.equity.columns import Look
from samsyn.equity.examination import Asked
from samsyn.equity.note import Note
from samsyn.web.shared.request import Request

ABOUT = "about.json"
UNTOUCHED = 60 * 60  # seconds that a file has lain still when the night takes it
MOST_FILES = 5  # of one session
LONGEST_NAME = 120
KEY = re.compile(r"[0-9a-f]{16}")  # see `version_of`


class Gone(LookupError):  # noqa: N818 - it is no fault
    """There is no such file for this login: it was never there, is another's, or is deleted."""


@dataclass(frozen=True, slots=True)
class About:
    """Whose a file is, what it was called, and what the log may say of it."""

    account: int
    session: str
    name: str
    chosen_at: float
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that this login chose."""

    token: str
    folder: Path
    about: About

    @property
    def look(self) -> "Look | Note | None":
        """What it holds, or why it cannot be read; None while it is being read."""
        told = self._told(apart.READING)
        if told is None:
            return None
        return decoded(told["look"], Look) if told["look"] else decoded(told["why_not"], Note)

    def asked(self, key: str) -> Asked:
        """A question that was asked of it. Raises Gone, also for what is no version: it stands in a path."""
        if not KEY.fullmatch(key):
            raise Gone(key)
        try:
            return decoded(json.loads(apart.asked_file(self.folder, key).read_text(encoding="utf-8"))["asked"], Asked)
        except OSError:
            raise Gone(key) from None

    def answer(self, key: str) -> dict[str, Any] | None:
        """The answer as it is kept; None while it is sought."""
        return self._told(key)

    def _told(self, key: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads(apart.answer_file(self.folder, key).read_text(encoding="utf-8"))
        except OSError:
            return None
        return found


def root() -> Path:
    """The folder of all files."""
    return Path(str(settings.SAMSYN["own_files"]))


def keep(request: Request, file: UploadedFile, suffix: str) -> OwnFile:
    """Put an uploaded file in a folder of its own."""
    token = secrets.token_hex(16)
    folder = root() / token
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(mode=0o700)
    digest = hashlib.sha256()
    place = folder / f"{apart.UPLOADED}{suffix}"
    place.touch(mode=0o600)
    with place.open("wb") as out:
        for chunk in file.chunks(1 << 20):
            digest.update(chunk)
            out.write(chunk)
    name = Path(file.name or "fil").name[-LONGEST_NAME:]
    about = About(request.user.pk, _session(request), name, time.time(), digest.hexdigest(), file.size or 0)
    apart.written(folder / ABOUT, asdict(about))
    return OwnFile(token, folder, about)


def _session(request: Request) -> str:
    """What the session is known by again, from which it cannot be told."""
    return salted_hmac("samsyn.own_files", request.session.session_key or "").hexdigest()


def own_file(request: Request, token: str) -> OwnFile:
    """The file of this login. Raises Gone."""
    found = next((one for one in own_files(request) if one.token == token), None)
    if found is None:
        raise Gone(token)
    return found


def own_files(request: Request) -> list[OwnFile]:
    """The files of this login, the newest first."""
    mine = [
        one
        for one in _every()
        if one.about.account == request.user.pk and constant_time_compare(one.about.session, _session(request))
    ]
    return sorted(mine, key=lambda one: -one.about.chosen_at)


def _every() -> Iterator[OwnFile]:
    for path in root().glob(f"*/{ABOUT}"):
        try:
            about = About(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):  # it is being deleted, or was never whole
            continue
        yield OwnFile(path.parent.name, path.parent, about)


def version_of(asked: Asked) -> str:
    """The version of a question: two with the same ask the same."""
    told = json.dumps([VERSION, encoded(asked, Asked)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def is_asked(file: OwnFile, asked: Asked) -> bool:
    """Whether a question was asked of a file already."""
    return apart.asked_file(file.folder, version_of(asked)).exists()


def ask(file: OwnFile, asked: Asked, today: date) -> tuple[str, bool]:
    """Write a question down beside its file; returns its version, and whether it is new. Raises Gone."""
    told, key = encoded(asked, Asked), version_of(asked)
    place = apart.asked_file(file.folder, key)
    if place.exists():
        return key, False
    try:
        apart.written(place, {"asked": told, "today": today.isoformat()})
    except FileNotFoundError:
        raise Gone(file.token) from None
    return key, True


def forget(file: OwnFile) -> None:
    """Delete a file and all that was found in it."""
    _delete(file.folder)


def _delete(folder: Path) -> None:
    """Renamed first, so that a process that is at work in it cannot write anything there meanwhile."""
    hidden = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    with suppress(OSError):
        folder.rename(hidden)
    shutil.rmtree(hidden, ignore_errors=True)


def forget_session(request: Request) -> None:
    """Delete whatever this login has chosen."""
    for one in own_files(request):
        forget(one)


def forget_old(now: float | None = None, *, untouched: float = UNTOUCHED) -> int:
    """Delete what nobody has touched for a while, or whose session is over; returns how many."""
    now, gone = now or time.time(), 0
    for place in root().glob("*"):
        try:
            still = now - max(path.stat().st_mtime for path in (place, *place.glob("*")))
        except OSError:
            continue
        if still >= untouched:
            _delete(place)
            gone += 1
    return gone
