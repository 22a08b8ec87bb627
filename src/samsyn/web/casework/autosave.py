"""Saving one field of an investigation as it is written, for the script that keeps every text until it is saved."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.cases.actions import save_field, settle_field
from samsyn.cases.queries import investigation_to_write, unsettled
from samsyn.people.queries import names_of_actors
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing
from samsyn.web.shared.kept import same_writer
from samsyn.web.shared.plain import is_number, plain
from samsyn.web.shared.request import Request


@open_to(Role.CASEWORKER)
@require_POST
def save_one(request: Request, pk: int, investigation_pk: int) -> HttpResponse:
    """Save {place, value, base}; answers {number, saved_at, conflict}.

    `conflict` is the text that stands when somebody has saved since `base`; what was sent is then kept beside it. With
    `settle` "theirs" the sender gives up what was kept beside.
    """
    if not same_writer(request):
        return JsonResponse({"error": _("Någon annan är inloggad här nu.")}, status=403)
    with missing():
        investigation = investigation_to_write(pk, investigation_pk)
    place, base = request.POST.get("place", ""), request.POST.get("base", "")
    saved = save_field(
        investigation=investigation,
        place=place,
        value=plain(request.POST.get("value", "")),
        base=int(base) if is_number(base) else 0,
        by=request.actor,
        at=request.now,
    )
    if request.POST.get("settle") == "theirs":
        _give_up(request, investigation, place)
    conflict = _told(saved.conflict) if saved.conflict else None
    return JsonResponse({"number": saved.number, "saved_at": request.now.isoformat(), "conflict": conflict})


def _give_up(request: Request, investigation: Any, place: str) -> None:
    for version in unsettled(investigation).filter(place=place, by=request.actor.key):
        settle_field(version=version, keep=False, by=request.actor, at=request.now)


def _told(version: Any) -> dict[str, Any]:
    by = names_of_actors({version.by}).get(version.by, version.by)
    return {"value": version.value, "number": version.number, "by": by, "at": version.at.isoformat()}
