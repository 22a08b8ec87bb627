"""A talk between the person and those who help, as both sides see it, and the forms they write in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from samsyn.homecare.actions import answer_message, note_in_journal, note_message_read, write_message
from samsyn.homecare.message_access import why_not_answer_talk, why_not_write
from samsyn.homecare.queries import Talk, answer_by, line_of_talk, lines_of
from samsyn.people.refusals import N_
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.inputs import long_text, once
from samsyn.web.shared.journal import Desk
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import PersonMessage

LONGEST = 4_000
HANDS = {
    "self": "",
    "relative": N_("skrivet av någon med behörighet"),
    "spoken": N_("sagt till personalen, som skrev ner det"),
    "phone": N_("sagt på telefon, nedskrivet av personalen"),
    "paper": N_("skrivet på papper, inskrivet av personalen"),
}
MESSAGE_EVENTS: dict[str, str] = {
    "message.write": N_("skrev ett meddelande"),
    "message.answer": N_("svarade på ett meddelande"),
    "message.read": N_("skrev att ett meddelande är läst"),
    "message.meet": N_("läste svaret på ett meddelande"),
    "message.journal": N_("förde ett meddelande till journalen"),
    "message.told": N_("läste meddelandena"),
    "message.list": N_("såg att ett meddelande väntar"),
}


class WriteForm(forms.Form):
    """What the person writes."""

    text = long_text(
        rows=5, max_length=LONGEST, label=_("Ditt meddelande"),
        error_messages={
            "required": _("Skriv något innan du skickar."),
            "max_length": _("Texten är för lång. Korta den till högst 4 000 tecken."),
        },
    )  # fmt: skip
    once = once()


class ReplyForm(forms.Form):
    """The answer to the person, and up to which line it was written in knowledge of."""

    text = long_text(
        rows=4, max_length=LONGEST, label=_("Svar till personen"),
        help_text=_("Personen läser det på sin sida. Kort och vänligt räcker."),
        error_messages={
            "required": _("Skriv något innan du skickar."),
            "max_length": _("Texten är för lång. Korta den till högst 4 000 tecken."),
        },
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    once = once()


class NoteForm(forms.Form):
    """What the person said or wrote elsewhere."""

    text = long_text(
        rows=3, max_length=LONGEST, label=_("Vad sa eller skrev personen?"),
        error_messages={
            "required": _("Skriv vad personen sa."),
            "max_length": _("Texten är för lång. Korta den till högst 4 000 tecken."),
        },
    )  # fmt: skip
    hand = forms.ChoiceField(
        label=_("Hur sades det?"),
        choices=[("phone", _("på telefon")), ("spoken", _("till mig")), ("paper", _("på papper"))],
    )
    once = once()


@dataclass(frozen=True)
class Line:
    """One line as it is shown."""

    line: "PersonMessage"
    how: str
    is_new: bool
    in_journal: bool

    @property
    def from_person(self) -> bool:
        return self.line.sort == "written"

    @property
    def noted(self) -> bool:
        """Whether the staff wrote down what the person said."""
        return self.line.hand in {"spoken", "phone", "paper"}

    @property
    def is_read(self) -> bool:
        return self.line.sort == "read"


def shown_lines(lines: "list[PersonMessage]") -> list[Line]:
    """The lines of a talk, each with how it came and whether it is in the journal."""
    kept = {line.about_id for line in lines if line.sort == "journal"}
    return [
        Line(m, HANDS.get(m.hand, ""), m.sort == "answer" and m.met_at is None, m.pk in kept)
        for m in lines
        if m.sort != "journal"
    ]


def staff_talk(request: Request, talk: Talk, here: str) -> tuple[dict[str, Any] | HttpResponse, int]:
    """The staff's page of a talk: what was written, and three forms. What was done leads back to the page."""
    lines = lines_of(talk)
    seen = lines[-1].pk if lines else 0
    did = request.POST.get("do", "") if request.method == "POST" else ""
    answer = ReplyForm(request.POST if did == "answer" else None, initial={"seen": seen})
    note = NoteForm(request.POST if did == "note" else None, auto_id="note_%s")
    read = forms.Form({} if did == "read" else None)
    status, by, at = 200, request.actor, request.now
    whose: dict[str, Any] = {"case": talk.case, "order": talk.order, "by": by, "at": at}
    upto = request.POST.get("seen", "")
    acts: dict[str, tuple[forms.Form, Callable[[], Any]]] = {
        "answer": (answer, lambda: answer_message(**whose, seen=_seen(answer), **_typed(answer))),
        "note": (note, lambda: write_message(**whose, hand=note.cleaned_data["hand"], **_typed(note))),
        "read": (read, lambda: note_message_read(**whose, seen=int(upto) if _is_key(upto) else 0)),
    }
    if did in acts:
        done, status = tried(*acts[did])
        if done is not None:
            return HttpResponseRedirect(f"{here}?klart={did}"), 302
    context = {
        "talk": talk, "lines": shown_lines(lines), "answer_form": answer, "note_form": note, "seen": seen,
        "waits": any(m.sort == "written" and m.met_at is None for m in lines), "done": request.GET.get("klart", ""),
        "refused": " ".join(str(e) for e in read.non_field_errors()) if did == "read" else "",
        "answer_by": next((answer_by(m.at) for m in lines if m.sort == "written" and m.met_at is None), None),
        "why_not_answer": why_not_answer_talk(by, talk.facts),
        "why_not_note": why_not_write(by, talk.facts, noted=True),
    }  # fmt: skip
    return context, status


def _typed(form: forms.Form) -> dict[str, Any]:
    return {"text": form.cleaned_data["text"], "once": str(form.cleaned_data["once"] or "")}


def _seen(form: forms.Form) -> int:
    return min(form.cleaned_data["seen"] or 0, 2**62)


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def into_journal(
    request: Request, talk: Talk, pk: int, desk: Desk, begin: Callable[[], Any], drafts: Any, whose: int
) -> HttpResponse:
    """Take a line into the journal: a draft that holds it, to read through and sign. Pressed twice it is one draft."""
    with missing():
        line = line_of_talk(talk, pk)
    how = f" ({HANDS[line.hand]})" if HANDS.get(line.hand) else ""
    said = f"Meddelande från {line.by_name}{how}, {localtime(line.at):%Y-%m-%d %H.%M}:\n{line.text}"
    entry = next((one for one in drafts if not one.is_locked and one.text == said), None)
    if entry is None:
        entry = begin()
        desk.keep(entry=entry, place="text", value=said, base=0, by=request.actor, at=request.now)
    note_in_journal(message=line, by=request.actor, at=request.now)
    return HttpResponseRedirect(desk.url("entry_edit", whose, entry.pk))
