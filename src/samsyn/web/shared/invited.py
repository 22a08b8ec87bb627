"""Naming somebody who is to have a right: number, name, what they may do, and for how long."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.actions import Invited
from samsyn.people.identity import Identity, read
from samsyn.people.refusals import Invalid
from samsyn.web.shared.inputs import DayInput, offer
from samsyn.web.shared.wording import say


def number_field(help_text: Any) -> forms.CharField:
    """An identity number as somebody writes it; the form reads it with `number_read`."""
    return forms.CharField(
        label=_("Personnummer"),
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false", "class": "short"}
        ),
        error_messages={
            "required": _("Skriv personnumret."),
            "max_length": _("Skriv personnumret med tio eller tolv siffror, till exempel 19400115-9807."),
        },
    )


def number_read(text: str, today: date) -> Identity:
    """The number in its kept form; raises the form's own error for what is no number."""
    try:
        return read(text, today=today)
    except Invalid as invalid:
        raise forms.ValidationError(say(invalid.refusal)) from None


def name_field(label: Any, needed: Any) -> forms.CharField:
    """A given or family name of somebody else than the one who writes."""
    return forms.CharField(
        label=label, max_length=80, error_messages={"required": needed},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class InvitedForm(forms.Form):
    """Whom, what and how long. `invited` is what the action asks for."""

    identity = number_field(_("Tio eller tolv siffror. Till exempel 19400115-9807."))
    given_name = name_field(_("Förnamn"), _("Skriv förnamnet."))
    family_name = name_field(_("Efternamn"), _("Skriv efternamnet."))
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
        widget=DayInput,
        required=False,
        error_messages={"invalid": _("Välj en dag, eller lämna tomt.")},
    )

    def __init__(self, data: Any = None, *, today: date, functions: Mapping[str, str], **more: Any) -> None:
        super().__init__(data, initial={"valid_from": today, **more.pop("initial", {})}, **more)
        self.today = today
        offer(self, "functions", [(key, say(label)) for key, label in functions.items()])

    def clean_identity(self) -> Identity:
        """The number in its kept form."""
        return number_read(self.cleaned_data["identity"], self.today)

    @property
    def invited(self) -> Invited:
        """Who, what and how long, once the form is valid."""
        names = ("identity", "given_name", "family_name", "functions", "valid_from", "valid_to")
        return Invited(**{name: self.cleaned_data[name] for name in names})
