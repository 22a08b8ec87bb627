"""What the app in a carer's phone asks: who is logged in, the shift, the day, and what it hands in. JSON both ways."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samsyn.homecare.actions import begin_shift, end_shift, take_changes
from samsyn.homecare.mobile.change import MOST_AT_ONCE, Unreadable, read
from samsyn.homecare.queries import device_of, is_marked, note_day, phone_day, shift_halves, shift_secrets
from samsyn.people.roles import Role
from samsyn.web.gate import View, open_to, public
from samsyn.web.mobile.told import answer_told, day_told
from samsyn.web.shared.kept import login_page
from samsyn.web.shared.phone import is_phones, shown_by
from samsyn.web.shared.request import Request


class Bad(Exception):  # noqa: N818 - what was sent, not a fault of the program
    """What was sent cannot be read; says why."""


def told(answer: dict[str, Any], *, status: int = HTTPStatus.OK) -> JsonResponse:
    """An answer with its letters as they are, so that the second wall finds what it looks for."""
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def _asked(view: View) -> Callable[[Request], HttpResponseBase]:
    """Read what was sent, and find the carer's device: (request, sent, device or None). A wiped one is told so."""

    @wraps(view)
    def asked(request: Request) -> HttpResponseBase:
        try:
            sent = _sent(request)
            uuid = UUID(str(sent.get("device")))
        except (Bad, ValueError):
            return told({"error": _("Det telefonen skickade gick inte att läsa.")}, status=422)
        device = device_of(uuid, by=request.actor)
        if device and device.wiped_at:
            if is_phones(request):
                logout(request)
            return told({"wiped": True}, status=HTTPStatus.GONE)
        # Where somebody protected lives is never put on a phone, whoever carries it (OSL 26:1, 21:3).
        request.actor = replace(request.actor, sees_protected=False)
        return view(request, sent, uuid, device)

    return asked


def _sent(request: Request) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Bad from None
    if not isinstance(sent, dict):
        raise Bad
    return sent


@open_to(Role.CARE_WORKER)
@require_GET
def who(request: Request) -> HttpResponse:
    """Who is logged in now, so that one carer's phone is not opened as another's; and the server's clock."""
    return told({"owner": request.actor.key, "name": request.actor.name, "now": _millis(request)})


@open_to(Role.CARE_WORKER)
@require_POST
@_asked
def begin(request: Request, _sent: Any, uuid: UUID, _device: Any) -> HttpResponse:
    """Begin the shift, or go on with it: the secrets of which the phone makes its keys."""
    if is_phones(request):
        # The app was opened with its code in this login, and now asks without: a new code takes a new login.
        logout(request)
        return login_page(request)
    hours, halved = settings.SAMSYN["shift_hours"], settings.SAMSYN["phone_reopens"] == "with-network"
    shift = begin_shift(device=uuid, hours=hours, halved=halved, by=request.actor, at=request.now)
    return told(
        {
            "owner": request.actor.key, "name": request.actor.name, "now": _millis(request),
            "shift": shift.pk, "ends": int(shift.ends_at.timestamp() * 1000),
            "secrets": shift_secrets(shift.device), "halves": shift_halves(shift.device),
            "acknowledged": shift.device.acknowledged,
        }
    )  # fmt: skip


@open_to(Role.CARE_WORKER)
@require_POST
@_asked
def half(request: Request, _sent: Any, _uuid: UUID, device: Any) -> HttpResponse:
    """The halves of the keys that are never on the phone's disk, once its code is typed and while its shift lasts."""
    if device is None or shown_by(request, request.actor) != device.pk:
        return told({"reason": "shift"}, status=HTTPStatus.CONFLICT)
    return told({"now": _millis(request), "halves": shift_halves(device)})


@open_to(Role.CARE_WORKER)
@require_POST
@_asked
def end(request: Request, _sent: Any, _uuid: UUID, device: Any) -> HttpResponse:
    """The carer logs out of the phone."""
    if device:
        end_shift(device=device, by=request.actor, at=request.now)
    return told({"now": _millis(request)})


@open_to(Role.CARE_WORKER)
@require_POST
@_asked
def day(request: Request, sent: Any, _uuid: UUID, device: Any) -> HttpResponse:
    """The carer's own visits of today. Only to a phone whose shift has begun, and not what it has already."""
    if device is None or not device.shifts.filter(ended_at=None, ends_at__gt=request.now).exists():
        return told({"reason": "shift"}, status=HTTPStatus.CONFLICT)
    visits = phone_day(day=localdate(request.now), by=request.actor)
    answer = day_told(request, visits)
    digest = sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()
    if sent.get("has") == digest:
        return told({"now": _millis(request), "same": True})
    note_day(visits, by=request.actor, at=request.now)
    return told({"now": _millis(request), "digest": digest, **answer})


@public
@require_POST
def gone(request: Request) -> HttpResponse:
    """Whether the office has marked this phone to be emptied. Asked without login: a lost phone is logged out, too."""
    try:
        return told({"wiped": is_marked(UUID(str(_sent(request).get("device"))))})
    except (Bad, ValueError):
        return told({"wiped": False}, status=422)


@open_to(Role.CARE_WORKER)
@require_POST
@_asked
def sync(request: Request, sent: Any, _uuid: UUID, device: Any) -> HttpResponse:
    """Take in a batch of changes; the same batch twice is answered alike."""
    changes = sent.get("changes")
    if device is None or not isinstance(changes, list) or len(changes) > MOST_AT_ONCE:
        return told({"error": _("Det telefonen skickade gick inte att läsa.")}, status=422)
    try:
        read_in = [read(change) for change in changes]
    except Unreadable as problem:
        return told({"error": _("Det telefonen skickade gick inte att läsa."), "part": str(problem)}, status=422)
    acknowledged, answers = take_changes(device=device, changes=read_in, by=request.actor, at=request.now)
    return told(
        {"now": _millis(request), "acknowledged": acknowledged, "answers": [answer_told(a) for a in answers]}
    )  # fmt: skip


def _millis(request: Request) -> int:
    return int(request.now.timestamp() * 1000)
