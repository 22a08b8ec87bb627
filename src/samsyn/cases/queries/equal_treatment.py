"""Decisions as rows for the core of equal treatment: each person once in a period, without name, number or case.

A person who has been decided on more than once in the period is there with the latest decision, so that rows are
independent of each other, which the intervals take for granted. Whoever has protected data is left out, as from every
follow-up. What a row holds is what the definition `equal` in data/report_definitions.csv names.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate, make_aware

from samsyn.cases.age_bands import age_band
from samsyn.cases.clocks import Kind
from samsyn.cases.codes import code_list
from samsyn.cases.models import Case, Decision, DecisionLine, FollowUpNeed, Intake, LineEvent, Need, Withdrawal
from samsyn.people.models import Relation

WEEKS_A_MONTH = 52 / 12
MINUTES = {"minutes_week": 1.0, "minutes_month": 1 / WEEKS_A_MONTH}
YES, NO = "yes", "no"
KNOWN_LEVELS = (0, 1, 2, 3, 4)  # 8 and 9 say that the level is not known
Value = str | float | None
Providers = Callable[[QuerySet[Decision, tuple[int]]], Mapping[int, str]]  # investigations to the provider of each


@dataclass
class Row:
    """What is known of one person's latest decision; columns that do not apply are None."""

    decided_on: date
    investigation: int
    person: int
    cells: dict[str, Value]
    granted: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    minutes: float = 0
    applied_minutes: float = 0
    given_minutes: float = 0


def decided_persons(first: date, last: date, providers: Providers | None = None) -> dict[str, list[Value]]:
    """The columns of every person with a signed decision in a period (days, both within), one row each.

    `providers` tells who carries out what was decided, which the rooms above know. Columns that hold nothing in any
    row are left out. Nothing in it names anybody.
    """
    rows = {row.investigation: row for row in _latest(first, last)}
    signed = _signed(first, last)
    _add_lines(rows, signed)
    _add_needs(rows, signed)
    _add_household(rows, signed)
    _add_first_help(rows, signed)
    _add_goals(rows, signed)
    for investigation, provider in providers(signed.values_list("investigation")).items() if providers else ():
        if row := rows.get(investigation):
            row.cells["provider"] = provider
    for row in rows.values():
        _settle(row)
    return _columns(list(rows.values()))


def steps_by_sex(first: date, last: date) -> dict[str, dict[str, int]]:
    """How many persons applied in a period, held on to it, were investigated, decided on and granted, by sex.

    Each of a step came by the one before: an application that joined an investigation which was already open is
    investigated when it is decided on.
    """
    start, end = _moments(first, last)
    arrived = Case.objects.filter(
        person__protection="", person__sex__in=["K", "M"],
        intakes__form=Intake.Form.APPLICATION, intakes__received_at__gte=start, intakes__received_at__lt=end,
    )  # fmt: skip
    signed = Q(decisions__state=Decision.State.SIGNED, decisions__signed_at__gte=start)
    withdrawn = Withdrawal.objects.filter(line=None, whole=True, day__gte=first)
    kept = arrived.filter(signed | ~Q(pk__in=withdrawn.values("case")))
    told = {
        "applied": arrived,
        "kept": kept,
        "investigated": kept.filter(Q(investigations__opened_at__gte=start) | signed),
        "decided": arrived.filter(signed),
        "granted": arrived.filter(signed & ~Q(decisions__lines__outcome=DecisionLine.Outcome.REFUSED)),
    }
    found: dict[str, dict[str, int]] = {}
    for name, cases in told.items():
        persons = cases.order_by().values_list("person", "person__sex").distinct()
        by_sex: dict[str, int] = defaultdict(int)
        for _, sex in persons:
            by_sex[sex] += 1
        found[name] = {sex: by_sex[sex] for sex in ("K", "M")}
    return found


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments a period begins, and ends."""
    after = date.fromordinal(last.toordinal() + 1)
    return make_aware(datetime.combine(first, time.min)), make_aware(datetime.combine(after, time.min))


def _signed(first: date, last: date) -> QuerySet[Decision]:
    """Signed decisions of a period that nobody has corrected since."""
    start, end = _moments(first, last)
    signed = Decision.objects.filter(state=Decision.State.SIGNED, signed_at__gte=start, signed_at__lt=end)
    return signed.filter(corrected_by=None, case__person__protection="")


def _latest(first: date, last: date) -> Iterator[Row]:
    """Each person's latest decision of a period, with what the register knows of the person."""
    applied = Intake.objects.filter(
        case=OuterRef("case"), form=Intake.Form.APPLICATION, received_at__lte=OuterRef("signed_at")
    )
    earlier = Decision.objects.filter(
        case=OuterRef("case"), state=Decision.State.SIGNED, signed_at__lt=OuterRef("signed_at")
    )
    told = _signed(first, last).order_by("case__person", "-signed_at", "-pk").values_list(
        "investigation", "case__person", "signed_at", "case__person__sex", "case__person__birth_date",
        "case__person__language", "case__person__area", "case__target_group", "case__unit__name", "case__caseworker",
        Subquery(applied.order_by("received_at").values("received_at")[:1]),
        Subquery(earlier.values("pk")[:1]),
    )  # fmt: skip
    before = None
    for row in told.iterator(chunk_size=5000):
        investigation, person, signed_at, sex, born, language, area, group, unit, worker, asked, old = row
        if person == before:
            continue
        before, day = person, localdate(signed_at)
        cells: dict[str, Value] = {
            "sex": sex or None,
            "age": age_band(born, day),
            "language": None if not language else "swedish" if language == "sv" else "other",
            "area": area or None,
            "target_group": group,
            "team": unit,
            "caseworker": None if worker is None else f"{worker}",
            "year": f"{day.year}",
            "days_to_decision": float((signed_at - asked).days) if asked and old is None else None,
        }
        yield Row(day, investigation, person, cells)


def _add_lines(rows: dict[int, Row], signed: QuerySet[Decision]) -> None:
    """What was tried, granted and refused; minutes a week of help that is counted in time."""
    lines = DecisionLine.objects.filter(decision__in=signed.values("pk"))
    told = lines.values_list("decision__investigation", "intervention", "outcome", "unit", "amount", "applied")
    for investigation, intervention, outcome, unit, amount, applied in told.iterator(chunk_size=5000):
        if (row := rows.get(investigation)) is None:
            continue
        row.tried.add(intervention)
        if outcome == DecisionLine.Outcome.REFUSED:
            row.refused.add(intervention)
        else:
            row.granted.add(intervention)
        if (scale := MINUTES.get(unit)) is not None:
            row.minutes += amount * scale
            if applied:
                row.applied_minutes += applied * scale
                row.given_minutes += amount * scale


def _add_needs(rows: dict[int, Row], signed: QuerySet[Decision]) -> None:
    """The levels of need added up, and how many areas there are, as the inquiry assessed them."""
    needs = Need.objects.filter(removed_at=None, investigation__in=signed.values("investigation"))
    total: dict[int, list[int]] = defaultdict(list)
    for investigation, level in needs.values_list("investigation", "level_now").iterator(chunk_size=5000):
        if level in KNOWN_LEVELS:
            total[investigation].append(level)
    for investigation, row in rows.items():
        levels = total.get(investigation)
        row.cells["need"] = None if levels is None else float(sum(levels))
        row.cells["need_areas"] = None if levels is None else float(sum(level > 0 for level in levels))


def _add_household(rows: dict[int, Row], signed: QuerySet[Decision]) -> None:
    together = set(
        Relation.objects.filter(lives_together=True, person__in=signed.values("case__person")).values_list(
            "person", flat=True
        )
    )
    for row in rows.values():
        row.cells["household"] = "together" if row.person in together else "alone"


def _add_first_help(rows: dict[int, Row], signed: QuerySet[Decision]) -> None:
    """Days from the decision to the first help of it."""
    begun = LineEvent.objects.standing().filter(
        kind__in=(Kind.EXECUTED, Kind.EXECUTED_PART), line__decision__in=signed.values("pk")
    )
    told = begun.values_list("line__decision__investigation").annotate(day=Min("day"))
    for investigation, day in told:
        if row := rows.get(investigation):
            row.cells["days_to_start"] = float(max(0, (day - row.decided_on).days))


def _add_goals(rows: dict[int, Row], signed: QuerySet[Decision]) -> None:
    """Whether at least half of the goals were reached at the last follow-up, in both views of it."""
    followed = FollowUpNeed.objects.filter(follow_up__decision__in=signed.values("pk"))
    told = followed.order_by("follow_up__held_on", "follow_up").values_list(
        "follow_up__decision__investigation", "follow_up", "reached_person", "reached_professional"
    )
    last: dict[int, tuple[int, list[tuple[str, str]]]] = {}
    for investigation, follow_up, person, professional in told.iterator(chunk_size=5000):
        held = last.get(investigation)
        if held is None or held[0] != follow_up:
            held = last[investigation] = (follow_up, [])
        held[1].append((person, professional))
    for investigation, (_, views) in last.items():
        if row := rows.get(investigation):
            row.cells["goal_reached"] = _said(2 * sum(person == "yes" for person, _ in views) >= len(views))
            row.cells["goal_reached_professional"] = _said(2 * sum(seen == "yes" for _, seen in views) >= len(views))


def _said(holds: bool) -> str:
    return YES if holds else NO


def _settle(row: Row) -> None:
    """The outcomes that follow from all lines of the decision."""
    cells = row.cells
    cells["granted"] = _said(not row.refused) if row.tried else None
    cells["minutes_week"] = row.minutes or None
    cells["share_of_applied"] = row.given_minutes / row.applied_minutes if row.applied_minutes else None
    carer = cells["target_group"] == Case.TargetGroup.CARER
    cells["carer_granted"] = cells["granted"] if carer else None
    for code in code_list("interventions"):
        cells[f"gets_{code}"] = _said(code in row.granted) if row.tried else None


def _columns(rows: Sequence[Row]) -> dict[str, list[Value]]:
    """Rows as columns, in the order of their days: that of the database would tell who came first."""
    rows = sorted(rows, key=lambda row: (row.decided_on, sorted((k, str(v)) for k, v in row.cells.items())))
    names = dict.fromkeys(name for row in rows for name in row.cells)
    columns: dict[str, list[Value]] = {"decided_on": [row.decided_on.isoformat() for row in rows]}
    columns |= {name: [row.cells.get(name) for row in rows] for name in names}
    columns["caseworker"] = _numbered(columns.get("caseworker", []), rows)
    return {name: column for name, column in columns.items() if any(value is not None for value in column)}


def _numbered(column: Sequence[Value], rows: Sequence[Row]) -> list[Value]:
    """Caseworkers as numbers that say nothing of who they are, the same as long as the rows are.

    Not in the order in which they come, nor of their accounts: who is new would have the last number. The order is
    drawn by all that the rows hold, which nobody knows who may not read it.
    """
    seed = sha256(repr([(row.person, row.investigation, row.decided_on, row.cells) for row in rows]).encode()).digest()
    known = {value for value in column if value is not None}
    drawn = sorted(known, key=lambda value: sha256(seed + str(value).encode()).digest())
    numbers = {value: f"{n:03}" for n, value in enumerate(drawn, start=1)}
    return [None if value is None else numbers[value] for value in column]
