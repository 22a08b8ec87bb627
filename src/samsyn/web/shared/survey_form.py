"""The survey's questions as a form, and as a form on paper in large type with the code that answers once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext, override

from samsyn.improvement.survey import KINDS, Question, questions
from samsyn.web.shared.paper_form import Block, Form, form_pdf, heading, text, tick
from samsyn.web.shared.wording import long_date, say

if TYPE_CHECKING:
    from samsyn.improvement.models import SurveyInvitation


Change = Callable[[str], str]


class SurveyForm(forms.Form):
    """A choice for each question; none of them has to be answered."""

    def __init__(self, data: Any = None, *, asked: Sequence[Question], **more: Any) -> None:
        super().__init__(data, **more)
        self.asked = [q.code for q in asked]
        for question in asked:
            label, answers = question.said((get_language() or "sv").split("-")[0])
            self.fields[question.code] = forms.TypedChoiceField(
                label=label, choices=[(str(n), answer) for n, answer in enumerate(answers, 1)], coerce=int,
                widget=forms.RadioSelect, required=False, empty_value=None,
                error_messages={"invalid_choice": gettext("Välj ett av svaren.")},
            )  # fmt: skip

    @property
    def answers(self) -> dict[str, int]:
        """What was chosen, by the question's code."""
        return {code: self.cleaned_data[code] for code in self.asked if self.cleaned_data.get(code)}

    @property
    def spots(self) -> list[Any]:
        """The questions' fields, in their order."""
        return [self[code] for code in self.asked]


def asked_in(invitation: "SurveyInvitation") -> tuple[Question, ...]:
    """The questions of an invitation's round."""
    return questions(invitation.round.kind, invitation.round.version)


def survey_pdf(
    invitation: "SurveyInvitation", *, language: str, sender: str, today: date, change: Change = str
) -> bytes:
    """The questionnaire on paper, with the code, and without the person's name."""
    with override(language):
        kind = KINDS[invitation.round.kind]
        title = say(kind.name)
        blocks: list[Block] = [
            heading(1, title),
            text(gettext("Sätt ett kryss vid ett svar på varje fråga. Du kan hoppa över en fråga.")),
            text(gettext("Skriv inte ditt namn. Dina svar räknas ihop med andras. Ingen ser vad just du har svarat.")),
        ]
        if kind.easy:
            blocks.append(text(gettext("Du svarar själv. Ingen annan svarar åt dig.")))
        for number, question in enumerate(asked_in(invitation), 1):
            said, answers = question.said(language)
            blocks += [heading(2, f"{number}. {said}"), *(tick(answer) for answer in answers)]
        last = long_date(invitation.round.last_day)
        blocks += [
            heading(2, gettext("Så skickar du svaret")),
            text(gettext("Lägg papperet i ett kuvert och stäng det. Skriv på kuvertet:")),
            text(f"{sender}, {title}"),
            text(
                gettext("Svaret behöver komma fram senast {day}. Du kan också ringa och säga koden.").format(day=last)
            ),
            heading(2, gettext("Din kod: {code}").format(code=f"{invitation.code[:5]} {invitation.code[5:]}")),
        ]
        return form_pdf(Form(title, sender, language, tuple(blocks)), today=today, change=change)
