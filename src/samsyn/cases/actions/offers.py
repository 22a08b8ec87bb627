"""Interventions without individual needs test: the committee's offers, and who uses them (SoL 2:4, 11:5-6, 14:5)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.audit.models import Event
from samsyn.cases import access, offers
from samsyn.cases.letters.texts import texts_on
from samsyn.cases.models import Case, ServiceOffer, ServiceUse
from samsyn.people.days import check_day
from samsyn.people.languages import Language
from samsyn.people.models import Person, Unit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import ASSESSMENT, Actor

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class OfferTerms:
    """What the committee has decided to offer, with its minutes. `special_reasons` leave identity out (SoL 14:5)."""

    intervention: str
    provider: Unit
    minutes: str
    decided_on: date
    target_group: str
    valid_from: date
    conditions: str = ""
    valid_to: date | None = None
    keeps_identity: bool = True
    special_reasons: str = ""
    is_documented: bool = True

    def __post_init__(self) -> None:
        if refusal := offers.why_not_offer(self.intervention):
            raise Invalid("intervention", refusal)
        if not self.minutes.strip():
            raise Invalid("minutes", Refusal(N_("Skriv vilket protokoll och vilken paragraf beslutet står i.")))
        if not self.target_group.strip():
            raise Invalid("target_group", Refusal(N_("Skriv vilka erbjudandet är till för.")))
        for name in ("decided_on", "valid_from", "valid_to"):
            check_day(name, getattr(self, name))
        if self.valid_to and self.valid_to < self.valid_from:
            raise Invalid("valid_to", Refusal(N_("Slutdagen ligger före startdagen.")))
        if self.valid_from < self.decided_on:
            raise Invalid("valid_from", Refusal(N_("Erbjudandet kan inte börja före beslutet.")))
        self._check_identity()

    def _check_identity(self) -> None:
        if not self.keeps_identity and not self.special_reasons.strip():
            raise Invalid(
                "special_reasons",
                Refusal(N_("Skriv nämndens särskilda skäl för att inte skriva upp vem som kommer."), law="SoL 14:5"),
            )
        if self.keeps_identity and self.special_reasons.strip():
            raise Invalid("special_reasons", Refusal(N_("Skäl behövs bara när det inte skrivs upp vem som kommer.")))
        if self.keeps_identity and not self.is_documented:
            refusal = Refusal(N_("När det skrivs upp vem som kommer ska stödet dokumenteras."), law="SoL 14:3")
            raise Invalid("is_documented", refusal)


@dataclass(frozen=True)
class Told:
    """How the right to apply under SoL 11:1 was told, and in which language (SoL 11:6)."""

    how: str
    language: str = Language.SWEDISH

    def __post_init__(self) -> None:
        if self.how not in ServiceUse.Told.values:
            raise Invalid(
                "told_how", Refusal(N_("Säg hur du har berättat att det går att ansöka om mer stöd."), law="SoL 11:6")
            )
        if self.language not in set(Language):
            raise Invalid("told_language", Refusal(N_("Välj ett av språken i listan.")))


@action
def enter_offer(*, terms: OfferTerms, by: Actor, at: datetime) -> ServiceOffer:
    """Enter a decision of the committee. It is the committee's; nothing of it changes afterwards but its end."""
    permit(offers.why_not_manage_offers(by))
    if terms.decided_on > localdate(at):
        raise Invalid("decided_on", Refusal(N_("Beslutsdagen ligger framåt i tiden.")))
    told = {name: value.strip() if isinstance(value, str) else value for name, value in vars(terms).items()}
    if before := ServiceOffer.objects.filter(**told, entered_by=by.staff).first():
        return before  # pressed twice
    offer = ServiceOffer.objects.create(**told, entered_at=at, entered_by_id=by.staff)
    _tell("offer.enter", offer, by, at)
    return offer


@action
def announce_offer(*, offer: ServiceOffer, announced_on: date, by: Actor, at: datetime) -> ServiceOffer:
    """Note the day when the approved minutes were announced: legality review is counted from it (KL 13:5)."""
    permit(offers.why_not_manage_offers(by))
    offer = _held(offer)
    if announced_on < offer.decided_on or announced_on > localdate(at):
        raise Invalid("announced_on", Refusal(N_("Välj en dag efter beslutet, senast i dag."), law="KL 13:5"))
    if offer.announced_on is not None:
        raise Refused(Refusal(N_("Dagen för tillkännagivandet är redan införd.")))
    offer.announced_on = announced_on
    offer.save(update_fields=["announced_on"])
    _tell("offer.announce", offer, by, at)
    return offer


@action
def end_offer(*, offer: ServiceOffer, last_day: date, minutes: str, by: Actor, at: datetime) -> ServiceOffer:
    """Note that the committee has ended an offer: its last day, and the minutes that say so."""
    permit(offers.why_not_manage_offers(by))
    offer = _held(offer)
    if not minutes.strip():
        raise Invalid("minutes", Refusal(N_("Skriv vilket protokoll och vilken paragraf beslutet står i.")))
    check_day("last_day", last_day)
    if last_day < offer.valid_from or (offer.valid_to and last_day > offer.valid_to):
        raise Invalid("last_day", Refusal(N_("Välj en dag då erbjudandet gäller.")))
    offer.valid_to, offer.end_minutes = last_day, minutes.strip()
    offer.save(update_fields=["valid_to", "end_minutes"])
    _tell("offer.end", offer, by, at)
    return offer


@action
def begin_use(
    *,
    offer: ServiceOffer,
    person: Person,
    told: Told,
    by: Actor,
    at: datetime,
    case: Case | None = None,
    written_name: str = "",
) -> ServiceUse:
    """Somebody begins to use an offer, by name: on their own page, at the unit, or through a caseworker in their case.

    Asking twice gives the same use. The right to apply has been told first (SoL 11:6). `written_name` is the name as
    the unit wrote it beside a number, which is all it is shown of it.
    """
    _permit_named(offer, person, by, case)
    offer, today = _held(offer), localdate(at)
    enforce(offers.why_not_use(_facts(offer), today, named=True))
    terms = {"started_on": today, "told_how": told.how, "told_language": told.language, "sex": person.sex}
    terms["written_name"] = " ".join(written_name.split())[:250] or None
    use, made = ServiceUse.objects.get_or_create(
        offer=offer, person=person, ended_on=None, defaults={**terms, "registered_at": at, "registered_by": by.key}
    )
    if made:
        template = texts_on(today, "notice", told.language).name
        record(
            by=by, at=at, what="use.begin", about=f"use:{use.pk}", subjects=[person.pk],
            detail={"offer": offer.pk, "told": told.how, "information": template},
        )  # fmt: skip
    return use


@action
def count_use(
    *, offer: ServiceOffer, on: date, count: int, told: Told, by: Actor, at: datetime, sex: str = "", once: str = ""
) -> ServiceUse:
    """So many began to use an offer where identity is left out (SoL 14:5). Nothing tells who.

    `once` is a random uuid of the form it was written in, so that a form sent twice is counted once: two groups of the
    same size on the same day are otherwise alike.
    """
    permit(offers.why_not_register_use(by, _facts(offer)))
    offer = _held(offer)
    if on > localdate(at):
        raise Invalid("on", Refusal(N_("Dagen ligger framåt i tiden.")))
    enforce(offers.why_not_use(_facts(offer), on, named=False))
    if not 0 < count <= MOST_AT_ONCE:
        raise Invalid("count", Refusal(N_("Skriv hur många som började, högst 500 på en gång.")))
    if sex not in {"K", "M", ""}:
        raise Invalid("sex", Refusal(N_("Välj kvinnor, män eller okänt.")))
    if before := _counted(offer, once, by):
        return before
    use = ServiceUse.objects.create(
        offer=offer, count=count, sex=sex, started_on=on, told_how=told.how, told_language=told.language,
        registered_at=at, registered_by=by.key,
    )  # fmt: skip
    template = texts_on(localdate(at), "notice", told.language).name
    record(
        by=by, at=at, what="use.count", about=f"use:{use.pk}",
        detail={"offer": offer.pk, "count": count, "told": told.how, "information": template, "once": once},
    )  # fmt: skip
    return use


def _counted(offer: ServiceOffer, once: str, by: Actor) -> ServiceUse | None:
    """What the same registrar has counted with this `once`. The log holds it: the row is only the number."""
    if not once:
        return None
    told = Event.objects.filter(by=by.key, what="use.count", detail__once=once).first()
    return offer.uses.filter(pk=int(told.about.removeprefix("use:"))).first() if told else None


@action
def end_use(*, use: ServiceUse, ended_on: date, by: Actor, at: datetime) -> ServiceUse:
    """Somebody has stopped using an offer. Asking twice gives the same end."""
    use = ServiceUse.objects.select_for_update(of=("self",)).select_related("offer").get(pk=use.pk)
    if use.person_id is None or offers.why_not_begin(by, use.person_id):
        permit(offers.why_not_register_use(by, _facts(use.offer)))
    if use.person_id is None:
        raise Refused(Refusal(N_("Det som bara är räknat avslutas inte.")))
    if use.ended_on is not None:
        return use
    if ended_on < use.started_on or ended_on > localdate(at):
        raise Invalid("ended_on", Refusal(N_("Välj en dag efter starten, senast i dag.")))
    use.ended_on = ended_on
    use.save(update_fields=["ended_on"])
    record(by=by, at=at, what="use.end", about=f"use:{use.pk}", subjects=[use.person_id])
    return use


def _permit_named(offer: ServiceOffer, person: Person, by: Actor, case: Case | None) -> None:
    if case is not None and by.role in ASSESSMENT and case.person_id == person.pk:
        permit(access.why_not_handle(by, access.CaseFacts.of(case)))
        return
    if offers.why_not_register_use(by, _facts(offer)):
        permit(offers.why_not_begin(by, person.pk))


def _held(offer: ServiceOffer) -> ServiceOffer:
    return ServiceOffer.objects.select_for_update().get(pk=offer.pk)


def _facts(offer: ServiceOffer) -> offers.OfferFacts:
    return offers.OfferFacts(offer.provider_id, offer.keeps_identity, offer.valid_from, offer.valid_to)


def _tell(what: str, offer: ServiceOffer, by: Actor, at: datetime) -> None:
    record(by=by, at=at, what=what, about=f"offer:{offer.pk}")
