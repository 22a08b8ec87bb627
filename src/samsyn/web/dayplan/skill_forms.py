"""What a planner notes of carers' skills, of what visits demand, and of who wants to tell whether they are a woman or a
man."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.refusals import N_
from samsyn.web.dayplan.forms import CHOOSE
from samsyn.web.shared.inputs import DayInput, offer
from samsyn.web.shared.wording import say

HEAVY = (N_("Inte tungt"), N_("Lite tungt"), N_("Tungt"), N_("Mycket tungt"))


class Seen(forms.Form):
    """A form that tells what was there when it was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> int:
        """What was seen; nothing that can be where the form does not say."""
        seen = self.cleaned_data["seen"]
        return -1 if seen is None else int(seen)


class SkillForm(Seen):
    """What, from when until when, and who delegated."""

    key = forms.ChoiceField(label=_("Vad"), error_messages={"required": _("Välj vad medarbetaren får göra.")})
    valid_from = forms.DateField(
        label=_("Från och med"), widget=DayInput, error_messages={"required": _("Välj första dagen.")}
    )
    valid_to = forms.DateField(
        label=_("Till och med"), widget=DayInput, required=False,
        help_text=_("En delegering har alltid en sista dag, högst ett år bort."),
    )  # fmt: skip
    decided_by = forms.CharField(
        label=_("Vem har delegerat"), required=False, max_length=120,
        help_text=_("Namn och titel på den som har beslutat delegeringen. Lämna tomt för språk och annat."),
    )  # fmt: skip

    def __init__(self, *args: Any, skills: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "key", [*CHOOSE, *skills])


class SexForm(Seen):
    """Woman, man, or nothing kept: never because nothing was chosen."""

    sex = forms.ChoiceField(
        label=_("Medarbetaren säger"), widget=forms.RadioSelect,
        choices=[("K", _("Kvinna")), ("M", _("Man")), ("forget", _("Ta bort uppgiften"))],
        error_messages={"required": _("Välj kvinna eller man, eller ta bort uppgiften.")},
    )  # fmt: skip

    def clean_sex(self) -> str:
        """As it is kept: "" for nothing."""
        return str(self.cleaned_data["sex"]).replace("forget", "")


class DemandForm(Seen):
    """Of what, which skill, how heavy, and how many come."""

    of = forms.ChoiceField(label=_("Gäller"), error_messages={"required": _("Välj vilka besök det gäller.")})
    skill = forms.ChoiceField(label=_("Den som kommer ska ha"), required=False)
    heavy = forms.TypedChoiceField(label=_("Hur tungt"), coerce=int, initial=0)
    staff = forms.TypedChoiceField(
        label=_("Hur många kommer samtidigt"), coerce=int, initial=1, required=False, empty_value=None,
        choices=[(1, _("En")), (2, _("Två"))],
    )  # fmt: skip
    second_skill = forms.ChoiceField(label=_("Kommer två ska den andra ha"), required=False)

    def __init__(self, *args: Any, of: list[tuple[str, str]], skills: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "of", of if len(of) == 1 else [*CHOOSE, *of])
        for name in ("skill", "second_skill"):
            offer(self, name, [("", _("Inget särskilt")), *skills])
        offer(self, "heavy", [(n, say(text)) for n, text in enumerate(HEAVY)])

    def clean_staff(self) -> int:
        """How many come; one where nothing is said."""
        return int(self.cleaned_data["staff"] or 1)
