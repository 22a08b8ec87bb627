"""What the administrator writes. The forms parse and clean; the actions decide."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from samsyn.people.queries import units
from samsyn.people.refusals import N_
from samsyn.people.roles import LABELS, STAFF, Role
from samsyn.web.shared.inputs import DayInput, offer
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

PURPOSES = {
    "assessment": N_("handlägger ärenden"),
    "provider": N_("utför insatser"),
    "office": N_("sköter nämndens kansli"),
}
OPERATORS = {"municipal": N_("kommunal"), "private": N_("privat")}


def _needed(text: "StrOrPromise") -> dict[str, Any]:
    return {"required": text, "invalid_choice": text, "invalid": text}


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(label=_("Namn"), max_length=100, error_messages=_needed(_("Skriv enhetens namn.")))
    purpose = forms.ChoiceField(label=_("Vad enheten gör"), error_messages=_needed(_("Välj vad enheten gör.")))
    operator = forms.ChoiceField(
        label=_("Kommunal eller privat"), error_messages=_needed(_("Välj kommunal eller privat."))
    )
    area = forms.CharField(
        label=_("Område"),
        help_text=_("Ansökningar från personer i området går hit. Lämna tomt om enheten tar hela kommunen."),
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "purpose", [(k, say(v)) for k, v in PURPOSES.items()])
        offer(self, "operator", [(k, say(v)) for k, v in OPERATORS.items()])


class StaffForm(forms.Form):
    """A new member of staff with a first password."""

    given_name = forms.CharField(label=_("Förnamn"), max_length=80, error_messages=_needed(_("Skriv förnamnet.")))
    family_name = forms.CharField(label=_("Efternamn"), max_length=80, error_messages=_needed(_("Skriv efternamnet.")))
    title = forms.CharField(
        label=_("Befattning"),
        help_text=_("Står i brev och i loggen, till exempel biståndshandläggare."),
        max_length=80,
        error_messages=_needed(_("Skriv befattningen.")),
    )
    username = forms.CharField(
        label=_("Användarnamn"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages=_needed(_("Skriv ett användarnamn.")),
    )
    password = forms.CharField(
        label=_("Första lösenordet"),
        help_text=_("Minst 12 tecken. Lämna det personligen, inte i ett mejl."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_needed(_("Skriv ett första lösenord.")),
    )

    def clean_username(self) -> str:
        """Without stray spaces, so that what is typed at the entry is the same."""
        return str(self.cleaned_data["username"]).strip()

    def clean_password(self) -> str:
        """A password that the rules for passwords let through."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class AppointForm(forms.Form):
    """A role at a unit from a day."""

    role = forms.ChoiceField(label=_("Roll"), error_messages=_needed(_("Välj en roll.")))
    unit = forms.ChoiceField(label=_("Enhet"), error_messages=_needed(_("Välj en enhet.")))
    valid_from = forms.DateField(
        label=_("Från och med"), widget=DayInput, error_messages=_needed(_("Välj en dag."))
    )  # fmt: skip
    delegate_as = forms.CharField(
        label=_("Delegat som"),
        help_text=_("Bara för delegater: befattningen i delegationsordningen, om den är en annan än personens egen."),
        max_length=80,
        required=False,
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"valid_from": today})
        offer(self, "role", [(r.value, say(LABELS[r])) for r in Role if r in STAFF])
        self.open_units = {str(u.pk): u for u in units().filter(closed_on=None).order_by("name")}
        purposes = {k: say(v) for k, v in PURPOSES.items()}
        offer(self, "unit", [(pk, f"{u.name} ({purposes[u.purpose]})") for pk, u in self.open_units.items()])

    def clean_role(self) -> Role:
        """The role as the rooms name it."""
        return Role(self.cleaned_data["role"])

    def clean_unit(self) -> Any:
        """The unit itself."""
        return self.open_units[self.cleaned_data["unit"]]


class EndForm(forms.Form):
    """The last day of a role."""

    last_day = forms.DateField(
        label=_("Sista dagen"), widget=DayInput, error_messages=_needed(_("Välj den sista dagen."))
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date, auto_id: str = "id_%s") -> None:
        super().__init__(data, initial={"last_day": today}, auto_id=auto_id)
