"""Protected identity on the page of a person: what is noted, by whom, and how to reach them instead."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from samsyn.people.access import why_not_lift_protection
from samsyn.people.queries import names_of_actors, protection_history
from samsyn.people.refusals import N_
from samsyn.web.shared.inputs import DayInput, offer
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.cases.models import Case

KINDS = {
    "marked": N_("Sekretessmarkering"),
    "registered": N_("Skyddad folkbokföring"),
}
SAID = {**KINDS, "": N_("Inget skydd")}


class LiftForm(forms.Form):
    """What a note about protection rests on."""

    source = forms.CharField(
        max_length=120,
        label=_("Var kommer uppgiften ifrån?"),
        help_text=_("Till exempel: folkbokföringen, eller personen själv per telefon."),
        error_messages={"required": _("Skriv var uppgiften kommer ifrån.")},
    )
    known_on = forms.DateField(
        label=_("Vilken dag fick ni veta det?"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )


class ProtectForm(LiftForm):
    """Which protection, and how to reach the person without knowing where they are."""

    protection = forms.ChoiceField(
        label=_("Vilket skydd har personen?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vilket skydd personen har.")},
    )
    via = forms.CharField(
        required=False,
        max_length=200,
        label=_("Hur når man personen i stället?"),
        help_text=_(
            "Läses av alla som får läsa om personen. Skriv aldrig var personen finns. Till exempel: genom kvinnojouren,"
            " eller brev genom Skatteverkets förmedling."
        ),
    )

    field_order = ("protection", "source", "known_on", "via")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "protection", [(key, say(label)) for key, label in KINDS.items()])


def protection_shown(request: Request, case: "Case", bound: dict[str, forms.Form]) -> dict[str, Any]:
    """What the page says of protection: how it stands, its history, and the forms that change it."""
    changes = list(protection_history(case.person_id))
    names = names_of_actors({c.changed_by for c in changes})
    today = {"known_on": localdate(request.now)}
    via = {"protection": case.person.protection, "via": changes[0].via if changes else ""}
    why_not = why_not_lift_protection(request.actor)
    return {
        "protection_said": SAID[case.person.protection],
        "protection_changes": [(SAID[c.protection], c, names.get(c.changed_by, "")) for c in changes],
        "protect_form": bound.get("protect") or ProtectForm(initial={**today, **via}, auto_id="protect_%s"),
        "lift_form": bound.get("lift") or LiftForm(initial=today, auto_id="lift_%s"),
        "why_not_lift": why_not,
    }
