"""Whether the person may ask that their case be decided (FL 12, SoL 14:10), and until when it must then be. Pure."""

from dataclasses import dataclass
from datetime import date

from samsyn.cases.clocks import Answer, Clock, Facts, answer
from samsyn.people.refusals import N_, Refusal

SOON = 30  # days before six months have gone: when telling of a delay (FL 11) is spoken of on the page


@dataclass(frozen=True)
class Handling:
    """How long an application has been handled. `since` is when it came in; None when there is none."""

    since: date | None
    decided: bool = False
    asked: bool = False
    closed: bool = False


def six_months(handling: Handling, today: date | None = None) -> Answer:
    """The clock after which the person may ask."""
    return answer("DROJSMAL_6M", Facts(started=handling.since, started_by_party=True, today=today))


def four_weeks(
    since: date | None, requested: date, *, decided: date | None = None, today: date | None = None
) -> Answer:
    """The clock within which the committee decides, or refuses by a separate decision."""
    facts = Facts(
        started=since, started_by_party=True, requested=requested, in_writing=True, asked_before=False, today=today,
        decided=decided if since is None or decided is None or decided >= since else None,
    )  # fmt: skip
    return answer("DROJSMAL_4V", facts)


def why_not_ask(handling: Handling, on: date) -> Refusal | None:
    """The reason the person may not ask that day, or None."""
    if handling.since is None:
        return Refusal(
            N_("Begäran gäller ärenden som börjar med en ansökan, och det finns ingen som väntar."), law="FL 12"
        )
    if handling.closed or handling.decided:
        return Refusal(N_("Ärendet är redan avgjort."), law="FL 12")
    if handling.asked:
        return Refusal(N_("Det går att begära avgörande en gång, och det är redan gjort."), law="FL 12")
    clock = six_months(handling)
    if isinstance(clock, Clock) and clock.last_day and on <= clock.last_day:
        day = clock.last_day.isoformat()
        return Refusal(
            N_("Det går att begära avgörande när sex månader har gått, efter {day}."), {"day": day}, law="FL 12"
        )
    return None


def is_slow(handling: Handling, today: date) -> bool:
    """Whether it is time to think of telling the person that the decision takes long (FL 11)."""
    clock = six_months(handling)
    waits = handling.since is not None and not handling.decided and not handling.closed
    return bool(waits and isinstance(clock, Clock) and clock.last_day and (clock.last_day - today).days <= SOON)
