"""What is written in a journal of either side, and about it. The forms parse; the actions decide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.cases.journal import PLACES
from samsyn.web.shared.inputs import ClockInput, DayInput, long_text, offer, once
from samsyn.web.shared.wording import labels


class EntryForm(forms.Form):
    """A draft, every field of it saved as it is written."""

    kind = forms.ChoiceField(label=_("Vad är det?"))
    happened_on = forms.CharField(label=_("Vilken dag hände det?"), widget=DayInput)
    happened_time = forms.CharField(label=_("Klockan"), widget=ClockInput)
    text = long_text(
        rows=10,
        required=False,
        label=_("Anteckning"),
        help_text=_(
            "Skriv det som har betydelse: vad som hände, vad som sades och vad ni kom överens om. Skriv så att personen"
            " kan läsa det. Skilj på fakta och bedömning."
        ),
    )
    not_for_person = forms.BooleanField(
        required=False, label=_("Personen får inte se anteckningen, för att skydda någon annan")
    )
    not_for_person_why = long_text(
        rows=2,
        max_length=2000,
        required=False,
        label=_("Vem skulle skadas, och hur?"),
        help_text=_("Behövs bara om personen inte får se den (OSL 26:1). Personen ser att något inte visas."),
    )

    def __init__(self, data: Any = None, *, values: dict[str, str]) -> None:
        super().__init__(data, initial=values, auto_id="entry_%s")
        offer(self, "kind", labels("journal_kinds"))

    def places(self, bases: dict[str, int]) -> list[tuple[Any, str, int]]:
        """Each field with its place and the number of the text it is drawn with."""
        return [(self[place], place, bases.get(place, 0)) for place in PLACES]


class CorrectForm(forms.Form):
    """What is wrong in a locked entry."""

    reason = long_text(
        rows=2,
        max_length=2000,
        label=_("Vad är fel i anteckningen?"),
        error_messages={"required": _("Skriv vad som är fel och ska rättas.")},
    )


class CoverForm(forms.Form):
    """Why an entry does not belong here."""

    reason = long_text(
        rows=2,
        max_length=2000,
        label=_("Varför hör anteckningen inte hit?"),
        help_text=_("Till exempel: den gäller en annan person. Skriv inte vem."),
        error_messages={"required": _("Skriv varför anteckningen inte hör hit.")},
    )


class ObjectionForm(forms.Form):
    """What the person holds to be wrong. `said_on` is asked of staff who note it for the person."""

    said = long_text(
        rows=4,
        label=_("Vad är det som inte stämmer?"),
        error_messages={"required": _("Skriv vad som inte stämmer.")},
    )
    said_on = forms.DateField(
        widget=DayInput,
        label=_("Vilken dag sa personen det?"),
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )
    once = once()

    def __init__(self, data: Any = None, *, today: date, by_staff: bool) -> None:
        super().__init__(data, initial={"said_on": today}, auto_id="objection_%s")
        if by_staff:
            self.fields["said"].help_text = _("Skriv med personens egna ord.")
        else:
            del self.fields["said_on"]

    @property
    def told(self) -> dict[str, Any]:
        """What was said, when, and the form's mark."""
        found = self.cleaned_data
        mark = found.get("once")
        return {"said": found["said"], "said_on": found.get("said_on"), "once": str(mark) if mark else ""}


class ReplyForm(forms.Form):
    """An answer to an objection."""

    answer = long_text(
        rows=3,
        label=_("Svar till personen"),
        help_text=_("Personen läser svaret. Det går inte att ändra sedan."),
        error_messages={"required": _("Skriv vad du svarar.")},
    )

    def __init__(self, data: Any = None, *, objection: int) -> None:
        super().__init__(data, auto_id=f"reply{objection}_%s")
        self.objection = objection
