"""What a follow-up asks, once for the meeting and once for each need. Nothing is chosen beforehand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samsyn.cases.actions import NeedResult
from samsyn.cases.codes import code_list
from samsyn.web.decisions.words import REACHED, RESULTS, ShownNeed
from samsyn.web.shared.inputs import DayInput, long_text, offer
from samsyn.web.shared.outcomes import level


class FollowUpForm(forms.Form):
    """The meeting: when, with whom, and what the person said."""

    held_on = forms.DateField(
        widget=DayInput,
        label=gettext_lazy("När var uppföljningen?"),
        error_messages={"required": gettext_lazy("Välj vilken dag uppföljningen var.")},
    )
    took_part = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Vilka var med?"),
        help_text=gettext_lazy("Till exempel personen själv, en anhörig, kontaktpersonen."),
    )
    persons_words = long_text(
        required=False,
        label=gettext_lazy("Vad sa personen, med egna ord?"),
    )
    next_on = forms.DateField(
        required=False,
        widget=DayInput,
        label=gettext_lazy("När ska det följas upp nästa gång?"),
        help_text=gettext_lazy("Behövs när något fortsätter eller ändras inom ramen."),
    )


def _radios(options: dict[str, str], label: Any, missing: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(code, gettext_lazy(text)) for code, text in options.items()],
        widget=forms.RadioSelect,
        label=label,
        error_messages={"required": missing},
    )


class NeedForm(forms.Form):
    """One need followed up: the level now, the goal in two views, and what comes of it."""

    level = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy("Nivå vid uppföljningen"),
        error_messages={"required": gettext_lazy("Välj en nivå på skalan.")},
    )
    reached_person = _radios(
        REACHED,
        gettext_lazy("Är målet nått, enligt personen?"),
        gettext_lazy("Svara ja, delvis eller nej för personen."),
    )
    reached_professional = _radios(
        REACHED,
        gettext_lazy("Är målet nått, enligt dig?"),
        gettext_lazy("Svara ja, delvis eller nej för din egen bedömning."),
    )
    comment = long_text(rows=2, required=False, label=gettext_lazy("Kommentar"))
    result = _radios(
        RESULTS, gettext_lazy("Vad leder uppföljningen till?"), gettext_lazy("Välj vad uppföljningen leder till.")
    )

    def __init__(self, data: Any = None, *, need: ShownNeed) -> None:
        super().__init__(data, prefix=f"behov-{need.pk}")
        self.need = need
        levels = [(code, level(int(code))) for code in code_list("levels")]
        offer(self, "level", [("", gettext_lazy("Välj")), *levels])

    def found(self) -> NeedResult:
        """What was found. Raises Invalid in the rule's words."""
        return NeedResult(need=self.need.pk, **self.cleaned_data)


def all_valid(forms_: Sequence[forms.Form]) -> bool:
    """Whether every form is valid, with the errors of all of them found."""
    return not [f for f in forms_ if not f.is_valid()]


def wrong_in(forms_: Sequence[forms.Form]) -> list[tuple[str, str, str]]:
    """Every error of several forms on one page: the id of the field, its label with the need's area, the sentence."""
    found = []
    for form in forms_:
        area = f"{form.need.area}: " if isinstance(form, NeedForm) else ""
        found += [("", "", str(error)) for error in form.non_field_errors()]
        found += [(b.id_for_label or b.auto_id, f"{area}{b.label}", str(b.errors[0])) for b in form if b.errors]
    return found
