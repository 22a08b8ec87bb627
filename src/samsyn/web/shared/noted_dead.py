"""The answer to a login of somebody who is noted as dead. It may be a mistake, so it says whom to ring."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def noted_dead_page(request: HttpRequest) -> HttpResponse:
    """End the login and say what is noted and how it is put right."""
    logout(request)
    return render(request, "shared/noted_dead.html", status=403)
