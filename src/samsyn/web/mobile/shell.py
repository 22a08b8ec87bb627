"""The frame of the app in a carer's phone: the page, its manifest and its worker. They hold nothing about anybody."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.mobile.texts import TEXTS
from samsyn.web.shared.request import Request

HERE = "samsyn/mobile/"
MODULES = ("app.js", "store.js", "keys.js", "sync.js", "session.js", "visits.js", "parts.js")
FONT = "samsyn/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
LOOKS = ("samsyn/tokens.css", "samsyn/base.css", "samsyn/components.css", "samsyn/mobile/mobile.css", FONT)
ICONS = {"icon-192.png": "192x192", "icon-512.png": "512x512"}


def _plain(name: str) -> str:
    """The address without a hash in its name: modules name each other so."""
    return f"{settings.STATIC_URL}{HERE}{name}"


def files() -> list[str]:
    """Every file of the app, as the page asks for them."""
    return [*(_plain(name) for name in MODULES), *(static(name) for name in LOOKS), static("samsyn/samsyn.svg")]


@cache
def version() -> str:
    """What tells one version of the app's files from another: their own bytes."""
    names = (*(f"{HERE}{m}" for m in MODULES), f"{HERE}worker.js", *LOOKS)
    found = (finders.find(name) for name in names)
    return sha256(b"".join(Path(file).read_bytes() for file in found if file)).hexdigest()[:16]


@open_to(Role.CARE_WORKER)
@require_GET
def page(request: Request) -> HttpResponse:
    """The app's one page: the same for everybody, so that it can stay in the phone."""
    get_token(request)  # the cookie that what is handed in answers with
    return _page(request)


def _page(request: Request) -> HttpResponse:
    asked = ("who", "begin", "half", "end", "day", "sync", "gone", "worker")
    urls = {name: reverse(f"mobile_{name}") for name in asked}
    places = {"urls": {**urls, "page": reverse("mobile"), "enter": reverse("enter"), "leave": reverse("leave")}}
    said = {name: _(text) for name, text in TEXTS.items()}
    return render(request, "mobile/app.html", {"entry": _plain("app.js"), "texts": said, "places": places})


@open_to(Role.CARE_WORKER)
@require_GET
def manifest(_request: Request) -> HttpResponse:
    """What a phone needs to install the app."""
    icons = [{"src": static(f"{HERE}{name}"), "sizes": size, "type": "image/png"} for name, size in ICONS.items()]
    drawn = {"src": static("samsyn/samsyn.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": _("Samsyn, min arbetsdag"), "short_name": "Samsyn", "start_url": reverse("mobile"),
        "scope": reverse("mobile"), "display": "standalone", "background_color": "#fbf8f1", "theme_color": "#1d5943",
        "lang": "sv", "icons": [*icons, drawn],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


@open_to(Role.CARE_WORKER)
@require_GET
def worker(request: Request) -> HttpResponse:
    """The worker that keeps the app's own files in the phone. It never keeps an answer about anybody."""
    found = finders.find(f"{HERE}worker.js")
    code = Path(found).read_text(encoding="utf-8") if found else ""
    # The page has texts of its own, in the reader's language: when they change a phone is not to go on with the old.
    both = sha256(version().encode() + _page(request).content).hexdigest()[:16]
    told = {"version": both, "page": reverse("mobile"), "files": files()}
    return HttpResponse(f"const APP = {json.dumps(told)};\n{code}", content_type="text/javascript; charset=utf-8")
