"""What is offered without an individual needs test, who uses it, and how many (SoL 11:5)."""

from collections import Counter
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases import offers
from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.content import Recipient, Sender
from samsyn.cases.letters.notice_content import OfferInformation
from samsyn.cases.letters.notices import compose_notice
from samsyn.cases.models import ServiceOffer, ServiceUse
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


def all_offers(*, by: Actor) -> QuerySet[ServiceOffer]:
    """Every offer that the committee has decided on, for its secretary."""
    permit(offers.why_not_manage_offers(by))
    return ServiceOffer.objects.select_related("provider")


def open_offers(*, today: date) -> QuerySet[ServiceOffer]:
    """What is open today, to anybody: offers name nobody."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return ServiceOffer.objects.filter(valid, valid_from__lte=today).select_related("provider").order_by("pk")


def offers_of_unit(*, by: Actor) -> QuerySet[ServiceOffer]:
    """What the reader's own unit gives."""
    return ServiceOffer.objects.filter(provider=by.unit_id).order_by("-valid_from", "-pk")


def offer_of_unit(pk: int, *, by: Actor) -> ServiceOffer:
    """One offer of the reader's unit. Raises NoAccess for another's, and DoesNotExist."""
    offer = ServiceOffer.objects.select_related("provider").get(pk=pk)
    permit(offers.why_not_register_use(by, offer_facts(offer)))
    return offer


def offer_facts(offer: ServiceOffer) -> offers.OfferFacts:
    """The facts that the rules look at."""
    return offers.OfferFacts(offer.provider_id, offer.keeps_identity, offer.valid_from, offer.valid_to)


@transaction.atomic
def users_of(offer: ServiceOffer, *, by: Actor, at: datetime) -> list[ServiceUse]:
    """Who uses an offer now, for the unit that gives it. Records the reading."""
    permit(offers.why_not_register_use(by, offer_facts(offer)))
    uses = ServiceUse.objects.filter(offer=offer, person__isnull=False, ended_on=None).select_related("person")
    found = sorted(uses, key=lambda use: (use.name.casefold().split()[::-1], use.pk))  # by what is shown, family first
    if found:
        record(
            by=by, at=at, what="uses.list", about=f"offer:{offer.pk}", access=Event.Access.READ,
            subjects=[use.person_id for use in found if use.person_id],
        )  # fmt: skip
    return found


def uses_of_person(person_id: int, *, by: Actor) -> QuerySet[ServiceUse]:
    """What somebody uses or has used, newest first; the page records the reading."""
    permit(offers.why_not_begin(by, person_id))
    return ServiceUse.objects.filter(person=person_id).select_related("offer__provider").order_by("-started_on", "-pk")


def uses_by_month(offer: ServiceOffer, *, by: Actor) -> Counter[tuple[date, str]]:
    """How many began to use an offer, by month and sex: whole counts, for the secretary to withhold the small of."""
    permit(offers.why_not_manage_offers(by))
    rows = ServiceUse.objects.filter(offer=offer).annotate(month=TruncMonth("started_on"))
    counted = rows.order_by().values_list("month", "sex").annotate(n=Sum("count"))
    return Counter({(month, sex): n for month, sex, n in counted})


def information_of(
    offer: ServiceOffer, *, sender: Sender, at: datetime, language: str, recipient: Recipient | None = None
) -> Letter:
    """The information that each gets before they begin: that they can apply as well (SoL 11:6)."""
    content = OfferInformation(
        sender=sender,
        unit=offer.provider.name,
        phone=offer.provider.phone,
        recipient=recipient or Recipient("", ""),
        case_number="",
        dated=timezone.localtime(at).date(),
        matters=(offer.intervention,),
        target_group=offer.target_group,
        conditions=offer.conditions,
        valid_from=offer.valid_from,
        valid_to=offer.valid_to,
        identity="written" if offer.keeps_identity else "withheld",
    )
    return compose_notice(content.kind, content, language)
