"""The fields of an investigation by name: "situation", "need:12:goal", "need:12:factor:e1"."""

from dataclasses import dataclass

from samsyn.people.refusals import N_, Invalid, Refusal

TEXTS = ("situation", "sources", "assessment")
NEED_TEXTS = ("own_words", "description", "factors_text", "goal")
LEVELS = ("level_now", "level_meant")
CHOICES = ("", "H", "U")


@dataclass(frozen=True)
class Place:
    """Where a value stands: a field of the investigation, of a need, or one related factor of a need."""

    field: str
    need: int | None = None
    factor: str = ""


def parse(place: str) -> Place:
    """Read a place's name. Raises Invalid when no field has it."""
    match place.split(":"):
        case [field] if field in TEXTS:
            return Place(field)
        case ["need", need, field] if need.isascii() and need.isdigit() and field in NEED_TEXTS + LEVELS:
            return Place(field, int(need))
        case ["need", need, "factor", code] if need.isascii() and need.isdigit() and code:
            return Place("factor", int(need), code)
    raise Invalid("place", Refusal(N_("Fältet finns inte. Ladda om sidan.")))
