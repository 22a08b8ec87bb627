"""What the person writes about a decision: the answer before it, the appeal after it, and that it takes too long."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.web.shared.inputs import long_text, once

TOO_LONG = {"max_length": _("Texten är för lång. Korta den till högst 20 000 tecken.")}


class HearingForm(forms.Form):
    """What do you say to it?"""

    text = long_text(
        rows=6,
        required=False,
        label=_("Vad vill du säga?"),
        help_text=_("Skriv om något är fel eller saknas, eller om du tycker annorlunda."),
        error_messages=TOO_LONG,
    )
    nothing_to_add = forms.BooleanField(required=False, label=_("Jag har läst det och har inget att säga"))
    once = once()


class MyAppealForm(forms.Form):
    """How should it be changed, and why?"""

    wanted = long_text(
        rows=4,
        label=_("Hur vill du att beslutet ska ändras?"),
        help_text=_("Till exempel: jag vill ha hjälp med dusch två gånger i veckan."),
        error_messages={"required": _("Skriv hur du vill att beslutet ska ändras."), **TOO_LONG},
    )
    grounds = long_text(
        rows=6,
        required=False,
        label=_("Varför tycker du det?"),
        help_text=_("Berätta det som är viktigt för dig."),
        error_messages=TOO_LONG,
    )
    attachments = long_text(
        rows=3,
        required=False,
        label=_("Finns det papper som visar det?"),
        help_text=_("Skriv vilka, ett på varje rad. Lämna eller skicka dem till oss, så följer de med."),
        error_messages=TOO_LONG,
    )
    once = once()


class RequestForm(forms.Form):
    """A request that the case be decided."""

    text = long_text(
        rows=3, required=False, label=_("Vill du säga något mer?"), help_text=_("Behövs inte."), error_messages=TOO_LONG
    )
    once = once()
