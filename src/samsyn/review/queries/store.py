"""What was granted to those with the most similar needs: figures of a group, through a case one may already read.

The only way in is a profile that stands in a saved investigation: there is no search, and no row leaves the room. Each
showing is in the log with the case it was shown for (SoLPuL 10, SoLPuF 15).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import islice
from statistics import median_low

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases.models import Case, Investigation, Need
from samsyn.cases.report_definitions import definitions, why_not_run
from samsyn.people.refusals import Refusal, permit
from samsyn.people.roles import Actor, Role
from samsyn.review import store_access, store_switch
from samsyn.review.alike import Levels, Profile, Row, packed, reach, tenths_of
from samsyn.review.alike_counts import FEWEST, Given, Line, given, rounded
from samsyn.review.alike_index import Index
from samsyn.review.models import StoredDecision, StoredLine, StoreRun, StoreSwitch
from samsyn.review.store_key import key_from, mark_of, pseudonym

SHOWN = "alike.show"
REPORT = "alike"  # in data/report_definitions.csv
SWITCHES_SHOWN = 20
KEYS_AT_A_TIME = 10_000


@dataclass(frozen=True)
class Alike:
    """What was granted in the nearest earlier cases, or in `why_not` the reason that nothing is shown.

    `about` is how many persons, to the nearest five; `tenths` how far away the middle one is, in tenths of a step for
    each need; `first` and `last` the quarters (year, number) of their decisions.
    """

    about: int = 0
    tenths: int = 0
    first: tuple[int, int] = (0, 0)
    last: tuple[int, int] = (0, 0)
    given: list[Given] = field(default_factory=list)
    why_not: Refusal | None = None


@dataclass(frozen=True)
class Asked:
    """What similar cases are asked for: whose profile it is, who is never compared with themselves (None: nothing is
    shown); whether the case is a relative's own; where the showing is recorded ("case:12", "packet:3"), and the case
    where the log may name it."""

    person: int | None
    carer: bool
    about: str
    case: int | None = None


def store_key() -> bytes | None:
    """The key of the store's pseudonyms; None in a command that runs without the installation's secret."""
    try:
        return key_from(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return None


def alike_for_case(
    case: Case, investigation: Investigation, *, also: Iterable[str] = (), by: Actor, at: datetime
) -> Alike:
    """For somebody who has opened a case: what was granted to those whose needs are most like those of its inquiry.

    `also` are interventions that are told of even when too few have had them. Raises NoAccess.
    """
    asked = Asked(case.person_id, case.target_group == Case.TargetGroup.CARER, f"case:{case.pk}", case.pk)
    return alike_for_profile(profile_of(investigation), asked, also=also, by=by, at=at)


@transaction.atomic
def alike_for_profile(profile: Profile, asked: Asked, *, also: Iterable[str] = (), by: Actor, at: datetime) -> Alike:
    """What was granted to those whose needs are most like a profile: area to (level now, level meant).

    The caller has made sure that the reader may read what it is asked for. The showing is recorded there, whether
    anything is shown or not. Raises NoAccess for roles that do not assess needs.
    """
    permit(store_access.why_not_compare(by) or why_not_run(by, REPORT, localdate(at)))
    key = key_from(settings.SECRET_KEY)
    digest = pseudonym(key, "profile", packed(profile))
    refusal = why_not_show(by.unit_id) or _why_not_now(profile, asked, digest, at)
    found = Alike(why_not=refusal) if refusal else _found(profile, asked, key, also)
    # Of a packet the log keeps no profile: it would be the case's own, and lead from the one to the other.
    detail: dict[str, str | int] = {"shown": found.about} | ({} if asked.case is None else {"profile": digest})
    if refusal is store_switch.CHANGED_OFTEN:
        detail["stopped"] = 1
    detail["version"] = definitions(localdate(at))[REPORT].version
    record(by=by, at=at, what=SHOWN, about=asked.about, case=asked.case, access=Event.Access.READ, detail=detail)
    return found


def profile_of(investigation: Investigation) -> dict[str, Levels]:
    """The need profile of an inquiry as it is saved."""
    needs = Need.objects.filter(investigation=investigation, removed_at=None)
    return {area: (now, meant) for area, now, meant in needs.values_list("area", "level_now", "level_meant")}


def why_not_show(unit_id: int | None) -> Refusal | None:
    """Why similar cases are not shown at a unit, or None."""
    return store_switch.why_not_show(everywhere=_is_on(None), here=unit_id is None or _is_on(unit_id))


def _is_on(unit_id: int | None) -> bool:
    newest = StoreSwitch.objects.filter(unit=unit_id).order_by("-pk").values_list("is_on", flat=True)[:1]
    return store_switch.is_on(list(newest), unless=unit_id is not None)


def _why_not_now(profile: Profile, asked: Asked, digest: str, at: datetime) -> Refusal | None:
    """Why this profile is not compared now, or None."""
    if not profile:
        return store_switch.NO_NEEDS
    if asked.person is None:
        return store_switch.NOBODY
    if asked.case is None:
        return None
    day = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    shown = Event.objects.filter(case=asked.case, what=SHOWN, at__gte=day).values_list("detail", flat=True)
    before = {told["profile"] for told in shown if "stopped" not in told}
    is_new = digest not in before and len(before) >= store_switch.PROFILES_A_DAY
    return store_switch.CHANGED_OFTEN if is_new else None


def _found(profile: Profile, asked: Asked, key: bytes, also: Iterable[str]) -> Alike:
    run = StoreRun.objects.order_by("-pk").first()
    if run is None or run.key_mark != mark_of(key):  # under another key nobody's own rows can be told
        return Alike(why_not=store_switch.NOT_FILLED)
    own = StoredDecision.objects.filter(person=pseudonym(key, "person", asked.person or 0)).values_list("pk", flat=True)
    within = reach(profile, settings.SAMSYN["alike_tenths"])
    count = settings.SAMSYN["alike_nearest"]
    rows = _index(run.pk, asked.carer).nearest(profile, count=count, within=within, but=frozenset(own))
    decisions = _one_each(rows)
    if len(decisions) < FEWEST:
        return Alike(why_not=store_switch.TOO_FEW)
    quarters = sorted(quarter for _, quarter in decisions)
    return Alike(
        rounded(len(decisions)), tenths_of(median_low(rows[pk] for pk, _ in decisions), profile),
        divmod(quarters[0], 10), divmod(quarters[-1], 10),
        given(_lines_of(pk for pk, _ in decisions), also=also),
    )  # fmt: skip


@lru_cache(maxsize=2)  # one for carers, one for the others; the next run has a key of its own
def _index(run: int, carer: bool) -> Index:  # noqa: ARG001
    rows = StoredDecision.objects.filter(carer=carer).values_list("pk", "person", "profile")
    return Index(Row(*row) for row in rows.iterator(chunk_size=5000))


def _one_each(rows: Iterable[int]) -> list[tuple[int, int]]:
    """One decision a person with its quarter: of those that are equally near the latest, since it says most."""
    latest: dict[str, tuple[int, int]] = {}
    for some in _chunks(rows):
        told = StoredDecision.objects.filter(pk__in=some).values_list("quarter", "pk", "person")
        for quarter, pk, person in told:
            latest[person] = max(latest.get(person, (0, 0)), (quarter, pk))
    return sorted((pk, quarter) for quarter, pk in latest.values())


def _lines_of(decisions: Iterable[int]) -> list[list[Line]]:
    wanted: dict[int, list[Line]] = {pk: [] for pk in decisions}
    for some in _chunks(wanted):
        told = StoredLine.objects.filter(stored__in=some)
        columns = told.values_list("stored", "intervention", "outcome", "unit", "amount", "applied")
        for stored, intervention, outcome, unit, amount, applied in columns:
            wanted[stored].append(Line(intervention, outcome, unit, amount, applied))
    return list(wanted.values())


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """Thousands may be equally near, and SQLite takes so many values in one question."""
    rest = iter(keys)
    while some := list(islice(rest, KEYS_AT_A_TIME)):
        yield some


@dataclass(frozen=True)
class Standing:
    """How it stands: on everywhere, on at the reader's unit, the last run, and the switches with who and why."""

    everywhere: bool
    here: bool
    run: StoreRun | None
    switches: list[StoreSwitch]

    @property
    def filled(self) -> bool:
        """Whether the store holds what the last run put in."""
        return self.run is not None and bool(self.run.key_mark)

    @property
    def few(self) -> bool:
        """Whether so few decisions are held that their number is not told."""
        return self.run is None or self.run.held < FEWEST

    @property
    def about(self) -> int:
        """How many decisions are held, to the nearest five."""
        return rounded(self.run.held) if self.run else 0


def store_standing(by: Actor) -> Standing:
    """What the page of similar cases tells of the store. Names no person. Raises NoAccess."""
    permit(store_access.why_not_read_ground(by))
    seen = StoreSwitch.objects.select_related("unit").order_by("-pk")
    if by.role is not Role.ADMINISTRATOR:
        seen = seen.filter(Q(unit=None) | Q(unit=by.unit_id))
    here = by.unit_id is None or _is_on(by.unit_id)
    return Standing(_is_on(None), here, StoreRun.objects.order_by("-pk").first(), list(seen[:SWITCHES_SHOWN]))


def is_store_on() -> bool:
    """Whether the store is to be filled at all: what the night asks."""
    return _is_on(None)
