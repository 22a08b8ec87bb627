"""The provider's journal on an order. Called after the order is opened, which records the reading.

Only the provider's own staff read it, and the person and those they let see it.
"""

from django.db.models import Prefetch, Q, QuerySet

from samsyn.cases.journal import why_not_see_draft
from samsyn.homecare import access
from samsyn.homecare.models import CareEntry, CareObjection, CareVersion, Order
from samsyn.people.access import why_not_see_person
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

RELATED = ("author", "cover", "corrected_by", "corrects")


def care_journal_of(order: Order, *, by: Actor) -> QuerySet[CareEntry]:
    """The locked entries on an order and the reader's own drafts, the latest happening first.

    Raises NoAccess for others than the provider's staff.
    """
    permit(access.why_not_keep_journal(by, access.OrderFacts.of(order)))
    seen = order.entries.filter(Q(state="locked") | Q(author=by.staff_id))
    return _whole(seen).order_by("-happened_at", "-pk")


def care_entry_for(order: Order, pk: int, *, by: Actor) -> CareEntry:
    """One entry on this order. Raises CareEntry.DoesNotExist for another's, NoAccess for somebody else's draft."""
    permit(access.why_not_keep_journal(by, access.OrderFacts.of(order)))
    entry = _whole(order.entries.all()).get(pk=pk)
    permit(why_not_see_draft(entry, by.staff_id))
    entry.order = order
    return entry


def care_version(entry: CareEntry, pk: int) -> CareVersion:
    """One kept text of this draft."""
    return entry.versions.get(pk=pk)


def care_objection_for(order: Order, pk: int, *, by: Actor) -> CareObjection:
    """One objection to an entry on this order."""
    permit(access.why_not_keep_journal(by, access.OrderFacts.of(order)))
    return CareObjection.objects.select_related("entry__order__case").get(pk=pk, entry__order=order)


def told_care_journal(person_id: int, *, by: Actor) -> QuerySet[CareEntry]:
    """What providers have locked about a person, for the person and whoever they let see it (SoL 14:6)."""
    permit(why_not_see_person(by, person_id))
    locked = CareEntry.objects.filter(order__case__person=person_id, state="locked")
    return _whole(locked).select_related("order__case", "order__provider").order_by("-happened_at", "-pk")


def told_care_entry(person_id: int, pk: int, *, by: Actor) -> CareEntry:
    """One locked entry of a provider about this person."""
    return told_care_journal(person_id, by=by).get(pk=pk)


def _whole(entries: QuerySet[CareEntry]) -> QuerySet[CareEntry]:
    objections = Prefetch("objections", CareObjection.objects.order_by("pk"))
    return entries.select_related(*RELATED).prefetch_related(objections)
