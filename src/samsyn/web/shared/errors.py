"""The pages for what never reaches a view: an unreadable request, an address that does not exist, a fault.

They promise nothing they cannot keep.
"""

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from samsyn.people.refusals import N_

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
WHAT_TO_DO = {
    "too_much": N_("Det du skickade är för stort. Korta texten, eller dela upp den, och skicka igen."),
    "host": N_("Webbplatsen har inte den adressen. Fråga administratören vilken adress du ska använda."),
    "unreadable": N_("Det som skickades gick inte att läsa. Öppna sidan på nytt och försök igen."),
}


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came cannot be read: too much of it, broken on the way, or meant for another site.

    Nothing posted is looked at here, since looking would fail again.
    """
    too_much = isinstance(exception, TOO_MUCH)
    why = "too_much" if too_much else "host" if isinstance(exception, DisallowedHost) else "unreadable"
    context = {"reason": WHAT_TO_DO[why], "sent": why != "host"}
    return render(request, "shared/400.html", context, status=413 if too_much else 400)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """No such address. Whether somebody may see a person or a case is never answered here but by the gate."""
    return render(request, "shared/404.html", status=404)


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault in the program; what was typed is still in the browser."""
    return render(request, "shared/500.html", status=500)


def not_allowed(request: HttpRequest, refused: HttpResponseBase) -> HttpResponse:
    """The address takes other methods only, as when the address of a button is opened: the way to a page to read."""
    answer = render(request, "shared/405.html", status=405)
    answer["Allow"] = refused["Allow"]
    return answer
