"""What a planner chooses: a carer, a time and a reason; a shift; two who are kept apart."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.homecare.dayplan.reasons import reasons_for_pattern, reasons_to_plan
from samsyn.homecare.queries import mondays
from samsyn.web.shared.inputs import DayInput, long_text, offer, offer_rows, time_of_day
from samsyn.web.shared.wording import label

CHOOSE = [("", _("Välj"))]
CLOCK = {"required": _("Skriv ett klockslag, till exempel 9.40."), "invalid": _("Skriv tiden som 9.40.")}


class MoveForm(forms.Form):
    """To whom and when, and why."""

    carer = forms.TypedChoiceField(
        label=_("Till vem"), coerce=int, error_messages={"required": _("Välj vem som ska komma.")}
    )
    start = time_of_day(label=_("Klockan"), error_messages=CLOCK)
    reason = forms.ChoiceField(label=_("Varför"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, carers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "carer", [*CHOOSE, *carers])
        offer(
            self, "reason", [*CHOOSE, *((code, label("plan_reasons", code, "homecare")) for code in reasons_to_plan())]
        )

    @property
    def minute(self) -> int:
        """The start in minutes from midnight. Only of a valid form."""
        start = self.cleaned_data["start"]
        return int(start.hour) * 60 + int(start.minute)


class ShiftForm(forms.Form):
    """Who works, from when until when, with which break and how."""

    staff: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Vem"), empty_label=_("Välj"), error_messages={"required": _("Välj vem som arbetar.")}
    )
    begins = time_of_day(label=_("Börjar"), error_messages=CLOCK)
    ends = time_of_day(label=_("Slutar"), error_messages=CLOCK)
    break_from = time_of_day(label=_("Rasten börjar tidigast"), required=False, error_messages=CLOCK)
    break_to = time_of_day(label=_("Rasten börjar senast"), required=False, error_messages=CLOCK)
    break_minutes = forms.IntegerField(
        label=_("Rast, minuter"), min_value=0, max_value=120, initial=30,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Skriv rastens minuter, från 0 till 120.")
        ),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("Tar sig fram"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Välj hur hen tar sig fram.")),
    )

    def __init__(self, *args: Any, carers: Any, modes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "staff", carers)
        offer(self, "mode", modes)


class ApartForm(forms.Form):
    """Who is kept apart from whom, by whose wish, from when, and why."""

    person = forms.TypedChoiceField(
        label=_("Person"), coerce=int, error_messages={"required": _("Välj vem det gäller.")}
    )
    staff: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Medarbetare"), empty_label=_("Välj"),
        error_messages={"required": _("Välj vilken medarbetare det gäller.")},
    )  # fmt: skip
    wish = forms.ChoiceField(
        label=_("Vems önskan"),
        choices=[
            ("person", _("Personens")),
            ("carer", _("Medarbetarens")),
            ("unit", _("Enhetens, till exempel släkt")),
        ],
        error_messages={"required": _("Välj vems önskan det är.")},
    )
    since = forms.DateField(label=_("Från och med"), widget=DayInput, error_messages={"required": _("Välj en dag.")})
    reason = long_text(
        rows=3, label=_("Varför"), max_length=1000,
        help_text=_("Läses ett i taget, och varje läsning syns i loggen. Planeringen använder det aldrig."),
        error_messages={"required": _("Skriv varför de hålls isär.")},
    )  # fmt: skip

    def __init__(self, *args: Any, carers: Any, persons: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "staff", carers)
        offer(self, "person", [*CHOOSE, *persons])


class PatternBeginForm(forms.Form):
    """From which Monday a pattern is made, and is to hold."""

    monday = forms.TypedChoiceField(
        label=_("Från och med måndag"), coerce=date.fromisoformat,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Välj någon av måndagarna i listan.")),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "monday", [(day.isoformat(), day.isoformat()) for day in mondays(today)])


class _PatternForm(forms.Form):
    """Why a pattern is changed; `seen` is the newest version that the page knew."""

    reason = forms.ChoiceField(label=_("Varför"), required=False)
    newest = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, today: date, seen: int = 0, holds_from: date | None = None) -> None:
        mark = f"{type(self).__name__.lower()}_%s"  # two of them stand on one page
        super().__init__(data, initial={"newest": seen, "ends_on": max(today, holds_from or today)}, auto_id=mark)
        told = [(code, label("pattern_reasons", code, "homecare")) for code in reasons_for_pattern()]
        offer(self, "reason", [*CHOOSE, *told])

    @property
    def seen(self) -> int:
        """The newest version that the page knew; none that there is where it is not told."""
        newest = self.cleaned_data["newest"]
        return -1 if newest is None else int(newest)


class PatternTakeForm(_PatternForm):
    """Why a pattern is taken in."""


class PatternEndForm(_PatternForm):
    """From which day no pattern holds, and why."""

    ends_on = forms.DateField(
        label=_("Gäller inte från och med"), widget=DayInput, error_messages={"required": _("Välj en dag.")}
    )
    field_order = ("ends_on", "reason", "newest")
