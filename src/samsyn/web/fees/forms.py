"""What the fee officer writes. The forms parse and clean; the actions decide."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.cases.charging.told import income_kinds
from samsyn.cases.charging.working import Choices
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.situation import Adjustment, Ground
from samsyn.people.refusals import N_
from samsyn.web.shared.income_form import SIDES, ChangedIncomeForm
from samsyn.web.shared.inputs import DayInput, long_text, offer
from samsyn.web.shared.invited import number_field, number_read
from samsyn.web.shared.money import MoneyField
from samsyn.web.shared.wording import say

CHANNELS = {"paper": N_("på papper"), "phone": N_("per telefon"), "visit": N_("vid besök")}
CAUSES = {
    "help_ended": N_("Hjälpen har upphört"),
    "moved": N_("Personen har flyttat från kommunen"),
    "death": N_("Personen har avlidit"),
}
GROUNDS = {
    Ground.LASTING_NEED: N_("Höjs: varaktigt behov av mer (32 kap. 9 § första stycket)"),
    Ground.MUNICIPAL: N_("Höjs: kommunens egen nivå är högre (32 kap. 8 §)"),
    Ground.IN_CARE_FEE: N_("Sänks: ingår i avgiften för hemtjänst och dagverksamhet (32 kap. 9 § andra stycket 1)"),
    Ground.IN_HOUSING: N_("Sänks: ingår i avgiften eller hyran för bostaden (32 kap. 9 § andra stycket 2)"),
    Ground.FREE_OF_CHARGE: N_("Sänks: posten är kostnadsfri (32 kap. 9 § andra stycket 3)"),
}
ROWS = 3  # changes of the minimum amount that fit on the page


class PaperIncomeForm(ChangedIncomeForm):
    """What came in another way than on the person's page: how, and the source of each amount."""

    channel = forms.ChoiceField(
        label=_("Hur kom uppgifterna?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur uppgifterna kom.")},
    )
    source = forms.CharField(
        label=_("Källa"),
        help_text=_("Till exempel pensionsbesked eller hyresavi. Gäller alla belopp som inte har en egen källa."),
        max_length=120,
        error_messages={"required": _("Skriv varifrån uppgifterna kommer.")},
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "channel", [(key, say(text)) for key, text in CHANNELS.items()])
        for side in SIDES:
            for code in income_kinds():
                self.fields[f"{side}_{code}_source"] = forms.CharField(
                    label=_("Egen källa"), max_length=120, required=False
                )
                self.fields[f"{side}_{code}_on"] = forms.DateField(label=_("Dag"), widget=DayInput, required=False)

    def lines(self, side: str) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Amount, source and day of each kind, for a table."""
        return ((self[f"{side}_{c}"], self[f"{side}_{c}_source"], self[f"{side}_{c}_on"]) for c in income_kinds())

    @property
    def own_lines(self) -> list[Any]:
        return list(self.lines("own"))

    @property
    def partner_lines(self) -> list[Any]:
        return list(self.lines("partner"))


class MonthInput(forms.DateInput):
    """The browser's own field for a month; where it has none, 2026-03 is typed."""

    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m")


class DecideForm(forms.Form):
    """From which month, and what is raised, lowered or kept for the partner, each with its reason."""

    month = forms.DateField(
        label=_("Från och med månad"),
        widget=MonthInput,
        input_formats=["%Y-%m"],
        error_messages={"required": _("Välj en månad."), "invalid": _("Skriv månaden som 2026-03.")},
    )
    partner_reserve = MoneyField(
        label=_("Förbehåll för make eller sambo, kronor i månaden"),
        help_text=_("Bara när den andra annars får en oskäligt försämrad ekonomi (32 kap. 7 §)."),
        required=False,
    )
    partner_reason = forms.CharField(label=_("Varför"), max_length=300, required=False)
    health_care_fee = MoneyField(
        label=_("Avgift för hälso- och sjukvård, kronor i månaden"),
        help_text=_("Räknas in under samma högsta avgift (32 kap. 6 §)."),
        required=False,
    )
    reasons = long_text(
        rows=3, label=_("Skäl i beslutet"), required=False,
        help_text=_("Behövs när minimibeloppet ändras. Står i brevet till personen."),
    )  # fmt: skip
    notified_on = forms.DateField(
        label=_("När fick personen veta att avgiften höjs?"), widget=DayInput, required=False,
        help_text=_("I förväg, med brev eller på annat sätt. Behövs inte när bara prisbasbeloppet har ändrats."),
        error_messages={"invalid": _("Välj en dag.")},
    )  # fmt: skip
    unnotified = forms.CharField(
        label=_("Eller varför personen inte har fått veta det"), max_length=300, required=False
    )

    def __init__(self, data: Any = None, *, first_month: date, **more: Any) -> None:
        super().__init__(data, initial={"month": first_month, **more.pop("initial", {})}, **more)
        grounds = [("", _("Ingen ändring")), *((g.value, say(text)) for g, text in GROUNDS.items())]
        for n in range(ROWS):
            self.fields[f"ground_{n}"] = forms.ChoiceField(
                label=_("Ändring av minimibeloppet"), choices=grounds, required=False
            )
            self.fields[f"amount_{n}"] = MoneyField(label=_("Kronor i månaden"), required=False)
            self.fields[f"because_{n}"] = forms.CharField(label=_("Varför"), max_length=300, required=False)

    @property
    def changes(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Ground, amount and reason of each row."""
        return [(self[f"ground_{n}"], self[f"amount_{n}"], self[f"because_{n}"]) for n in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        """A change has an amount and a reason; so has what is kept for the partner."""
        cleaned = super().clean() or {}
        for n in range(ROWS):
            if cleaned.get(f"ground_{n}") and not cleaned.get(f"amount_{n}") and f"amount_{n}" not in self.errors:
                self.add_error(f"amount_{n}", _("Skriv hur mycket minimibeloppet ändras."))
            if cleaned.get(f"ground_{n}") and not cleaned.get(f"because_{n}", "").strip():
                self.add_error(f"because_{n}", _("Skriv varför minimibeloppet ändras."))
            if cleaned.get(f"amount_{n}") and not cleaned.get(f"ground_{n}"):
                self.add_error(f"ground_{n}", _("Välj varför beloppet ändras."))
        if cleaned.get("partner_reserve") and not cleaned.get("partner_reason", "").strip():
            self.add_error("partner_reason", _("Skriv varför det ska finnas kvar."))
        return cleaned

    @property
    def choices(self) -> Choices:
        """What the calculation asks for, once the form is valid."""
        given = self.cleaned_data
        return Choices(
            month=Month.of(given["month"]),
            adjustments=tuple(
                Adjustment(Ground(given[f"ground_{n}"]), given[f"amount_{n}"], given[f"because_{n}"].strip())
                for n in range(ROWS)
                if given[f"ground_{n}"]
            ),
            partner_reserve=given["partner_reserve"] or 0,
            partner_reason=given["partner_reason"].strip(),
            health_care_fee=given["health_care_fee"] or 0,
        )


class CorrectForm(DecideForm):
    """The same for a correction, which says what was wrong (FL 36)."""

    correction_reason = long_text(
        rows=2, label=_("Vad är fel och rättas?"), error_messages={"required": _("Skriv vad som är fel och rättas.")}
    )


class LinkForm(forms.Form):
    """Who the spouse or cohabitant is, so that both fees are compared."""

    number = number_field(_("Tio eller tolv siffror. Lämna tomt för att ta bort."))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["number"].label = _("Makens eller sambons personnummer")
        self.fields["number"].required = False

    def clean_number(self) -> str:
        """The number in its kept form; nothing where none is written."""
        text = self.cleaned_data["number"]
        return number_read(text, self.today).number if text else ""


class EndForm(forms.Form):
    """Why the fee ends, and the last day of help or of living here."""

    cause = forms.ChoiceField(
        label=_("Varför upphör avgiften?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj varför avgiften upphör.")},
    )
    on = forms.DateField(
        label=_("Sista dagen"),
        help_text=_("Sista dagen med hjälp eller i kommunen. För ett dödsfall gäller den antecknade dagen."),
        widget=DayInput,
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "cause", [(key, say(text)) for key, text in CAUSES.items()])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("cause") in {"help_ended", "moved"} and not cleaned.get("on"):
            self.add_error("on", _("Välj den sista dagen."))
        return cleaned
