"""What a municipality does: checks who asks, computes, looks at the file that would leave, approves it, lets it go.

Files that come and go are text; writing and reading them, the clock and the keys' storage are the caller's.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from samsyn.equity.cells import Cells
from samsyn.equity.sites import masks, shown, sums
from samsyn.equity.sites.budget import Ledger
from samsyn.equity.sites.query import (
    ROWS_PER_PARAMETER,
    THRESHOLD,
    NotShared,
    Query,
    Request,
    canonical,
    digest,
    is_signed,
    sign,
)
from samsyn.equity.sites.rows import rows_of

FORMAT = "samsyn answer 1"
ENOUGH = "at least three rows per parameter"
ABOUT_MASKED = (
    "Each value is this site's number times 2^64 plus masks, modulo 2^128, in hexadecimal. Without the other sites' "
    "files it says nothing of the number; the masks cancel only when the files of all the sites named are added."
)
ABOUT_PLAIN = "Each value is this site's own number, readable by anybody. No combination in it has 1-7 rows."


@dataclass(frozen=True, slots=True)
class Keys:
    """A site's name, the key it shares with the region, and the secret it shares with each other site.

    The secrets are agreed between two sites each, past the region: whoever has them takes the masks off.
    """

    site: str
    region: bytes = field(repr=False)
    secrets: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """One round that was answered: the request, what it belongs to, of which data, and the file that came of it.

    `columns` is the digest of the outcome's and the factors' names, `data` that of all the cells.
    """

    request: str
    series: str
    kind: str
    round: int
    columns: str
    data: str
    file: str


@dataclass(frozen=True, slots=True)
class Diary:
    """What a site remembers, so that no two of its files can be taken from each other."""

    ledger: Ledger = field(default_factory=Ledger)
    answered: tuple[Answered, ...] = ()

    def of_another_period(self) -> "Diary":
        """The diary from which rows of another period, none of which were in the former, are answered.

        The ledger stays. Rows that are in both extracts and were changed could be told from the difference.
        """
        return replace(self, answered=())


@dataclass(frozen=True, slots=True)
class Approval:
    """That somebody has seen the file with this digest and lets it leave; `at` as ISO 8601."""

    digest: str
    by: str
    at: str

    @property
    def text(self) -> str:
        """What the site signs."""
        return canonical({"at": self.at, "by": self.by, "digest": self.digest})


@dataclass(frozen=True, slots=True)
class Leaving:
    """Exactly what leaves: the file, its approval, and the site's signature over the approval."""

    text: str
    approval: Approval
    signature: str


def answer(
    request: str, signature: str, cells: Cells, keys: Keys, diary: Diary, on: date, *, mask: bool = True
) -> tuple[str, Diary]:
    """The file that would leave for this request, to be looked at, and the diary with it. Nothing has left yet.

    `request` is the text as received. The same request gives the same file. Without masks only a site that holds no
    combination of 1-7 rows answers. Raises NotShared; then nothing is written and the diary stays as it was.
    """
    if not is_signed(request, signature, keys.region):
        raise NotShared("not_signed", "The request is not signed with the region's key: it may have been changed.")
    asked = Request.read(request)
    _may_answer(asked, keys, cells, mask)
    if not mask:
        _hides_nothing(asked.query, cells, diary.ledger)
    entry = _entry(asked, cells)
    diary = _in_order(asked, entry, diary, on)
    text = _file(asked, keys, sums.numbers(cells, asked), _has_rows(asked, cells), mask)
    entry = replace(entry, file=digest(text))
    if entry in diary.answered:
        return text, diary
    if any(a.request == entry.request for a in diary.answered):
        raise NotShared("changed", "This request was answered with another file: both together would show the change.")
    return text, replace(diary, answered=(*diary.answered, entry))


def _may_answer(asked: Request, keys: Keys, cells: Cells, mask: bool) -> None:
    if keys.site not in asked.sites:
        raise NotShared("not_asked", f"The request is not for {keys.site}.")
    missing = sorted({*asked.sites} - {keys.site, *keys.secrets})
    if mask and missing:
        raise NotShared("no_secret", f"No secret is agreed with {', '.join(missing)}, so nothing can be masked.")
    if asked.kind != "clear" and not _has_rows(asked, cells):
        raise NotShared("few_rows", f"{len(asked.query.terms)} parameters are more than a third of the rows here.")


def _hides_nothing(query: Query, cells: Cells, ledger: Ledger) -> None:
    whole = replace(query, clear="cross")  # of one site alone no sum hides what several rounds can be solved for
    if 0 < shown.smallest(cells, whole, ledger.against(query)) < THRESHOLD:
        raise NotShared(
            "small",
            f"A combination of levels has 1-{THRESHOLD - 1} rows here, by itself or in the difference from an earlier "
            "query: answer with masks, or not at all.",
        )


def _has_rows(asked: Request, cells: Cells) -> bool:
    rows = rows_of(cells, asked.query, asked.query.crossed).n.sum()
    return bool(len(asked.query.terms) * ROWS_PER_PARAMETER <= rows)


def _entry(asked: Request, cells: Cells) -> Answered:
    """What the diary will hold of this round, but for the file."""
    series = digest(asked.query.digest + canonical(asked.sites))
    columns = digest(canonical([cells.outcome, sorted(f.name for f in cells.factors)]))
    return Answered(asked.digest, series, asked.kind, asked.round, columns, _digest_of(cells), file="")


def _in_order(asked: Request, entry: Answered, diary: Diary, on: date) -> Diary:
    """The diary with the query admitted."""
    if any(a.data != entry.data and a.columns == entry.columns for a in diary.answered):
        raise NotShared(
            "changed",
            "The rows have changed since an earlier answer, and the difference would tell of those that did: answer "
            "from the same extract. Of another period, without rows of the former, begin the diary anew.",
        )
    mine = [a for a in diary.answered if a.series == entry.series]
    if any(a.columns != entry.columns for a in mine):
        raise NotShared("changed", "The columns have changed since an earlier round: a new query has to begin anew.")
    if any((a.kind, a.round) == (asked.kind, asked.round) and a.request != asked.digest for a in mine):
        raise NotShared("asked_twice", "This round was answered for another request: one round is answered once.")
    if asked.kind == "clear":
        if not set(diary.ledger.against(asked.query)) <= set(asked.against) and not mine:
            raise NotShared("not_compared", "The request leaves out an earlier query from which it must be set apart.")
        return replace(diary, ledger=diary.ledger.admit(asked.query, asked.sites, on))
    if not any(a.kind == "clear" for a in mine):
        raise NotShared("not_cleared", "Small counts have not been looked for: a query begins with that.")
    return diary


def _digest_of(cells: Cells) -> str:
    parts = [repr((cells.outcome, cells.factors)).encode(), *(codes.tobytes() for codes in cells.codes)]
    parts += [array.tobytes() for array in (cells.n, cells.total, cells.squares)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _file(asked: Request, keys: Keys, named: list[shown.Named], has_rows: bool, mask: bool) -> str:
    try:
        whole = masks.fixed(v for _, v in named)
    except ValueError as error:
        raise NotShared("diverged", f"The model does not settle here: {error}.") from error
    if mask:
        secrets = {other: keys.secrets[other] for other in asked.sites if other != keys.site}
        whole = masks.masked(whole, site=keys.site, secrets=secrets, context=asked.digest)
    values = [f"{v:032x}" for v in whole] if mask else [v for _, v in named]
    return canonical(
        {
            "about": ABOUT_MASKED if mask else ABOUT_PLAIN,
            ENOUGH: has_rows,
            "format": FORMAT,
            "kind": asked.kind,
            "masked": mask,
            "numbers": [{"is": label, "value": value} for (label, _), value in zip(named, values, strict=True)],
            "query": asked.query.digest,
            "request": asked.digest,
            "round": asked.round,
            "site": keys.site,
            "sites": asked.sites,
        }
    )


def approve(text: str, *, by: str, at: str) -> Approval:
    """The approval of exactly this file. Raises ValueError where nobody is named."""
    if not by.strip() or not at.strip():
        raise ValueError("an approval names who gave it and when")
    return Approval(digest(text), by, at)


def leave(text: str, approval: Approval, keys: Keys) -> Leaving:
    """What is sent. Raises NotShared where the file is not the one that was approved."""
    if approval.digest != digest(text):
        raise NotShared("not_approved", "The file is not the one that was approved: it stays.")
    return Leaving(text, approval, sign(approval.text, keys.region))


def packed(leaving: Leaving) -> str:
    """The one text of what leaves, for a file."""
    approval = json.loads(leaving.approval.text)
    return canonical({"approval": approval, "file": leaving.text, "signature": leaving.signature})


def unpacked(text: str) -> Leaving:
    """What left, from its text. Raises NotShared where it is no such text."""
    try:
        value = json.loads(text)
        found = Leaving(value["file"], Approval(**value["approval"]), value["signature"])
        told = (found.text, found.signature, found.approval.digest, found.approval.by, found.approval.at)
        if not all(isinstance(part, str) for part in told):
            raise TypeError("a part of the file is no text")
        digest("".join(told))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotShared("not_an_answer", "This is no file that a site has let leave.") from error
    return found
