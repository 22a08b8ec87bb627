"""Entering a year's price base amount and a version of the tariff (SoL 32:1, 32:4)."""

from dataclasses import dataclass
from datetime import date, datetime

from samsyn.audit.actions import action, record
from samsyn.cases.actions.fee_rows import amounts_known
from samsyn.cases.charging.price_list import Unreadable, read, stored
from samsyn.cases.fees.money import Rounding
from samsyn.cases.fees.tariff import Reduction, Untold
from samsyn.cases.models import FeeDecision, PriceBase, TariffVersion
from samsyn.people.access import why_not_administer
from samsyn.people.refusals import N_, Invalid, Refusal, permit
from samsyn.people.roles import Actor

LEAST, MOST = 4_000_000, 20_000_000  # öre: what is outside is a slip of the pen
FIRST_YEAR, LAST_YEAR = 2024, 2100


@dataclass(frozen=True)
class TariffTerms:
    """A new version; `prices` is the list as it is written (`charging.price_list`)."""

    version: str
    valid_from: date
    rounding: str
    reduction: str
    untold: str
    source: str
    prices: str


@action
def enter_price_base(*, year: int, amount: int, source: str, by: Actor, at: datetime) -> PriceBase:
    """Enter the price base amount of a year, in öre. What is entered, or stands in the table, is never changed."""
    permit(why_not_administer(by))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("year", Refusal(N_("Skriv året med fyra siffror, till exempel 2027.")))
    if year in amounts_known():
        raise Invalid("year", Refusal(N_("Prisbasbeloppet för {year} finns redan."), {"year": year}))
    if not LEAST <= amount <= MOST:
        raise Invalid("amount", Refusal(N_("Beloppet är orimligt. Skriv det i kronor, till exempel 59200.")))
    if not source.strip():
        raise Invalid("source", Refusal(N_("Skriv var beloppet står, till exempel förordningens nummer.")))
    entered = PriceBase.objects.create(
        year=year, amount=amount, source=source.strip(), entered_at=at, entered_by=by.key
    )  # fmt: skip
    record(by=by, at=at, what="fee.price_base", about=f"price_base:{year}")
    return entered


@action
def enter_tariff(*, terms: TariffTerms, by: Actor, at: datetime) -> TariffVersion:
    """Enter a version of the tariff as the council decided it. It is never changed; the next version follows it.

    Raises Invalid where it would begin in a month that a fee has been decided from: what was decided stands.
    """
    permit(why_not_administer(by))
    _check(terms)
    try:
        prices = read(terms.prices)
    except Unreadable as wrong:
        raise Invalid("prices", wrong.refusal) from None
    entered = TariffVersion.objects.create(
        version=terms.version.strip(), valid_from=terms.valid_from, rounding=Rounding(terms.rounding),
        reduction=Reduction(terms.reduction), untold=Untold(terms.untold), prices=stored(prices),
        source=terms.source.strip(), entered_at=at, entered_by=by.key,
    )  # fmt: skip
    record(by=by, at=at, what="fee.tariff", about=f"tariff:{entered.pk}")
    return entered


def _check(terms: TariffTerms) -> None:
    if not terms.version.strip() or TariffVersion.objects.filter(version=terms.version.strip()).exists():
        raise Invalid("version", Refusal(N_("Ge versionen ett eget namn, till exempel 2027:1.")))
    if terms.valid_from.day != 1:
        raise Invalid("valid_from", Refusal(N_("En taxa börjar gälla den första i en månad.")))
    if TariffVersion.objects.filter(valid_from=terms.valid_from).exists():
        raise Invalid("valid_from", Refusal(N_("Det finns redan en version från den dagen.")))
    decided = FeeDecision.objects.order_by("-first_month").values_list("first_month", flat=True).first()
    if decided and terms.valid_from <= decided:
        raise Invalid("valid_from", Refusal(N_("Avgifter är redan beslutade för den månaden. Välj en senare.")))
    if not terms.source.strip():
        raise Invalid("source", Refusal(N_("Skriv fullmäktiges beslut, till exempel KF 2026 § 112.")))
