"""What every page knows: who sends it, who reads it, where they can go, and how they want it to look."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language

from samsyn.people.refusals import N_
from samsyn.people.roles import ASSESSMENT, CITIZEN, LABELS, Role
from samsyn.web.shared.navigation import NAVIGATION
from samsyn.web.shared.readable import readable_address

THEMES = {"auto": N_("Som enheten"), "light": N_("Ljust"), "dark": N_("Mörkt")}
THEME_COOKIE = "theme"
SIZES = {"normal": N_("Vanlig text"), "large": N_("Större text")}
SIZE_COOKIE = "textsize"
FOR_CITIZENS = frozenset({"sv-simple"})  # languages that the staff's pages are not written in

# What the scripts say. The Swedish is the message id; `browser_texts` hands it out translated.
BROWSER_TEXTS = {
    "saved": N_("Sparat {time}"),
    "not_saved": N_("Inte sparat än. Texten finns kvar i den här webbläsaren."),
    "refused": N_("Inte sparat."),
    "log_in": N_("Logga in igen i en ny flik"),
    "back_again": N_("Texten som inte hann sparas är tillbaka."),
    "two_texts": N_("Texten har ändrats på ett annat ställe också. Välj vilken som ska gälla."),
    "other_by": N_("{by} skrev {time}:"),
    "other_saved": N_("Det här är sparat nu:"),
    "empty_text": N_("(tomt)"),
    "keep_mine": N_("Behåll min"),
    "take_other": N_("Ta den andra"),
    "unsent_at_leave": N_(
        "Det finns text som inte har sparats. Öppna sidan igen för att spara den,"
        " eller tryck en gång till för att logga ut och ta bort den."
    ),
    "draft_back": N_("Det du hade skrivit är tillbaka. Det är inte skickat än."),
    "not_sent": N_("Det gick inte fram. Det du skrev står kvar. Försök igen om en stund."),
    "logged_out": N_("Du har blivit utloggad. Det du skrev står kvar. Logga in igen och skicka en gång till."),
    "hits": N_("{n} träffar"),
    "no_hits": N_("Ingen träff. Sök på namn, personnummer eller ärendenummer."),
    "search_failed": N_("Sökningen gick inte fram. Försök igen om en stund."),
}


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context of every template, also for a request that never passed the gate, such as an error page."""
    actor = getattr(request, "actor", None)
    now: datetime = getattr(request, "now", None) or timezone.now()
    theme, size = request.COOKIES.get(THEME_COOKIE, "auto"), request.COOKIES.get(SIZE_COOKIE, "normal")
    citizen = actor is not None and actor.role in CITIZEN
    return {
        "municipality": settings.SAMSYN["municipality"],
        "committee": settings.SAMSYN["committee"],
        "demo": settings.DEMO,
        "actor": actor,
        "role_label": LABELS[actor.role] if actor and actor.role is not Role.PERSON else "",
        "unit_name": _session(request).get("unit_name", "") if actor else "",
        "citizen": citizen,
        "navigation": _navigation(request, actor.role) if actor else [],
        "several_roles": bool(_session(request).get("several_roles")) and actor is not None,
        "search_url": _address("search") if actor and actor.role in ASSESSMENT else "",
        "readable_url": readable_address(request),
        "home_url": _address("my_day" if actor else "enter"),
        "now": now,
        "today": timezone.localdate(now),
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": [one for one in settings.LANGUAGES if citizen or not actor or one[0] not in FOR_CITIZENS],
        "theme": theme if theme in THEMES else "auto",
        "themes": THEMES.items(),
        "size": size if size in SIZES else "normal",
        "sizes": SIZES.items(),
    }


def _session(request: HttpRequest) -> Any:
    return getattr(request, "session", {})


def _navigation(request: HttpRequest, role: Role) -> list[dict[str, Any]]:
    items = [{"label": label, "url": _address(name)} for name, label in NAVIGATION[role]]
    return [item | {"current": request.path == item["url"]} for item in items if item["url"]]


def _address(name: str) -> str:
    """The address of a named page, or empty: an error page must be drawn even when addresses are wrong."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
