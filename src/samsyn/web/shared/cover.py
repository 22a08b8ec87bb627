"""The second wall: what leaves the house is read once more for the addresses of those who are protected.

The first wall is `people.contact`: no page reads an address past it. What it cannot know is what people have written
in texts, now or before the person became protected. So each answer to somebody without the permission is searched for
the street address, postcode, phone and e-mail of every protected person whom the request has read about (the events it
left in the log say whom), and what is found is covered, in pages, CSV, workbooks and letters as PDF. Exact but for
case, spaces and hyphens.

What is covered in a text that is being edited is covered when it is saved: the versions before it are kept.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from samsyn.people.contact import COVERED, cover
from samsyn.people.queries import protected_among
from samsyn.people.roles import Actor, Role
from samsyn.web.shared.paper import Sheet
from samsyn.web.shared.request import Arriving

TEXTS = ("text/", "application/json", "application/javascript", "application/xml")
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REDIRECTS = range(300, 400)
_TEXT = re.compile(rb"(<t(?:\s[^>]*)?>)(.*?)(</t>)", re.DOTALL)  # what a cell of a workbook says; numbers are no words


def cover_answer(request: Arriving, response: HttpResponseBase, read: set[int]) -> HttpResponseBase:
    """The answer without what would give a protected person away, for a reader who may not see it.

    `read`: the persons that the request has read about.
    """
    actor = request.actor
    if actor is None or actor.sees_protected or response.status_code in REDIRECTS or not _is_read(response):
        return response
    persons = _protected(actor, read)
    if not persons:
        return response
    charset = response.charset or "utf-8"
    if isinstance(response, Sheet):
        response.cover(lambda text: cover(text, persons, _mark()))
    elif isinstance(response, StreamingHttpResponse):
        if response.is_async:
            raise TypeError("answers are not asynchronous here")
        whole = b"".join(response)
        covered = _book(whole, persons) if _is_book(response) else _covered(whole, persons, charset)
        response.streaming_content = iter([covered])
        if "Content-Length" in response.headers:
            response["Content-Length"] = str(len(covered))
    elif isinstance(response, HttpResponse):
        whole = response.content
        response.content = _book(whole, persons) if _is_book(response) else _covered(whole, persons, charset)
    return response


def _protected(actor: Actor, read: set[int]) -> list[Any]:
    """Those of the persons read about who are protected, but the reader themselves."""
    own = {actor.person_id} if actor.role is Role.PERSON else set()
    return protected_among(read - own) if read - own else []


def _is_read(response: HttpResponseBase) -> bool:
    return isinstance(response, Sheet) or response.headers.get("Content-Type", "").startswith((*TEXTS, BOOK))


def _is_book(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith(BOOK)


def _book(content: bytes, persons: list[Any]) -> bytes:
    """A workbook with its cells' texts covered; what is no workbook is left as it is."""
    kept = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
            for part in book.infolist():
                data = book.read(part)
                if part.filename.endswith(".xml"):
                    data = _TEXT.sub(lambda m: m[1] + _covered(m[2], persons, "utf-8") + m[3], data)
                new.writestr(part, data)
    except zipfile.BadZipFile:
        return content
    return kept.getvalue()


def _covered(content: bytes, persons: Iterable[Any], charset: str) -> bytes:
    """Bytes that are no text in their charset are left as they are: they hold no words to find."""
    try:
        text = content.decode(charset)
    except UnicodeDecodeError:
        return content
    return cover(text, persons, _mark()).encode(charset)


def _mark() -> str:
    return f"[{gettext(COVERED)}]"
