"""How to reach somebody, as a form: the part that a person changes on their own page and case handling too."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.actions import Overtaken
from samsyn.people.languages import SPOKEN
from samsyn.web.shared.asked import resent, tried
from samsyn.web.shared.inputs import offer
from samsyn.web.shared.wording import say

Done = TypeVar("Done")


def phone_field() -> forms.CharField:
    """A phone number."""
    return forms.CharField(
        required=False, max_length=30, label=_("Telefon"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "class": "short"}),
        error_messages={"max_length": _("Numret är för långt. Skriv ett nummer, högst 30 tecken.")},
    )  # fmt: skip


def postcode_field() -> forms.CharField:
    """A postcode, with or without its space."""
    return forms.CharField(
        required=False, max_length=6, label=_("Postnummer"), widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"max_length": _("Skriv postnumret med fem siffror, till exempel 123 45.")},
    )  # fmt: skip


def street_field() -> forms.CharField:
    """A street and a number."""
    return forms.CharField(
        required=False, max_length=100, label=_("Gatuadress"),
        error_messages={"max_length": _("Adressen är för lång. Skriv högst 100 tecken.")},
    )  # fmt: skip


def town_field() -> forms.CharField:
    """A town."""
    return forms.CharField(
        required=False, max_length=60, label=_("Ort"),
        error_messages={"max_length": _("Orten är för lång. Skriv högst 60 tecken.")},
    )  # fmt: skip


class ContactForm(forms.Form):
    """Phone, e-mail and language. `language` among the initial values is offered though it is not on the list.

    Beside each part, hidden, goes what stood there when the form was drawn: only what the writer has changed is stored,
    and nothing that somebody else has changed meanwhile is overwritten unread.
    """

    phone = phone_field()
    email = forms.EmailField(
        required=False, max_length=254, label=_("E-post"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages=dict.fromkeys(
            ("invalid", "max_length"), _("Skriv hela adressen, till exempel namn@exempel.se, eller lämna tomt.")
        ),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Språk"), help_text=_("Det språk som personen helst talar."),
        error_messages={"required": _("Välj ett språk."), "invalid_choice": _("Välj ett språk.")},
    )  # fmt: skip

    def __init__(self, *args, **more) -> None:
        super().__init__(*args, **more)
        offered = {code: say(name) for code, name in SPOKEN.items()}
        known = self.initial.get("language", "")
        offer(self, "language", ((offered | {known: offered.get(known, known)}) if known else offered).items())
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def changed(self) -> dict[str, str]:
        """What the writer has changed, once the form is valid."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name in self.changed_data}

    @property
    def read(self) -> dict[str, str]:
        """What the writer had before them; nothing of what was sent without."""
        hidden = ((name, self.data.get(self.add_initial_prefix(name))) for name in self.fields)
        return {name: text for name, text in hidden if text is not None}

    def change_with(self, act: Callable[[Mapping[str, str]], Done]) -> tuple[Done | None, int]:
        """Do what a valid form asks, as `asked.tried`; a part that is overtaken is shown as read in what comes next."""
        overtaken: list[Overtaken] = []

        def change() -> Done:
            try:
                return act(self.changed)
            except Overtaken as refused:
                overtaken.append(refused)
                raise

        done, status = tried(self, change)
        if overtaken:
            resent(self, {self.add_initial_prefix(part.field_name): part.now for part in overtaken})
        return done, status
