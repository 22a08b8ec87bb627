"""Days that can be meant: a slip of the pen such as the year 0001 or 9999 is caught where it is typed."""

from datetime import date

from samsyn.people.refusals import N_, Invalid, Refusal

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def check_day(field_name: str, day: date | None, *, earliest: date = EARLIEST) -> None:
    """Raise Invalid, naming the field, for a day that nobody can have meant, or before `earliest`."""
    if day is not None and not earliest <= day <= LATEST:
        raise Invalid(
            field_name,
            Refusal(N_("Dagen {day} kan inte stämma här. Kontrollera år, månad och dag."), {"day": day.isoformat()}),
        )
