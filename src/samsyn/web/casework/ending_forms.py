"""What is written when something is taken back, when somebody dies, moves, or a case is moved."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.cases.actions import TakenBack
from samsyn.cases.transfers import STEP_LABELS, TRANSITIONS, TransferState
from samsyn.web.shared.inputs import DayInput, long_text, offer, once
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.cases.models import DecisionLine
    from samsyn.people.models import Person

WITHDRAWN, PART = "whole", "part"
DAY = {"required": _("Välj en dag."), "invalid": _("Välj en dag.")}


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, error_messages=DAY, **more)


class WithdrawForm(forms.Form):
    """What is taken back, by whom, how and when."""

    about = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Vad tar personen tillbaka?"),
        error_messages={"required": _("Välj vad personen tar tillbaka.")},
    )
    by_person = forms.ChoiceField(required=False, label=_("Vem säger det?"))
    form = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Hur sades det?"),
        choices=[("oral", _("Muntligt")), ("written", _("Skriftligt"))],
        error_messages={"required": _("Välj om det sades eller skrevs.")},
    )
    day = _day(_("Vilken dag?"))
    what = long_text(
        rows=3,
        max_length=2000,
        label=_("Vad sa eller skrev personen?"),
        help_text=_("Helst med egna ord. Ingen får pressas att ta tillbaka: en ansökan ska annars få ett beslut."),
        error_messages={"required": _("Skriv vad personen tar tillbaka, helst med egna ord.")},
    )
    reasons = long_text(
        rows=2,
        max_length=2000,
        required=False,
        label=_("Varför skrivs ärendet av?"),
        help_text=_("Behövs när hela ansökan tas tillbaka. Avskrivningen är ett beslut och sparas med dag och namn."),
    )
    once = once()

    def __init__(
        self,
        data: Any = None,
        *,
        before: bool,
        lines: "dict[str, tuple[DecisionLine, str]]",
        relatives: "dict[str, Person]",
        today: date,
    ) -> None:
        super().__init__(data, initial={"day": today}, auto_id="withdraw_%s")
        self.lines, self.relatives = lines, relatives
        whole = [(WITHDRAWN, gettext("Hela ansökan")), (PART, gettext("En del av ansökan"))] if before else []
        granted = [(key, gettext("Beviljad hjälp: {what}").format(what=name)) for key, (_ln, name) in lines.items()]
        self.offered = [*whole, *granted]
        offer(self, "about", self.offered)
        offer(self, "by_person", [("", gettext("Personen själv")), *((k, p.name) for k, p in relatives.items())])
        if not relatives:
            del self.fields["by_person"]
        if not before:
            del self.fields["reasons"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.setdefault("reasons", "")
        return cleaned

    @property
    def line(self) -> "DecisionLine | None":
        """The granted line that is taken back, if it is one."""
        return self.lines.get(self.cleaned_data["about"], (None, ""))[0]

    def said(self) -> TakenBack:
        """What was said. Raises Invalid."""
        told = self.cleaned_data
        mark = told.get("once")
        return TakenBack(
            form=told["form"], day=told["day"], what=told["what"],
            by_person=self.relatives.get(told.get("by_person", "")), once=str(mark) if mark else "",
        )  # fmt: skip


class OutForm(forms.Form):
    """The person lives in another municipality."""

    municipality = forms.CharField(
        max_length=60, label=_("Till vilken kommun?"), error_messages={"required": _("Skriv vilken kommun.")}
    )
    day = _day(_("Vilken dag flyttade personen?"))
    why = long_text(rows=2, max_length=2000, required=False, label=_("Något mer att anteckna?"))


class StayForm(forms.Form):
    """The person is in another municipality and this one is still responsible."""

    where = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Vad gäller det?"),
        choices=[
            ("stay", _("Personen vistas där en kortare tid (29 kap. 5–6 §§)")),
            ("placed", _("Personen bor där genom vårt beslut (29 kap. 2 §)")),
        ],
        error_messages={"required": _("Välj om personen vistas där en kortare tid eller bor där genom ert beslut.")},
    )
    municipality = forms.CharField(
        max_length=60, label=_("I vilken kommun?"), error_messages={"required": _("Skriv vilken kommun.")}
    )
    day = _day(_("Från vilken dag?"))
    until = _day(_("Till vilken dag, om det är känt?"), required=False)
    what = long_text(
        rows=3,
        max_length=2000,
        required=False,
        label=_("Vad begär ni av den andra kommunen?"),
        help_text=_(
            "Till exempel hjälp med utredningen, eller att verkställa beslutet. Ni betalar för verkställigheten."
        ),
    )


class UnitForm(forms.Form):
    """The case moves to another unit."""

    to = forms.ChoiceField(
        label=_("Till vilken enhet?"),
        error_messages={"required": _("Välj en annan enhet som handlägger ärenden.")},
    )
    why = long_text(
        rows=2,
        max_length=2000,
        label=_("Varför flyttas ärendet?"),
        error_messages={"required": _("Skriv varför ärendet flyttas, så att den nya enheten vet.")},
    )

    def __init__(self, data: Any = None, *, units: list[Any]) -> None:
        super().__init__(data, auto_id="unit_%s")
        self.units = {str(u.pk): u for u in units}
        offer(self, "to", [("", gettext("Välj")), *((key, u.name) for key, u in self.units.items())])

    def clean_to(self) -> Any:
        """The unit itself."""
        return self.units[self.cleaned_data["to"]]


class TransferForm(forms.Form):
    """A written request that the case be moved to another municipality."""

    municipality = forms.CharField(
        max_length=60, label=_("Till vilken kommun?"), error_messages={"required": _("Skriv vilken kommun.")}
    )
    requested_on = _day(_("Vilken dag skickades begäran?"), help_text=_("Begäran ska vara skriftlig."))
    why = long_text(
        rows=3,
        max_length=2000,
        label=_("Varför ska ärendet flyttas?"),
        help_text=_("Var personen har sin starkaste anknytning, vad personen vill, och hur varaktigt behovet är."),
        error_messages={"required": _("Skriv varför ärendet ska flyttas: anknytning, önskemål och varaktighet.")},
    )


class StepForm(forms.Form):
    """What became of a request for transfer."""

    transfer = forms.IntegerField(widget=forms.HiddenInput)
    taken = forms.ChoiceField(
        widget=forms.RadioSelect, label=_("Vad har hänt?"), error_messages={"required": _("Välj vad som har hänt.")}
    )
    on = _day(_("Vilken dag?"))
    note = long_text(rows=2, max_length=2000, required=False, label=_("Något att anteckna?"))

    def __init__(self, data: Any = None, *, transfer: int, state: TransferState, today: date) -> None:
        super().__init__(data, initial={"transfer": transfer, "on": today}, auto_id="step_%s")
        steps = [step for before, step in TRANSITIONS if before is state]
        offer(self, "taken", [(str(step.value), say(STEP_LABELS[step])) for step in steps])


class GroundForm(forms.Form):
    """On which ground a decision gives less than what runs."""

    ground = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("På vilken grund ger beslutet mindre?"),
        error_messages={"required": _("Välj en grund i listan.")},
    )
    reasons = long_text(
        rows=3,
        label=_("Skälen"),
        help_text=_("Vad som har ändrats sedan det beslut som gäller, och hur ni vet det."),
        error_messages={"required": _("Skriv skälen till att beslutet ger mindre än det som gäller.")},
    )

    def __init__(self, data: Any = None, *, held: int, choices: list[tuple[str, str]], initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"ground{held}_%s")
        self.held = held
        offer(self, "ground", choices)
