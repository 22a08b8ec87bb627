"""How long carers of the invented municipality really were under way and with persons: drawn anew by its seed alone."""

from random import Random

# Seconds a journey and seconds a metre as the crow flies, of our own invention: somewhat slower than planning assumes.
TRUE = {"foot": (90.0, 1.15), "bicycle": (170.0, 0.42), "car": (290.0, 0.23), "public": (420.0, 0.30)}
SPREAD = 0.18  # of a journey's time, as a share of it
OFF = 180.0  # seconds that a day's first visit begins from its time, as a rule
FORGOTTEN = 0.06  # of all visits: Klar is pressed at the next door


class Journeys:
    """Draws one after another; the same seed and questions give the same answers."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(f"journeys {seed}")  # noqa: S311 - chance, not secrecy

    def seconds(self, mode: str, metres: float) -> float:
        """From door to door."""
        fixed, pace = TRUE[mode]
        return (fixed + pace * metres) * self._rng.lognormvariate(0.0, SPREAD)

    def lasts(self, minutes: int) -> float:
        """Seconds of a visit that was so many minutes."""
        return 60 * minutes * self._rng.uniform(0.9, 1.08)

    def off(self) -> float:
        """Seconds that the first visit of a day begins from when it should."""
        return self._rng.gauss(0.0, OFF)

    def forgets(self) -> bool:
        """Whether nobody pressed Klar until the next door."""
        return self._rng.random() < FORGOTTEN

    def bits(self) -> int:
        """A number as long as a phone's mark of a change."""
        return self._rng.getrandbits(128)
