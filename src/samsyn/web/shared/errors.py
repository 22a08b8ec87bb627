"""The pages for an address that does not exist and for a fault. They promise nothing they cannot keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """No such address. Whether somebody may see a person or a case is never answered here but by the gate."""
    return render(request, "shared/404.html", status=404)


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault in the program; what was typed is still in the browser."""
    return render(request, "shared/500.html", status=500)
