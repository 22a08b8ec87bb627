"""What fields say by themselves when nobody has written better words for them: our own, not Django's.

A form's own `error_messages` still come first; a test holds that none of Django's words are left.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CHOOSE = _("Välj ett av alternativen.")
AGAIN = _("Öppna sidan på nytt och försök igen.")
WORDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {
        "required": _("Det här behöver fyllas i."),
        "max_length": _("Texten är för lång. Korta den till högst %(limit_value)s tecken."),
        "min_length": _("Texten är för kort. Skriv minst %(limit_value)s tecken."),
        "min_value": _("Skriv ett tal som är minst %(limit_value)s."),
        "max_value": _("Skriv ett tal som är högst %(limit_value)s."),
        "null_characters_not_allowed": _("Texten har ett tecken som inte går att spara. Ta bort det."),
    },
    forms.IntegerField: {"invalid": _("Skriv ett heltal med siffror.")},
    forms.DecimalField: {"invalid": _("Skriv ett tal med siffror.")},
    forms.DateField: {"invalid": _("Skriv dagen som år, månad och dag, till exempel 2026-03-02.")},
    forms.TimeField: {"invalid": _("Skriv klockslaget som timme och minut, till exempel 07.30.")},
    forms.EmailField: {"invalid": _("Skriv hela adressen, till exempel namn@exempel.se.")},
    forms.UUIDField: {"invalid": AGAIN},
    forms.FileField: {
        "required": _("Välj en fil."),
        "invalid": AGAIN,
        "missing": _("Välj en fil."),
        "empty": _("Filen är tom. Välj en annan."),
        "max_length": _("Filens namn är för långt. Ge den ett kortare namn."),
    },
    forms.ChoiceField: {"invalid_choice": CHOOSE},
    forms.MultipleChoiceField: {"invalid_choice": CHOOSE, "invalid_list": CHOOSE},
    forms.ModelChoiceField: {"invalid_choice": CHOOSE},
    forms.ModelMultipleChoiceField: {"invalid_choice": CHOOSE, "invalid_list": CHOOSE, "invalid_pk_value": CHOOSE},
}


def use_own_words() -> None:
    """Give the kinds of fields these words instead of Django's."""
    for kind, words in WORDS.items():
        known: dict[str, Any] = kind.__dict__.get("default_error_messages", {})
        kind.default_error_messages = {**known, **words}
