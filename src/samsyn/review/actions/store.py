"""Filling, emptying and switching the follow-up store (SoLPuL 2 second paragraph, SoLPuF 12 point 10)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.cases.calendar_law import month_start, quarter, quarter_days
from samsyn.cases.models import Case, Decision, DecisionLine, Judgment, Need
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor
from samsyn.review import store_access
from samsyn.review.alike import Levels, packed
from samsyn.review.models import StoredDecision, StoredLine, StoreRun, StoreSwitch
from samsyn.review.store_key import mark_of, pseudonym
from samsyn.review.store_switch import NOT_ON, is_on

AT_A_TIME = 500
YEARS_KEPT = 5  # whole years of quarters: what was granted longer ago is no guidance today (own choice)
OVERTURNED = (Judgment.Outcome.ANNULLED, Judgment.Outcome.CHANGED, Judgment.Outcome.REMITTED)


@action
def fill_store(*, key: bytes, by: Actor, at: datetime) -> StoreRun:
    """Make the store what follows from the decisions: put in what is missing, take out what no longer belongs in it.

    In it belong signed decisions up to the end of last month, of five years, with some need. Not those that are
    corrected or that a court has set aside, nor those of somebody whose data are protected, nor those of a file that is
    deleted: then there is no decision, and the row goes (SoL 16:1). A month comes whole, so that nobody can see from
    one day to the next what a single decision changed. Under another key everything is put in anew.
    """
    if not is_on(_switches()):
        raise Refused(NOT_ON)
    through = month_start(localdate(at)) - timedelta(days=1)
    mark, last = mark_of(key), StoreRun.objects.order_by("-pk").first()
    if last is None or last.key_mark != mark:
        StoredDecision.objects.all().delete()
    wanted = {pseudonym(key, "decision", pk): pk for pk in _belonging(through).values_list("pk", flat=True)}
    held = set(StoredDecision.objects.values_list("decision", flat=True))
    gone, new = held - wanted.keys(), sorted(wanted.keys() - held)  # by digest, so that their order says nothing
    for some in _chunks(sorted(gone)):
        StoredDecision.objects.filter(decision__in=some).delete()
    for some in _chunks(new):
        _put_in({wanted[digest]: digest for digest in some}, key)
    run = StoreRun.objects.create(
        filled_at=at, filled_by=by.key, key_mark=mark, through=through, added=len(new), removed=len(gone),
        held=len(wanted),
    )  # fmt: skip
    detail = {"added": run.added, "removed": run.removed, "held": run.held, "through": through.isoformat()}
    record(by=by, at=at, what="store.fill", about="store", detail=detail)
    return run


@action
def switch_store(*, unit_id: int | None, on: bool, reason: str, by: Actor, at: datetime) -> StoreSwitch:
    """Switch similar cases on or off at a unit, or everywhere; off everywhere empties the store at once."""
    permit(store_access.why_not_switch(by, unit_id))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför, så att det går att följa i efterhand.")))
    last = StoreSwitch.objects.filter(unit=unit_id).order_by("-pk").first()
    if last and last.is_on == on and last.reason == reason.strip() and last.switched_by == by.key:
        return last  # pressed twice
    if (last.is_on if last else unit_id is not None) == on:
        raise Refused(Refusal(N_("Det är redan påslaget.") if on else N_("Det är redan avstängt.")))
    made = StoreSwitch.objects.create(
        unit_id=unit_id, is_on=on, reason=reason.strip(), switched_at=at, switched_by=by.key
    )
    emptied = _empty(by, at) if unit_id is None and not on else 0
    about = f"unit:{unit_id}" if unit_id else "store"
    detail = {"switch": made.pk, "emptied": emptied}
    record(by=by, at=at, what="store.on" if on else "store.off", about=about, detail=detail)
    return made


def _empty(by: Actor, at: datetime) -> int:
    """Take everything out, and leave a mark that the store is not filled."""
    held = StoredDecision.objects.count()
    StoredDecision.objects.all().delete()
    StoreRun.objects.create(
        filled_at=at, filled_by=by.key, key_mark="", through=localdate(at), added=0, removed=held, held=0
    )
    return held


def _switches() -> list[bool]:
    return list(StoreSwitch.objects.filter(unit=None).order_by("-pk").values_list("is_on", flat=True)[:1])


def _belonging(through: date) -> QuerySet[Decision]:
    """The decisions that belong in a store up to and with a day."""
    year, number = quarter(through)
    first, _ = quarter_days(year - YEARS_KEPT, number)
    signed = Decision.objects.filter(state=Decision.State.SIGNED, case__person__protection="")
    signed = signed.filter(signed_at__date__gte=first, signed_at__date__lte=through)
    signed = signed.exclude(pk__in=Decision.objects.filter(state=Decision.State.SIGNED).exclude(corrects=None)
                            .values("corrects"))  # fmt: skip
    overturned = Judgment.objects.filter(outcome__in=OVERTURNED).exclude(appeal__decision=None)
    noted = Need.objects.filter(removed_at=None)
    return signed.exclude(pk__in=overturned.values("appeal__decision")).filter(
        investigation__in=noted.values("investigation")
    )


def _chunks(digests: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(digests)
    while some := list(islice(rest, AT_A_TIME)):
        yield some


def _put_in(decisions: dict[int, str], key: bytes) -> None:
    """Put some decisions in, each with its profile and its lines."""
    rows = list(
        Decision.objects.filter(pk__in=decisions).values_list(
            "pk", "investigation_id", "case__person_id", "case__target_group", "signed_at"
        )
    )
    profiles = _profiles({investigation for _, investigation, *_ in rows})
    made = {}
    for pk, investigation, person, group, signed_at in sorted(rows, key=lambda row: decisions[row[0]]):
        year, number = quarter(localdate(signed_at))
        made[pk] = StoredDecision(
            decision=decisions[pk], person=pseudonym(key, "person", person), quarter=year * 10 + number,
            carer=group == Case.TargetGroup.CARER, profile=packed(profiles[investigation]),
        )  # fmt: skip
    StoredDecision.objects.bulk_create(made.values())
    lines = DecisionLine.objects.filter(decision__in=decisions)
    told = lines.values_list("decision_id", "intervention", "outcome", "unit", "amount", "applied")
    StoredLine.objects.bulk_create(
        StoredLine(stored=made[pk], intervention=intervention, outcome=outcome, unit=unit, amount=amount, applied=asked)
        for pk, intervention, outcome, unit, amount, asked in sorted(told, key=lambda line: decisions[line[0]])
    )


def _profiles(investigations: set[int]) -> dict[int, dict[str, Levels]]:
    found: dict[int, dict[str, Levels]] = defaultdict(dict)
    needs = Need.objects.filter(investigation__in=investigations, removed_at=None)
    for investigation, area, now, meant in needs.values_list("investigation_id", "area", "level_now", "level_meant"):
        found[investigation][area] = (now, meant)
    return found
