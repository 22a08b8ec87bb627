"""What is written about decisions, orders and follow-ups. The forms parse and clean; the actions decide."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samsyn.cases.actions import LineTerms
from samsyn.cases.codes import code_list
from samsyn.web.decisions.words import COUNTED, ShownNeed
from samsyn.web.shared.inputs import DayInput, long_text, offer
from samsyn.web.shared.outcomes import OUTCOMES
from samsyn.web.shared.wording import labels

if TYPE_CHECKING:
    from samsyn.cases.models import DecisionLine
    from samsyn.homecare.models import Order
    from samsyn.people.models import Unit


def _number(most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": gettext_lazy("Skriv ett helt tal.")},
        **more,
    )


AMOUNTS_FOLLOW = {"hx-get": "", "hx-target": "#amounts", "hx-include": "#counted"}


class LineForm(forms.Form):
    """One line of a decision. What is granted as time is asked in hours and minutes, the rest as a number.

    Which of the two follows the intervention: `timed`.
    """

    intervention = forms.ChoiceField(label=gettext_lazy("Insats"))
    needs = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Vilka behov gäller insatsen?"),
        error_messages={"required": gettext_lazy("Välj minst ett behov som insatsen gäller.")},
    )
    outcome = forms.ChoiceField(
        choices=[(code, gettext_lazy(text)) for code, text in OUTCOMES.items()],
        widget=forms.RadioSelect,
        label=gettext_lazy("Hur blir beslutet?"),
        error_messages={"required": gettext_lazy("Välj om insatsen beviljas, beviljas delvis eller avslås.")},
    )
    period = forms.ChoiceField(
        choices=[
            ("minutes_week", gettext_lazy("i veckan")),
            ("minutes_month", gettext_lazy("i månaden")),
        ],
        label=gettext_lazy("Tiden räknas"),
    )
    applied_hours = _number(744, label=gettext_lazy("Sökt, timmar"))
    applied_minutes = _number(59, label=gettext_lazy("Sökt, minuter"))
    applied_count = _number(44_640, label=gettext_lazy("Sökt, antal"))
    hours = _number(744, label=gettext_lazy("Beviljas, timmar"))
    minutes = _number(59, label=gettext_lazy("Beviljas, minuter"))
    count = _number(44_640, label=gettext_lazy("Beviljas, antal"))
    valid_from = forms.DateField(
        widget=DayInput,
        label=gettext_lazy("Gäller från"),
        help_text=gettext_lazy("Första dagen."),
        error_messages={"required": gettext_lazy("Välj vilken dag beslutet börjar gälla.")},
    )
    valid_to = forms.DateField(
        required=False,
        widget=DayInput,
        label=gettext_lazy("Gäller till och med"),
        help_text=gettext_lazy("Lämna tomt om beslutet gäller tills vidare."),
    )
    goal = long_text(
        required=False,
        label=gettext_lazy("Mål med insatsen"),
        help_text=gettext_lazy(
            "Behövs för det som beviljas. Skriv själv, eller kopiera ur behovens mål och ändra det som ska ändras."
        ),
    )
    reasons = long_text(
        required=False,
        label=gettext_lazy("Skäl"),
        help_text=gettext_lazy(
            "Behövs när något avslås, helt eller delvis: vilka regler du har använt och vad som har varit"
            " avgörande (FL 32). Skriv så att personen förstår."
        ),
    )
    regime = forms.ChoiceField(label=gettext_lazy("Bestämmelse"))

    def __init__(
        self, *args: Any, needs: Sequence[ShownNeed], regimes: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "intervention", labels("interventions"))
        offer(self, "needs", [(n.pk, n.area) for n in needs])
        offer(self, "regime", regimes)
        self.fields["intervention"].widget.attrs |= AMOUNTS_FOLLOW
        self.needs_shown = needs
        self.timed = self.unit.startswith("minutes")
        for name in _COUNT if self.timed else _TIME:
            del self.fields[name]
        if not self.timed:
            for name in _COUNT:
                self.fields[name].help_text = gettext(COUNTED[self.unit])

    @property
    def unit(self) -> str:
        """The unit of the intervention that is chosen now."""
        chosen = self.data.get("intervention") if self.is_bound else self.initial.get("intervention")
        row = code_list("interventions").get(str(chosen))
        return row.extra["unit"] if row else "count"

    @property
    def counted(self) -> str:
        """What the amounts shown are counted in; while it stays the same nothing typed is shown anew."""
        return "time" if self.timed else self.unit

    @property
    def ticks(self) -> list[tuple[Any, ShownNeed]]:
        """For each need: its box and what stands beside it."""
        return list(zip(self["needs"], self.needs_shown, strict=True))

    def terms(self) -> LineTerms:
        """What the line says. Raises Invalid in the rule's words."""
        said = self.cleaned_data
        return LineTerms(
            intervention=said["intervention"],
            outcome=said["outcome"],
            unit=said["period"] if self.timed else self.unit,
            amount=self._amount("hours", "minutes", "count") or 0,
            applied=self._amount("applied_hours", "applied_minutes", "applied_count"),
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            needs=tuple(said["needs"]),
            goal=said["goal"],
            reasons=said["reasons"],
            regime=said["regime"],
        )

    def _amount(self, hours: str, minutes: str, count: str) -> int | None:
        said: dict[str, int | None] = self.cleaned_data
        if not self.timed:
            return said[count]
        if said[hours] is None and said[minutes] is None:
            return None
        return (said[hours] or 0) * 60 + (said[minutes] or 0)

    @property
    def places(self) -> dict[str, str]:
        """Where the action's refusals about amounts are shown."""
        if self.timed:
            return {"amount": "hours", "applied": "applied_hours"}
        return {"amount": "count", "applied": "applied_count"}


_TIME = ("period", "applied_hours", "applied_minutes", "hours", "minutes")
_COUNT = ("applied_count", "count")


def said_before(line: "DecisionLine") -> dict[str, Any]:
    """What a line says now, as the form shows it."""
    said = {
        "intervention": line.intervention,
        "outcome": line.outcome,
        "valid_from": line.valid_from,
        "valid_to": line.valid_to,
        "goal": line.goal,
        "reasons": line.reasons,
        "regime": line.regime,
        "needs": [n.pk for n in line.needs.all()],
    }
    amount = line.amount or None
    if not line.unit.startswith("minutes"):
        return said | {"applied_count": line.applied, "count": amount}
    asked, given = _hours(line.applied), _hours(amount)
    return said | {
        "period": line.unit,
        "applied_hours": asked[0],
        "applied_minutes": asked[1],
        "hours": given[0],
        "minutes": given[1],
    }


def _hours(minutes: int | None) -> tuple[int | None, int | None]:
    return divmod(minutes, 60) if minutes else (None, None)


class SummaryForm(forms.Form):
    """The words to the person that open the letter's reasons."""

    summary = long_text(
        rows=5,
        required=False,
        label=gettext_lazy("Sammanfattning till personen"),
        help_text=gettext_lazy("Vad du kom fram till och varför, i några meningar. Den står i brevet."),
    )


class NoteForm(forms.Form):
    """What the caseworker needs to do before the delegate can decide."""

    note = long_text(
        required=False,
        label=gettext_lazy("Vad behöver kompletteras?"),
        help_text=gettext_lazy("Handläggaren ser det överst i beslutet."),
    )


class CorrectionForm(forms.Form):
    """What is wrong in a signed decision."""

    reason = long_text(
        required=False,
        label=gettext_lazy("Vad är fel och ska rättas?"),
        help_text=gettext_lazy("Står i det rättade brevet, så att personen förstår varför det kommer ett nytt."),
    )


BESIDE = 0  # the answer that a new order replaces none of the earlier


class OrderForm(forms.Form):
    """Who is asked to do it, from when, and what they need to think of."""

    provider = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy("Utförare"),
        error_messages={"required": gettext_lazy("Välj en utförare i listan.")},
    )
    replaces = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        label=gettext_lazy("Vilken beställning ersätter den här?"),
        help_text=gettext_lazy("Den gamla avslutas och gäller till och med dagen före den nya börjar."),
        error_messages={"required": gettext_lazy("Välj vilken beställning den nya ersätter, eller ingen.")},
    )
    start_on = forms.DateField(
        widget=DayInput,
        label=gettext_lazy("Första dag"),
        error_messages={"required": gettext_lazy("Välj vilken dag hjälpen ska börja.")},
    )
    circumstances = long_text(
        required=False,
        label=gettext_lazy("Det här behöver utföraren tänka på"),
        help_text=gettext_lazy("Till exempel nyckel, hund eller språk. Skriv bara det som behövs för arbetet."),
    )

    def __init__(self, *args: Any, providers: Sequence["Unit"], earlier: Sequence["Order"] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {o.pk: o for o in earlier}
        if earlier:
            said = gettext("{provider}, från {day}")
            known = [(o.pk, said.format(provider=o.provider.name, day=o.start_on.isoformat())) for o in earlier]
            offer(self, "replaces", [*known, (BESIDE, gettext("Ingen: den nya gäller utöver dem"))])
            self.initial.setdefault("replaces", known[0][0] if len(known) == 1 else None)
        else:
            del self.fields["replaces"]
        self.providers = {u.pk: u for u in providers}
        kinds = {"municipal": gettext("Kommunal"), "private": gettext("Privat")}
        grouped = [
            (said, [(u.pk, f"{u.name}, {u.area}" if u.area else u.name) for u in providers if u.operator == kind])
            for kind, said in kinds.items()
        ]
        offer(self, "provider", [("", gettext("Välj")), *(g for g in grouped if g[1])])

    def chosen(self) -> "Unit":
        """The provider that was chosen."""
        return self.providers[self.cleaned_data["provider"]]

    def replaced(self) -> "Order | None":
        """The earlier order that this one takes the place of, if any."""
        return self.earlier.get(self.cleaned_data.get("replaces", BESIDE))


class ChangeForm(forms.Form):
    """The answer to a provider who asks for a change."""

    text = long_text(
        required=False,
        label=gettext_lazy("Ditt svar"),
        help_text=gettext_lazy("Läggs till i beställningen, som går ut på nytt."),
    )
    start_on = forms.DateField(
        widget=DayInput,
        label=gettext_lazy("Första dag"),
        error_messages={"required": gettext_lazy("Välj vilken dag hjälpen ska börja.")},
    )


class StopForm(forms.Form):
    """Why an order ends."""

    text = long_text(
        rows=3,
        required=False,
        label=gettext_lazy("Varför avslutas beställningen?"),
        help_text=gettext_lazy("Utföraren läser det."),
    )


def first_day(valid_from: date, valid_to: date | None, today: date) -> date:
    """The day that an order starts unless another is chosen: today, or when the decision begins."""
    day = max(valid_from, today)
    return min(day, valid_to) if valid_to else day
