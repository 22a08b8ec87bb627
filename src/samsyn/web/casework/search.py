"""Search by name, identity number or case number: the page, and the same answer as a fragment for the palette."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samsyn.cases.lifecycle import LABELS, Status
from samsyn.cases.queries import find_cases
from samsyn.people.roles import ASSESSMENT
from samsyn.web.gate import open_to
from samsyn.web.shared.kept import is_fragment
from samsyn.web.shared.request import Request

SHORTEST = 2
LIMIT = 20


@open_to(*ASSESSMENT)
@require_safe
def search_page(request: Request) -> HttpResponse:
    """Persons and cases within the own unit; nothing else may be searched in case handling (SoLPuF 15 §)."""
    text = request.GET.get("q", "").strip()
    asked = len(text) >= SHORTEST
    found = find_cases(text, by=request.actor, at=request.now, limit=LIMIT) if asked else []
    hits = [{"person": p, "case": c, "state": LABELS[Status(c.status)] if c else ""} for p, c in found]
    context = {"q": text, "asked": asked, "hits": hits, "many": len(hits) >= LIMIT}
    template = "casework/_hits.html" if is_fragment(request) else "casework/search.html"
    return render(request, template, context)
