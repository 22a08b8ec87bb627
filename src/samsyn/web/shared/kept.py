"""Nothing typed is lost when a login has ended: the fields travel through the entry and back."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from samsyn.web.shared.doors import doors

PREFIX = "kept:"
ACTION = "kept_action"
SECRET = ("password", "losenord", "lösenord", "csrfmiddlewaretoken", ACTION)
READABLE = 20  # characters from which a field is text somebody would miss


@dataclass(frozen=True)
class Kept:
    """What was posted when the login was gone: to which address on this site, and the fields in order."""

    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The hidden inputs that carry it through the entry."""
        return [(ACTION, self.action), *((PREFIX + name, value) for name, value in self.fields)]

    @property
    def texts(self) -> list[str]:
        """The values long enough to be somebody's writing."""
        return [value for _, value in self.fields if len(value) >= READABLE]


def is_fragment(request: HttpRequest) -> bool:
    """Whether a script asks, and a whole page would be the wrong answer."""
    return request.headers.get("X-Requested-With") == "fetch" or "HX-Request" in request.headers


def is_written(request: HttpRequest) -> bool:
    """Whether the request holds words that somebody has written: a button alone, or its hidden marks, hold none."""
    return request.method == "POST" and any(" " in value.strip() for _, value in posted(request).fields)


def own_path(request: HttpRequest, address: str) -> str:
    """The address if it is a path on this site, else empty."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe and address.startswith("/") else ""


def same_writer(request: HttpRequest) -> bool:
    """Whether an autosave comes from a page of the one now logged in, who may have changed in another tab."""
    actor = getattr(request, "actor", None)
    return actor is not None and request.POST.get("as", actor.key) == actor.key


def login_page(request: HttpRequest) -> HttpResponse:
    """The answer to a request that needs a login: the entry, with everything posted carried along."""
    if is_fragment(request):
        return _tell_script(request)
    if request.method != "POST":
        asked = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('enter')}?{asked}")
    return lost_page(request, status=401)


def _tell_script(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse({"reason": "login", "enter": reverse("enter")}, status=401)
    if "HX-Request" in request.headers and request.method == "GET":
        asked = request.headers.get("HX-Current-URL", "")
        answer["HX-Redirect"] = f"{reverse('enter')}?{urlencode({'next': own_path(request, asked)})}"
    return answer


def posted(request: HttpRequest) -> Kept:
    """What this request posted, without anything secret."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.casefold() for word in SECRET)
    ]
    return Kept(request.get_full_path(), tuple(fields))


def kept_fields(request: HttpRequest) -> Kept | None:
    """What the entry form carries, or None. An address outside this site is dropped with all it carried."""
    action = own_path(request, request.POST.get(ACTION, ""))
    if not action:
        return None
    fields = [
        (name.removeprefix(PREFIX), value)
        for name, values in request.POST.lists()
        for value in values
        if name.startswith(PREFIX)
    ]
    return Kept(action, tuple(fields))


def lost_page(request: HttpRequest, *, status: int) -> HttpResponse:
    """ "You have been logged out. What you wrote is still here", with the ways to log in."""
    context = {"kept": posted(request), "files": bool(request.FILES), **entrance()}
    return render(request, "entry/lost.html", context, status=status)


def resume_page(request: HttpRequest, kept: Kept | None = None, *, status: int = 200) -> HttpResponse:
    """One button, "Spara det jag skrev", that posts the fields to where they were going."""
    return render(request, "entry/resume.html", {"kept": kept or kept_fields(request)}, status=status)


def entrance() -> dict[str, Any]:
    """What the entry form needs: the doors of a demonstration; none means user name and password."""
    return {"doors": doors() if settings.DEMO else []}
