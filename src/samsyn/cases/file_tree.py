"""What a person's file consists of: every table that hangs on a person, found from the models' own foreign keys.

Found, not listed, so that a table that somebody adds is part of the file from its first day: it is deleted with it, and
its days count as entries. A foreign key to a person that is named `person` says whose file a row belongs to; the other
names are in REFERS, and only mention somebody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias

from django.apps import apps
from django.db import models
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from samsyn.cases.ended_files import Ended
from samsyn.cases.models import Case, DecisionLine, DeletionItem, ServiceUse
from samsyn.people.models import Account, Person, SearchKey

AnyModel: TypeAlias = type[models.Model]
AnyKey: TypeAlias = "models.ForeignKey[Any, Any]"
OWNER = "person"
# Foreign keys that mention a person in somebody else's file.
REFERS = frozenset({"other", "to", "by_person"})
IDENTITY_ONLY: tuple[AnyModel, ...] = (Account, SearchKey)  # follow the person's row, and are no entries in a file
ABOUT_THE_FILE: tuple[AnyModel, ...] = (DeletionItem,)  # go with the file, but nobody entered anything in it
PERSONS_AT_A_TIME = 500
CHILDREN_HOME = "LSS-9-8"  # LSS 9 § 8, whose files are never deleted (LSS 21 d)
NO_ENTRY = frozenset({"birth_date", "last_login"})


@dataclass(frozen=True)
class Branch:
    """One table of the file, and the lookups that lead from a row to its person: any of them, where each may be
    empty."""

    model: AnyModel
    paths: tuple[str, ...]

    def of(self, persons: Iterable[int]) -> Q:
        """The condition for rows of these persons' files."""
        condition = Q()
        for path in self.paths:
            condition |= Q(**{f"{path}__in": list(persons)})
        return condition


@cache
def branches() -> tuple[Branch, ...]:
    """Every table of a personal file, without the person's own row."""
    found: dict[AnyModel, tuple[str, ...]] = {Person: ("pk",)}
    waiting = [m for m in apps.get_models() if m.__module__.startswith("samsyn.") and m is not Person]
    while True:
        reached = _reached(waiting, found, null=False) or _reached(waiting, found, null=True)
        if not reached:
            return tuple(Branch(model, paths) for model, paths in found.items() if model is not Person)
        found |= reached
        waiting = [m for m in waiting if m not in found]


def _reached(waiting: Sequence[AnyModel], found: dict[AnyModel, tuple[str, ...]], *, null: bool) -> dict[Any, Any]:
    """The models that hang on what is found. One key that is never empty is enough; else any of them may lead there."""
    reached = {}
    for model in waiting:
        keys = [f for f in foreign_keys(model) if f.null is null and f.related_model in found and _owns(f)]
        paths = [_longer(key.name, path) for key in keys for path in found[key.related_model]]
        if paths:
            reached[model] = tuple(paths) if null else (min(paths, key=lambda p: (p.count("__"), p)),)
    return reached


def _longer(key: str, path: str) -> str:
    return key if path == "pk" else f"{key}__{path}"


def _owns(key: AnyKey) -> bool:
    return key.related_model is not Person or key.name == OWNER


def foreign_keys(model: AnyModel) -> list[AnyKey]:
    """The foreign keys of a model, one-to-one ones among them."""
    return [f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]


def last_entries(persons: Sequence[int], *, until: date) -> dict[int, date]:
    """The last day on which anything in each person's file was entered or lasted, not counting days after `until`.

    A question for each table, whatever the number of persons.
    """
    latest: dict[int, date] = {}
    for branch in branches():
        if branch.model in IDENTITY_ONLY + ABOUT_THE_FILE:
            continue
        names = [f.name for f in branch.model._meta.concrete_fields if _is_day(f)]
        for path in branch.paths if names else ():
            _note(latest, branch.model, path, names, persons, until)
    return latest


def _is_day(of: "models.Field[Any, Any]") -> bool:
    return isinstance(of, models.DateField) and of.name not in NO_ENTRY


def _note(
    latest: dict[int, date], model: AnyModel, path: str, names: list[str], persons: Sequence[int], until: date
) -> None:
    """Take in the latest of each field; a day that is still to come, such as a planned one, is no entry."""
    rows = model._default_manager.filter(**{f"{path}__in": list(persons)}).order_by()
    latest_of = {f"day_{name}": Max(name, filter=_not_after(model, name, until)) for name in names}
    for row in rows.values(path).annotate(**latest_of).values_list(path, *latest_of):
        for value in filter(None, row[1:]):
            day = localdate(value) if isinstance(value, datetime) else value
            latest[row[0]] = max(latest.get(row[0], day), day)


def _not_after(model: AnyModel, name: str, until: date) -> Q:
    is_time = isinstance(model._meta.get_field(name), models.DateTimeField)
    return Q(**{f"{name}__date__lte" if is_time else f"{name}__lte": until})


def mentioned_in(persons: Sequence[int]) -> set[int]:
    """Those whom these persons' files mention, such as relatives who may see them."""
    found: set[int] = set()
    for branch in branches():
        for key in foreign_keys(branch.model):
            if key.related_model is Person and not _owns(key):
                rows = branch.model._default_manager.filter(branch.of(persons)).exclude(**{key.name: None})
                found |= set(rows.values_list(f"{key.name}_id", flat=True))
    return found - set(persons)


def has_place_elsewhere(person: int) -> bool:
    """Whether a person still stands in somebody's file: their own, or another's that mentions them."""
    for model in apps.get_models():
        if not model.__module__.startswith("samsyn.") or model in IDENTITY_ONLY:
            continue
        for key in foreign_keys(model):
            if key.related_model is Person and model._default_manager.filter(**{key.name: person}).exists():
                return True
    return False


def ended_files(
    *, until: date, persons: Sequence[int] | None = None, closed_before: date | None = None
) -> Iterator[tuple[int, Ended]]:
    """Each person whose file has nothing open, with the days that decide about it; of these persons, or of all.

    With `closed_before` those with a case closed on that day or later are passed over; `closed_since` counts them.

    A file is of cases, of open support that is documented by name (SoL 14:3), or of both; a person with neither has
    none. It is open while a case is, or while somebody uses an offer that still stands: what the register tells of
    has not ceased (SoL 16:1). The number of questions follows the tables, not the files.
    """
    found = _with_ended_file(until).order_by("pk")
    if persons is not None:
        found = found.filter(pk__in=persons)
    if closed_before is not None:
        found = found.exclude(_closed(closed_before))
    rows = list(found.values_list("pk", "birth_date"))
    for first in range(0, len(rows), PERSONS_AT_A_TIME):
        some = dict(rows[first : first + PERSONS_AT_A_TIME])
        latest, kept, begun = last_entries(list(some), until=until), _matters(list(some)), _begun(list(some))
        for person, ceased in _offers_ended(list(some)):
            latest[person] = max(latest[person], ceased)
        for person, born in some.items():
            yield person, Ended(latest[person], born, kept.get(person, frozenset()), begun.get(person))


def closed_since(day: date, *, until: date) -> int:
    """How many ended files have a case that was closed on a day or later: an entry, so that the file stays."""
    return _with_ended_file(until).filter(_closed(day)).count()


def _with_ended_file(until: date) -> QuerySet[Person]:
    cases, uses = Case.objects.filter(person=OuterRef("pk")), ServiceUse.objects.filter(person=OuterRef("pk"))
    is_open = Exists(cases.filter(closed_at=None)) | Exists(uses.filter(_going_on(until)))
    return Person.objects.filter(Exists(cases) | Exists(uses), ~is_open)


def _closed(since: date) -> Exists:
    return Exists(Case.objects.filter(person=OuterRef("pk"), closed_at__date__gte=since))


def _begun(persons: Sequence[int]) -> dict[int, date]:
    """The day the first case of each began."""
    rows = Case.objects.filter(person__in=persons).values("person").annotate(first=Min("received_at"))
    return {person: localdate(first) for person, first in rows.values_list("person", "first")}


def _going_on(on: date) -> Q:
    """Uses that nobody has ended, of offers that stand on a day."""
    return Q(ended_on=None) & (Q(offer__valid_to=None) | Q(offer__valid_to__gte=on))


def _offers_ended(persons: Sequence[int]) -> Iterator[tuple[int, date]]:
    """Uses that nobody has ended ceased with the offer itself."""
    uses = ServiceUse.objects.filter(person__in=persons, ended_on=None, offer__valid_to__isnull=False)
    for person, last in uses.values_list("person", "offer__valid_to"):
        if last:
            yield person, last


def _matters(persons: Sequence[int]) -> dict[int, frozenset[str]]:
    lines = DecisionLine.objects.filter(decision__case__person__in=persons, intervention=CHILDREN_HOME)
    return dict.fromkeys(lines.values_list("decision__case__person", flat=True), frozenset({"lss_9_8"}))
