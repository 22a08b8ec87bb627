"""What caseworkers write about what comes in. The forms parse and clean; the actions decide."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from samsyn.people.access import FACTS
from samsyn.people.identity import Identity, read
from samsyn.people.languages import SPOKEN
from samsyn.people.refusals import Invalid
from samsyn.web.casework.words import BY_WHOM, CAUSES, CHANNELS, CLOSING, FORMS
from samsyn.web.shared.contact import phone_field, postcode_field, street_field, town_field
from samsyn.web.shared.inputs import DayInput, long_text, offer, offer_rows, once, time_of_day
from samsyn.web.shared.wording import say

NEW_CASE = "new"


def said(options: dict[str, str], *without: str) -> list[tuple[str, Any]]:
    """Choices out of a table of message ids."""
    return [(value, gettext_lazy(label)) for value, label in options.items() if value not in without]


class IdentityForm(forms.Form):
    """Who it is about: a number in any written form, or that it is not known."""

    number = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Personnummer eller samordningsnummer"),
        help_text=gettext_lazy("Tio eller tolv siffror, med eller utan streck. Till exempel 19400115-9807."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "short"}),
    )
    unknown = forms.BooleanField(required=False, label=gettext_lazy("Numret är inte känt"))

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.identity: Identity | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("number", "").strip()
        if not number and not cleaned.get("unknown"):
            raise forms.ValidationError(gettext("Skriv numret, eller kryssa i att det inte är känt."))
        if number and cleaned.get("unknown"):
            raise forms.ValidationError(gettext("Skriv numret eller kryssa i att det inte är känt, inte båda."))
        if number:
            try:
                self.identity = read(number, today=self.today)
            except Invalid as invalid:
                self.add_error("number", say(invalid.refusal))
        return cleaned


class PersonForm(forms.Form):
    """Somebody who is not known here before."""

    given_name = forms.CharField(
        max_length=80,
        label=gettext_lazy("Förnamn"),
        error_messages={"required": gettext_lazy("Skriv personens förnamn.")},
    )
    family_name = forms.CharField(
        max_length=80,
        label=gettext_lazy("Efternamn"),
        error_messages={"required": gettext_lazy("Skriv personens efternamn.")},
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Kön"),
        required=False,
        choices=[("", gettext_lazy("inte känt")), ("K", gettext_lazy("kvinna")), ("M", gettext_lazy("man"))],
        help_text=gettext_lazy("Behövs för det tillfälliga numret."),
    )
    street = street_field()
    postcode = postcode_field()
    town = town_field()
    phone = phone_field()
    language = forms.ChoiceField(
        choices=said(SPOKEN),
        initial="sv",
        label=gettext_lazy("Språk"),
        help_text=gettext_lazy("Det språk som personen helst talar."),
    )

    def __init__(self, *args: Any, known_number: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known_number:
            del self.fields["sex"]

    @property
    def contact(self) -> dict[str, str]:
        """What is known of how to reach the person."""
        return {k: self.cleaned_data[k] for k in ("street", "postcode", "town", "phone", "language")}


class ArrivalForm(forms.Form):
    """What came in, when, how and through whom."""

    join = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("Vilket ärende hör det till?"),
        error_messages={"required": gettext_lazy("Välj om det hör till ett öppet ärende eller är ett nytt.")},
    )
    form = forms.ChoiceField(
        choices=said(FORMS),
        widget=forms.RadioSelect,
        label=gettext_lazy("Ansökan eller anmälan?"),
        help_text=gettext_lazy("En ansökan utreds alltid. En anmälan bedöms först."),
        error_messages={"required": gettext_lazy("Välj om det är en ansökan eller en anmälan.")},
    )
    channel = forms.ChoiceField(
        choices=said(CHANNELS, "web"),
        widget=forms.RadioSelect,
        label=gettext_lazy("Hur kom det in?"),
        error_messages={"required": gettext_lazy("Välj hur det kom in.")},
    )
    by_whom = forms.ChoiceField(
        choices=said(BY_WHOM),
        widget=forms.RadioSelect,
        label=gettext_lazy("Vem har ansökt eller anmält?"),
        error_messages={"required": gettext_lazy("Välj vem som har ansökt eller anmält.")},
    )
    by_person = forms.ChoiceField(required=False, label=gettext_lazy("Vilken närstående?"))
    informant = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("Vem är det som anmäler?"),
        help_text=gettext_lazy("Namn och roll, till exempel distriktssköterska. Behövs om det är någon annan."),
    )
    asked_for = long_text(
        rows=5,
        label=gettext_lazy("Vad gäller det?"),
        help_text=gettext_lazy("Helst med personens egna ord."),
        error_messages={"required": gettext_lazy("Skriv vad ansökan eller anmälan gäller.")},
    )
    received_on = forms.DateField(
        widget=DayInput,
        label=gettext_lazy("Vilken dag kom det in?"),
        help_text=gettext_lazy("Dagen då det kom till kommunen, inte då det skrivs in."),
        error_messages={"required": gettext_lazy("Skriv vilken dag det kom in.")},
    )
    received_time = time_of_day(
        label=gettext_lazy("Klockan"),
        error_messages={"required": gettext_lazy("Skriv klockslaget, till exempel 14.20.")},
    )
    unit: Any = forms.ModelChoiceField(
        queryset=None,
        empty_label=None,
        label=gettext_lazy("Vilken enhet tar hand om det?"),
    )
    once = once()

    def __init__(
        self, *args: Any, units: Any, joinable: Iterable[Any], relatives: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "unit", units)
        cases = [(str(c.pk), _case_said(c)) for c in joinable]
        if cases:
            self.fields["join"].required = True
            offer(self, "join", [*cases, (NEW_CASE, gettext("Ett nytt ärende"))])
        else:
            del self.fields["join"]
        self._offer_relatives([(str(p.pk), p.name) for p in relatives])

    def _offer_relatives(self, relatives: list[tuple[str, str]]) -> None:
        """A relative can be chosen only where somebody has the authority."""
        if relatives:
            offer(self, "by_person", [("", gettext("Välj")), *relatives])
            return
        del self.fields["by_person"]
        offer(self, "by_whom", said(BY_WHOM, "relative"))
        self.fields["by_whom"].help_text = gettext(
            "Ingen närstående har fullmakt eller samtycke att ansöka åt personen."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        by_whom = cleaned.get("by_whom")
        if by_whom == "relative" and not cleaned.get("by_person"):
            self.add_error("by_person", gettext("Välj vilken närstående det är."))
        if by_whom == "other" and not cleaned.get("informant", "").strip():
            self.add_error("informant", gettext("Skriv vem som anmäler."))
        return cleaned

    @property
    def received_at(self) -> datetime:
        """When it came in."""
        day, clock = self.cleaned_data["received_on"], self.cleaned_data["received_time"]
        return timezone.make_aware(datetime.combine(day, clock))


def _case_said(case: Any) -> str:
    received = timezone.localtime(case.received_at)
    return gettext("{number}, kom in {day}").format(number=case.number, day=f"{received:%Y-%m-%d}")


class FactForm(forms.Form):
    """Something known about the person, and where it comes from."""

    key = forms.ChoiceField(
        choices=[("", gettext_lazy("Välj")), *said(FACTS)],
        label=gettext_lazy("Vilken uppgift?"),
        error_messages={"required": gettext_lazy("Välj vilken uppgift det gäller.")},
    )
    value = long_text(
        rows=2,
        max_length=2000,
        label=gettext_lazy("Vad är bekräftat?"),
        error_messages={"required": gettext_lazy("Skriv uppgiften.")},
    )
    source = forms.CharField(
        max_length=120,
        label=gettext_lazy("Var kommer det ifrån?"),
        help_text=gettext_lazy("Till exempel: personen själv vid besök, läkarintyg, folkbokföringen."),
        error_messages={"required": gettext_lazy("Skriv var uppgiften kommer ifrån.")},
    )


class ReasonForm(forms.Form):
    """Why a report leads to nothing more."""

    reason = long_text(
        rows=3,
        max_length=2000,
        required=False,
        label=gettext_lazy("Varför leder anmälan inte till utredning?"),
    )


class ReassessForm(forms.Form):
    """What leads to a new investigation, and why."""

    cause = forms.ChoiceField(
        choices=said(CAUSES, "follow_up"),
        widget=forms.RadioSelect,
        label=gettext_lazy("Vad är orsaken?"),
        error_messages={"required": gettext_lazy("Välj varför ärendet ska utredas på nytt.")},
    )
    why = long_text(
        rows=3,
        max_length=2000,
        label=gettext_lazy("Varför behöver ärendet utredas på nytt?"),
        help_text=gettext_lazy("Skriv vad som har hänt eller vad personen säger. Det står sedan överst i utredningen."),
        error_messages={"required": gettext_lazy("Skriv varför ärendet ska utredas på nytt.")},
    )


class CloseForm(forms.Form):
    """Why the case ends."""

    reason = forms.ChoiceField(
        choices=said(CLOSING, "moved"),  # a move is noted on its own page and ends the case
        widget=forms.RadioSelect,
        label=gettext_lazy("Varför avslutas ärendet?"),
        error_messages={"required": gettext_lazy("Välj varför ärendet avslutas.")},
    )


class AssignForm(forms.Form):
    """Who is to have the case."""

    to: Any = forms.ModelChoiceField(
        queryset=None,
        empty_label=gettext_lazy("Välj"),
        label=gettext_lazy("Handläggare"),
        error_messages={"required": gettext_lazy("Välj vem som ska ha ärendet.")},
    )

    def __init__(self, *args: Any, caseworkers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "to", caseworkers)
