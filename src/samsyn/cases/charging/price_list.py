"""A tariff's prices as text that somebody can edit: semicolons, a head, kronor with a decimal comma; and back."""

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from samsyn.cases.codes import code_list
from samsyn.cases.fees.money import KRONA
from samsyn.cases.fees.tariff import Form, Part, Price
from samsyn.people.refusals import N_, Refusal

HEAD = "kod;beviljas som;namn;del;sätt;upp till timmar;pris;självkostnad"
PARTS = {"omsorg": Part.CARE, "bostad": Part.HOUSING}
FORMS = {"timme": Form.PER_HOUR, "gång": Form.PER_TIME, "månad": Form.PER_MONTH, "steg": Form.STEP}
MOST_LINES = 200


class Unreadable(ValueError):  # noqa: N818 - the name says what is wrong
    """A line that cannot be read; the refusal names it."""

    def __init__(self, line: int, refusal: Refusal) -> None:
        self.refusal = Refusal(refusal.text, {"line": line, **refusal.values}, law=refusal.law)
        super().__init__(str(self.refusal))


def written(prices: Iterable[Price]) -> str:
    """The prices as lines, with a head that says what stands where."""
    part = {value: word for word, value in PARTS.items()}
    form = {value: word for word, value in FORMS.items()}
    lines = [
        ";".join(
            (p.intervention, p.granted, p.label, part[p.part], form[p.form], "" if p.up_to is None else _hours(p.up_to),
             _kronor(p.amount), "" if p.own_cost is None else _kronor(p.own_cost))
        )
        for p in prices
    ]  # fmt: skip
    return "\n".join([HEAD, *lines])


def read(text: str) -> tuple[Price, ...]:
    """The prices of such a text. Raises Unreadable at the first line that is wrong."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    rows = [(n, line.split(";")) for n, line in lines if line.casefold() != HEAD]
    if not rows or len(rows) > MOST_LINES:
        raise Unreadable(1, Refusal(N_("Skriv minst en och högst 200 rader med priser.")))
    found = [(n, _price(n, cells)) for n, cells in rows]
    _check_steps([(n, price) for n, price in found if price.form is Form.STEP])
    return tuple(price for _, price in found)


def _check_steps(steps: Iterable[tuple[int, Price]]) -> None:
    """The steps under one code end at different hours, and the highest is open: every month has its price."""
    ladders: dict[str, list[tuple[int, Price]]] = {}
    for line, price in steps:
        ladder = ladders.setdefault(price.intervention, [])
        if price.up_to in {known.up_to for _, known in ladder}:
            raise Unreadable(
                line,
                Refusal(N_("Rad {line}: två steg för {value} slutar på samma timme."), {"value": price.intervention}),
            )
        ladder.append((line, price))
    for ladder in ladders.values():
        if all(price.up_to is not None for _, price in ladder):
            line, price = max(ladder, key=lambda each: each[1].up_to or 0)
            raise Unreadable(
                line,
                Refusal(
                    N_(
                        "Rad {line}: det högsta steget för {value} är öppet uppåt. Lämna ”upp till timmar” tomt där,"
                        " så att det finns ett pris för alla månader."
                    ),
                    {"value": price.intervention},
                ),
            )


def stored(prices: Iterable[Price]) -> list[dict[str, Any]]:
    """The prices as plain values for a stored tariff."""
    return [
        {
            "intervention": p.intervention, "granted": p.granted, "label": p.label, "part": p.part.value,
            "form": p.form.value, "amount": p.amount, "own_cost": p.own_cost,
            "up_to": None if p.up_to is None else str(p.up_to),
        }
        for p in prices
    ]  # fmt: skip


def from_stored(rows: Iterable[Mapping[str, Any]]) -> tuple[Price, ...]:
    """The prices of a stored tariff."""
    return tuple(
        Price(
            row["intervention"], row["label"], Part(row["part"]), Form(row["form"]), row["amount"], row["own_cost"],
            None if row["up_to"] is None else Fraction(row["up_to"]), row["granted"],
        )
        for row in rows
    )  # fmt: skip


def _price(line: int, cells: list[str]) -> Price:
    if len(cells) != HEAD.count(";") + 1:
        raise Unreadable(line, Refusal(N_("Rad {line}: det ska vara åtta uppgifter med semikolon emellan.")))
    code, granted, label, part, form, up_to, price, own_cost = (cell.strip() for cell in cells)
    if not code or not label:
        raise Unreadable(line, Refusal(N_("Rad {line}: kod och namn måste fyllas i.")))
    if granted and granted not in code_list("interventions"):
        raise Unreadable(line, Refusal(N_("Rad {line}: insatsen {value} finns inte i kodlistan."), {"value": granted}))
    if part not in PARTS or form not in FORMS:
        raise Unreadable(
            line, Refusal(N_("Rad {line}: del är omsorg eller bostad, och sätt är timme, gång, månad eller steg."))
        )
    amount = _ore(line, price)
    if amount is None:
        raise Unreadable(line, Refusal(N_("Rad {line}: priset saknas.")))
    hours = None if not up_to else Fraction(_decimal(line, up_to))
    if hours is not None and FORMS[form] is not Form.STEP:
        raise Unreadable(line, Refusal(N_("Rad {line}: bara ett steg kan ha ”upp till timmar”.")))
    return Price(code, label, PARTS[part], FORMS[form], amount, _ore(line, own_cost), hours, granted)


def _ore(line: int, text: str) -> int | None:
    if not text:
        return None
    ore = _decimal(line, text) * KRONA
    if ore % 1:
        raise Unreadable(line, Refusal(N_("Rad {line}: {value} har fler än två decimaler."), {"value": text}))
    return int(ore)


def _decimal(line: int, text: str) -> Decimal:
    try:
        number = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number < 10**7:
        raise Unreadable(line, Refusal(N_("Rad {line}: {value} är inget rimligt tal."), {"value": text}))
    return number


def _hours(hours: Fraction) -> str:
    """Hours in decimals, with as many digits as it takes: what was read from decimals is written as it was read."""
    digits = Context(prec=len(str(hours.numerator)) + hours.denominator.bit_length())
    return f"{digits.divide(Decimal(hours.numerator), Decimal(hours.denominator)):f}".replace(".", ",")


def _kronor(ore: int) -> str:
    kronor, rest = divmod(ore, KRONA)
    return f"{kronor},{rest:02}" if rest else str(kronor)
