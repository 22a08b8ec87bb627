"""What the committee's secretary enters of offers without individual needs test."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.cases.actions import OfferTerms
from samsyn.cases.offers import may_be_offered
from samsyn.people.queries import providers
from samsyn.web.shared.inputs import DayInput, long_text, offer, offer_rows
from samsyn.web.shared.wording import label

MINUTES = _("Till exempel: Socialnämnden 2026-08-27 § 91.")
NO_DAY = {"required": _("Välj en dag."), "invalid": _("Välj en dag.")}


class OfferForm(forms.Form):
    """One decision of the committee, as its minutes have it."""

    intervention = forms.ChoiceField(label=_("Insats"), error_messages={"required": _("Välj en insats i listan.")})
    provider: Any = forms.ModelChoiceField(
        queryset=None, empty_label=None, label=_("Enhet som ger stödet"),
        error_messages={"required": _("Välj enheten som ger stödet.")},
    )  # fmt: skip
    minutes = forms.CharField(
        max_length=60, label=_("Protokoll och paragraf"), help_text=MINUTES,
        error_messages={"required": _("Skriv vilket protokoll och vilken paragraf beslutet står i.")},
    )  # fmt: skip
    decided_on = forms.DateField(label=_("Beslutsdag"), widget=DayInput, error_messages=NO_DAY)
    target_group = long_text(
        rows=2, label=_("Vilka är erbjudandet till för?"),
        error_messages={"required": _("Skriv vilka erbjudandet är till för.")},
    )  # fmt: skip
    conditions = long_text(rows=3, required=False, label=_("Vad gäller? (villkor, tider, avgift)"))
    valid_from = forms.DateField(label=_("Gäller från och med"), widget=DayInput, error_messages=NO_DAY)
    valid_to = forms.DateField(
        label=_("Gäller till och med"), help_text=_("Lämna tomt om det gäller tills vidare."), widget=DayInput,
        required=False, error_messages=NO_DAY,
    )  # fmt: skip
    leaves_identity_out = forms.BooleanField(
        required=False, label=_("Det skrivs inte upp vem som kommer (14 kap. 5 § socialtjänstlagen)")
    )
    special_reasons = long_text(
        rows=2, required=False, label=_("Nämndens särskilda skäl för det"),
        help_text=_("Fyll i det här bara när ingen skrivs upp."),
    )  # fmt: skip
    is_documented = forms.BooleanField(required=False, initial=True, label=_("Det som görs dokumenteras"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "intervention", [(code, label("interventions", code)) for code in may_be_offered()])
        offer_rows(self, "provider", providers())

    @property
    def terms(self) -> OfferTerms:
        """What the action asks for, once the form is valid. Raises Invalid for what may not be offered so."""
        told = dict(self.cleaned_data)
        keeps_identity = not told.pop("leaves_identity_out")
        return OfferTerms(**told, keeps_identity=keeps_identity)


class AnnounceForm(forms.Form):
    """When the approved minutes were announced."""

    announced_on = forms.DateField(
        label=_("Dag då justeringen tillkännagavs på anslagstavlan"), widget=DayInput, error_messages=NO_DAY
    )


class EndOfferForm(forms.Form):
    """That the committee has ended the offer."""

    last_day = forms.DateField(label=_("Sista dag"), widget=DayInput, error_messages=NO_DAY)
    minutes = forms.CharField(
        max_length=60, label=_("Protokoll och paragraf"), help_text=MINUTES,
        error_messages={"required": _("Skriv vilket protokoll och vilken paragraf beslutet står i.")},
    )  # fmt: skip
