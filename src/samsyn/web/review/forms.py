"""The forms of reviews: what is doubtful, what a reviewer says, what the meeting came to, the unit's rule."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samsyn.cases.codes import code_list
from samsyn.people.refusals import Invalid
from samsyn.review.actions import Guess
from samsyn.review.reading import Answer
from samsyn.web.review.words import AGES, CAUSES, STEPS_DOWN, WAIVERS, outcome_choices
from samsyn.web.shared.inputs import long_text, offer
from samsyn.web.shared.wording import label, labels, say

BLANK = 2  # empty rows for interventions that nobody asked about


def _number(most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        required=False, min_value=0, max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": gettext_lazy("Skriv ett helt tal.")}, **more,
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What is said of one intervention: of one that is asked about, or of one to choose."""

    intervention = forms.ChoiceField(required=False, label=gettext_lazy("Insats"))
    outcome = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=gettext_lazy("Vad skulle du besluta?"))
    period = forms.ChoiceField(
        required=False,
        choices=[("minutes_week", gettext_lazy("i veckan")), ("minutes_month", gettext_lazy("i månaden"))],
        label=gettext_lazy("Tiden räknas"),
    )
    hours = _number(744, label=gettext_lazy("Timmar"))
    minutes = _number(59, label=gettext_lazy("Minuter"))
    count = _number(44_640, label=gettext_lazy("Antal"))
    goal = long_text(rows=2, required=False, label=gettext_lazy("Mål med insatsen"))
    why = long_text(rows=2, required=False, label=gettext_lazy("Varför"))

    def __init__(self, *args: Any, asked: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        offer(self, "outcome", outcome_choices())
        if asked:
            self.fields["intervention"].widget = forms.HiddenInput()
            self.fields["intervention"].initial = asked["intervention"]
            offer(self, "intervention", [(asked["intervention"], "")])
            timed = asked["unit"].startswith("minutes")
            for name in ("period", "count") if timed else ("period", "hours", "minutes"):  # counted as it is asked
                del self.fields[name]
        else:
            offer(self, "intervention", [("", gettext("Välj en insats")), *labels("interventions")])

    @property
    def name(self) -> str:
        """The intervention that is asked about, in words."""
        return label("interventions", self.asked["intervention"]) if self.asked else ""

    def answer(self) -> Answer | None:
        """What is said, or None where nothing is. What cannot be stands on its own field; then Invalid is raised."""
        data = self.cleaned_data
        if not data.get("outcome"):
            if any(data.get(name) for name in ("hours", "minutes", "count", "goal", "why")):
                self.add_error("outcome", gettext("Välj vad du skulle besluta, eller töm raden."))
                raise ValueError
            return None
        if not data.get("intervention"):
            self.add_error("intervention", gettext("Välj en insats i listan."))
            raise ValueError
        unit = self.asked["unit"] if self.asked else code_list("interventions")[data["intervention"]].extra["unit"]
        timed = unit.startswith("minutes")
        much = (data.get("hours") or 0) * 60 + (data.get("minutes") or 0) if timed else data.get("count") or 0
        try:
            return Answer(
                data["intervention"], data["outcome"], (data.get("period") or unit) if timed else unit,
                0 if data["outcome"] == "refused" else much, data["goal"], data["why"],
            )  # fmt: skip
        except Invalid as invalid:
            name = ("hours" if timed else "count") if invalid.field_name == "amount" else invalid.field_name
            self.add_error(name if name in self.fields else None, say(invalid.refusal))
            raise ValueError from invalid


class AnswerForms:
    """One form for each intervention that is asked about or answered, and some for others."""

    def __init__(self, data: Any, asked: Sequence[Mapping[str, Any]], answers: Iterable[Answer] = ()) -> None:
        by_code = {a.intervention: a for a in answers}
        rows = [dict(q) for q in asked]
        rows += [
            {"intervention": a.intervention, "unit": a.unit}
            for c, a in by_code.items()
            if c not in {q["intervention"] for q in rows}
        ]
        self.asked = [
            AnswerForm(data, asked=q, prefix=f"i{n}", initial=_initial(by_code.get(q["intervention"])))
            for n, q in enumerate(rows)
        ]
        self.blank = [AnswerForm(data, prefix=f"n{n}") for n in range(BLANK)]

    @property
    def all(self) -> list[AnswerForm]:
        """Every form, in the order it stands."""
        return [*self.asked, *self.blank]

    def answers(self) -> list[Answer] | None:
        """What is said, or None when something must be put right; it stands on its field."""
        wrong = [form for form in self.all if not form.is_valid()]  # every one is asked, so that all is said at once
        valid = not wrong
        found: list[Answer] = []
        for form in self.all if valid else ():
            try:
                answer = form.answer()
            except ValueError:
                valid = False
                continue
            found += [answer] if answer else []
        return found if valid else None

    @property
    def wrong(self) -> list[AnswerForm]:
        """The forms with something to put right."""
        return [form for form in self.all if form.is_bound and form.errors]


def _initial(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    timed = answer.unit.startswith("minutes")
    much = {"hours": answer.amount // 60, "minutes": answer.amount % 60} if timed else {"count": answer.amount}
    return {
        "outcome": answer.outcome, "goal": answer.goal, "why": answer.why, "period": answer.unit if timed else "",
        **(much if answer.amount else {}),
    }  # fmt: skip


class ReadingForm(forms.Form):
    """What is missing, and the guess that is free to leave out."""

    missing = long_text(
        rows=4, max_length=10_000, required=False, label=gettext_lazy("Vad saknas i underlaget?"),
        help_text=gettext_lazy("Det du skulle behöva veta för att bedöma behovet, eller mål som borde finnas."),
    )  # fmt: skip
    guess_sex = forms.ChoiceField(required=False, label=gettext_lazy("Kön"))
    guess_sex_sure = _number(100, label=gettext_lazy("Hur säker är du på könet? (procent)"))
    guess_age = forms.ChoiceField(required=False, label=gettext_lazy("Ålder"))
    guess_age_sure = _number(100, label=gettext_lazy("Hur säker är du på åldern? (procent)"))
    guess_words = long_text(
        rows=2, max_length=10_000, required=False, label=gettext_lazy("Vilka ord avslöjade det?")
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", gettext("Ingen gissning"))
        offer(self, "guess_sex", [none, ("K", gettext("Kvinna")), ("M", gettext("Man"))])
        offer(self, "guess_age", [none, *((code, gettext(text)) for code, text in AGES.items())])

    def guess(self) -> Guess:
        """The guess. Raises Invalid."""
        said = self.cleaned_data
        return Guess(
            said["guess_sex"], said["guess_sex_sure"], said["guess_age"], said["guess_age_sure"], said["guess_words"]
        )  # fmt: skip


class StepDownForm(forms.Form):
    """Why somebody else should read."""

    cause = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Varför?"),
        error_messages={"required": gettext_lazy("Välj varför du lämnar över läsningen.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cause", [(code, gettext(text)) for code, text in STEPS_DOWN.items()])


class NoteForm(forms.Form):
    """What the meeting says beside its lines."""

    note = long_text(
        rows=4, max_length=10_000, required=False, label=gettext_lazy("Det mötet vill säga till handläggaren")
    )


class WithdrawForm(forms.Form):
    """Why a packet is taken back."""

    why = long_text(
        rows=2, max_length=2_000, label=gettext_lazy("Varför drar du tillbaka det?"),
        error_messages={"required": gettext_lazy("Skriv varför underlaget dras tillbaka.")},
    )  # fmt: skip


class WaiverForm(forms.Form):
    """Why a case is decided without review."""

    cause = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Varför granskas det inte?"),
        error_messages={"required": gettext_lazy("Välj varför ärendet inte ska granskas.")},
    )  # fmt: skip
    why = long_text(
        rows=2, max_length=2_000, label=gettext_lazy("Förklara kort"),
        error_messages={"required": gettext_lazy("Skriv kort varför ärendet inte kan vänta på granskningen.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cause", [(code, gettext(text)) for code, text in WAIVERS.items()])


class DepartureForm(forms.Form):
    """Why the decision departs from the review for one intervention."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Orsak"),
        error_messages={"required": gettext_lazy("Välj varför beslutet avviker från granskningen.")},
    )  # fmt: skip
    why = long_text(
        rows=3, max_length=10_000, label=gettext_lazy("Förklara"),
        error_messages={"required": gettext_lazy("Skriv varför beslutet avviker från granskningen.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cause", [("", gettext("Välj orsak")), *((code, gettext(text)) for code, text in CAUSES.items())])


class RuleForm(forms.Form):
    """Which cases go to review, and who reads them."""

    mode = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Vilka ärenden granskas?"),
        error_messages={"required": gettext_lazy("Välj vilka ärenden som ska granskas.")},
    )  # fmt: skip
    share = _number(
        100,
        label=gettext_lazy("Andel, procent"),
        help_text=gettext_lazy("När lotten avgör vilka ärenden som granskas."),
    )
    interventions = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Insatser"),
        help_text=gettext_lazy("När ärenden med vissa insatser granskas."),
    )  # fmt: skip
    readers = forms.IntegerField(
        min_value=2, max_value=9, label=gettext_lazy("Hur många läser varje ärende?"),
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": gettext_lazy("Minst två och högst nio läser varje ärende."),
            "min_value": gettext_lazy("Minst två och högst nio läser varje ärende."),
            "max_value": gettext_lazy("Minst två och högst nio läser varje ärende."),
        },
    )  # fmt: skip
    readers_from = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("Varifrån lottas de?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mode", [
            ("all", gettext("Alla")), ("share", gettext("En andel, som lottas")),
            ("kinds", gettext("De som gäller vissa insatser")),
            ("request", gettext("De som handläggaren själv skickar")),
        ])  # fmt: skip
        offer(self, "readers_from", [
            ("others_first", gettext("Andra enheter först, sedan den egna")), ("others", gettext("Bara andra enheter")),
            ("any", gettext("Alla enheter lika")),
        ])  # fmt: skip
        offer(self, "interventions", labels("interventions"))
