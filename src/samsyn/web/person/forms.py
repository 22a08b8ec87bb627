"""What the person writes. The forms parse and clean; the actions decide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.web.shared.answer_blanks import FUNCTIONS
from samsyn.web.shared.contact import ContactForm
from samsyn.web.shared.inputs import long_text, offer, once
from samsyn.web.shared.invited import InvitedForm

LONGEST_KEY = 19  # digits: no row has a longer key


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


class ConsentForm(InvitedForm):
    """Whom to let in, to what, and for how long."""

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, today=today, functions=FUNCTIONS)
        self.fields["identity"].help_text = _(
            "Numret till den som ska få se dina uppgifter eller hjälpa dig. Till exempel 19400115-9807."
        )
        self.fields["valid_to"].help_text = _("Lämna tomt om det ska gälla tills du tar tillbaka det.")


class OfferForm(forms.Form):
    """Which offers were asked about, and the button that was pressed."""

    offer = forms.TypedMultipleChoiceField(coerce=int)
    answer = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        sent = [text for text in data.getlist("offer") if text.isdecimal() and len(text) < LONGEST_KEY]
        offer(self, "offer", [(text, text) for text in sent])


class MyContactForm(ContactForm):
    """How we reach you."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["phone"].label = _("Ditt telefonnummer")
        self.fields["email"].label = _("Din e-post")
        self.fields["email"].help_text = _("Behövs inte. Brev och beslut finns alltid här.")
        self.fields["language"].label = _("Ditt språk")
        self.fields["language"].help_text = _("Det språk du helst talar. Säg till handläggaren om du vill ha tolk.")
