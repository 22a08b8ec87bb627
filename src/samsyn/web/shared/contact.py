"""How to reach somebody, as a form: the part that a person changes on their own page and case handling too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.refusals import N_
from samsyn.web.shared.inputs import offer
from samsyn.web.shared.wording import say

LANGUAGES = {
    "sv": N_("svenska"),
    "fi": N_("finska"),
    "en": N_("engelska"),
    "ar": N_("arabiska"),
    "bs": N_("bosniska"),
    "fa": N_("persiska"),
    "so": N_("somaliska"),
    "pl": N_("polska"),
    "es": N_("spanska"),
    "se": N_("nordsamiska"),
    "swl": N_("svenskt teckenspråk"),
}


class ContactForm(forms.Form):
    """Phone, e-mail and language. `language` among the initial values is offered though it is not on the list."""

    phone = forms.CharField(
        required=False, max_length=30, label=_("Telefon"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "class": "short"}),
        error_messages={"max_length": _("Numret är för långt. Skriv ett nummer, högst 30 tecken.")},
    )  # fmt: skip
    email = forms.EmailField(
        required=False, max_length=254, label=_("E-post"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("Skriv hela adressen, till exempel namn@exempel.se, eller lämna tomt.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Språk"), help_text=_("Det språk som personen helst talar."),
        error_messages={"required": _("Välj ett språk."), "invalid_choice": _("Välj ett språk.")},
    )  # fmt: skip

    def __init__(self, *args, **more) -> None:
        super().__init__(*args, **more)
        offered = {code: say(name) for code, name in LANGUAGES.items()}
        known = self.initial.get("language", "")
        offer(self, "language", ((offered | {known: offered.get(known, known)}) if known else offered).items())
