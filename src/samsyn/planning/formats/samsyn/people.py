"""Those who have help and those who give it, as the format `samsyn` tells them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from samsyn.planning.formats.samsyn.fields import Fields
from samsyn.planning.formats.samsyn.ways import Place, place_of
from samsyn.planning.problem import Break
from samsyn.planning.words import Fault

SEXES = ("woman", "man")
MODES = ("foot", "bicycle", "car", "public")
OVERTIME = 60  # minutes after a shift in which somebody must be back, where nothing else is told
MOST_COST = 10_000.0  # points


@dataclass(frozen=True)
class Recipient:
    """Somebody who is visited: where, and whom they ask for, may not have, and have met."""

    place: Place | None
    language: str
    sex: str
    wished: frozenset[str]
    refused: frozenset[str]
    last: frozenset[str]
    contact: frozenset[str]
    known: frozenset[str]


@dataclass(frozen=True)
class Worker:
    """Somebody who works this day. `using` is how many weekends they have worked beyond their share."""

    told: Fields
    shift: tuple[int, int]
    home: int
    breaks: tuple[tuple[Break, bool], ...]  # and whether it must be held
    skills: frozenset[str]
    languages: frozenset[str]
    sex: str
    mode: str
    begins: str
    ends: str
    refused: frozenset[str]
    share: int | None
    using: float
    route: tuple[tuple[str, int | None], ...] | None


def recipient_of(told: Fields) -> Recipient:
    """One of those who are visited."""
    key = told.minutes("key_minutes")
    wishes = told.inner("wishes") or Fields({}, told.kind, told.key, told.found)
    found = Recipient(
        place_of(told, key_minutes=key), told.text("language"), wishes.choice("sex", SEXES, ""),
        frozenset(wishes.texts("carers")),
        *(frozenset(told.texts(name)) for name in ("refused", "last", "contact", "known")),
    )  # fmt: skip
    wishes.ended()
    told.ended()
    return found


def worker_of(told: Fields, day: date | None, bases: list[str]) -> Worker:
    """One of those who work; `bases` are the places that a file names."""
    shift = told.span("shift", needed=True) or (0, 24 * 60)
    home = told.at("home_by")
    begins = _base(told, "start", bases, bases[0] if len(bases) == 1 else "")
    found = Worker(
        told, shift, shift[1] + OVERTIME if home is None else home,
        tuple(_break(one) for one in told.objects("breaks")),
        frozenset(told.texts("skills")) | _delegated(told, day),
        frozenset(one.casefold() for one in told.texts("languages")),
        told.choice("sex", SEXES, ""), told.text("mode", needed=True), begins, _base(told, "end", bases, begins),
        frozenset(told.texts("refused")), None if told.get("share_minutes") is None else told.minutes("share_minutes"),
        _weekends(told), _route(told),
    )  # fmt: skip
    told.ended()
    return found


def away(recipients: Mapping[str, Recipient], workers: Mapping[str, Worker]) -> Iterator[Fault]:
    """Who is named and does not work, or is not visited: away that day, or a slip. Whom somebody met is no news."""
    for key, recipient in recipients.items():
        for rule, named in (
            ("away-wished", recipient.wished), ("away-contact", recipient.contact), ("away-refused", recipient.refused)
        ):  # fmt: skip
            if gone := sorted(named - workers.keys()):
                yield Fault(rule, "recipient", key, {"carers": ", ".join(gone)})
    for key, worker in workers.items():
        if gone := sorted(worker.refused - recipients.keys()):
            yield Fault("away-recipients", "carer", key, {"recipients": ", ".join(gone)})


def _base(told: Fields, name: str, bases: list[str], default: str) -> str:
    base = told.text(name, needed=not default) or default
    if base and base not in bases:
        told.wrong("no-base", field=name, base=base)
    return base


def _break(told: Fields) -> tuple[Break, bool]:
    minutes = told.minutes("minutes", needed=True)
    opens, closes = told.span("window", needed=True) or (0, 24 * 60)
    must = told.flag("must", True)
    told.ended()
    return Break(opens, closes - minutes, minutes), must


def _delegated(told: Fields, day: date | None) -> frozenset[str]:
    """What is delegated on the day; what has run out, or not begun, is not had."""
    had = set()
    for one in told.objects("delegations"):
        skill, until, since = one.text("skill", needed=True), one.day("until"), one.day("from")
        if one.get("until") is None:
            one.wrong("missing", field="until")
        if skill and until and day and until >= day and (since is None or since <= day):
            had.add(skill)
        one.ended()
    return frozenset(had)


def _weekends(told: Fields) -> float:
    weekends = told.inner("weekends")
    if weekends is None:
        return 0.0
    over = weekends.number("worked", 0, 0, 53, needed=True) - weekends.number("share", 0, 0, 53, needed=True)
    weekends.ended()
    return max(0.0, over)


def _route(told: Fields) -> tuple[tuple[str, int | None], ...] | None:
    """A locked route: keys of visits, or key and number of the part from 1."""
    if told.get("route") is None:
        return None
    found: list[tuple[str, int | None]] = []
    for one in told.listed("route"):
        if isinstance(one, str):
            found.append((one, None))
        elif isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) and one[1] in (1, 2, 3, 4):
            found.append((one[0], int(one[1]) - 1))
        else:
            told.wrong("route-stop")
    return tuple(found)
