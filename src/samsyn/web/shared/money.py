"""Money in forms and on pages: typed as people write it, kept in whole öre, shown as 2 732,57 kr."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

KRONA = 100
MOST = 10**8  # kronor: more is a slip of the pen


class MoneyField(forms.CharField):
    """An amount in kronor, such as "12 500,50"; cleaned to öre. Empty is None, which is not the same as 0."""

    default_error_messages = {
        "invalid": _("Skriv beloppet med siffror, till exempel 12500 eller 12500,50."),
        "negative": _("Skriv beloppet utan minustecken."),
        "parts": _("Skriv högst två decimaler."),
        "large": _("Beloppet är orimligt stort. Kontrollera det."),
    }

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "short"}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), "max_length": 20, **more})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text.strip():
            return None
        return self._ore(text)

    def _ore(self, text: str) -> int:
        plain = "".join(text.casefold().replace("kronor", "").removesuffix("kr").split()).replace(",", ".")
        try:
            kronor = Decimal(plain)
        except InvalidOperation:
            raise self._wrong("invalid") from None
        if not kronor.is_finite() or "e" in plain:
            raise self._wrong("invalid")
        if kronor < 0:
            raise self._wrong("negative")
        if kronor > MOST:
            raise self._wrong("large")
        if kronor * KRONA % 1:
            raise self._wrong("parts")
        return int(kronor * KRONA)

    def _wrong(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)


def typed_again(ore: int | None) -> str:
    """An amount as it would be typed: 12500 or 12500,50; nothing of nothing."""
    if ore is None:
        return ""
    kronor, rest = divmod(ore, KRONA)
    return f"{kronor},{rest:02}" if rest else str(kronor)
