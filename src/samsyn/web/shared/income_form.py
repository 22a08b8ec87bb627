"""What somebody tells of income and household: one form for the person and for the fee officer (SoL 32:5, 32:8)."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from samsyn.cases.actions import FigureTerms, IncomeTerms
from samsyn.cases.charging.told import income_kinds
from samsyn.people.refusals import N_
from samsyn.web.shared.inputs import DayInput, long_text, offer, once
from samsyn.web.shared.money import MoneyField, typed_again
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.cases.models import Income

HOUSEHOLDS = {"single": N_("Ensam"), "spouses": N_("Gift eller registrerad partner"), "sambor": N_("Sambo")}
HOUSINGS = {
    "own": N_("Egen bostad: hyresrätt, bostadsrätt eller hus"),
    "contract": N_("Särskilt boende med hyreskontrakt"),
    "no_contract": N_("Särskilt boende utan hyreskontrakt"),
}
TOGETHER = (("yes", _("Ja")), ("no", _("Nej, vi bor på olika håll")))
SIDES = ("own", "partner")


class IncomeForm(forms.Form):
    """Household, housing, incomes. `terms` is what the action asks for, once the form is valid."""

    household = forms.ChoiceField(
        label=_("Hur lever du?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett av svaren.")},
    )
    together = forms.ChoiceField(
        label=_("Bor ni tillsammans?"),
        help_text=_("Svara bara om du är gift eller har en registrerad partner."),
        choices=TOGETHER,
        widget=forms.RadioSelect,
        required=False,
    )
    housing = forms.ChoiceField(
        label=_("Hur bor du?"), widget=forms.RadioSelect, error_messages={"required": _("Välj ett av svaren.")}
    )
    housing_cost = MoneyField(
        label=_("Din del av boendekostnaden, kronor i månaden"),
        help_text=_("Hyra eller månadsavgift. För hus: ränta och drift. Bor ni två skriver du din hälft."),
        required=False,
    )
    partner_housing_cost = MoneyField(
        label=_("Makens eller partnerns egen boendekostnad, kronor i månaden"),
        help_text=_("Bara om ni bor på olika håll."),
        required=False,
    )
    declines = forms.BooleanField(label=_("Jag lämnar inte uppgift om inkomst"), required=False)
    told_on = forms.DateField(
        label=_("Uppgifterna gäller från"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )
    words = long_text(rows=3, label=_("Något mer vi behöver veta?"), required=False)
    once = once()

    def __init__(self, data: Any = None, *, today: date, last: "Income | None" = None, **more: Any) -> None:
        super().__init__(data, initial={"told_on": today, **_initial(last)}, **more)
        self.today = today
        offer(self, "household", [(key, say(text)) for key, text in HOUSEHOLDS.items()])
        offer(self, "housing", [(key, say(text)) for key, text in HOUSINGS.items()])
        language = get_language() or "sv"
        for side in SIDES:
            for code, kind in income_kinds().items():
                self.fields[f"{side}_{code}"] = MoneyField(label=kind.label(language), required=False)

    def rows(self, side: str) -> Iterator[forms.BoundField]:
        """The amounts of one of the two, as fields in the order of the list."""
        return (self[f"{side}_{code}"] for code in income_kinds())

    @property
    def own_rows(self) -> list[forms.BoundField]:
        return list(self.rows("own"))

    @property
    def partner_rows(self) -> list[forms.BoundField]:
        return list(self.rows("partner"))

    def clean(self) -> dict[str, Any]:
        """Spouses say whether they live together; nobody tells a partner's income who has none."""
        cleaned = super().clean() or {}
        household = cleaned.get("household")
        if household == "spouses" and not cleaned.get("together"):
            self.add_error("together", gettext("Svara om ni bor tillsammans. Det avgör hur mycket du får behålla."))
        told = [code for code in income_kinds() if cleaned.get(f"partner_{code}") is not None]
        if household == "single" and told:
            self.add_error(
                "household", gettext("Du har skrivit någon annans inkomst men att du lever ensam. Rätta ett av dem.")
            )
        return cleaned

    def terms(self, *, channel: str = "web", source: str = "") -> IncomeTerms:
        """What is told, with the source of every amount."""
        given = self.cleaned_data
        household = given["household"]
        return IncomeTerms(
            channel=channel, household=household,
            lives_together=household != "spouses" or given["together"] == "yes", housing=given["housing"],
            housing_cost=given["housing_cost"], partner_housing_cost=given["partner_housing_cost"],
            declines=given["declines"], words=given["words"], told_on=given["told_on"],
            changed_on=given.get("changed_on"), figures=list(self._figures(source)), once=str(given["once"] or ""),
        )  # fmt: skip

    def _figures(self, source: str) -> Iterator[FigureTerms]:
        given = self.cleaned_data
        for side in SIDES:
            for code, kind in income_kinds().items():
                amount = given[f"{side}_{code}"]
                if amount is None:
                    continue
                said = given.get(f"{side}_{code}_source") or source
                day = given.get(f"{side}_{code}_on") or given["told_on"]
                yield FigureTerms(side, code, amount, kind.extra["per"], said, day)


class ChangedIncomeForm(IncomeForm):
    """The person's own: also from when something changed."""

    changed_on = forms.DateField(
        label=_("När ändrades det?"),
        help_text=_("Lämna tomt om du bara lämnar nya uppgifter för ett nytt år."),
        widget=DayInput,
        required=False,
        error_messages={"invalid": _("Välj en dag, eller lämna tomt.")},
    )


def _initial(last: "Income | None") -> dict[str, Any]:
    """What was told last, as it would be typed again: nothing is typed twice."""
    if last is None:
        return {}
    told = {f"{f.whose}_{f.kind}": typed_again(f.amount) for f in last.figures.all()}
    return told | {
        "household": last.household,
        "together": "yes" if last.lives_together else "no",
        "housing": last.housing,
        "housing_cost": typed_again(last.housing_cost),
        "partner_housing_cost": typed_again(last.partner_housing_cost),
        "declines": last.declines,
    }
