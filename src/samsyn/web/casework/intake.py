"""Registering what came in by phone, on paper or at a visit: first who it is about, then what it is.

Both steps are one address. What the first step found travels as a hidden field, so nothing is kept on the server and
nothing typed is lost on the way.
"""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from samsyn.cases.actions import Arrival, register_intake
from samsyn.cases.lifecycle import JOINABLE
from samsyn.cases.queries import cases_of_person, open_cases_of, record_shown, sent_before
from samsyn.people.access import FACTS
from samsyn.people.actions import register_person, register_unknown
from samsyn.people.identity import Identity, Sex
from samsyn.people.queries import assessment_units, current_facts, person_by_number, who_may
from samsyn.people.refusals import Invalid
from samsyn.people.roles import Role
from samsyn.web.casework.forms import NEW_CASE, ArrivalForm, IdentityForm, PersonForm
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import refuse
from samsyn.web.shared.reach import reach
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case
    from samsyn.people.models import Fact, Person

FIELDS = {"received_at": "received_on", "case": "join"}  # the actions' names → the form's


@open_to(Role.CASEWORKER, Role.TEAM_LEADER)
@require_http_methods(["GET", "POST"])
def register_page(request: Request) -> HttpResponse:
    """Step 1 asks for the number; step 2 shows who it is and asks what came in."""
    today = timezone.localdate(request.now)
    if request.method == "GET":
        return render(request, "casework/register_who.html", {"form": IdentityForm(today=today)})
    who = IdentityForm(request.POST, today=today)
    if not who.is_valid():
        return render(request, "casework/register_who.html", {"form": who}, status=422)
    step = _Second(request, who.identity)
    if "asked_for" not in request.POST:
        return step.page()
    return step.register()


class _Second:
    """The second step: the person found or to be registered, their cases, and the two forms."""

    def __init__(self, request: Request, identity: Identity | None) -> None:
        self.request, self.identity = request, identity
        self.today = timezone.localdate(request.now)
        self.person: Person | None = person_by_number(identity.number) if identity else None
        open_cases = list(open_cases_of(self.person.pk)) if self.person else []
        self.own = [c for c in open_cases if c.unit_id == request.actor.unit_id]
        self.others = [c for c in open_cases if c.unit_id != request.actor.unit_id]
        self.units = assessment_units()
        data = request.POST if "asked_for" in request.POST else None
        self.about = PersonForm(data, known_number=identity is not None)  # asked only about somebody new
        self.arrival = ArrivalForm(
            data,
            initial=self._initial(),
            units=self.units,
            joinable=[c for c in self.own if c.status in JOINABLE],
            relatives=self._relatives(),
        )

    def _initial(self) -> dict[str, Any]:
        now = timezone.localtime(self.request.now)
        return {"received_on": now.date(), "received_time": now.time(), "unit": self.request.actor.unit_id}

    def _relatives(self) -> list["Person"]:
        """Those with consent or lawful authority to apply for the person."""
        if self.person is None:
            return []
        return who_may("apply", person_id=self.person.pk, today=self.today)

    def page(self, *, status: int = 200) -> HttpResponse:
        if self.person:
            record_shown(what="person.search", persons=[self.person.pk], by=self.request.actor, at=self.request.now)
        facts = self._facts()
        context = {
            "person": self.person,
            "reach": reach(self.request, self.person) if self.person else None,
            "identity": self.identity,
            "unknown": self.identity is None,
            "own_cases": self.own,
            "other_cases": self.others,
            "facts": [(FACTS[f.key], f) for f in facts],
            "about": None if self.person else self.about,
            "form": self.arrival,
        }
        return render(self.request, "casework/register_what.html", context, status=status)

    def _facts(self) -> list["Fact"]:
        """What is known, for somebody with a case at the reader's unit; it is a reading of its own."""
        if self.person is None or not cases_of_person(self.person.pk, by=self.request.actor).exists():
            return []
        record_shown(what="fact.read", persons=[self.person.pk], by=self.request.actor, at=self.request.now)
        return list(current_facts(self.person.pk))

    def register(self) -> HttpResponse:
        valid = [self.arrival.is_valid(), self.person is not None or self.about.is_valid()]
        if before := sent_before(self._once(), self.request.actor):
            return self._receipt(before)
        if not all(valid):
            return self.page(status=422)
        try:
            with transaction.atomic():  # the person and the case together, or neither
                case = self._registered()
        except Invalid as invalid:
            about_person = self.person is None and invalid.field_name in self.about.fields
            refuse(self.about if about_person else self.arrival, invalid, **FIELDS)
            return self.page(status=422)
        return self._receipt(case)

    def _receipt(self, case: "Case") -> HttpResponse:
        if case.unit_id == self.request.actor.unit_id:
            return HttpResponseRedirect(reverse("case", args=[case.pk]))
        return render(self.request, "casework/registered.html", {"case": case})

    def _once(self) -> str:
        """The mark of the form. A second sending has it, even when the first made the rest need other answers."""
        return str(self.arrival.cleaned_data.get("once") or "")

    def _registered(self) -> "Case":
        told = self.arrival.cleaned_data
        joined = next((c for c in self.own if str(c.pk) == told.get("join", NEW_CASE)), None)
        relative = next((p for p in self._relatives() if str(p.pk) == told.get("by_person")), None)
        by_whom = told["by_whom"]
        arrival = Arrival(
            form=told["form"],
            channel=told["channel"],
            by_whom=by_whom,
            asked_for=told["asked_for"],
            received_at=self.arrival.received_at,
            informant=told["informant"].strip() if by_whom == "other" else "",
            by_person=relative if by_whom == "relative" else None,
            once=self._once(),
        )
        person = self.person or self._new_person()
        by, at = self.request.actor, self.request.now
        return register_intake(person=person, unit=told["unit"], arrival=arrival, by=by, at=at, case=joined)

    def _new_person(self) -> "Person":
        told = self.about.cleaned_data
        names = {"given_name": told["given_name"], "family_name": told["family_name"]}
        by, at = self.request.actor, self.request.now
        if self.identity is None:
            return register_unknown(**names, sex=Sex(told["sex"]), by=by, at=at, **self.about.contact)
        return register_person(identity=self.identity, **names, by=by, at=at, **self.about.contact)
