"""Investigations and their needs. Called after `open_case`, which checks access and records the reading."""

from django.db.models import QuerySet

from samsyn.cases.models import Case, FieldVersion, Investigation, Need


def latest_investigation(case: Case) -> Investigation | None:
    """The newest inquiry of a case, open or completed."""
    return case.investigations.order_by("-opened_at", "-pk").first()


def investigation_for(case: Case, pk: int) -> Investigation:
    """One inquiry of this case. Raises Investigation.DoesNotExist for another case's."""
    investigation = case.investigations.get(pk=pk)
    investigation.case = case
    return investigation


def needs_of(investigation: Investigation) -> QuerySet[Need]:
    """The needs in the form, with their related factors, in the order of the code list."""
    return investigation.needs.filter(removed_at=None).prefetch_related("factors").order_by("area")


def need_for(investigation: Investigation, pk: int) -> Need:
    """One need of this inquiry. Raises Need.DoesNotExist for another's."""
    return investigation.needs.get(pk=pk)


def numbers_of(investigation: Investigation) -> dict[str, int]:
    """The number of the text that stands in each place: what the next save starts from."""
    rows = investigation.versions.filter(beside=False).order_by("number").values_list("place", "number")
    return dict(rows)


def unsettled(investigation: Investigation) -> QuerySet[FieldVersion]:
    """Texts kept beside because two hands wrote at once, for a person to choose between."""
    return investigation.versions.filter(settled=False).order_by("place", "number")


def versions_at(investigation: Investigation, place: str) -> QuerySet[FieldVersion]:
    """Everything ever saved in one place, newest first."""
    return investigation.versions.filter(place=place).order_by("-number")


def version_for(investigation: Investigation, pk: int) -> FieldVersion:
    """One kept text of this inquiry."""
    return investigation.versions.get(pk=pk)


def earlier_needs(investigation: Investigation) -> dict[str, Need]:
    """The needs of the inquiry before this one, by area: shown beside, never filled in."""
    before = (
        Investigation.objects.filter(case=investigation.case_id, opened_at__lt=investigation.opened_at)
        .order_by("-opened_at", "-pk")
        .first()
    )
    return {n.area: n for n in before.needs.filter(removed_at=None)} if before else {}
