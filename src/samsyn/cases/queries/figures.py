"""Plain counts for the secretary's and the analyst's day: no names, no cases, whole units, by sex (SoL 2:1)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median, quantiles
from typing import Any

from django.db.models import CharField, Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import make_aware

from samsyn.cases.lifecycle import Status
from samsyn.cases.models import (
    Case,
    Decision,
    DecisionLine,
    DecisionMandate,
    DelegationItem,
    FeeDecision,
    Intake,
    Ruling,
)
from samsyn.cases.regimes import Remedy, regimes
from samsyn.equity.limits import SMALLEST_SHOWN
from samsyn.equity.safe import OFFICE, About, Axis, Cell, SafeTable

FEWEST_SHOWN = SMALLEST_SHOWN


def open_by_status() -> SafeTable | None:
    """Open cases by unit name and state. None where there are none."""
    rows = Case.objects.exclude(status=Status.CLOSED).values_list("unit__name", "status").annotate(n=Count("pk"))
    counts = {(unit, status): n for unit, status, n in rows.order_by()}
    states = [s.value for s in Status if s is not Status.CLOSED]
    return _safe(counts, sorted({unit for unit, _ in counts}), states)


def _safe(counts: Mapping[tuple[str, str], int], first: Sequence[str], second: Sequence[str]) -> SafeTable | None:
    """Counts by two facts as they may be shown, without totals."""
    if not first:
        return None
    cells = [[counts.get((one, other), 0) for other in second] for one in first]
    axes = [Axis("first", tuple(first)), Axis("second", tuple(second))]
    return SafeTable.of(cells, axes, About("", "", ""), OFFICE, totals=False)


def signed_between(start: datetime, end: datetime) -> QuerySet[Decision]:
    """Decisions signed by delegates in a period, for the list to the committee: numbers and codes, no names."""
    signed = Decision.objects.filter(state=Decision.State.SIGNED, signed_at__gte=start, signed_at__lt=end)
    return signed.select_related("case__unit", "signed_by", "mandate__order").order_by("signed_at", "pk")


def delegated_between(start: datetime, end: datetime) -> QuerySet[Decision]:
    """Decisions that somebody made on the committee's behalf in a period, with lines, items and versions.

    What the committee itself has decided is in its own minutes, and what another system decided was reported there.
    """
    own = Q(mandate__by=DecisionMandate.By.BODY, mandate__order__isnull=True)
    lines = DecisionLine.objects.select_related("mandate__item").order_by("pk")
    signed = signed_between(start, end).filter(mandate__isnull=False)
    return signed.exclude(own).prefetch_related(Prefetch("lines", lines))


def fees_decided_between(start: datetime, end: datetime) -> QuerySet[FeeDecision]:
    """Fees decided under an item of the delegation order in a period (KL 6:40, 7:8): when, by whom, never how much."""
    made = FeeDecision.objects.filter(decided_at__gte=start, decided_at__lt=end).exclude(item="")
    light = made.only("fee_case__number", "fee_case__unit__name", "fee_case__person", "version", "item", "decided_at",
                      "decided_by__given_name", "decided_by__family_name", "decided_by__title")  # fmt: skip
    return light.select_related("fee_case__unit", "decided_by")


def rulings_between(start: datetime, end: datetime) -> QuerySet[Ruling]:
    """Separate decisions made under an item of the delegation order in a period (KL 6:40, 7:8)."""
    made = Ruling.objects.filter(decided_at__gte=start, decided_at__lt=end).exclude(item="")
    return made.defer("content", "reasons", "translations").select_related("case__unit", "decided_by")


def with_item_report(made: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """Those of fees or separate decisions that are reported in one way, as `with_report` has them for the lines.

    All of them are appealed to a court, so none that is not reported needs minutes of its own (KL 6:40).
    """
    written = Concat("number", Value(" (version "), Cast("order__version", CharField()), Value(")"))  # as Taken.named
    names = DelegationItem.objects.filter(reported=True).annotate(named=written).values("named")
    if kind in {"reported", "silent"}:
        return made.filter(item__in=names) if kind == "reported" else made.exclude(item__in=names)
    return made.none()


def persons_of_fees_decided(ids: Iterable[int]) -> set[int]:
    """Whom these decisions on fees are about, for the reading that a list is."""
    return set(FeeDecision.objects.filter(pk__in=ids).values_list("fee_case__person", flat=True))


def persons_of_rulings(ids: Iterable[int]) -> set[int]:
    """Whom these separate decisions are about, for the reading that a list is."""
    return set(Ruling.objects.filter(pk__in=ids).values_list("case__person", flat=True))


def with_report(decisions: QuerySet[Decision], kind: str) -> QuerySet[Decision]:
    """Those of a list that are reported in one way (KL 6:39–40, 7:8).

    urgent: the chair's, always reported at the next meeting. reported: under an item whose decisions the committee
    wants told of. separate: not reported, but open to legality review, and so recorded apart. silent: none of these.
    """
    urgent = Q(mandate__by=DecisionMandate.By.CHAIR)
    lines = DecisionLine.objects.filter(decision=OuterRef("pk"))
    told = Exists(lines.filter(mandate__item__reported=True))
    reviewed = [code for code, r in regimes().items() if r.remedy is Remedy.LEGALITY_REVIEW]
    apart = Exists(lines.filter(mandate__item__reported=False, regime__in=reviewed))
    return {
        "urgent": decisions.filter(urgent),
        "reported": decisions.filter(told).exclude(urgent),
        "separate": decisions.filter(apart).exclude(urgent),
        "silent": decisions.filter(~told, ~apart).exclude(urgent),
    }[kind]


@dataclass(frozen=True)
class LeadTime:
    """Days from what came in (an intake's form) to the first decision: how many, median and ninetieth percentile."""

    form: str
    group: str
    n: Cell
    median: float | None
    p90: float | None


def lead_times(start: date, end: date) -> list[LeadTime]:
    """To the first signed decision, by form and sex, for cases received in the period; small groups are withheld.

    The wait for an application counts from its own arrival, also where a report had begun the case. A case that was
    decided without an application counts from its first report, apart from the applications.
    """
    # As moments, not as days of the rows: so the index is used.
    first, last = _midnight(start), _midnight(end)
    rows = (
        Case.objects.filter(received_at__gte=first, received_at__lt=last, decisions__state="signed")
        .annotate(
            decided=Min("decisions__signed_at"),
            applied=Min("intakes__received_at", filter=Q(intakes__form=Intake.Form.APPLICATION)),
        )
        .values_list("person__sex", "received_at", "applied", "decided")
    )
    days: dict[tuple[str, str], list[int]] = {}
    for sex, received, applied, decided in rows:
        is_application = applied is not None and applied <= decided
        form, since = (Intake.Form.APPLICATION, applied) if is_application else (Intake.Form.REPORT, received)
        days.setdefault((form.value, sex), []).append((decided - since).days)
    return [_lead_time(form, sex, found) for (form, sex), found in sorted(days.items())]


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _lead_time(form: str, group: str, days: list[int]) -> LeadTime:
    shown = OFFICE.cell(len(days))
    if not OFFICE.enough(len(days)):
        return LeadTime(form, group, shown, None, None)
    return LeadTime(form, group, shown, median(days), quantiles(days, n=10, method="inclusive")[-1])


def outcomes(start: datetime, end: datetime) -> Counter[tuple[str, str]]:
    """Lines decided in a period by intervention and outcome."""
    rows = (
        Decision.objects.filter(state=Decision.State.SIGNED, signed_at__gte=start, signed_at__lt=end)
        .values_list("lines__intervention", "lines__outcome")
        .annotate(n=Count("lines__pk"))
    )
    return Counter({(i, o): n for i, o, n in rows if i})


def decided_by_outcome(start: datetime, end: datetime, order: Iterable[str], kinds: Sequence[str]) -> SafeTable | None:
    """The same as it may be shown: interventions that were decided, in this order, by these outcomes. None if none."""
    counts = outcomes(start, end)
    return _safe(counts, [code for code in order if any(counts[code, kind] for kind in kinds)], kinds)
