"""What the provider's staff write. The forms parse and clean; the actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samsyn.homecare.actions import ActivityTerms
from samsyn.homecare.reasons import reasons_given
from samsyn.web.shared.inputs import DayInput, long_text, offer, offer_rows, time_of_day
from samsyn.web.shared.wording import labels

WEEKDAYS = [
    ("1", gettext_lazy("måndag")),
    ("2", gettext_lazy("tisdag")),
    ("3", gettext_lazy("onsdag")),
    ("4", gettext_lazy("torsdag")),
    ("5", gettext_lazy("fredag")),
    ("6", gettext_lazy("lördag")),
    ("7", gettext_lazy("söndag")),
]
OFTEN = [
    (1, gettext_lazy("varje vecka")),
    (2, gettext_lazy("varannan vecka")),
    (3, gettext_lazy("var tredje vecka")),
    (4, gettext_lazy("var fjärde vecka")),
]
HANDS = [
    ("spoken", gettext_lazy("Personen sa det")),
    ("paper", gettext_lazy("Personen skrev under på papper")),
]
LONGEST_DAY, MOST_VERSIONS = 24 * 60, 32767
MINUTES = {
    "required": gettext_lazy("Skriv hur många minuter det tog."),
    **dict.fromkeys(
        ("invalid", "min_value", "max_value"), gettext_lazy("Skriv minuterna i hela tal, från 1 till 1440.")
    ),
}
ANSWERS = [
    ("yes", gettext_lazy("Personen godkänner planen")),
    ("no", gettext_lazy("Personen vill ändra något")),
]


class AcceptForm(forms.Form):
    """Who will make the plan with the person."""

    contact: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Kontaktperson"),
        help_text=gettext_lazy("Gör planen tillsammans med personen. Väljs bland er omsorgspersonal."),
        empty_label=gettext_lazy("Välj"),
        error_messages={"required": gettext_lazy("Välj vem som blir kontaktperson.")},
    )

    def __init__(self, *args: Any, carers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "contact", carers)


class SayForm(forms.Form):
    """A reason, or a question, to the other side."""

    text = long_text(rows=3, required=False)

    def __init__(self, *args: Any, label: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, help_text


class ActivityForm(forms.Form):
    """One thing to be done, on which days and for how long."""

    what = forms.CharField(
        max_length=120,
        label=gettext_lazy("Vad ska göras?"),
        help_text=gettext_lazy("Med personens egna ord, till exempel: duscha före frukost."),
        error_messages={"required": gettext_lazy("Skriv vad som ska göras.")},
    )
    need = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=gettext_lazy("Vilket behov?"))
    goal = long_text(rows=3, required=False, label=gettext_lazy("Mål med aktiviteten"))
    how = long_text(
        rows=3,
        required=False,
        label=gettext_lazy("Hur?"),
        help_text=gettext_lazy("Hur personen vill ha det och vad personen gör själv."),
    )
    weekdays = forms.MultipleChoiceField(
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Vilka dagar?"),
        error_messages={"required": gettext_lazy("Välj minst en veckodag.")},
    )
    every_weeks = forms.TypedChoiceField(
        choices=OFTEN, required=False, coerce=int, empty_value=None, initial=1, label=gettext_lazy("Hur ofta?")
    )
    first_week = forms.DateField(
        required=False,
        widget=DayInput,
        label=gettext_lazy("Vilken vecka görs det första gången?"),
        help_text=gettext_lazy("Behövs bara om det inte görs varje vecka. Välj en dag i den veckan."),
    )
    start = time_of_day(
        label=gettext_lazy("Börjar klockan"),
        error_messages={"required": gettext_lazy("Skriv när det börjar, till exempel 07.30.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuter varje gång"),
        min_value=1,
        max_value=24 * 60,
        error_messages={"required": gettext_lazy("Skriv hur många minuter det tar.")},
    )
    responsible: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Vem gör det?"),
        empty_label=gettext_lazy("Bestäms när dagen planeras"),
    )

    def __init__(self, *args: Any, needs: Iterable[tuple[int, str]], carers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "need", [("", gettext_lazy("Hela beställningen")), *needs])
        offer_rows(self, "responsible", carers)

    def terms(self) -> ActivityTerms:
        """What is to be done. Raises Invalid in the rule's words."""
        said = self.cleaned_data
        weeks = said["every_weeks"] or 1
        return ActivityTerms(**{**said, "weekdays": "".join(said["weekdays"]), "every_weeks": weeks})


class ParticipationForm(forms.Form):
    """How the person took part, what they said, and when the plan is followed up."""

    participation = long_text(
        rows=3,
        required=False,
        label=gettext_lazy("Hur var personen med och gjorde planen?"),
        help_text=gettext_lazy("Behövs innan planen lämnas till personen."),
    )
    persons_words = long_text(rows=3, required=False, label=gettext_lazy("Vad sa personen, med egna ord?"))
    others_present = forms.CharField(required=False, max_length=200, label=gettext_lazy("Vilka fler var med?"))
    follow_up_on = forms.DateField(
        required=False,
        widget=DayInput,
        label=gettext_lazy("När följs planen upp?"),
        help_text=gettext_lazy("Inom sex månader."),
    )


class NotedAnswerForm(forms.Form):
    """An answer of the person's that the staff note: `answers` to choose among, and how it was given."""

    answers: list[tuple[str, Any]] = []

    answer = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Vad svarade personen?"),
        error_messages={"required": gettext_lazy("Välj vad personen svarade.")},
    )
    hand = forms.ChoiceField(
        choices=HANDS,
        widget=forms.RadioSelect,
        label=gettext_lazy("Hur gavs svaret?"),
        error_messages={"required": gettext_lazy("Välj hur svaret gavs.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "answer", self.answers)


class AnswerForm(NotedAnswerForm):
    """The person's answer to the plan, given by word of mouth or on paper."""

    answers = ANSWERS

    said_on = forms.DateField(
        required=False,
        widget=DayInput,
        label=gettext_lazy("När sa personen ja?"),
        help_text=gettext_lazy("Planen är aktuell i sex månader från den dagen."),
    )
    words = long_text(
        rows=3,
        required=False,
        label=gettext_lazy("Vad vill personen ändra?"),
        help_text=gettext_lazy("Behövs bara om personen vill ändra något."),
    )


class _TimeForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Varför?"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Välj varför det blev annorlunda.")),
    )
    note = long_text(rows=3, required=False, label=gettext_lazy("Något mer att berätta?"))

    def __init__(self, *args: Any, helped: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = reasons_given(helped=helped)
        known = [(code, label) for code, label in labels("reasons", "homecare") if code in given]
        offer(self, "reason", [("", gettext_lazy("Välj")), *known])


class VisitForm(_TimeForm):
    """What differed from what was planned. `seen` is the version that was shown when the form was drawn."""

    not_done = forms.BooleanField(required=False, label=gettext_lazy("Det blev inte av"))
    minutes = forms.IntegerField(
        required=False, min_value=1, max_value=LONGEST_DAY, label=gettext_lazy("Hur många minuter tog det?"),
        error_messages=MINUTES,
    )  # fmt: skip
    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)
    field_order = ["not_done", "minutes", "reason", "note"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("not_done"):
            cleaned["minutes"] = 0
            self.errors.pop("minutes", None)
        elif not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error(
                "minutes", gettext_lazy("Skriv hur många minuter det tog, eller kryssa i att det inte blev av.")
            )
        cleaned["seen"] = cleaned.get("seen") or 0  # what came without has read nothing
        self.errors.pop("seen", None)
        return cleaned


class ExtraForm(_TimeForm):
    """Help that was given and not planned."""

    day = forms.DateField(
        widget=DayInput,
        label=gettext_lazy("Vilken dag?"),
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Välj vilken dag hjälpen gavs.")),
    )
    start = time_of_day(
        label=gettext_lazy("Började klockan"),
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Skriv när hjälpen började, till exempel 14.20.")
        ),
    )
    minutes = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_DAY,
        label=gettext_lazy("Hur många minuter tog det?"),
        error_messages=MINUTES,
    )
    field_order = ["day", "start", "minutes", "reason", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, helped=True, **kwargs)
