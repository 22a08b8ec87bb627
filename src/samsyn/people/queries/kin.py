"""Who among those read about may be near the reader: for the review of the log (SoLPuL 10 §), which shows none of it.

Staff have no identity numbers here, so a reader is looked for among persons by their whole name. A hit may be a
namesake: it is a question to whoever reviews, never an answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from samsyn.people.contact import share_a_home
from samsyn.people.models import Person, Relation, SearchKey, Staff
from samsyn.people.names import fold, tokens


def near_readers(readers: Collection[int], persons: Collection[int], *, most_bearers: int) -> set[tuple[int, int]]:
    """Pairs of reader and person who may be related: the reader themselves, a registered relation, the same address,
    or a family name that at most so many have."""
    staff = {s.pk: s for s in Staff.objects.filter(pk__in=readers)}
    read = Person.objects.in_bulk(list(persons))
    by_family: dict[str, list[int]] = defaultdict(list)
    for person in read.values():
        by_family[fold(person.family_name)].append(person.pk)
    found: set[tuple[int, int]] = set()
    for pk, one in staff.items():
        if (same := by_family.get(fold(one.family_name))) and _bearers(one.family_name) <= most_bearers:
            found |= {(pk, person) for person in same}
        found |= {(pk, person) for person in _around(one, read)}
    return found


def _around(staff: Staff, read: dict[int, Person]) -> set[int]:
    """Those of some persons who are, are related to, or live with somebody of this name."""
    namesakes = list(_named(staff.given_name, staff.family_name))
    keys = {p.pk for p in namesakes}
    if not keys:
        return set()
    pairs = Relation.objects.filter(Q(person__in=keys) | Q(other__in=keys)).values_list("person", "other")
    related = {pk for pair in pairs for pk in pair}
    at_home = {p.pk for p in read.values() for n in namesakes if share_a_home(p, n)}
    return (keys | related | at_home) & read.keys()


def _named(given: str, family: str) -> Iterable[Person]:
    words = sorted({*tokens(given), *tokens(family)}, key=len, reverse=True)
    if not words:
        return []
    found = Person.objects.filter(pk__in=SearchKey.objects.filter(key=words[0]).values("person"))
    for word in words[1:]:
        found = found.filter(Exists(SearchKey.objects.filter(key=word, person=OuterRef("pk"))))
    return found


def _bearers(family_name: str) -> int:
    """How many persons have the rarest word of a family name."""
    return min((SearchKey.objects.filter(key=word).count() for word in tokens(family_name)), default=0)


def colleagues_among(persons: Collection[int]) -> set[int]:
    """Those of some persons who have the whole name of somebody employed."""
    employed = {
        (fold(given), fold(family))
        for given, family in Staff.objects.filter(left_on=None).values_list("given_name", "family_name")
    }
    named = Person.objects.filter(pk__in=list(persons)).values_list("pk", "given_name", "family_name")
    return {pk for pk, given, family in named if (fold(given), fold(family)) in employed}


def staff_at(unit_id: int) -> dict[int, set[str]]:
    """Everybody who has or had a role at a unit, with their roles there."""
    found: dict[int, set[str]] = defaultdict(set)
    held = Staff.objects.filter(appointments__unit=unit_id).values_list("pk", "appointments__role")
    for pk, role in held:
        found[pk].add(role)
    return dict(found)
