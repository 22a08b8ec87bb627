"""What is written of nights by camera. The forms parse and clean; the actions decide and say the limits."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.homecare.actions import Said
from samsyn.homecare.nightwatch.agreed import NightPlan, read_times
from samsyn.homecare.nightwatch.rules import NightRules
from samsyn.people.refusals import Invalid
from samsyn.web.shared.inputs import DayInput, long_text, offer, offer_rows
from samsyn.web.shared.wording import say

HANDS = [("paper", _("På papper")), ("spoken", _("Muntligt, vid ett besök eller per telefon"))]
NUMBERS = ("look_seconds", "retry_minutes", "window_minutes", "visit_minutes")


class NightPlanForm(forms.Form):
    """What is agreed with the person: times, waits, what is done, and their own words (SoL 10:4, 10:6)."""

    activity = forms.TypedChoiceField(coerce=int, label=_("Vilken aktivitet i planen gäller det?"))
    times = forms.CharField(
        max_length=200,
        label=_("Klockslag som personen har valt"),
        help_text=_("Med komma emellan, till exempel 23.00, 03.00. Ingen tittar på andra tider."),
        error_messages={"required": _("Skriv minst ett klockslag.")},
    )
    look_seconds = forms.IntegerField(label=_("Hur många sekunder får bilden vara tänd?"))
    retry_minutes = forms.IntegerField(label=_("Minuter till nästa titt om personen inte syns"))
    window_minutes = forms.IntegerField(label=_("Minuter som titten får dröja innan någon åker dit i stället"))
    visit_minutes = forms.IntegerField(label=_("Inom hur många minuter ska någon vara där?"))
    when_not_seen = long_text(
        rows=3,
        label=_("Vad görs när personen inte syns?"),
        help_text=_("Så att den som åker dit vet: nyckel, larm, vem som ska ringas."),
        error_messages={"required": _("Skriv vad som görs när personen inte syns.")},
    )
    persons_words = long_text(
        rows=3,
        label=_("Vad säger personen om kameran och tiderna?"),
        help_text=_("Med personens egna ord. Kameran är ett sätt som personen väljer, aldrig ett krav."),
        error_messages={"required": _("Skriv vad personen säger.")},
    )
    device = forms.CharField(
        max_length=64,
        label=_("Enhetens namn hos leverantören"),
        help_text=_("Bara enhetens namn, inget om personen."),
        error_messages={"required": _("Skriv enhetens namn.")},
    )

    def __init__(self, *args: Any, activities: list[tuple[int, str]], rules: NightRules, **kwargs: Any) -> None:
        usual = {name: getattr(rules, name).usual for name in NUMBERS}
        kwargs["initial"] = {**usual, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if activities:
            offer(self, "activity", activities)
        else:
            del self.fields["activity"]
        for name in NUMBERS:
            held = getattr(rules, name)
            self.fields[name].help_text = f"{held.least}\N{EN DASH}{held.most}"

    def clean_times(self) -> list[Any]:
        try:
            return list(read_times(self.cleaned_data["times"]))
        except Invalid as refused:
            raise forms.ValidationError(say(refused.refusal)) from None

    @property
    def plan(self) -> NightPlan:
        return NightPlan(**{name: value for name, value in self.cleaned_data.items() if name != "activity"})


class CohabitantForm(forms.Form):
    """Somebody who lives with the person."""

    name = forms.CharField(
        max_length=120,
        label=_("Namn på någon som bor där"),
        error_messages={"required": _("Skriv namnet på den som bor där.")},
    )


class SaidForm(forms.Form):
    """How a yes, or its taking back, came: on paper or in speech (SoLPuL 9)."""

    hand = forms.ChoiceField(choices=HANDS, widget=forms.RadioSelect, label=_("Hur sades det?"))
    source = forms.CharField(
        max_length=200,
        label=_("Vilket papper, eller när och till vem?"),
        error_messages={"required": _("Skriv vilket papper det är, eller när och till vem det sades.")},
    )

    @property
    def said(self) -> Said:
        return Said(self.cleaned_data["hand"], self.cleaned_data["source"])


class YesForm(SaidForm):
    """A yes that staff received, and whose it is."""

    who = forms.TypedChoiceField(coerce=int, label=_("Vem säger ja?"))

    def __init__(self, *args: Any, whose: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "who", whose)
        self.order_fields(["who", "hand", "source"])


class NightOffForm(forms.Form):
    """Which night is called off, among those that come."""

    night = forms.TypedChoiceField(coerce=date.fromisoformat, label=_("Vilken natt?"))

    def __init__(self, *args: Any, nights: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "night", nights)


class NotedOffForm(NightOffForm, SaidForm):
    """The same, noted by the staff who were told."""

    field_order = ("night", "hand", "source")


class EndForm(forms.Form):
    """Why the camera is taken away."""

    reason = forms.CharField(
        max_length=500,
        label=_("Varför tas kameran bort?"),
        error_messages={"required": _("Skriv varför kameran tas bort.")},
    )


class PermitForm(forms.Form):
    """Who may look, and from when to when."""

    staff: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        label=_("Vem?"),
        empty_label=_("Välj"),
        error_messages={"required": _("Välj vem som får titta.")},
    )
    valid_from = forms.DateField(widget=DayInput, label=_("Från och med"))
    valid_to = forms.DateField(widget=DayInput, label=_("Till och med"), help_text=_("Högst ett år i taget."))

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "staff", colleagues)


class ArriveForm(forms.Form):
    """How the person was, told by whoever has been there."""

    found = long_text(
        rows=3,
        label=_("Hur mådde personen och vad gjorde du?"),
        error_messages={"required": _("Skriv hur personen mådde och vad du gjorde.")},
    )
