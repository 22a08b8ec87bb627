"""What somebody asks the bench: one situation in fields, or several as lines of JSON, typed or in a file."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.cases.bench_lines import Question
from samsyn.people.refusals import N_
from samsyn.web.shared.inputs import offer
from samsyn.web.shared.wording import say

MOST_LINES = 500
MOST_BYTES = 300_000

QUESTIONS = {
    Question.CLOCK: N_("Frister: när börjar och slutar tiden?"),
    Question.REMEDY: N_("Rättsmedel: vad kan göras mot beslutet?"),
    Question.FEE: N_("Avgift: hur hög får den bli?"),
}
# The usual facts, by the key that the bench knows; help is an example.
OF_DECISIONS: tuple[tuple[str, Any, str], ...] = (
    ("law", _("Lag"), "SoL"),
    ("section", _("Paragraf"), "11:1"),
    ("outcome", _("Utfall"), "avslag"),
    ("decided", _("Beslutat"), "2026-03-02"),
    ("received", _("Del av beslutet"), "2026-03-05"),
    ("announced", _("Tillkännagivet på anslagstavlan"), "2026-03-09"),
    ("executed", _("Verkställt"), "2026-04-01"),
    ("interrupted", _("Avbrutet"), "2026-05-10"),
    ("changed", _("Ändrat förhållande"), "2026-03-15"),
    ("today", _("Sett från dagen"), "2026-06-01"),
)
OF_FEES: tuple[tuple[str, Any, str], ...] = (
    ("month", _("Månad"), "2026-03"),
    ("household", _("Hushåll"), "ensam, makar eller sambor"),
    ("income_month", _("Inkomst i månaden"), "15 000"),
    ("spouse_income_month", _("Makens inkomst i månaden"), "12 000"),
    ("housing", _("Bostad"), "own, contract eller no_contract"),
    ("housing_cost_month", _("Boendekostnad i månaden"), "5 000"),
    ("tariff_amount", _("Avgift enligt taxan"), "2 500"),
    ("own_cost_month", _("Kommunens självkostnad"), "9 000"),
)


class BenchForm(forms.Form):
    """What is asked, and the situations. `lines` are those to answer, once the form is valid."""

    question = forms.ChoiceField(
        label=_("Vad vill du veta?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad du vill veta."), "invalid_choice": _("Välj vad du vill veta.")},
    )
    situations = forms.CharField(
        label=_("Flera situationer"),
        help_text=_("En situation på varje rad, som ett JSON-objekt. Högst 500 rader."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "figure"}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("Eller en fil"), help_text=_("En textfil i UTF-8 med en situation på varje rad."), required=False
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"question": Question.CLOCK})
        offer(self, "question", [(key.value, say(text)) for key, text in QUESTIONS.items()])
        for name, label, example in (*OF_DECISIONS, *OF_FEES):
            self.fields[name] = forms.CharField(
                label=label, max_length=60, required=False,
                help_text=gettext("Till exempel {example}").format(example=example),
                widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
            )  # fmt: skip

    @property
    def of_decisions(self) -> list[forms.BoundField]:
        return [self[name] for name, _label, _example in OF_DECISIONS]

    @property
    def of_fees(self) -> list[forms.BoundField]:
        return [self[name] for name, _label, _example in OF_FEES]

    def clean_file(self) -> str:
        """The text of the file that was sent; nothing where none was."""
        sent = self.cleaned_data["file"]
        if not sent:
            return ""
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(gettext("Filen är för stor. Dela den i flera, högst 300 kB var."))
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(gettext("Filen är inte text i UTF-8. Spara om den och försök igen.")) from None

    def clean(self) -> dict[str, Any]:
        """Something is asked, and not too much."""
        cleaned = super().clean() or {}
        lines = self._all(cleaned)
        if len(lines) > MOST_LINES or sum(map(len, lines)) > MOST_BYTES:
            self.add_error("situations", gettext("Det är för många rader på en gång. Skriv högst 500."))
        elif not any(line.strip() for line in lines) and not self.errors:
            self.add_error(None, gettext("Fyll i några uppgifter, klistra in rader eller välj en fil."))
        return cleaned | {"lines": lines}

    def _all(self, cleaned: dict[str, Any]) -> list[str]:
        text = "\n".join(filter(None, (cleaned.get("situations", ""), cleaned.get("file") or "")))
        return [*filter(None, [self._one(cleaned)]), *text.splitlines()]

    def _one(self, cleaned: dict[str, Any]) -> str:
        """The fields as a line of JSON, without those that are empty."""
        of_fee = cleaned.get("question") == Question.FEE
        # A clock asks nothing of incomes, and a fee nothing of decisions but its law, its section and the change.
        names = [n for n, *_ in OF_FEES] if of_fee else [n for n, *_ in OF_DECISIONS]
        names += ["law", "section"] if of_fee else []
        given = {name: cleaned[name].strip() for name in dict.fromkeys(names) if cleaned.get(name, "").strip()}
        if of_fee and cleaned.get("changed", "").strip():
            given["changed_on"] = cleaned["changed"].strip()
        return json.dumps(given, ensure_ascii=False) if given else ""
