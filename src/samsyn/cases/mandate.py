"""Who may decide on the committee's behalf, by the delegation order in force: pure (KL 6:37-40, 7:5-8).

Each line of a decision is a `Matter`; an `Order` says which `Item` lets whom decide it. What no item covers the
committee decides itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from samsyn.cases.calendar_law import months_after
from samsyn.cases.codes import code_list, delegate_kinds
from samsyn.people.refusals import N_, Refusal

URGENT = "KL 6:39"
COMMITTEE = "nämnden"  # the committee itself, which needs no item
NOT_REFUSED = frozenset({"granted", "partly"})
# What a limit of one period means for a line that is counted in another: the shortest and the longest month.
SHORTEST_MONTH, LONGEST_MONTH, WEEK = 28, 31, 7

UNIT_LABELS = {
    "minutes_week": N_("timmar i veckan"),
    "minutes_month": N_("timmar i månaden"),
    "times_week": N_("gånger i veckan"),
    "days_week": N_("dagar i veckan"),
    "days_month": N_("dygn i månaden"),
    "count": N_("stycken"),
}

NO_ORDER = Refusal(
    N_("Ingen delegationsordning gäller i dag, så ingen delegat får besluta. Be administratören lägga in den."),
    law="KL 6:37",
)
NOT_HUMAN = Refusal(
    N_("Bara en människa med uppdrag från nämnden beslutar. Inget beslut fattas automatiskt, allra minst ett avslag."),
    law="KL 6:38",
)


@dataclass(frozen=True)
class Matter:
    """What is to be decided: a line of a decision. `amount` and `applied` count in `unit`, `kronor` is a sum of money.

    `last` is None where the decision applies until further notice. `beside` are the other lines of the same decision:
    what is too much for one line is no less for being written as two.
    """

    regime: str
    outcome: str
    intervention: str = ""
    unit: str = ""
    amount: int = 0
    applied: int | None = None
    first: date | None = None
    last: date | None = None
    kronor: int | None = None
    beside: tuple["Matter", ...] = ()

    @property
    def extent(self) -> int | None:
        """How large the matter is: what is granted; where something is refused also what was applied for.

        None where that is not told, as in a refusal that does not say what was applied for.
        """
        if self.outcome == "granted":
            return self.amount
        return None if self.applied is None else max(self.amount, self.applied)

    def overlaps(self, other: "Matter") -> bool:
        """Whether both apply on some day."""
        first, last = self.first or date.min, self.last or date.max
        return first <= (other.last or date.max) and (other.first or date.min) <= last


@dataclass(frozen=True)
class Item:
    """One item of an order. See models.DelegationItem for what each part means."""

    number: str
    what: str
    basis: tuple[str, ...]
    holders: tuple[str, ...]
    interventions: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset({"granted", "partly", "refused"})
    most: int | None = None
    unit: str = ""
    months: int | None = None
    kronor: int | None = None
    passed_to: tuple[str, ...] = ()
    reported: bool = True
    note: str = ""
    pk: int | None = None

    def concerns(self, matter: Matter) -> bool:
        """Whether it speaks of such matters at all: basis, intervention and outcome, whatever their size."""
        return (
            matter.regime in self.basis
            and matter.outcome in self.outcomes
            and (not self.interventions or matter.intervention in self.interventions)
        )

    def reaches(self, matter: Matter) -> bool:
        """Whether the matter is within its limits. A limit that cannot be compared with the matter holds it back."""
        return (
            self._reaches_amount(matter)
            and (self.kronor is None or (matter.kronor is not None and matter.kronor <= self.kronor))
            and (self.months is None or self._reaches_months(matter, self.months))
        )

    def covers(self, matter: Matter) -> bool:
        """Whether whoever holds it may decide this."""
        return self.concerns(matter) and self.reaches(matter)

    def held_by(self, title: str) -> bool:
        """Whether somebody of this title holds it, also by having been passed it (KL 7:6)."""
        return folded(title) in {folded(holder) for holder in (*self.holders, *self.passed_to)}

    @property
    def limit(self) -> int:
        """What it reaches to, as its unit is said: whole hours for time."""
        most = self.most or 0
        return most // 60 if self.unit.startswith("minutes") else most

    def _reaches_amount(self, matter: Matter) -> bool:
        """Whether the matter, with all that the same decision grants beside it under this item, is within the limit."""
        if self.most is None:
            return True
        extent = matter.extent
        own = None if extent is None else self._counted(matter, extent)
        if own is None:
            return False
        also = [m for m in matter.beside if m.outcome in NOT_REFUSED and self.concerns(m) and m.overlaps(matter)]
        return own + sum(self._counted(m, m.amount) or 0 for m in also) <= self.most

    def _counted(self, matter: Matter, amount: int) -> Fraction | None:
        """An amount in the limit's own unit, at its largest; None where the two cannot be compared."""
        if matter.unit == self.unit:
            return Fraction(amount)
        if {matter.unit, self.unit} != {"minutes_week", "minutes_month"}:
            return None
        if self.unit == "minutes_week":  # a month's time may fall within its four weeks
            return Fraction(amount * WEEK, SHORTEST_MONTH)
        return Fraction(amount * LONGEST_MONTH, WEEK)

    def _reaches_months(self, matter: Matter, months: int) -> bool:
        """From the first day to the last of everything of the kind that the decision grants."""
        if matter.outcome not in NOT_REFUSED:
            return True
        same = [m for m in matter.beside if m.outcome in NOT_REFUSED and m.intervention == matter.intervention]
        firsts = [m.first for m in (matter, *same) if m.first]
        lasts = [m.last for m in (matter, *same) if m.last]
        if len(firsts) <= len(same) or len(lasts) <= len(same):  # some line applies until further notice
            return False
        return max(lasts) < months_after(min(firsts), months)


@dataclass(frozen=True)
class Order:
    """A version of the delegation order, as much of it as decides. `valid_to` is its last day."""

    version: int
    valid_from: date
    valid_to: date | None
    items: tuple[Item, ...]
    pk: int | None = None

    def item(self, number: str) -> Item:
        """The item of that number. Raises KeyError."""
        return {i.number: i for i in self.items}[number]

    @property
    def urgent_item(self) -> Item | None:
        """By which the chair decides what cannot wait, if the committee has let them (KL 6:39)."""
        return next((i for i in self.items if URGENT in i.basis), None)


@dataclass(frozen=True)
class Outside:
    """A line that the one who asks may not decide. `items` would let somebody else, none where only the committee may.

    `own` is an item that the asker holds and that the matter is too large for.
    """

    matter: Matter
    version: int
    items: tuple[Item, ...]
    own: Item | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """Who may, by their titles in the order."""
        return tuple(dict.fromkeys(t for i in self.items for t in (*i.holders, *i.passed_to)))

    @property
    def is_for_a_body(self) -> bool:
        """Whether nobody decides it alone: it is the committee's, or an utskott's."""
        return all(is_body(title) for title in self.titles)

    @property
    def refusal(self) -> Refusal:
        """The sentence that names the item that would allow it, and who holds it."""
        alone = replace(self.matter, beside=())
        what = _named(self.matter, with_all=self.own is not None and self.own.covers(alone))
        if not self.items:
            return Refusal(
                N_(
                    "{what}: ingen punkt i delegationsordningen (version {version}) ger någon rätt att besluta om det."
                    " Nämnden beslutar själv. Beslutet väntar på nämndsekreteraren."
                ),
                {"what": what, "version": self.version},
                law="KL 6:37",
            )
        item = self.items[0]
        values: dict[str, str | int] = {
            "what": what, "number": item.number, "version": self.version, "title": " eller ".join(self.titles),
        }  # fmt: skip
        if self.own:
            values |= {"own": self.own.number, "most": said_limit(self.own)}
            return Refusal(
                N_(
                    "{what}: din punkt {own} räcker till {most}. Punkt {number} i delegationsordningen (version"
                    " {version}) tillåter det, och den har {title}."
                ),
                values,
                law="KL 6:37",
            )
        return Refusal(
            N_("{what}: det beslutet tas enligt punkt {number} i delegationsordningen (version {version}) av {title}."),
            values,
            law="KL 6:37",
        )


def together(matters: Sequence[Matter]) -> list[Matter]:
    """The lines of one decision, each with the others beside it."""
    return [replace(one, beside=(*matters[:n], *matters[n + 1 :])) for n, one in enumerate(matters)]


def order_on(orders: Iterable[Order], day: date) -> Order | None:
    """The order in force on a day: the one that began last. None before the first, and when that one has run out."""
    begun = sorted((o for o in orders if o.valid_from <= day), key=lambda o: (o.valid_from, o.version))
    if not begun:
        return None
    last = begun[-1]
    return last if last.valid_to is None or day <= last.valid_to else None


def item_for(matter: Matter, title: str, order: Order) -> Item | Outside:
    """The first item by which somebody of this title may decide the matter, else why they may not."""
    covering = [i for i in order.items if i.covers(matter)]
    for item in covering:
        if item.held_by(title) and not is_body(title):
            return item
    too_small = next((i for i in order.items if i.concerns(matter) and i.held_by(title)), None)
    return Outside(matter, order.version, tuple(covering), too_small)


def body_item(matter: Matter, title: str, order: Order | None) -> Item | None:
    """The item by which an utskott decides a matter; None where the committee decides for itself."""
    items = order.items if order else ()
    return next((i for i in items if i.covers(matter) and i.held_by(title)), None)


def body_for(matters: Sequence[Matter], order: Order | None) -> str:
    """Which body a decision belongs to: an utskott that may decide every line of it, else the committee itself."""
    titles = [t for i in (order.items if order else ()) for t in i.holders if is_body(t)]
    covering = (t for t in dict.fromkeys(titles) if all(body_item(matter, t, order) for matter in matters))
    return next(covering, COMMITTEE)


def bodies_for(matters: Sequence[Matter], order: Order | None) -> list[str]:
    """Every body that may decide a proposal: the utskott that has all of it, and always the committee itself."""
    return list(dict.fromkeys([body_for(matters, order), COMMITTEE]))


def items_for(matters: Sequence[Matter], title: str, order: Order | None) -> list[Item] | Refusal:
    """An item for every line, or the reason that somebody of this title may not decide all of them."""
    if order is None:
        return NO_ORDER
    found = [item_for(matter, title, order) for matter in matters]
    for one in found:
        if isinstance(one, Outside):
            return one.refusal
    return [one for one in found if isinstance(one, Item)]


def outside_all(matters: Sequence[Matter], order: Order | None) -> bool:
    """Whether the decision has some line that nobody may decide alone, so that it waits for the committee."""
    return order is None or any(_nobody_alone(matter, order) for matter in matters)


def why_not_for_committee(matters: Sequence[Matter], order: Order | None) -> Refusal | None:
    """The reason a proposal is not for the committee: somebody may decide all of it alone. Else None."""
    if outside_all(matters, order):
        return None
    return Refusal(
        N_("En delegat får besluta om det här enligt delegationsordningen. Nämnden behöver inte göra det."),
        law="KL 6:37",
    )


def why_not_urgent(matters: Sequence[Matter], order: Order | None) -> Refusal | None:
    """The reason the chair may not decide in the committee's place, apart from whether it is urgent (KL 6:39)."""
    if refusal := why_not_for_committee(matters, order):
        return refusal
    if order is None or order.urgent_item is None:
        return Refusal(
            N_("Nämnden har inte gett ordföranden rätt att fatta brådskande beslut. Beslutet väntar på nämnden."),
            law="KL 6:39",
        )
    return None


def holders_of(matters: Sequence[Matter], titles: Iterable[str], order: Order | None) -> set[str]:
    """Which of these titles may decide all of it."""
    return {t for t in titles if order and isinstance(items_for(matters, t, order), list)}


def is_body(title: str) -> bool:
    """Whether a title is the committee or an utskott, which decide at a meeting (KL 6:37, 6:41)."""
    return kind_of(title) == "body"


@cache
def kind_of(title: str) -> str:
    """body, chair, member, substitute, head, machine or private; employee for every title that is not on the list."""
    known = delegate_kinds()
    name = folded(title)
    if name in known:
        return known[name]
    return "body" if name.endswith(("utskott", "utskottet")) else "employee"


def folded(title: str) -> str:
    """A title as it is compared: without capitals and doubled spaces."""
    return " ".join(title.casefold().split())


def said_limit(item: Item) -> str:
    """How far an item reaches, in Swedish: "40 timmar i veckan", "6 månader"."""
    parts = []
    if item.most is not None:
        parts.append(f"{item.limit} {UNIT_LABELS[item.unit]}")
    if item.months is not None:
        parts.append(f"{item.months} månader")
    if item.kronor is not None:
        parts.append(f"{item.kronor} kronor")
    return ", ".join(parts)


def _nobody_alone(matter: Matter, order: Order) -> bool:
    covering = tuple(i for i in order.items if i.covers(matter))
    return Outside(matter, order.version, covering).is_for_a_body


def _named(matter: Matter, *, with_all: bool = False) -> str:
    row = code_list("interventions").get(matter.intervention) or code_list("regimes").get(matter.regime)
    name = row.label_sv if row else matter.regime
    return f"{name}, tillsammans med annat i beslutet" if with_all else name
