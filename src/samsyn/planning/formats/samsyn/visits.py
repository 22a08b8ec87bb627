"""Visits as the format `samsyn` tells them, and what is wished and forbidden of who comes."""

from dataclasses import dataclass
from math import ceil

from samsyn.planning.formats.samsyn.fields import Fields
from samsyn.planning.formats.samsyn.people import MOST_COST, Recipient, Worker
from samsyn.planning.problem import Lock, Part, Tie, Visit, Window, Wish

MOST_AT_ONCE = 4
ALL_DAY = (0, 48 * 60)  # a night shift's too


@dataclass(frozen=True)
class Told:
    """A visit before it is known who may come: what each of its carers must be able to do, and its order."""

    fields: Fields
    recipient: str
    minutes: int
    windows: tuple[tuple[int, int], ...]
    latest: int | None
    preferred: Window | None
    staff: tuple[frozenset[str], ...]
    after: tuple[tuple[str, int, int | None], ...]
    leaving: float | None  # points; None where it must happen
    heavy: int
    lock: Lock | None


def skill(needed: frozenset[str]) -> str:
    """Everything that one carer must be able to do, as the one skill of a part."""
    return " + ".join(sorted(needed))


def visit_of(told: Fields, left: float) -> Told:
    """One visit; `left` is what it costs to leave one out that need not happen, where it does not say itself."""
    windows = told.spans("windows")
    if (one := told.span("window")) is not None:
        windows.append(one)
    if told.get("window") is not None and told.get("windows") is not None:
        told.wrong("both", one="window", other="windows")
    must, leaving = told.flag("must", True), told.number("leaving", left, 0, MOST_COST)
    preferred = told.span("preferred")
    found = Told(
        told, told.text("recipient", needed=True), told.minutes("minutes", needed=True), tuple(windows),
        told.at("latest_start"), Window(*preferred) if preferred else None, _staff(told),
        tuple(_after(one) for one in told.objects("after")), None if must else leaving, told.whole("heavy", 0, 0, 100),
        _lock(told.inner("lock")),
    )  # fmt: skip
    told.ended()
    return found


def _staff(told: Fields) -> tuple[frozenset[str], ...]:
    """What each of those who come at once must be able to do."""
    if told.get("staff") is None:
        return (frozenset(told.texts("skills")),)
    if told.get("skills") is not None:
        told.wrong("both", one="skills", other="staff")
    each = [Fields({"staff": one}, told.kind, told.key, told.found).texts("staff") for one in told.listed("staff")]
    if not 1 <= len(each) <= MOST_AT_ONCE:
        told.wrong("staff", most=MOST_AT_ONCE)
        return (frozenset(),)
    return tuple(frozenset(one) for one in each)


def _after(told: Fields) -> tuple[str, int, int | None]:
    key, least = told.text("visit", needed=True), told.minutes("min_minutes")
    most = None if told.get("max_minutes") is None else told.minutes("max_minutes")
    told.ended()
    return key, least, most


def _lock(told: Fields | None) -> Lock | None:
    if told is None:
        return None
    carers = told.get("carers")
    listed = [carers] if isinstance(carers, str) else carers
    if listed is not None and not (
        isinstance(listed, list) and all(one is None or isinstance(one, str) for one in listed)
    ):
        told.wrong("lock-list")
        listed = None
    start = told.at("start")
    if told.get("carers") is None and told.get("start") is None:
        told.wrong("lock-empty")
    told.ended()
    return Lock(tuple(listed) if listed is not None else None, start)


def parts_of(told: Told) -> tuple[Part, ...]:
    """A part for each who comes. A window holds the whole visit, so a start lies its length before the end."""
    windows = tuple(Window(opens, closes - told.minutes) for opens, closes in told.windows or (ALL_DAY,))
    return tuple(Part(skill(needed), told.minutes, windows, told.latest, told.preferred) for needed in told.staff)


def wishes_of(recipient: Recipient, workers: dict[str, Worker], costs: dict[str, int]) -> tuple[Wish, ...]:
    """What a recipient wishes of who comes, each kind with those who work and would meet it."""
    speaking = frozenset(key for key, one in workers.items() if recipient.language.casefold() in one.languages)
    alike = frozenset(key for key, one in workers.items() if recipient.sex == one.sex)
    asked = {
        "wish": (recipient.wished, recipient.wished), "language": (recipient.language, speaking),
        "sex": (recipient.sex, alike), "last": (recipient.last, recipient.last),
        "contact": (recipient.contact, recipient.contact),
    }  # fmt: skip
    return tuple(Wish(kind, met, costs[kind]) for kind, (told, met) in asked.items() if told and costs[kind])


def visit_from(
    told: Told, place: int, recipient: Recipient, workers: dict[str, Worker], costs: dict[str, int]
) -> Visit:
    """The visit that is planned. `costs` are tenths of a point, by kind of wish."""
    refused = recipient.refused | {key for key, one in workers.items() if told.recipient in one.refused}
    leaving = None if told.leaving is None else ceil(told.leaving * 10)
    return Visit(
        told.fields.key, place, parts_of(told), leaving, refused, told.recipient, wishes_of(recipient, workers, costs),
        told.heavy, told.lock,
    )  # fmt: skip


def ties_of(visits: list[Told]) -> list[Tie]:
    """Those who come at once begin at once; the distance to an earlier visit is from its beginning to this one's."""
    numbers = {told.fields.key: number for number, told in enumerate(visits)}
    ties = []
    for number, told in enumerate(visits):
        ties += [Tie((number, 0), (number, part), 0, 0) for part in range(1, len(told.staff))]
        for key, least, most in told.after:
            if key in numbers:
                ties.append(Tie((numbers[key], 0), (number, 0), least, most))
            elif key:
                told.fields.wrong("after", other=key)
    return ties
