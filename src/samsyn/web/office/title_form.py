"""Titles that rest on a proof, on the page of a member of staff: the form, and what the page says."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.queries import titles_noted
from samsyn.people.refusals import N_
from samsyn.web.shared.inputs import DayInput, offer
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.people.models import Staff

TITLES = {
    "certificate": N_("Bevis om yrkestiteln undersköterska"),
    "titled_2025": N_("Tillsvidareanställd med titeln undersköterska den 1 juli 2025"),
}


class TitleForm(forms.Form):
    """What somebody has shown, and what was seen."""

    key = forms.ChoiceField(label=_("Vad har personen visat?"), error_messages={"required": _("Välj vad.")})
    reference = forms.CharField(required=False, max_length=40, label=_("Bevisets nummer"))
    valid_from = forms.DateField(
        label=_("Gäller från"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )
    source = forms.CharField(
        max_length=120,
        label=_("Vad har du sett?"),
        help_text=_("Till exempel: beviset i original, eller anställningsavtalet."),
        error_messages={"required": _("Skriv vad du har sett.")},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"valid_from": today}, auto_id="title_%s")
        offer(self, "key", [("", _("Välj")), *((key, say(label)) for key, label in TITLES.items())])


def titles_of_member(staff: "Staff", form: TitleForm | None, today: date) -> dict[str, Any]:
    """What the page of a member of staff says of titles."""
    return {
        "titles": [(TITLES[t.key], t) for t in titles_noted(staff.pk)],
        "title_form": form or TitleForm(today=today),
    }
