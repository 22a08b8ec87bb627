"""Ages as bands, so that figures tell of groups: pure. Own choice, with five-year steps where most decisions are."""

from datetime import date

BANDS = ((0, "–64"), (65, "65–74"), (75, "75–79"), (80, "80–84"), (85, "85–89"), (90, "90–"))
AGES = tuple(label for _, label in BANDS)


def age_band(born: date | None, on: date) -> str | None:
    """The band of somebody's age on a day; None where the day of birth is not known."""
    if born is None:
        return None
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next(label for least, label in reversed(BANDS) if age >= least)
