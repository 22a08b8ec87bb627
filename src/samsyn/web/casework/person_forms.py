"""What a caseworker writes about a person: how to reach them, who may act for them, their number, their death."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.access import BASES, FUNCTIONS
from samsyn.people.actions import Paper
from samsyn.people.identity import Identity
from samsyn.web.shared.contact import ContactForm, postcode_field, street_field, town_field
from samsyn.web.shared.inputs import DayInput, offer, offer_rows
from samsyn.web.shared.invited import InvitedForm, number_field, number_read
from samsyn.web.shared.wording import say


class ReachForm(ContactForm):
    """Address, phone, e-mail and language."""

    street = street_field()
    postcode = postcode_field()
    town = town_field()

    field_order = ("street", "postcode", "town", "phone", "email", "language")


class AuthorityForm(InvitedForm):
    """What a paper gives somebody the right to do, and who has seen it."""

    basis = forms.ChoiceField(
        label=_("Vad bygger rätten på?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad rätten bygger på.")},
    )
    source = forms.CharField(
        max_length=120,
        label=_("Vilket papper är det?"),
        help_text=_("Till exempel: registerutdrag från överförmyndaren 2026-02-11, eller samtycke undertecknat i dag."),
        error_messages={"required": _("Skriv vilket papper det är.")},
    )
    seen_by: Any = forms.ModelChoiceField(
        queryset=None,
        empty_label=None,
        label=_("Vem har sett pappret?"),
        error_messages={"required": _("Välj vem som har sett pappret.")},
    )

    field_order = (
        "basis", "identity", "given_name", "family_name", "functions", "valid_from", "valid_to", "source", "seen_by",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date, colleagues: Any, reader: int | None) -> None:
        super().__init__(
            data, today=today, functions=FUNCTIONS, initial={"seen_by": reader}, auto_id="authority_%s"
        )  # fmt: skip
        offer(self, "basis", [(key, say(label)) for key, label in BASES.items()])
        offer_rows(self, "seen_by", colleagues)
        self.fields["identity"].label = _("Personnummer för den som får rätten")
        self.fields["functions"].label = _("Vad ger pappret rätt till?")
        self.fields["functions"].help_text = _(
            "Välj bara det som står där. En god man eller förvaltare kan ansöka om uppdraget är att bevaka rätt"
            " eller sörja för person, inte om det bara är att förvalta egendom."
        )
        self.fields["valid_to"].help_text = _("Lämna tomt om det gäller tills vidare.")

    @property
    def paper(self) -> Paper:
        """The paper, once the form is valid."""
        return Paper(**{name: self.cleaned_data[name] for name in ("basis", "source", "seen_by")})


class EndAuthorityForm(forms.Form):
    """How the caseworker knows that somebody's right is over."""

    source = forms.CharField(
        max_length=120,
        label=_("Hur vet du att rätten har upphört?"),
        help_text=_("Till exempel: beslut från överförmyndaren 2026-02-11, eller personen sa det per telefon i dag."),
        error_messages={"required": _("Skriv hur du vet att rätten har upphört. Personen läser det.")},
    )

    def __init__(self, data: Any = None, *, consent: int) -> None:
        super().__init__(data, auto_id=f"end{consent}_%s")
        self.consent = consent


class NumberForm(forms.Form):
    """The number of somebody who has had a temporary one."""

    identity = number_field(_("Tio eller tolv siffror. Till exempel 19400115-9807."))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, auto_id="number_%s")
        self.today = today
        self.fields["identity"].label = _("Personnummer eller samordningsnummer")

    def clean_identity(self) -> Identity:
        """The number in its kept form."""
        return number_read(self.cleaned_data["identity"], self.today)


class DeathForm(forms.Form):
    """The day of a death, and who says so."""

    died_on = forms.DateField(
        label=_("Vilken dag avled personen?"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )
    source = forms.CharField(
        max_length=120,
        label=_("Var kommer uppgiften ifrån?"),
        help_text=_("Till exempel: folkbokföringen, eller dottern Eva per telefon."),
        error_messages={"required": _("Skriv var uppgiften kommer ifrån.")},
    )
    confirmed = forms.BooleanField(
        required=False, label=_("Dagen stämmer, fast en ansökan kom in senare (behövs bara då)")
    )
