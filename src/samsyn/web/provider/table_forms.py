"""What is said and tapped at the table. The forms parse and clean; the actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samsyn.homecare.week import PARTS_OF_DAY
from samsyn.people.languages import SPOKEN
from samsyn.web.shared.inputs import long_text, offer
from samsyn.web.shared.wish_words import SEXES, TIMES
from samsyn.web.shared.wording import say

PARTS = {
    "morning": gettext_lazy("på morgonen, kl. 8"),
    "forenoon": gettext_lazy("på förmiddagen, kl. 10"),
    "midday": gettext_lazy("mitt på dagen, kl. 12"),
    "afternoon": gettext_lazy("på eftermiddagen, kl. 14.30"),
    "evening": gettext_lazy("på kvällen, kl. 19"),
    "night": gettext_lazy("sent på kvällen, kl. 22.30"),
}
LENGTHS = (10, 15, 20, 30, 40, 45, 60, 75, 90, 120, 180)
CHANGES = ("away", "longer", "shorter", *(f"to{n}" for n in range(1, 8)))
ANSWERS = [("yes", gettext_lazy("Ja, planen är bra")), ("no", gettext_lazy("Nej, jag vill ändra något"))]


class PutForm(forms.Form):
    """A thing of the menu, when in the day, how long, and on which weekday: the day is the button that is pressed."""

    item = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Vad vill du göra?"),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Välj först något i listan, sedan en dag.")
        ),
    )
    part = forms.ChoiceField(
        choices=list(PARTS.items()), label=gettext_lazy("När på dagen?"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Välj när på dagen.")),
    )  # fmt: skip
    minutes = forms.IntegerField(
        required=False,
        widget=forms.Select,
        label=gettext_lazy("Hur länge?"),
        error_messages={"invalid": gettext_lazy("Välj hur länge det tar.")},
    )
    day = forms.IntegerField(error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Välj en veckodag.")))

    def __init__(self, *args: Any, items: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "item", [(key, key) for key in items])
        said = [(str(n), gettext_lazy("{n} minuter").format(n=n)) for n in LENGTHS]
        self.fields["minutes"].widget.choices = [("", gettext_lazy("som det brukar ta")), *said]

    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        said = self.cleaned_data
        return {
            "item": said["item"], "day": said["day"], "minutes": said["minutes"],
            "start": PARTS_OF_DAY[said["part"]],
        }  # fmt: skip


class ChangeForm(forms.Form):
    """One thing on one day, and what to do with it."""

    activity = forms.IntegerField()
    day = forms.IntegerField()
    do = forms.ChoiceField(choices=[(key, key) for key in CHANGES])


class OwnForm(forms.Form):
    """Something of the person's own."""

    what = forms.CharField(
        max_length=120,
        label=gettext_lazy("Något eget"),
        help_text=gettext_lazy("Till exempel: fika på torget."),
        error_messages={"required": gettext_lazy("Skriv vad personen vill använda tiden till.")},
    )
    need = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Vilket behov hör det till?"))
    minutes = forms.IntegerField(
        initial=30, label=gettext_lazy("Hur många minuter?"),
        error_messages={"required": gettext_lazy("Skriv hur många minuter det tar."),
                        "invalid": gettext_lazy("Skriv minuterna i hela tal, från 1 till 1440.")},
    )  # fmt: skip

    def __init__(self, *args: Any, needs: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "need", list(needs))


class WishForm(forms.Form):
    """When, by whom, in which language, by a woman or a man, and what matters."""

    times = forms.MultipleChoiceField(
        choices=list(TIMES.items()), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("När?")
    )
    by_whom = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Vem?"),
        help_text=gettext_lazy("Till exempel: helst Omar, helst samma personer."),
    )  # fmt: skip
    language = forms.ChoiceField(required=False, label=gettext_lazy("På vilket språk?"))
    carer_sex = forms.ChoiceField(
        choices=list(SEXES.items()),
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("En kvinna eller en man?"),
    )
    matters = long_text(
        rows=3, required=False, label=gettext_lazy("Vad är viktigt för mig?"),
        help_text=gettext_lazy("Det här läser de som kommer hem till dig."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "language", [("", gettext_lazy("Spelar ingen roll")), *((k, say(v)) for k, v in SPOKEN.items())])


class TapForm(forms.Form):
    """The person's own answer on the staff's tablet, with their name."""

    answer = forms.ChoiceField(
        choices=ANSWERS,
        widget=forms.RadioSelect,
        label=gettext_lazy("Vad säger du om planen?"),
        error_messages={"required": gettext_lazy("Välj ja eller nej.")},
    )
    words = long_text(rows=2, required=False, label=gettext_lazy("Vad vill du ändra?"))
    name = forms.CharField(
        required=False, max_length=120, label=gettext_lazy("Ditt namn"),
        help_text=gettext_lazy("Skriv ditt namn själv. Då vet alla att det var du som svarade."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )  # fmt: skip
