"""What may be agreed of the nights: the times, the waits, and words on what is done. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from samsyn.homecare.nightwatch.rules import NightRules, Range
from samsyn.homecare.nightwatch.wire import NAME
from samsyn.people.refusals import N_, Invalid, Refusal

CLOCK = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


@dataclass(frozen=True)
class NightPlan:
    """What is agreed with the person. Seconds and minutes as their names say; `times` as the clock shows them."""

    times: Sequence[time]
    look_seconds: int
    retry_minutes: int
    window_minutes: int
    visit_minutes: int
    when_not_seen: str
    persons_words: str
    device: str

    @property
    def written_times(self) -> list[str]:
        return [at.strftime("%H:%M") for at in sorted(self.times)]


def read_times(text: str) -> list[time]:
    """The times in "23.00, 03:00". Raises Invalid."""
    words = [word for word in re.split(r"[,;\s]+", text.strip()) if word]
    found = [CLOCK.fullmatch(word) for word in words]
    if not words or not all(found):
        raise Invalid("times", Refusal(N_("Skriv klockslag med komma emellan, till exempel 23.00, 03.00.")))
    return [time(int(m[1]), int(m[2])) for m in found if m]


def check_plan(plan: NightPlan, rules: NightRules) -> None:
    """Raises Invalid for what cannot be agreed, with the limit that was hit."""
    if not plan.times or len(set(plan.times)) != len(plan.times):
        raise Invalid("times", Refusal(N_("Skriv varje klockslag en gång, minst ett.")))
    if len(plan.times) > rules.times_a_night:
        said = N_("Högst {most} klockslag. Behövs det fler är det en fråga för handläggaren.")
        raise Invalid("times", Refusal(said, {"most": rules.times_a_night}))
    for name, held in (
        ("look_seconds", rules.look_seconds),
        ("retry_minutes", rules.retry_minutes),
        ("window_minutes", rules.window_minutes),
        ("visit_minutes", rules.visit_minutes),
    ):
        _check_range(name, getattr(plan, name), held)
    if not plan.when_not_seen.strip():
        raise Invalid("when_not_seen", Refusal(N_("Skriv vad som görs när personen inte syns.")))
    if not plan.persons_words.strip():
        said = N_("Skriv vad personen själv säger om kameran och tiderna. Personen väljer själv när och hur.")
        raise Invalid("persons_words", Refusal(said, law="SoL 10:4"))
    if not NAME.fullmatch(plan.device):
        said = N_("Skriv leverantörens namn på enheten: bokstäver a–z, siffror, - och _. Inget om personen.")
        raise Invalid("device", Refusal(said))


def _check_range(name: str, value: int, held: Range) -> None:
    if not held.holds(value):
        said = N_("Skriv ett tal från {least} till {most}.")
        raise Invalid(name, Refusal(said, {"least": held.least, "most": held.most}))


def check_permit(valid_from: date, valid_to: date, *, today: date, rules: NightRules) -> None:
    """Raises Invalid for days of a permission to look that are past, turned round or too many."""
    if valid_from < today:
        raise Invalid("valid_from", Refusal(N_("Behörigheten kan börja i dag eller senare.")))
    if valid_to < valid_from:
        raise Invalid("valid_to", Refusal(N_("Behörigheten slutar innan den börjar. Skriv en senare dag.")))
    if valid_to - valid_from > timedelta(days=rules.permit_days):
        said = N_("Behörigheten gäller högst {days} dagar i taget. Skriv en tidigare dag.")
        raise Invalid("valid_to", Refusal(said, {"days": rules.permit_days}, law="SoLPuL 10"))
