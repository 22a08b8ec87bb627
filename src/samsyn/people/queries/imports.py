"""What an import asks of persons, units and staff before it stores anything, and the imports there have been."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from samsyn.audit.models import Import, ImportSource
from samsyn.people import access
from samsyn.people.models import Person, Staff, Unit
from samsyn.people.names import fold
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role


def units_by_name(purpose: str) -> dict[str, int]:
    """The open units of a purpose by their folded names."""
    found = Unit.objects.filter(purpose=purpose, closed_on=None).values_list("name", "pk")
    return {fold(name): pk for name, pk in found}


def staff_by_name() -> dict[str, int]:
    """Those who work here by folded user name and by name; a name that several have is nobody's."""
    found: dict[str, int] = {}
    several: set[str] = set()
    here = Staff.objects.filter(left_on=None).values_list("pk", "given_name", "family_name", "account__username")
    for pk, given, family, username in here:
        for name in {fold(f"{given} {family}"), fold(f"{family}, {given}"), fold(f"{family} {given}")}:
            if found.setdefault(name, pk) != pk:
                several.add(name)
        if username:
            found[fold(username)] = pk
    return {name: pk for name, pk in found.items() if name not in several}


def persons_numbered(numbers: Iterable[str]) -> dict[str, int]:
    """The persons who are here with some numbers in their kept form."""
    return dict(Person.objects.filter(number__in=list(numbers)).values_list("number", "pk"))


def imports(by: Actor) -> QuerySet[Import]:
    """Every import and dry run, newest first."""
    permit(access.why_not_import(by))
    return Import.objects.select_related("source").order_by("-pk")


def import_named(once: str) -> Import | None:
    """The import that a form with this mark began."""
    return Import.objects.filter(once=once).first()


def importer(import_: Import) -> Actor:
    """Whoever began an import, for the process that carries it out."""
    staff = int(import_.by.partition(":")[2]) if import_.by.startswith("staff:") else None
    found = Staff.objects.filter(pk=staff).first() if staff else None
    name = found.name if found else import_.by.partition(":")[2]
    return Actor(key=import_.by, role=Role.ADMINISTRATOR, name=name, staff_id=staff)


def import_to_do(pk: int) -> Import | None:
    """A started import that waits for its process."""
    return Import.objects.filter(pk=pk, state=Import.State.RUNNING).first()


def systems() -> Iterator[str]:
    """The names of the systems that something was read from."""
    return ImportSource.objects.order_by("name").values_list("name", flat=True).iterator()
