"""The first two steps of every page about a person: who it is about, and whether the reader may; the reading is noted.

The person's number stands in the address, so that two tabs about two people never mix.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from samsyn.people.access import FUNCTIONS, SEE
from samsyn.people.queries import own_person
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.people.models import Person

READERS = (Role.PERSON, Role.RELATIVE)
ANY = frozenset(FUNCTIONS)

# The pages in the line at the top, and which consent opens them to a relative.
PAGES = (
    ("person_home", N_("Min sida"), ANY),
    ("apply", N_("Ansök om hjälp"), frozenset({"apply"})),
    ("my_support", N_("Öppna stöd"), frozenset({"apply"})),
    ("my_decisions", pgettext_lazy("flera", "Beslut"), SEE),
    ("my_plans", N_("Plan"), SEE | {"plan"}),
    ("my_time", N_("Min tid"), SEE | {"time"}),
    ("my_week", N_("Veckan"), SEE),
    ("my_night", N_("Natten"), SEE),
    ("my_messages", N_("Meddelanden"), frozenset({"message"})),
    ("my_blanks", N_("Skriv ut"), SEE | {"plan", "time", "message"}),
    ("my_follow_ups", N_("Uppföljning"), SEE),
    ("my_journal", N_("Journal"), SEE),
    ("my_fees", N_("Avgift"), frozenset[str]()),  # the person's own: income is shown to nobody else
    ("my_readers", N_("Vem har läst"), SEE),
    ("my_consents", N_("Samtycken"), frozenset[str]()),  # the person's own, like the next
    ("my_details", N_("Mina uppgifter"), frozenset[str]()),
)


@dataclass(frozen=True)
class Whose:
    """Who a page is about and what its reader may do there."""

    person: "Person"
    own: bool
    functions: frozenset[str]

    def may(self, function: str) -> bool:
        """Whether the reader may use a function for this person."""
        return self.own or function in self.functions

    @property
    def may_see(self) -> bool:
        return self.may("see")

    @property
    def may_apply(self) -> bool:
        return self.may("apply")

    @property
    def may_plan(self) -> bool:
        return self.may("plan")


def whose(request: Request, pk: int, what: str, *, functions: frozenset[str] = SEE, about: str = "") -> Whose:
    """The person the address names, if the reader may see such a page of theirs. Raises NoAccess."""
    return known(request, own_person(pk, what=what, by=request.actor, at=request.now, functions=functions, about=about))


def known(request: Request, person: "Person") -> Whose:
    """What the reader may do for a person whom the page has already been let to show."""
    actor = request.actor
    return Whose(person, actor.role is Role.PERSON, actor.consents.get(person.pk, frozenset()))


def show(request: HttpRequest, template: str, to: Whose, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page with what every page about a person has: whose it is, and the line of pages that are open."""
    known = {"whose": to, "person": to.person, "own": to.own, "navigation": _line(request, to)}
    return render(request, f"person/{template}", {**known, **context}, status=status)


def _line(request: HttpRequest, to: Whose) -> list[dict[str, Any]]:
    open_pages = [
        (label, reverse(name, args=[to.person.pk]))
        for name, label, functions in PAGES
        if to.own or to.functions & functions
    ]
    return [{"label": label, "url": url, "current": request.path == url} for label, url in open_pages]
