"""What the person needs: areas and levels that follow age, frailty and household; and the frame that answers them."""

from dataclasses import dataclass
from random import Random

# The IBIC codes used here, of those in the code list of the cases room.
FRAME_AREAS = ("d510", "d540", "d530", "d550", "d570", "d450", "d620", "d630", "d6402", "d6400", "d750")
DOMESTIC = {"d620", "d630", "d6402", "d6400"}
SUPPORT_AREAS = ("d230", "d240", "d177", "d860")
AREAS = (*FRAME_AREAS, "d460", "d920", "IBIC-TRYGGHET", "IBIC-ANHORIG", *SUPPORT_AREAS)
# How usual a need is for the least and the most frail.
USUAL = {
    "d510": (0.25, 1.0),
    "d540": (0.1, 0.95),
    "d530": (0.0, 0.7),
    "d550": (0.0, 0.5),
    "d570": (0.1, 0.6),
    "d450": (0.3, 0.8),
    "d620": (0.5, 0.95),
    "d630": (0.15, 0.9),
    "d6402": (0.75, 1.0),
    "d6400": (0.3, 0.8),
    "d750": (0.15, 0.45),
    "d460": (0.2, 0.35),
    "d920": (0.05, 0.35),
    "IBIC-TRYGGHET": (0.35, 0.85),
}
SHARED_HOME = 0.55  # domestic needs are so much rarer where two share the work
MINUTES_A_LEVEL = 34  # a week, for each step on the scale
HOUSEHOLD = {"alone": 1.0, "together": 0.8}
WOMENS_SHARE = 0.88  # planted: women's frames, as a share of men's at equal need
NOISE = 0.035
QUARTER = 15
LEAST_FRAME = 30
LIGHT = 0.35


@dataclass(frozen=True)
class Wish:
    """One intervention applied for: its unit and amount, and the areas it answers."""

    intervention: str
    unit: str
    amount: int
    areas: tuple[str, ...]


def frailty(rng: Random, age: int) -> float:
    """Between 0 and 1, more with age."""
    return min(1.0, max(0.0, rng.gauss(0.1 + (age - 65) / 40, 0.18)))


def older(rng: Random, frail: float, household: str) -> dict[str, int]:
    """Levels by area for an older person; some of the least frail need nothing but an alarm."""
    if frail < LIGHT and rng.random() < 0.35:
        return {"IBIC-TRYGGHET": level(rng, frail)}
    found = {}
    for area, (least, most) in USUAL.items():
        chance = least + (most - least) * frail
        if household == "together" and area in DOMESTIC:
            chance *= SHARED_HOME
        if rng.random() < chance:
            found[area] = level(rng, frail)
    if household == "together" and rng.random() < 0.15 + 0.35 * frail:
        found["IBIC-ANHORIG"] = 3
    found.setdefault("d6402", 2)
    return found


def supported(rng: Random) -> dict[str, int]:
    """Levels by area for an adult who needs support in daily life."""
    found = {area: rng.choice((2, 2, 3)) for area in SUPPORT_AREAS if rng.random() < 0.75}
    found |= {a: rng.choice((1, 2, 3)) for a in ("d750", "d920", "d6402", "d460") if rng.random() < 0.4}
    found.setdefault("d230", 2)
    return found


def level(rng: Random, frail: float) -> int:
    """A level of difficulty from 1 to 4."""
    return min(4, max(1, round(rng.gauss(1.3 + 1.9 * frail, 0.7))))


def worse(rng: Random, levels: dict[str, int]) -> dict[str, int]:
    """The same areas some time later: most as before, some worse, a few better."""
    return {a: min(4, max(1, now + rng.choice((0, 0, 0, 1, 1, -1)))) for a, now in levels.items()}


def score(levels: dict[str, int]) -> int:
    """The need that a frame answers: the levels of its areas added up."""
    return sum(now for area, now in levels.items() if area in FRAME_AREAS)


def frame(need: int, household: str) -> int:
    """Minutes a week that a need comes to, before who asks and who decides."""
    return round(MINUTES_A_LEVEL * need * HOUSEHOLD[household])


def granted_frame(rng: Random, need: int, household: str, sex: str, severity: float) -> int:
    """Minutes a week granted: need × severity × sex × a little chance, in whole quarters of an hour."""
    factor = severity * (WOMENS_SHARE if sex == "K" else 1.0) * rng.gauss(1.0, NOISE)
    return max(LEAST_FRAME, round(frame(need, household) * factor / QUARTER) * QUARTER)


def wishes(rng: Random, levels: dict[str, int], household: str, age: int, frail: float) -> list[Wish]:
    """What is applied for."""
    found = []
    at_home = tuple(a for a in FRAME_AREAS if a in levels)
    if age >= 65 and household == "alone" and frail > 0.8 and rng.random() < 0.2:
        return [Wish("SARSKILT_BOENDE", "count", 1, tuple(levels))]
    if any(a in levels for a in SUPPORT_AREAS):
        areas = tuple(a for a in (*SUPPORT_AREAS, "d6402") if a in levels)
        found.append(Wish("BOENDESTOD", "minutes_week", 60 * len(areas), areas))
        if "d750" in levels:
            found.append(Wish("KONTAKTPERSON", "count", 1, ("d750",)))
    elif at_home:
        found.append(Wish("HEMTJANST", "minutes_week", frame(score(levels), household), at_home))
    if "IBIC-TRYGGHET" in levels:
        found.append(Wish("TRYGGHETSLARM", "count", 1, ("IBIC-TRYGGHET",)))
    return found + list(_extras(rng, levels, age))


def _extras(rng: Random, levels: dict[str, int], age: int) -> list[Wish]:
    found = []
    if levels.get("d630", 0) >= 2 and rng.random() < 0.35:
        found.append(Wish("MATDISTRIBUTION", "times_week", rng.choice((5, 7)), ("d630",)))
    if levels.get("d920", 0) >= 2 and age >= 65:
        found.append(Wish("DAGVERKSAMHET", "days_week", rng.choice((1, 2, 2, 3)), ("d920",)))
    if levels.get("d460", 0) >= 2:
        found.append(Wish("LEDSAGNING", "minutes_month", rng.choice((240, 360, 480)), ("d460",)))
    if "IBIC-ANHORIG" in levels:
        found.append(Wish("AVLOSNING", "minutes_month", rng.choice((480, 720, 960)), ("IBIC-ANHORIG",)))
    return found
