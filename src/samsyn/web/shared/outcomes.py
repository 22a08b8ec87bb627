"""What the pages of the authority call the outcome of a line and the level of a need: word and shape."""

from django.utils.translation import gettext

from samsyn.people.refusals import N_
from samsyn.web.shared.columns import Mark, Tone
from samsyn.web.shared.wording import label

OUTCOMES = {"granted": N_("Beviljas"), "partly": N_("Beviljas delvis"), "refused": N_("Avslås")}
_TONES: dict[str, Tone] = {"granted": "done", "partly": "waiting", "refused": "refused"}


def outcome_mark(outcome: str) -> Mark:
    """The outcome of a line as word and shape."""
    return Mark(OUTCOMES[outcome], _TONES[outcome])


def level(value: int | None) -> str:
    """A level with its number first: "3, stor (svår) begränsning"."""
    if value is None:
        return gettext("inte bedömd")
    said = label("levels", value).partition(" (")[0] if value in {0, 1, 2, 4} else label("levels", value)
    said = said.removesuffix(" (50-95 %)")
    return f"{value}, {said[:1].lower()}{said[1:]}"
