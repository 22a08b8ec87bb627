"""Figures of a round in plain words: how alike the answers were, and what the swapped fact did."""

from typing import Any

from django.utils.translation import gettext, pgettext

from samsyn.people.refusals import N_
from samsyn.review.agreement import Interval
from samsyn.review.exercise_report import Agreement, SwapEffect
from samsyn.review.swap import Cause
from samsyn.review.vignette import SWAPS
from samsyn.web.shared.wording import say

GOOD, TENTATIVE = 0.8, 0.667  # Krippendorff, Content Analysis, 2018, p. 356
WHATS = {"outcome": N_("Beslutet"), "level": N_("Behovets nivå"), "amount": N_("Hur mycket")}
KINDS = {
    "alpha nominal": N_("Krippendorffs alfa, nominalskala: samma beslut eller inte"),
    "alpha ordinal": N_("Krippendorffs alfa, ordinalskala: ett steg ifrån är mindre än två"),
    "alpha interval": N_("Krippendorffs alfa, intervallskala: avståndet räknas"),
    "gwet linear": N_("Gwets AC2, linjära vikter"),
    "gwet quadratic": N_("Gwets AC2, kvadratiska vikter"),
}
SIDES = {
    "sex": (N_("kvinnan"), N_("mannen")),
    "age": (N_("den yngre"), N_("den äldre")),
    "carer": (N_("den som vårdas av sin hustru"), N_("den som vårdas av sin make")),
    "partner": (N_("den som bor ensam"), N_("den som bor med sin partner")),
    "background": (N_("den som är uppvuxen här"), N_("den som har kommit hit")),
    "other": (N_("den första versionen"), N_("den andra versionen")),
}


def number(value: float, decimals: int = 2) -> str:
    """A number with the reader's decimal sign, and a real minus."""
    sign = pgettext("decimaltecken", ",")
    return f"{abs(value):.{decimals}f}".replace(".", sign) if value >= 0 or round(value, decimals) == 0 else (
        "−" + f"{-value:.{decimals}f}".replace(".", sign)
    )  # fmt: skip


def between(interval: Interval | None, scale: float = 1.0, decimals: int = 2) -> str:
    """From and to, empty where there is none."""
    if interval is None:
        return ""
    low, high = number(scale * interval.low, decimals), number(scale * interval.high, decimals)
    return gettext("{low} till {high}").format(low=low, high=high)


def agreement_row(found: Agreement) -> dict[str, Any]:
    """One coefficient as a row of the table."""
    return {
        "what": WHATS[found.what],
        "kind": KINDS[found.kind],
        "value": "" if found.value is None else number(found.value),
        "interval": between(found.interval),
        "drawn_anew": between(found.drawn_anew),
        "said": _said(found),
    }


def _said(found: Agreement) -> str:
    """By the lower end of what is likely, not by luck."""
    if found.value is None:
        return gettext("Går inte att räkna ut: alla svarade lika, eller för få svarade.")
    if found.interval is None:
        return gettext("För få vinjetter för att säga hur säker siffran är.")
    if found.interval.low >= GOOD:
        return gettext("Ni bedömer lika.")
    if found.interval.high < TENTATIVE:
        return gettext("Ni bedömer olika.")
    if found.value >= TENTATIVE:
        return gettext("Ni bedömer ganska lika, men rundan är för liten för att vara säker.")
    return gettext("Ni bedömer ganska olika, men rundan är för liten för att vara säker.")


def effect_row(found: SwapEffect) -> dict[str, Any]:
    """What a swapped fact did, in sentences."""
    first, second = map(say, SIDES[found.swap])
    told, scale = found.effect, _scale(found)
    row = {"swap": SWAPS[found.swap], "what": WHATS[found.what], "p": "" if told.p is None else number(told.p, 3)}
    if told.difference is None:
        return row | {"said": _undecided(told.undecided), "power": "", "interval": ""}
    size = _size(abs(told.difference) * scale, found.what)
    higher, lower = (first, second) if told.difference > 0 else (second, first)
    said = _sentence(found.what, found=told.is_found).format(higher=higher, size=size, lower=lower)
    return row | {
        "said": said,
        "power": _power(found, scale),
        "interval": between(told.interval, scale, _digits(found.what)),
    }


def _sentence(what: str, *, found: bool) -> str:
    if what == "level":
        if found:
            return gettext("Det skilde: {higher} sågs ha {size} större behov än {lower}. Så mycket ger slumpen sällan.")
        return gettext(
            "Ingen säker skillnad. I svaren sågs {higher} ha {size} större behov än {lower}, men det kan vara slump."
        )
    if found:
        return gettext("Det skilde: {higher} fick {size} mer än {lower}. Så mycket ger slumpen sällan.")
    return gettext("Ingen säker skillnad. I svaren fick {higher} {size} mer än {lower}, men det kan vara slump.")


def _scale(found: SwapEffect) -> float:
    """To points of a hundred for what is granted, to parts of a hundred of the usual amount, to steps of the scale."""
    if found.what == "outcome":
        return 100.0
    return 100.0 / found.usual if found.what == "amount" and found.usual else 1.0


def _digits(what: str) -> int:
    return 2 if what == "level" else 0


def _size(value: float, what: str) -> str:
    texts = {
        "outcome": gettext("{n} procentenheter"),
        "amount": gettext("{n} procent"),
        "level": gettext("{n} steg på skalan 0–4"),
    }
    return texts[what].format(n=number(value, _digits(what)))


def _power(found: SwapEffect, scale: float) -> str:
    if found.effect.smallest is None:
        return gettext("Rundan var för liten för att hitta en skillnad, hur stor den än är.")
    size = _size(found.effect.smallest * scale, found.what)
    text = gettext("Rundan kunde bara ha hittat en skillnad på minst {size} (med 80 procents säkerhet).")
    return text.format(size=size)


def _undecided(cause: Cause | None) -> str:
    if cause is Cause.ALIKE:
        return gettext("Går inte att avgöra: svaren skilde sig inte åt alls.")
    return gettext("Går inte att avgöra: för få svarade, eller för få vinjetter byter den här uppgiften.")
