"""What is open without an application, on several audiences' pages: how the right to apply is told; the letter."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from samsyn.cases.actions import Told
from samsyn.cases.queries import information_of
from samsyn.people.languages import NAMES, Language
from samsyn.people.refusals import N_
from samsyn.web.shared.inputs import DayInput, offer, once
from samsyn.web.shared.letters import Asked
from samsyn.web.shared.paper import Paper
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.cases.letters.blocks import Letter
    from samsyn.cases.models import ServiceOffer

WAYS = {
    "handed": N_("Jag lämnade informationen på papper"),
    "spoken": N_("Jag berättade"),
    "shown": N_("Jag visade informationen på skärmen"),
}


class ToldForm(forms.Form):
    """How the right to apply was told, and in which language (SoL 11:6)."""

    told_how = forms.ChoiceField(
        label=_("Hur har du berättat att det går att ansöka om mer eller annat stöd?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Säg hur du har berättat att det går att ansöka om mer stöd.")},
    )
    told_language = forms.ChoiceField(label=_("På vilket språk?"), initial=Language.SWEDISH)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "told_how", [(way, say(text)) for way, text in WAYS.items()])
        offer(self, "told_language", [(code.value, say(name)) for code, name in NAMES.items()])

    @property
    def told(self) -> Told:
        """What the action asks for, once the form is valid."""
        return Told(self.cleaned_data["told_how"], self.cleaned_data["told_language"])


class CountForm(ToldForm):
    """How many came where nobody is written down."""

    on = forms.DateField(
        label=_("Dag"), widget=DayInput, error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")}
    )
    count = forms.IntegerField(
        label=_("Hur många började?"), min_value=1, max_value=500, initial=1,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": _("Skriv hur många som började, högst 500 på en gång."),
            "invalid": _("Skriv hur många som började, högst 500 på en gång."),
            "min_value": _("Skriv hur många som började, högst 500 på en gång."),
            "max_value": _("Skriv hur många som började, högst 500 på en gång."),
        },
    )  # fmt: skip
    sex = forms.ChoiceField(required=False, label=_("Kön, om du vet"))
    once = once()

    field_order = ("on", "count", "sex", "told_how", "told_language")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "sex", [("", say(N_("Okänt kön"))), ("K", say(N_("Kvinnor"))), ("M", say(N_("Män")))])


def information(request: Request, offer: "ServiceOffer", asked: Asked) -> "Letter":
    """The information letter of an offer, as it was asked for."""
    return information_of(offer, sender=sender(), at=request.now, language=asked.language)


def as_pdf(letter: "Letter", offer: "ServiceOffer", asked: Asked) -> HttpResponse:
    """The same as a file to print and hand over. Its name holds no name."""
    return Paper(letter, name=f"oppet-stod-{offer.pk}-{asked.language}", large_print=asked.large)
