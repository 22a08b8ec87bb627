"""The form where the caseworker settles what is doubtful: one question for each word, wherever it stands."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samsyn.review.actions import Settled
from samsyn.review.packet_text import HIDDEN, Change, Choice, Section
from samsyn.web.alike.masked import KINDS
from samsyn.web.shared.inputs import long_text

AROUND = 70  # characters of the text on each side of a word


class SettleForm(forms.Form):
    """What is doubtful, word by word; words to hide beside it; and which state of the packet the page showed."""

    hidden = long_text(
        rows=3, required=False, label=gettext_lazy("Dölj också de här orden"),
        help_text=gettext_lazy("Ett ord eller en fras på varje rad. De döljs överallt i underlaget."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, sections: Sequence[Section], version: int, typed: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial={"version": version, **(typed or {})})
        self.places: dict[str, list[tuple[int, int]]] = {}
        self.questions: list[tuple[str, str]] = []
        found: dict[tuple[str, str], str] = {}
        for s, section in enumerate(sections):
            for c, change in enumerate(section.changes):
                if not change.asks:
                    continue
                word = (change.original.casefold(), change.kind)
                if word not in found:
                    found[word] = self._ask(section, change)
                self.places[found[word]].append((s, c))

    def _ask(self, section: Section, change: Change) -> str:
        name = f"q{len(self.questions)}"
        hide = gettext("Dölj: {word}").format(word=change.writes) if change.writes != HIDDEN else gettext("Dölj ordet")
        self.fields[name] = forms.ChoiceField(
            required=False, widget=forms.RadioSelect, initial=change.choice.value,
            label=f"{change.original} ({gettext(KINDS[change.kind])})", help_text=_around(section.original, change),
            choices=[("hide", hide), ("keep", gettext("Låt det stå kvar"))],
        )  # fmt: skip
        writes = f"{name}_writes"
        self.fields[writes] = forms.CharField(
            required=False, max_length=200, label=gettext("Skriv i stället (om du döljer)"),
            initial=change.writes if change.choice is Choice.HIDE and change.writes != HIDDEN else "",
        )  # fmt: skip
        self.places[name] = []
        self.questions.append((name, writes))
        return name

    @property
    def shown(self) -> list[tuple[forms.BoundField, forms.BoundField, int]]:
        """Each question with the field for other words, and in how many places it stands."""
        return [(self[name], self[writes], len(self.places[name])) for name, writes in self.questions]

    def answers(self) -> list[Settled]:
        """What is answered, place by place."""
        said = self.cleaned_data
        return [
            Settled(s, c, Choice(said[name]), said[writes])
            for name, writes in self.questions
            if said[name]
            for s, c in self.places[name]
        ]

    def words(self) -> list[str]:
        """The words to hide beside what was found."""
        return [line.strip() for line in self.cleaned_data["hidden"].splitlines() if line.strip()]


def _around(text: str, change: Change) -> str:
    """The words on each side of a change, so that one sees what it is about."""
    before, after = text[: change.start], text[change.end :]
    first = before[-AROUND:].partition(" ")[2] if len(before) > AROUND else before
    last = after[:AROUND].rpartition(" ")[0] if len(after) > AROUND else after
    return " ".join(
        f"{'…' if first != before else ''}{first}{change.original}{last}{'…' if last != after else ''}".split()
    )
