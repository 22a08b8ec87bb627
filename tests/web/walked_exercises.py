"""What the walk past every address is asked about in exercises."""

from datetime import timedelta

from django.utils.timezone import localdate

from samsyn.people.roles import Role
from samsyn.review.actions import add_group_action, open_exercise, write_note, write_vignette
from samsyn.review.models import Exercise, ExerciseSheet, GroupAction, GroupNote
from samsyn.review.vignette import shipped, vignette_of
from tests import factories as f

ROLES = (Role.CASEWORKER, Role.DELEGATE, Role.TEAM_LEADER)
OWN = "egen-vinjett"


def fill(world) -> None:
    """An open and a closed round of the unit, a vignette of its own, a note and an action."""
    unit = world.cases["active"].unit
    leader, found = f.acting(Role.TEAM_LEADER, unit), shipped()
    for role in ROLES:
        f.acting(role, unit)
    f.staff(Role.CASEWORKER, unit)
    today, common = localdate(f.NOW), {"by": leader, "at": f.NOW}
    vignettes = [found["hemtjanst-hoft"], found["assistans-ms"]]
    for n, title in enumerate(("Öppen", "Stängd")):
        open_exercise(unit=unit, title=title, vignettes=vignettes, last_day=today + timedelta(14), seed=n, **common)
    Exercise.objects.filter(unit=unit, title="Stängd").update(closed_at=f.NOW, closed_by=leader.key)
    own = vignette_of(vignettes[0].as_json() | {"code": OWN})
    write_vignette(unit=unit, vignette=own, **common)
    write_note(unit=unit, held_on=today, text="Vi gick igenom rundan.", **common)
    add_group_action(unit=unit, what="Ny mall", responsible=leader.staff, due_on=today, **common)


def _round(world, title: str = "Öppen") -> Exercise:
    return Exercise.objects.get(unit=world.cases["active"].unit, title=title)


def _version(world) -> int:
    """A text kept beside in the sheet of whoever asks: each who is drawn has one."""
    sheets = ExerciseSheet.objects.filter(exercise=_round(world))
    sheet = sheets.first()
    kept = sheet.versions.first() or sheet.versions.create(
        place="0:omsorg:level", number=1, value="2", by=f"staff:{sheet.staff_id}", at=f.NOW
    )
    return kept.pk


def _note(world) -> GroupNote:
    return GroupNote.objects.get(unit=world.cases["active"].unit)


LEADERS = {  # for the team leader alone
    "exercise_open", "exercise_close", "vignettes", "vignette", "vignette_write", "vignette_version",
    "year_wheel_add", "year_wheel_remove",
}  # fmt: skip
NOBODYS: set[str] = {  # about the reader's own unit, whichever that is
    "exercises",
    "exercise_open",
    "exercises_pooled",
    "vignettes",
    "vignette_write",
    "year_wheel",
    "year_wheel_done",
    "year_wheel_add",
    "year_wheel_remove",
    "working_group",
    "group_note_new",
    "group_action_new",
    "vignette",
    "vignette_version",
}
ARGUMENTS: dict = {
    **dict.fromkeys(NOBODYS, lambda _w: {}),
    "vignette": lambda _w: {"code": OWN},
    "vignette_version": lambda _w: {"code": OWN},
    "exercise": lambda w: {"pk": _round(w).pk},
    "exercise_save": lambda w: {"pk": _round(w).pk},
    "exercise_settle": lambda w: {"pk": _round(w).pk, "version_pk": _version(w)},
    "exercise_close": lambda w: {"pk": _round(w).pk},
    "exercise_report": lambda w: {"pk": _round(w, "Stängd").pk},
    "group_note": lambda w: {"pk": _note(w).pk},
    "group_action": lambda w: {"pk": GroupAction.objects.get(unit=w.cases["active"].unit).pk},
}
