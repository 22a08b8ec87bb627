"""Search by name, identity number or case number: the page, and the same answer as a fragment for the palette.

What is asked is posted and never stands in an address (`web.shared.typed`).
"""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from samsyn.cases.lifecycle import LABELS, Status
from samsyn.cases.queries import find_cases
from samsyn.people.roles import ASSESSMENT
from samsyn.web.gate import open_to
from samsyn.web.shared.kept import is_fragment
from samsyn.web.shared.request import Request
from samsyn.web.shared.typed import keep_typed, typed

SHORTEST = 2
LIMIT = 20


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request: Request) -> HttpResponse:
    """Persons and cases within the own unit; nothing else may be searched in case handling (SoLPuF 15 §)."""
    if request.method != "POST":
        key = request.GET.get("s", "")
        text = typed(request, key)
        return _found(request, text, "casework/search.html", lost=bool(key) and not text)
    text = request.POST.get("q", "").strip()
    if is_fragment(request):
        return _found(request, text, "casework/_hits.html")
    key = keep_typed(request, text)
    return HttpResponseRedirect(reverse("search") + (f"?{urlencode({'s': key})}" if key else ""))


def _found(request: Request, text: str, template: str, *, lost: bool = False) -> HttpResponse:
    asked = len(text) >= SHORTEST
    found = find_cases(text, by=request.actor, at=request.now, limit=LIMIT) if asked else []
    hits = [{"person": p, "case": c, "state": LABELS[Status(c.status)] if c else ""} for p, c in found]
    context = {"q": text, "asked": asked, "hits": hits, "many": len(hits) >= LIMIT, "lost": lost}
    return render(request, template, context)
