"""The entry with one page behind it, so that its tests stand on their own."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from samsyn.people.roles import Role
from samsyn.web.gate import open_to


@open_to(Role.CASEWORKER)
def note(request: HttpRequest) -> HttpResponse:
    """Answers with what it was given."""
    return JsonResponse({key: request.POST.getlist(key) for key in request.POST})


urlpatterns = [
    path("min-dag/", note, name="my_day"),
    path("anteckning/", note),
    path("", include("samsyn.web.entry.urls")),
]
handler404 = "samsyn.web.shared.errors.handler404"
handler500 = "samsyn.web.shared.errors.handler500"
