"""The forms of improvements."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from samsyn.improvement.actions import Plan
from samsyn.improvement.queries import owners
from samsyn.web.shared.inputs import DayInput, long_text, offer, once
from samsyn.web.shared.request import Request

NO_DAY = {"required": _("Välj en dag."), "invalid": _("Skriv dagen som 2026-11-24.")}


class PlanForm(forms.Form):
    """An improvement, in the order in which it is thought out: pattern, causes, tests, action."""

    pattern = long_text(
        label=_("Mönster: vilken skillnad ser ni?"), error_messages={"required": _("Skriv vilken skillnad ni ser.")}
    )
    causes = long_text(
        label=_("Möjliga orsaker"),
        help_text=_("Vad kan skillnaden bero på? Skriv inget som pekar ut en kollega eller en person ni hjälper."),
        error_messages={"required": _("Skriv vad den kan bero på. Är orsaken inte känd, skriv det.")},
    )
    tests = long_text(label=_("Så prövas orsakerna"), required=False)
    what = long_text(label=_("Vad ska göras?"), error_messages={"required": _("Skriv vad som ska göras.")})
    owner = forms.ChoiceField(label=_("Vem ansvarar?"), error_messages={"required": _("Välj vem som ansvarar.")})
    due_on = forms.DateField(label=_("Klart senast"), widget=DayInput, error_messages=NO_DAY)
    changed_on = forms.DateField(
        label=_("Den dag då förändringen börjar gälla"),
        help_text=_("Lämna tomt om det är samma dag som åtgärden ska vara klar."),
        widget=DayInput,
        required=False,
        error_messages=NO_DAY,
    )
    again_on = forms.DateField(
        label=_("Mät igen"),
        help_text=_("Tidigast tre månader efter att förändringen gäller. Mätningen görs natten till den dagen."),
        widget=DayInput,
        error_messages=NO_DAY,
    )
    once = once()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, request: Request, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        people = owners(on=localdate(request.now))
        offer(self, "owner", [("", "–"), *((str(one.pk), f"{one.name}, {one.title}") for one in people)])

    @property
    def plan(self) -> Plan:
        """What was filled in. Only of a valid form."""
        given = {name: self.cleaned_data[name] for name in Plan.__slots__ if name != "owner"}
        return Plan(owner=int(self.cleaned_data["owner"]), **given)


class EndForm(forms.Form):
    """What came of an improvement."""

    outcome = long_text(
        label=_("Vad ledde åtgärden till?"),
        help_text=_("Det som står här ändras inte efteråt."),
        error_messages={"required": _("Skriv vad åtgärden ledde till.")},
    )
