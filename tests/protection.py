"""Protected persons for tests: somebody whose every contact value is a word that stands nowhere else."""

import io
from datetime import date, timedelta

import pypdf
from django.utils.timezone import localdate
from openpyxl import load_workbook

from samsyn.people.actions import adopt_routine, give_sight, protect
from samsyn.people.models import Appointment, Person, ProtectionRoutine, SightPermit
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.kept import kept

SECRETS = {
    "street": "Gömstigen 77", "postcode": "987 65", "town": "Dolda byn", "phone": "070-174 06 99",
    "email": "finns.ingenstans@example.se", "area": "Skyddsdalen",
}  # fmt: skip


def secret_person(given_name: str = "Astrid", family_name: str = "Lind", **more) -> Person:
    """Somebody who can be reached, not protected yet."""
    return f.person(given_name, family_name, **(SECRETS | more))


@kept
def protected(person: Person, *, kind: str = "marked", via: str = "Brev genom Skatteverkets förmedling") -> Person:
    """The same person, protected from now on."""
    by = f.acting(Role.CASEWORKER)
    protect(
        person=person, protection=kind, source="Folkbokföringen", known_on=localdate(f.NOW), via=via, by=by, at=f.NOW
    )  # fmt: skip
    person.refresh_from_db()
    return person


@kept
def permit(to: Actor, *, days: int = 30) -> SightPermit:
    """The permission to see protected data, in the role that the actor has."""
    held = Appointment.objects.get(staff=to.staff_id, role=to.role, unit=to.unit_id)
    today = localdate(f.NOW)
    return give_sight(
        appointment=held, reason="Arbetar med skyddade personer", valid_from=today,
        valid_to=today + timedelta(days), by=f.ADMINISTRATOR, at=f.NOW,
    )  # fmt: skip


@kept
def with_sight(to: Actor) -> Actor:
    """The actor as they are once they have the permission."""
    held = permit(to).appointment
    return f.actor(held.staff, acting_as=held.pk)


@kept
def routine(*, part: str = "handling", adopted_on: date | None = None) -> ProtectionRoutine:
    """A version of the routine for protected persons."""
    return adopt_routine(
        part=part, text="Fråga alltid en behörig kollega.", adopted_on=adopted_on or localdate(f.NOW),
        adopted_who="Förvaltningsledningen", by=f.ADMINISTRATOR, at=f.NOW,
    )  # fmt: skip


def told_in(text: str) -> list[str]:
    """Which of the secrets a text tells."""
    return [name for name, value in SECRETS.items() if value in text]


def text_of(answer) -> str:
    """Everything an answer says, as text: also the cells of a workbook and the words of a PDF."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if "spreadsheet" in kind:
        sheets = load_workbook(io.BytesIO(content))
        return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)
    if "pdf" in kind:
        pages = pypdf.PdfReader(io.BytesIO(content))
        return "\n".join([*(page.extract_text() for page in pages.pages), str(pages.metadata), str(pages.xmp_metadata)])
    return content.decode(errors="ignore")
