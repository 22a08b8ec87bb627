"""The page of reviews, from which the rest is reached."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samsyn.people.roles import ASSESSMENT
from samsyn.web.gate import open_to
from samsyn.web.review.doors import doors_for
from samsyn.web.shared.request import Request


@open_to(*ASSESSMENT)
@require_GET
def reviews(request: Request) -> HttpResponse:
    """What waits for the reader, and the way to the parts."""
    return render(request, "review/reviews.html", {"doors": doors_for(request.actor)})
