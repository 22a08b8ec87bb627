"""The invented municipality's areas and streets. Nothing of it is found on a map."""

from dataclasses import dataclass
from random import Random

TOWN = "Samby"


@dataclass(frozen=True)
class Area:
    name: str
    postcode: str
    streets: tuple[str, ...]


AREAS = (
    Area("Centrum", "100 10", ("Storgatan", "Kungsgatan", "Hantverkaregatan", "Torggatan", "Skolgatan", "Kyrkogatan")),
    Area("Norra Ängen", "100 21", ("Ängsvägen", "Klövervägen", "Timotejvägen", "Lärkvägen", "Blåklintsvägen")),
    Area("Hamnen", "100 32", ("Sjömansgatan", "Kajgatan", "Repslagargatan", "Fyrvägen", "Bryggaregatan")),
    Area("Björkhöjden", "100 43", ("Björkvägen", "Aspvägen", "Lönngatan", "Rönnbärsstigen", "Ekbacken")),
    Area("Södra Bruket", "100 54", ("Bruksgatan", "Smedjegatan", "Hammarvägen", "Valsverksgatan", "Folkparksvägen")),
    Area("Landsbygden", "100 65", ("Åsbyvägen", "Kvarnvägen", "Sockenvägen", "Gamla landsvägen", "Mejerivägen")),
)
SHARES = (26, 18, 14, 18, 15, 9)


def area(rng: Random) -> Area:
    """An area, the larger ones oftener."""
    return rng.choices(AREAS, SHARES)[0]


def street(rng: Random, where: Area) -> str:
    """A street and number, in flats with a letter."""
    letter = rng.choice("ABCD") if where.name in {"Centrum", "Hamnen", "Björkhöjden"} and rng.random() < 0.5 else ""
    return f"{rng.choice(where.streets)} {rng.randrange(1, 48)}{letter}"


def phone(rng: Random) -> str:
    """A number of the series that the telecom agency keeps for fiction (070-174 06 05 to 99)."""
    return f"070-174 06 {rng.randrange(5, 100):02d}"
