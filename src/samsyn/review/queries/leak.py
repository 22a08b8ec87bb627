"""The figures of reviews over time: leak, masking, agreement, departures and time. Whole units, no text and no person.

Only quarters that are over are counted, each review in one period, and nothing of fewer than eight reviews is told.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from statistics import fmean

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate

from samsyn.cases.calendar_law import quarter, quarter_days
from samsyn.cases.queries import run_reports
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role
from samsyn.review import store_access
from samsyn.review.agreement import Item, analytic, gwet, jackknife
from samsyn.review.alike_counts import rounded
from samsyn.review.leak import FEWEST, Guessed, Informed, Interval, Leak, given_away, informed, leak
from samsyn.review.leak_ratio import Period, Quarter, Rate, fewer_than_all, middle, periods, rate
from samsyn.review.models import Departure, Packet, Reading
from samsyn.review.reading import OUTCOMES, Answer, Beside, side_by_side

REPORT = "reviews"  # in data/report_definitions.csv
SEED = 20261129  # of the shuffles, so that the same reviews give the same p
YEARS_TOLD = 3
LEFT_OUT = 60  # packets; with more the quick interval is as good
ORDER = (0.0, 1.0, 2.0)  # refused, partly, granted


@dataclass(frozen=True)
class Told:
    """A period's figure: a rate or a leak, or neither when it can not be told."""

    period: Period
    rate: Rate | None = None
    leak: Leak | None = None
    informed: Informed | None = None
    few: bool = False  # so few on one side that the share is not told


@dataclass(frozen=True)
class Measures:
    """Every figure, by its key, the oldest period first; words that gave sex or age away; edits by kind; reasons."""

    series: dict[str, list[Told]]
    words: list[tuple[str, int | None]] = field(default_factory=list)  # of how many texts; None: fewer than eight
    kinds: list[tuple[str, Rate]] = field(default_factory=list)
    causes: list[tuple[str, int | None]] = field(default_factory=list)  # None: fewer than eight


def review_measures(*, by: Actor, at: datetime) -> Measures:
    """The figures of the reader's own unit, or for the analyst of all units together. Recorded as a report that is run.

    Raises NoAccess.
    """
    permit(store_access.why_not_measure(by))
    run_reports([REPORT], by=by, at=at)
    today = localdate(at)
    before = quarter_days(*quarter(today))[0]
    packets = _packets(by).filter(opened_at__date__lt=before, opened_at__date__gte=before - timedelta(366 * YEARS_TOLD))
    some = list(packets)
    opened = _parted(some, lambda p: p.opened_at)
    over = [p for p in some if p.concluded_at and localdate(p.concluded_at) < before]
    concluded = _parted(over, lambda p: p.concluded_at)
    series = {
        "sex": [_leak(period, of, _sexes) for period, of in opened],
        "age": [_leak(period, of, _ages) for period, of in opened],
        "edits": [Told(period, rate([(p.edits, p.words) for p in of], per=1000)) for period, of in opened],
        "by_hand": [Told(period, rate([(p.settled_by_hand, p.edits) for p in of], per=100)) for period, of in opened],
        "outcome": [Told(period, rate([_agreeing(p) for p in of], per=100)) for period, of in opened],
        "beyond": [Told(period, _beyond_chance(of)) for period, of in opened],
        "amount": [Told(period, middle(_apart(of))) for period, of in opened],
        "departed": [_departed(period, of) for period, of in concluded],
        "days": [Told(period, middle(_days(of))) for period, of in concluded],
    }
    told = [p for period, of in opened if period.enough for p in of]
    return Measures(series, _words(told), _kinds(told), _causes(by, before))


def _packets(by: Actor) -> QuerySet[Packet]:
    readings = Reading.objects.filter(done_at__isnull=False).order_by("pk")
    packets = Packet.objects.prefetch_related(Prefetch("readings", readings)).order_by("pk")
    return packets if by.role is Role.ANALYST else packets.filter(unit=by.unit_id)


def _parted(packets: Sequence[Packet], when: Callable[[Packet], datetime | None]) -> list[tuple[Period, list[Packet]]]:
    """The packets by period; in one that does not hold enough there are none."""
    by_quarter: dict[Quarter, list[Packet]] = defaultdict(list)
    for packet in packets:
        if moment := when(packet):
            by_quarter[quarter(localdate(moment))].append(packet)
    counted = periods({q: len(of) for q, of in by_quarter.items()})
    return [(p, [x for q in p.quarters for x in by_quarter[q]] if p.enough else []) for p in counted]


# Leak


def _sexes(packet: Packet) -> Iterable[Guessed]:
    for r in packet.readings.all():
        yield Guessed(packet.pk, packet.unit_id, packet.sex, r.guess_sex, r.guess_sex_sure)


def _ages(packet: Packet) -> Iterable[Guessed]:
    for r in packet.readings.all():
        yield Guessed(packet.pk, packet.unit_id, packet.age_band, r.guess_age, r.guess_age_sure)


def _leak(period: Period, packets: Sequence[Packet], guesses: Callable[[Packet], Iterable[Guessed]]) -> Told:
    made = tuple(g for p in packets for g in guesses(p))
    sexes = informed(made, "K", "M") if guesses is _sexes else None
    return Told(period, leak=_of_guesses(made), informed=sexes)


@lru_cache(maxsize=128)  # a quarter that is over seldom changes, and its shuffles take a while
def _of_guesses(made: tuple[Guessed, ...]) -> Leak | None:
    return leak(made, seed=SEED)


def _words(packets: Sequence[Packet]) -> list[tuple[str, int | None]]:
    named = given_away(
        (p.pk, r.guess_words, " ".join(section["text"] for section in p.sections))
        for p in packets
        for r in p.readings.all()
    )
    return [(word, n if n >= FEWEST else None) for word, n in named]


def _kinds(packets: Sequence[Packet]) -> list[tuple[str, Rate]]:
    """Edits per 1,000 words by kind, the most first, of texts that are still there; kinds of fewer than eight packets
    are not told."""
    held = [(p.words, Counter(m["kind"] for s in p.sections for m in s["marks"])) for p in packets if p.sections]
    common = Counter(kind for _, of in held for kind in of)
    found = [
        (kind, made)
        for kind, number in common.items()
        if number >= FEWEST and (made := rate([(of[kind], words) for words, of in held], per=1000))
    ]
    return sorted(found, key=lambda pair: (-pair[1].value, pair[0]))


# Agreement, departures and time


def _lines(packet: Packet) -> list[Beside]:
    answers = [[Answer(**raw) for raw in r.answers] for r in packet.readings.all()]
    return side_by_side(answers, [q["intervention"] for q in packet.questions]) if len(answers) > 1 else []


def _agreeing(packet: Packet) -> tuple[int, int]:
    """On how many lines all readings say the same outcome, of how many."""
    lines = _lines(packet)
    return sum(line.agree_on_outcome for line in lines), len(lines)


def _beyond_chance(packets: Sequence[Packet]) -> Rate | None:
    """Gwet's AC2 of the outcomes with ordinal weights: agreement beyond chance. The interval leaves out a packet at a
    time, or for many is that of the published variance."""
    clusters = [[_outcomes(line) for line in _lines(p)] for p in packets]
    clusters = [items for items in clusters if items]
    every = [item for items in clusters for item in items]
    found = gwet(every, ORDER, "ordinal")
    if found is None or len(clusters) < FEWEST:
        return None
    around = jackknife(clusters, _ac2) if len(clusters) <= LEFT_OUT else analytic(found, len(every))
    return Rate(found.value, Interval(around.low, around.high), len(clusters)) if around else None


def _ac2(items: Sequence[Item]) -> float | None:
    found = gwet(items, ORDER, "ordinal")
    return found.value if found else None


def _outcomes(line: Beside) -> list[float]:
    return [float(OUTCOMES[::-1].index(a.outcome)) for a in line.answers if a]


def _apart(packets: Sequence[Packet]) -> list[float]:
    """How far apart the amounts of a packet's readings are, in per cent of their mean: lines that all grant, in one
    unit. A packet counts once, by the mean of its lines."""
    found = []
    for packet in packets:
        spreads = [s for line in _lines(packet) if (s := _spread(line)) is not None]
        if spreads:
            found.append(fmean(spreads))
    return found


def _spread(line: Beside) -> float | None:
    said = [a for a in line.answers if a and a.amount]
    if len(said) < len(line.answers) or len({a.unit for a in said}) > 1:
        return None
    amounts = [a.amount for a in said]
    return 100 * (max(amounts) - min(amounts)) / fmean(amounts)


def _departed(period: Period, packets: Sequence[Packet]) -> Told:
    """Of the decided lines those that depart from the review. How many persons that is must not show."""
    decided = [p for p in packets if p.lines_decided]
    if fewer_than_all(sum(bool(p.lines_departed) for p in decided), len(decided)):
        return Told(period, few=len(decided) >= FEWEST)
    return Told(period, rate([(p.lines_departed or 0, p.lines_decided or 0) for p in decided], per=100))


def _days(packets: Sequence[Packet]) -> list[float]:
    both = [(p.sent_at, p.concluded_at) for p in packets]
    return [(end - start) / timedelta(days=1) for start, end in both if start and end]


def _causes(by: Actor, before: date) -> list[tuple[str, int | None]]:
    """How many departures had each reason, the whole time before this quarter, to the nearest five; None where they are
    fewer than eight."""
    said = Departure.objects.filter(decision__state="signed", decision__signed_at__date__lt=before)
    if by.role is not Role.ANALYST:
        said = said.filter(decision__case__unit=by.unit_id)
    counts = Counter(said.values_list("cause", flat=True))
    return [(cause, rounded(counts[cause]) if counts[cause] >= FEWEST else None) for cause in Departure.Cause.values]
