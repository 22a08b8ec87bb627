"""The words for what the log tells of the introduction course."""

from samsyn.people.refusals import N_

COURSE: dict[str, str] = {
    "course.read": N_("läste en sida i introduktionen"),
    "course.answer": N_("svarade på en fråga i introduktionen"),
}
