"""Incomes and fees, for the fee officer of the unit and for the person. No investigation is read (SoL 11:2)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases import fee_access as access
from samsyn.cases.actions.fee_decision import why_not_decide_fee
from samsyn.cases.actions.fee_rows import GIVEN, granted_to, raised_over, suggested_month, worked_for, worked_with
from samsyn.cases.charging.spouses import Side, disagreements
from samsyn.cases.charging.standing import Decided, fee_in
from samsyn.cases.charging.told import ToldIncome
from samsyn.cases.charging.use import Granted
from samsyn.cases.charging.working import Choices, Worked, situation_from
from samsyn.cases.clocks.history import CLOSES, Kind
from samsyn.cases.fee_standings import ends_that_count, fee_now
from samsyn.cases.fees.changes import Change
from samsyn.cases.fees.months import Month
from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.kept import from_text, without_address
from samsyn.cases.models import Case as PersonsCase
from samsyn.cases.models import Decision, DecisionLine, FeeCase, FeeDecision, FeeEnd, Income, LineEvent
from samsyn.people.languages import Language
from samsyn.people.models import Person
from samsyn.people.refusals import N_, NoAccess, Refusal, permit
from samsyn.people.roles import Actor, Role

# As much of a decision as lists tell: never its letter, its reasons or what it was counted on.
STANDS = ("fee_case", "version", "first_month", "decided_at", "corrects", "fee_care", "fee_housing")
CEASED = frozenset({Kind.WITHDRAWN, Kind.NEED_CEASED, Kind.MOVED})
RENEWED_BEFORE = timedelta(days=30)  # how long before its day a renewal is asked for


@transaction.atomic
def open_fees(pk: int, *, by: Actor, at: datetime, what: str = "fee.read") -> FeeCase:
    """Somebody's fees, for the fee officer of the unit. Records the reading. Raises NoAccess, FeeCase.DoesNotExist."""
    fee_case = FeeCase.objects.select_related("person", "unit", "other").get(pk=pk)
    permit(access.why_not_see_fees(by, fee_case.unit_id))
    record(by=by, at=at, what=what, about=f"fee:{pk}", access=Event.Access.READ, subjects=[fee_case.person_id])
    return fee_case


def fee_cases(actor: Actor) -> QuerySet[FeeCase]:
    """The fees that the officer's unit decides on, with what the lists need; narrowed by construction.

    `income_at` is when something was told last, `decided_at` the last decision, `renew_on` when the income is asked for
    again. `changed_at`: when help was decided or ended after the last fee, if it was; `death_unnoted`: the
    person has died, and no end has been noted since the fee was decided. The page records the reading.
    """
    if actor.role is not Role.FEE_OFFICER:
        return FeeCase.objects.none()
    newest = Income.objects.filter(fee_case=OuterRef("pk")).order_by("-version")
    decided = FeeDecision.objects.filter(fee_case=OuterRef("pk")).order_by("-version")
    ended = FeeEnd.objects.filter(fee_case=OuterRef("pk")).order_by("-noted_at")
    rows = FeeCase.objects.filter(unit=actor.unit_id).annotate(
        income_at=Subquery(newest.values("received_at")[:1]),
        renew_on=Subquery(newest.values("renew_on")[:1]),
        decided_at=Subquery(decided.values("decided_at")[:1]),
        begun_at=Subquery(decided.filter(corrects=None).values("decided_at")[:1]),
        ended_at=Subquery(ended.values("noted_at")[:1]),
    )
    not_ended = Q(ended_at__isnull=True) | Q(ended_at__lt=F("begun_at"))
    rows = rows.annotate(
        changed_at=Coalesce(Case(When(not_ended, then=_ended_after("decided_at"))), _granted_after("decided_at")),
        death_unnoted=Case(
            When(not_ended, person__died_on__isnull=False, begun_at__isnull=False, then=True), default=False
        ),
    )
    light = Prefetch("decisions", FeeDecision.objects.only(*STANDS))
    return rows.select_related("person").prefetch_related(light, "ends")


def _granted_after(moment: str) -> Subquery:
    """When something was last decided on the person's needs, if that was after a moment of the row."""
    found = Decision.objects.filter(case__person=OuterRef("person"), signed_at__gt=OuterRef(moment))
    return Subquery(found.order_by("-signed_at").values("signed_at")[:1])


def _ended_after(moment: str) -> Subquery:
    """When it was last noted, after a moment of the row, that some help is renounced or has ceased, or has not."""
    found = LineEvent.objects.filter(
        line__decision__case__person=OuterRef("person"), kind__in=CEASED, recorded_at__gt=OuterRef(moment)
    )
    return Subquery(found.order_by("-recorded_at").values("recorded_at")[:1])


def waiting_fees(rows: QuerySet[FeeCase], what: str, *, today: date) -> QuerySet[FeeCase]:
    """Those of `fee_cases` that wait for one thing: income, granted, renewal, ended or undecided; else all."""
    asked = {
        "income": Q(income_at__gt=F("decided_at")) | Q(income_at__isnull=False, decided_at__isnull=True),
        "granted": Q(changed_at__isnull=False),
        "undecided": Q(decided_at__isnull=True),
        "renewal": Q(renew_on__lte=today + RENEWED_BEFORE, person__died_on__isnull=True),
        "ended": Q(death_unnoted=True),
    }
    return rows.filter(asked[what]) if what in asked else rows


def fees_waiting(actor: Actor, *, today: date) -> dict[str, list[int]]:
    """The ids of the unit's fees that wait for each thing that `waiting_fees` names, the oldest first.

    All are gone through once, whatever is asked of them: the day's counts and its first rows are the same answer.
    """
    rows = fee_cases(actor).prefetch_related(None).order_by("pk")
    found: dict[str, list[tuple[date | datetime, int]]] = {"income": [], "granted": [], "renewal": [], "ended": []}
    fields = ("pk", "income_at", "decided_at", "changed_at", "renew_on", "death_unnoted", "person__died_on")
    for pk, income_at, decided_at, changed_at, renew_on, death_unnoted, died_on in rows.values_list(*fields):
        if income_at and (decided_at is None or income_at > decided_at):
            found["income"].append((income_at, pk))
        if changed_at:
            found["granted"].append((changed_at, pk))
        if death_unnoted:
            found["ended"].append((died_on, pk))
        if renew_on and renew_on <= today + RENEWED_BEFORE and died_on is None:
            found["renewal"].append((renew_on, pk))
    return {what: [pk for _, pk in sorted(some)] for what, some in found.items()}


def without_fees(actor: Actor, *, today: date, person: int | None = None) -> QuerySet[Person]:
    """Persons at the officer's unit who are granted something under SoL now, and whose fees nobody has opened.

    With `person` only whether that one is among them.
    """
    if actor.role is not Role.FEE_OFFICER:
        return Person.objects.none()
    granted = DecisionLine.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        decision__case=OuterRef("pk"), outcome__in=GIVEN, decision__state=Decision.State.SIGNED,
        regime__startswith="SOL",
    ).exclude(Exists(LineEvent.objects.standing().filter(line=OuterRef("pk"), kind__in=CLOSES)))  # fmt: skip
    # From the unit's open cases to their persons: nobody else's is looked at, however many there are.
    has_fees = Exists(FeeCase.objects.filter(person=OuterRef("person")))
    open_cases = PersonsCase.objects.filter(~has_fees, unit=actor.unit_id, closed_at__isnull=True)
    if person is not None:
        open_cases = open_cases.filter(person=person)
    persons = open_cases.filter(Exists(granted)).order_by().values("person")
    return Person.objects.filter(pk__in=persons, died_on__isnull=True)


def person_without_fees(pk: int, *, by: Actor, today: date) -> Person:
    """One of `without_fees`. Raises NoAccess for others, so that nobody learns who exists."""
    found = without_fees(by, today=today, person=pk).first()
    if found is None:
        raise NoAccess(Refusal(N_("Personen har ingen beviljad hjälp utan avgift hos din enhet."), law="SoLPuL 10"))
    return found


def lines_of(fee_case: FeeCase) -> tuple[Granted, ...]:
    """What is granted to the person: intervention, amount and period, without a reason."""
    return granted_to([fee_case.person_id]).get(fee_case.person_id, ())


def incomes_of(fee_case: FeeCase) -> QuerySet[Income]:
    """Everything told, newest first, with its figures."""
    return fee_case.incomes.prefetch_related("figures").order_by("-version")


def fee_decisions_of(fee_case: FeeCase) -> list[FeeDecision]:
    """Every decision, newest first."""
    return list(fee_case.decisions.select_related("decided_by", "corrects").order_by("-version"))


def fee_decision_for(fee_case: FeeCase, pk: int) -> FeeDecision:
    """One decision of these fees. Raises FeeDecision.DoesNotExist for another's."""
    return fee_case.decisions.select_related("decided_by", "corrects", "income").get(pk=pk)


def ends_of(fee_case: FeeCase) -> list[tuple[str, date]]:
    """Why the fee ends, and its last month, by what has been noted since it was decided; the earliest first."""
    begun = max((d.decided_at for d in fee_case.decisions.all() if d.corrects_id is None), default=None)
    held = [
        (end.last_month, cause) for cause, end in ends_that_count(fee_case) if begun is None or end.noted_at >= begun
    ]
    return [(cause, last_month) for last_month, cause in sorted(held)]


def work_out_fee(fee_case: FeeCase, choices: Choices) -> Worked:
    """The fee as it would be decided now. Raises Invalid on the month, or Refused."""
    return worked_for(fee_case, choices)


def suggested_fee_month(fee_case: FeeCase, *, today: date) -> Change | None:
    """From which month the fee, or the changed one, applies, and why; None where nothing is granted."""
    return suggested_month(fee_case, today)


def why_not_fee(worked: Worked, *, by: Actor, today: date) -> Refusal | None:
    """The reason the reader may not decide a fee that is worked out: the same as the action's (KL 6:37)."""
    return why_not_decide_fee(worked, by=by, day=today)


def raised_fee(fee_case: FeeCase, worked: Worked) -> FeeDecision | None:
    """The decision whose fee would rise, so that the person is to be told beforehand (SoL 32:10); else None."""
    return raised_over(fee_case, worked)


def partner_disagrees(fee_case: FeeCase, month: Month) -> list[Refusal]:
    """What in the partner's fees does not agree with these (SoL 32:7); nothing where no partner is known."""
    other = FeeCase.objects.filter(person=fee_case.other_id).first() if fee_case.other_id else None
    own, theirs = _side(fee_case, month), _side(other, month) if other else None
    return disagreements(own, theirs) if own and theirs else []


def _side(fee_case: FeeCase, month: Month) -> Side | None:
    decision = fee_now(fee_case, month)
    return Side(situation_from(decision.situation), decision.fee) if decision else None


def fee_letter_of(decision: FeeDecision, *, language: str = Language.SWEDISH) -> Letter:
    """The letter as it was sent, in a language it was sent in or in Swedish; without address for the protected."""
    letter = from_text(decision.translations.get(language, decision.letter))
    return without_address(letter) if decision.fee_case.person.protection else letter


@dataclass(frozen=True)
class Charge:
    """That a fee is taken in a month, by ids; the amount in öre."""

    fee_case: int
    decision: int
    fee: int


@dataclass(frozen=True)
class Charged:
    """One person's fee of a month, for the invoice (Fakturaunderlag). Amounts in öre."""

    fee_case: FeeCase
    decision: FeeDecision

    @property
    def pk(self) -> int:
        return self.decision.pk


def charges_in(actor: Actor, month: Month) -> list[Charge]:
    """Every fee that the unit takes in a month, in order of name, as much of each as a sum needs."""
    if actor.role is not Role.FEE_OFFICER:
        return []
    unit = {"fee_case__unit": actor.unit_id}
    decisions: defaultdict[int, list[Decided]] = defaultdict(list)
    fees: dict[int, int] = {}
    told = FeeDecision.objects.filter(**unit).values_list(
        "fee_case", "pk", "version", "first_month", "decided_at", "corrects", "fee_care", "fee_housing"
    )
    for fee_case, pk, version, first_month, decided_at, corrects, care, housing in told:
        decisions[fee_case].append(Decided(pk, version, first_month, decided_at, corrects))
        fees[pk] = care + housing
    ended = FeeCase.objects.filter(unit=actor.unit_id, pk__in=FeeEnd.objects.filter(**unit).values("fee_case"))
    ends = {
        fee_case.pk: [end for _, end in ends_that_count(fee_case)]
        for fee_case in ended.select_related("person").prefetch_related("ends")
    }
    by_name = FeeCase.objects.filter(unit=actor.unit_id).order_by("person__family_name", "person__given_name", "pk")
    found = []
    for pk in by_name.values_list("pk", flat=True):
        key = fee_in(month, decisions[pk], ends.get(pk, [])).key if pk in decisions else None
        if key is not None:
            found.append(Charge(pk, key, fees[key]))
    return found


def charged(charges: Sequence[Charge]) -> list[Charged]:
    """Some of `charges_in` with whom they are about, in the same order. The page records the reading."""
    fee_cases = FeeCase.objects.select_related("person").in_bulk({c.fee_case for c in charges})
    decisions = FeeDecision.objects.only(*STANDS).in_bulk({c.decision for c in charges})
    return [Charged(fee_cases[c.fee_case], decisions[c.decision]) for c in charges]


def charged_in(actor: Actor, month: Month) -> list[Charged]:
    """Every fee that the unit takes in a month, by name. The page records the reading."""
    return charged(charges_in(actor, month))


def persons_of_fees(ids: Iterable[int]) -> set[int]:
    """The ids of the persons whom these fees are about, for the reading that a list is."""
    return set(FeeCase.objects.filter(pk__in=ids).values_list("person", flat=True))


def told_fee_case(person_id: int, *, by: Actor) -> FeeCase | None:
    """The person's own fees; None where nothing is begun. The page records the reading. Raises NoAccess."""
    permit(access.why_not_told_fees(by, person_id))
    return FeeCase.objects.select_related("unit", "person").filter(person=person_id).first()


def try_income(person_id: int, told: ToldIncome, *, month: Month, by: Actor) -> Worked:
    """What the person's fee would be with another income. Nothing is kept. Raises NoAccess, Invalid or Refused."""
    permit(access.why_not_told_fees(by, person_id))
    return worked_with(granted_to([person_id]).get(person_id, ()), told, Choices(month))
