"""The way in and out, the choice of role, and how the pages look."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from samsyn.people.queries import appointments_of, demo_accounts, noted_dead, roles_open_to
from samsyn.people.refusals import N_, NoAccess, Refusal
from samsyn.people.roles import LABELS, Role
from samsyn.web.entry import attempts
from samsyn.web.equity.own.places import forget_session
from samsyn.web.gate import public
from samsyn.web.shared.context import SIZE_COOKIE, SIZES, THEME_COOKIE, THEMES
from samsyn.web.shared.handed import take_back
from samsyn.web.shared.kept import (
    entrance,
    is_fragment,
    kept_fields,
    login_page,
    lost_page,
    own_path,
    posted,
    resume_page,
)
from samsyn.web.shared.noted_dead import noted_dead_page
from samsyn.web.shared.phone import begin_anew
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.people.models import Account

YEAR = 365 * 24 * 60 * 60
CITIZEN_CHOICES = {"self": LABELS[Role.PERSON], "relative": LABELS[Role.RELATIVE]}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request) -> HttpResponse:
    """Choose a role in a demonstration; elsewhere user name and password."""
    if request.method == "POST":
        return _log_in_demo(request) if "door" in request.POST and settings.DEMO else _log_in(request)
    if request.actor:
        return HttpResponseRedirect(_onward(request, request.GET))
    return _entry(request, next=own_path(request, request.GET.get("next", "")))


def _entry(request: Request, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "entry/enter.html", {**entrance(), **context}, status=status)


def _again(request: Request, error: str, status: int) -> HttpResponse:
    """The same entry with what went wrong, still carrying what was typed before it."""
    return _entry(
        request,
        error=error,
        username=request.POST.get("username", ""),
        kept=kept_fields(request),
        next=own_path(request, request.POST.get("next", "")),
        status=status,
    )


def _log_in_demo(request: Request) -> HttpResponse:
    account = demo_accounts().filter(username=request.POST["door"]).first()
    if account is None:
        return _again(request, _("Den rollen finns inte i övningen. Välj en annan."), 422)
    _begin(request, account)
    if account.person_id:
        request.session["acting_as"] = "relative" if account.username.endswith("relative") else "self"
        return _go_on(request)
    return _choose(request)


def _log_in(request: Request) -> HttpResponse:
    name, address = request.POST.get("username", "").strip(), _address(request)
    if attempts.too_many(name, address, now=request.now):
        return _again(
            request,
            _("Det har blivit för många försök. Vänta en kvart och försök igen, eller be administratören om hjälp."),
            429,
        )
    account = authenticate(request, username=name, password=request.POST.get("password", ""))
    if account is None:
        attempts.failed(name, address, now=request.now)
        return _again(request, _("Användarnamnet och lösenordet hör inte ihop. Kontrollera båda och försök igen."), 422)
    attempts.succeeded(name, address)
    _begin(request, account)
    return _choose(request)


def _begin(request: Request, account: "Account") -> None:
    """A new session. What an analyst measured in the one before goes with it."""
    forget_session(request)
    login(request, account)
    begin_anew(request)
    take_back(request)


def _address(request: Request) -> str:
    """Where the request comes from; behind a proxy the last hop that the proxy itself wrote."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _choices(request: Request) -> dict[str, tuple[str, str]]:
    """What this login can act as today: value → (role as message id, unit)."""
    today = localdate(request.now)
    if request.user.person_id:
        return {value: (CITIZEN_CHOICES[value], "") for value in roles_open_to(request.user, today=today)}
    return {str(a.pk): (LABELS[Role(a.role)], a.unit.name) for a in appointments_of(request.user, today=today)}


def _choose(request: Request) -> HttpResponse:
    """On with the only role there is, or a page to choose from several."""
    if noted_dead(request.user):
        return noted_dead_page(request)
    choices = _choices(request)
    if not choices:
        logout(request)
        raise NoAccess(
            Refusal(N_("Ditt konto stämmer, men du har ingen roll i dag. Be administratören lägga upp en åt dig."))
        )
    if len(choices) == 1:
        return _act_as(request, next(iter(choices)), choices)
    context = {
        "choices": choices,
        "kept": kept_fields(request),
        "next": own_path(request, request.POST.get("next", request.GET.get("next", ""))),
    }
    return render(request, "entry/act_as.html", context)


def _act_as(request: Request, value: str, choices: dict[str, tuple[str, str]]) -> HttpResponse:
    request.session["acting_as"] = int(value) if value.isdigit() else value
    request.session["unit_name"] = choices[value][1]
    request.session["several_roles"] = len(choices) > 1
    return _go_on(request)


def _go_on(request: Request) -> HttpResponse:
    if kept := kept_fields(request):
        return resume_page(request, kept)
    return HttpResponseRedirect(_onward(request, request.POST))


def _onward(request: Request, given: Any) -> str:
    return own_path(request, given.get("next", "")) or reverse("my_day")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def act_as(request: Request) -> HttpResponse:
    """Choose which role to act as; also to change it during the day."""
    if not request.user.is_authenticated:
        return login_page(request)
    choices = _choices(request)
    value = request.POST.get("acting_as", "")
    return _act_as(request, value, choices) if value in choices else _choose(request)


@public
@require_POST
def leave(request: Request) -> HttpResponse:
    """Log out. What an analyst has chosen to measure goes with it."""
    forget_session(request)
    logout(request)
    return HttpResponseRedirect(reverse("enter"))


@public
@require_POST
def appearance(request: Request) -> HttpResponse:
    """Light, dark or as the computer, and how large the text is; each kept in a cookie that holds nothing else."""
    theme = request.POST.get("theme", "")
    answer = HttpResponseRedirect(own_path(request, request.POST.get("next", "")) or reverse("enter"))
    for cookie, chosen, choices in ((THEME_COOKIE, theme, THEMES), (SIZE_COOKIE, request.POST.get("size"), SIZES)):
        if chosen in choices:
            answer.set_cookie(cookie, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


@public
@require_POST
def language(request: Request) -> HttpResponse:
    """The language of the pages, kept in a cookie."""
    return set_language(request)


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form from before the last login: what it held is offered again, if it came from this site."""
    if is_fragment(request):
        return JsonResponse({"reason": "token"}, status=403)
    if not _from_here(request):
        context = {
            "title": N_("Det går inte just nu"),
            "refusal": Refusal(
                N_("Det du skickade kom inte från den här webbplatsen. Öppna sidan här och försök igen.")
            ),
        }
        return render(request, "shared/refusal.html", context, status=403)
    if request.path in {reverse("enter"), reverse("act_as")}:
        return _again(request, _("Sidan hade legat öppen länge. Försök en gång till."), 403)
    if getattr(request, "actor", None) is None:
        return lost_page(request, status=403)
    return resume_page(request, posted(request), status=403)


def _from_here(request: Request) -> bool:
    """Whether the browser says that the form stood on this site."""
    here = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    return origin == here if origin else request.headers.get("Referer", "").startswith(f"{here}/")
