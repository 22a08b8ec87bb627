"""Making a pack: a folder of encrypted PDF files, whole or not at all, and the end of old ones.

Each file is a PDF with AES-256 (revision 6), which every PDF reader opens with the passphrase: nothing of this
system is needed (docs/downtime.md). A pack is made under another name, written through to the disk and then renamed:
whoever is killed in the middle leaves the former one whole.
"""

import hashlib
import io
import os
import re
import shutil
import unicodedata
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.utils.timezone import localtime
from pypdf import PdfReader, PdfWriter

from samsyn.cases.letters.typeset import typeset
from samsyn.homecare.queries import group_days, note_pack
from samsyn.people.roles import job
from samsyn.web.downtime.content import content_of
from samsyn.web.downtime.phrase import phrase_of

HERE = Path(str(files("samsyn.web.downtime")))
MAKING = ".making-"
NAME = re.compile(r"pack-\d{8}-\d{6}")
PLAIN = re.compile(r"[^a-z0-9]+")
READ_ME = """Reservlistor, gjorda {made}. En fil för varje grupp.

Öppna filen i valfri PDF-läsare och skriv gruppens lösenfras, som ligger i gruppens förslutna kuvert.
Stämmer en fil med SHA256SUMS är den som den gjordes. Förstör utskrifter när de inte behövs.

Lists for downtime. Open a file in any PDF reader and type the passphrase from the group's sealed envelope.
With qpdf: qpdf --decrypt --password-file=FILE --  list.pdf open.pdf
"""


def make_pack(
    folder: Path, *, passphrase: str, hours: int, keep: timedelta, municipality: str, at: datetime
) -> tuple[Path, int]:
    """Make a pack of the visits of so many hours ahead, and remove packs older than `keep`. Returns it and its groups.

    Raises OSError when it cannot be written; then the former pack stands as it was.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = Path(mkdtemp(prefix=MAKING, dir=folder))
    by, last, visits, made = job("downtime-pack"), at + timedelta(hours=hours), 0, []
    try:
        for group in group_days(first=at, last=last, by=by):
            content = content_of(group, made=at, last=last, municipality=municipality, by=by)
            name = f"{_plain(group.unit.name)}-{group.unit.pk}.pdf"
            made.append((name, locked(_paper(content, at), phrase_of(passphrase, group.unit.pk), passphrase)))
            visits += len(group.visits)
        made.append(("LAS-MIG.txt", READ_ME.format(made=f"{localtime(at):%Y-%m-%d %H.%M}").encode()))
        sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in made)
        for name, data in [*made, ("SHA256SUMS", sums.encode())]:
            _write(making / name, data)
        _through(making)
        pack = _place(making, folder, at)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    note_pack(groups=len(made) - 1, visits=visits, by=by, at=at)
    _forget(folder, pack, keep, at)
    return pack, len(made) - 1


def _plain(name: str) -> str:
    """A unit's name as a file's: letters without their dots and rings, since any computer shall open it."""
    bare = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return PLAIN.sub("-", bare).strip("-")


def _paper(content: dict[str, Any], at: datetime) -> bytes:
    return typeset(HERE / "list.typ", {"list": content}, dated=localtime(at).date(), size=10)


def locked(paper: bytes, phrase: str, passphrase: str) -> bytes:
    """The same tagged PDF, encrypted by AES-256 (revision 6 of the standard handler).

    The group's phrase opens it, and so does the passphrase that is set, for whoever is on duty for all groups.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper)))
    writer.encrypt(phrase, passphrase, algorithm="AES-256")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _write(file: Path, data: bytes) -> None:
    """On the disk before it counts."""
    with file.open("wb") as out:
        file.chmod(0o600)
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _through(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _place(making: Path, folder: Path, at: datetime) -> Path:
    """The finished pack gets its name, all at once. Raises OSError when there is one of the same second."""
    pack = folder / f"pack-{localtime(at):%Y%m%d-%H%M%S}"
    making.rename(pack)
    _through(folder)
    return pack


def packs(folder: Path) -> list[Path]:
    """The whole packs, the newest last."""
    return sorted(p for p in folder.iterdir() if NAME.fullmatch(p.name)) if folder.is_dir() else []


def _forget(folder: Path, newest: Path, keep: timedelta, at: datetime) -> None:
    """Remove packs whose time is out, never the newest, and what a killed run left."""
    oldest = f"pack-{localtime(at - keep):%Y%m%d-%H%M%S}"
    old = [p for p in packs(folder) if p != newest and p.name < oldest]
    for path in [*old, *folder.glob(f"{MAKING}*")]:
        shutil.rmtree(path, ignore_errors=True)


def is_due(folder: Path, *, hours: list[int], at: datetime) -> bool:
    """Whether a shift has ended since the newest pack was made."""
    here = localtime(at)
    ends = [here.replace(hour=h, minute=0, second=0, microsecond=0) - timedelta(days=d) for h in hours for d in (0, 1)]
    ended = max(end for end in ends if end <= here)
    made = packs(folder)
    return not made or made[-1].name < f"pack-{ended:%Y%m%d-%H%M%S}"
