"""What stands on the page of reviews: one door for each part, for those it is open to."""

from dataclasses import dataclass

from samsyn.people.refusals import N_
from samsyn.people.roles import ASSESSMENT, Actor, Role


@dataclass(frozen=True)
class Door:
    """A part of the review: the name of its address, its label and what is behind it (message ids), and for whom."""

    name: str
    label: str
    behind: str
    roles: frozenset[Role]


DOORS: list[Door] = [
    Door(
        "alike",
        N_("Liknande ärenden"),
        N_("vad personer med liknande behov har fått: grunden, hur det räknas, och om det är påslaget"),
        frozenset(ASSESSMENT),
    ),
    Door("exercises", N_("Övningar"), N_("bedöm samma fall var för sig, och se hur lika ni bedömer"), ASSESSMENT),
    Door(
        "review_measures",
        N_("Granskningens mått"),
        N_("om texterna röjer kön och ålder, hur lika läsningarna är och hur ofta beslut avviker"),
        frozenset({Role.TEAM_LEADER}),
    ),
]


def doors_for(actor: Actor) -> list[Door]:
    """The doors that are open to the reader, in the order they stand."""
    return [door for door in DOORS if actor.role in door.roles]
