"""Imports for tests of pages: chosen by an administrator, with small files."""

from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.audit.models import Import
from samsyn.people.actions import choose_import
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.rooms.exported import WHOLE


def chosen_import(by: Actor) -> Import:
    """An import that somebody has chosen a file for, once."""
    return choose_import(mapping="", once=f"of {by.key}", by=by, at=f.NOW)


def uploads(tables=None, *, encoding="utf-8", separator=";"):
    """Tables as files to send in a form."""
    return [
        SimpleUploadedFile(f"{name}.csv", "\r\n".join(separator.join(row) for row in rows).encode(encoding))
        for name, rows in (tables or WHOLE).items()
    ]


def _import(world):
    return {"pk": chosen_import(world.actors[Role.ADMINISTRATOR]).pk}


# The addresses of reading in, for the walk through all of them.
ARGUMENTS = {
    "imports": lambda _world: {},
    "import_page": _import,
    "import_map": _import,
    "import_mapping": _import,
    "import_table": _import,
    "import_start": _import,
    "import_report": _import,
    "import_forget": _import,
}
