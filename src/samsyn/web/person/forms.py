"""What the person writes. The forms parse and clean; the actions decide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.identity import Identity, read
from samsyn.people.refusals import Invalid
from samsyn.web.person.words import FUNCTIONS
from samsyn.web.shared.inputs import DayInput, long_text, offer, once
from samsyn.web.shared.wording import say


class ApplyForm(forms.Form):
    """What do you need help with?"""

    asked_for = long_text(
        rows=7,
        label=_("Vad behöver du hjälp med?"),
        help_text=_("Skriv med egna ord. Det räcker med några rader. Handläggaren ringer och frågar om resten."),
        error_messages={
            "required": _("Skriv några ord om vad hjälpen gäller, så att vi kan börja."),
            "max_length": _("Texten är för lång. Korta den till högst 20 000 tecken."),
        },
    )
    once = once()


class AnswerForm(forms.Form):
    """Yes to the plan, or no and what should be different."""

    answer = forms.ChoiceField(
        label=_("Vad säger du om planen?"),
        choices=[("yes", _("Ja, planen är bra")), ("no", _("Nej, jag vill ändra något"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ja eller nej.")},
    )
    words = long_text(
        label=_("Vad vill du ändra?"),
        help_text=_("Fyll i det här om du svarar nej. Din kontaktperson läser det och gör om planen med dig."),
        required=False,
    )


class ConsentForm(forms.Form):
    """Whom to let in, to what, and for how long."""

    identity = forms.CharField(
        label=_("Personnummer"),
        help_text=_("Numret till den som ska få se dina uppgifter eller hjälpa dig. Till exempel 19400115-9807."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}),
        error_messages={"required": _("Skriv personnumret.")},
    )
    given_name = forms.CharField(
        label=_("Förnamn"), max_length=80, error_messages={"required": _("Skriv förnamnet.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    family_name = forms.CharField(
        label=_("Efternamn"), max_length=80, error_messages={"required": _("Skriv efternamnet.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    functions = forms.MultipleChoiceField(
        label=_("Vad får personen göra?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en sak som samtycket gäller.")},
    )
    valid_from = forms.DateField(
        label=_("Från och med"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )
    valid_to = forms.DateField(
        label=_("Till och med"),
        help_text=_("Lämna tomt om det ska gälla tills du tar tillbaka det."),
        widget=DayInput,
        required=False,
        error_messages={"invalid": _("Välj en dag, eller lämna tomt.")},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"valid_from": today})
        self.today = today
        offer(self, "functions", [(key, say(label)) for key, label in FUNCTIONS.items()])

    def clean_identity(self) -> Identity:
        """The number in its kept form."""
        try:
            return read(self.cleaned_data["identity"], today=self.today)
        except Invalid as invalid:
            raise forms.ValidationError(say(invalid.refusal)) from None
