"""What the authority writes about hearing, telling and appealing. The forms parse; the actions decide."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.web.casework import appeal_words as words
from samsyn.web.shared.inputs import DayInput, long_text, offer, once
from samsyn.web.shared.wording import labels


def _day(label: Any, **more: Any) -> forms.DateField:
    wrong = {"required": _("Välj dag."), "invalid": _("Skriv dagen som år-månad-dag.")}
    return forms.DateField(widget=DayInput, label=label, error_messages=wrong, **more)


def _choice(label: Any, codes: Mapping[str, str], *, leave_out: Iterable[str] = (), **more: Any) -> forms.ChoiceField:
    shown = [(code, _(text)) for code, text in codes.items() if code not in leave_out]
    return forms.ChoiceField(
        label=label, choices=shown, widget=forms.RadioSelect, error_messages={"required": _("Välj ett svar.")}, **more
    )


class SendForm(forms.Form):
    """How the material is laid before the person, and how long they have."""

    way = _choice(_("Hur får personen underlaget?"), words.WAYS, leave_out=("email", "committee"))
    sent_on = _day(_("Dagen då personen får det eller det skickas"))
    answer_by = _day(_("Personen kan svara till och med"), help_text=_("Ge så lång tid som personen behöver."))
    message = long_text(rows=3, required=False, label=_("Något du vill säga till personen"))
    once = once()


class WaiveForm(forms.Form):
    """Why the person is not heard first."""

    reason = forms.ChoiceField(
        label=_("Lagens skäl"), widget=forms.RadioSelect, error_messages={"required": _("Välj ett av lagens skäl.")}
    )
    why = long_text(rows=3, required=False, label=_("Varför gäller skälet här?"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "reason", labels("waivers"))


class AnswerForm(forms.Form):
    """What the person said, taken down by the caseworker."""

    text = long_text(required=False, label=_("Svaret"), help_text=_("Skriv så som personen sa det."))
    nothing_to_add = forms.BooleanField(required=False, label=_("Personen har inget att säga"))
    received_on = _day(_("Dagen då svaret kom"))
    way = _choice(_("Hur kom svaret?"), words.WAYS, leave_out=("web", "email"))
    by_whom = _choice(_("Vem svarade?"), words.BY_WHOM, initial="person")
    once = once()


class NoticeForm(forms.Form):
    """How and when the person was told of the decision."""

    way = _choice(_("Hur fick personen veta beslutet?"), words.TOLD_WAYS, leave_out=("web",))
    sent_on = _day(_("Dagen då det skickades"), required=False)
    received_on = _day(
        _("Dagen då personen fick det"),
        required=False,
        help_text=_("Lämna tomt om du inte vet. Det är från den dagen tiden att överklaga räknas."),
    )
    remedy_told = _choice(_("Fick personen veta rätt hur man överklagar?"), words.REMEDY_TOLD, initial="right")
    note = long_text(rows=2, required=False, label=_("Hur du vet det"), help_text=_("Till exempel mottagningsbevis."))


class StrikeForm(forms.Form):
    """Which note is wrong, and why."""

    notice = forms.TypedChoiceField(
        coerce=int, label=_("Vilken anteckning?"), error_messages={"required": _("Välj vilken anteckning som är fel.")}
    )
    why = long_text(rows=2, required=False, label=_("Vad är fel?"))

    def __init__(self, *args: Any, notices: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "notice", notices)


class AnnounceForm(forms.Form):
    """When the approval of the minutes was announced."""

    announced_on = _day(_("Dagen då justeringen tillkännagavs på anslagstavlan"))


class TakeDownForm(forms.Form):
    """When the announcement was taken down."""

    taken_down_on = _day(_("Dagen då det togs ner"))


class AppealForm(forms.Form):
    """An appeal that has come in."""

    channel = _choice(_("Hur kom överklagandet?"), words.APPEAL_CHANNELS, leave_out=("web",))
    reached_on = _day(_("Dagen då det kom hit"), required=False)
    presumed = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Kom det med posten eller i brevlådan räknas arbetsdagen före, om inget talar emot det"),
    )
    court_on = _day(
        _("Dagen då det kom till domstolen"), required=False, help_text=_("Bara om det lämnades dit först.")
    )
    by_whom = _choice(_("Vem överklagar?"), words.APPELLANTS, initial="person")
    appellant = forms.CharField(
        required=False, max_length=120, label=_("Namn"), help_text=_("Behövs inte när det är personen själv.")
    )
    authority = long_text(
        rows=2, required=False, label=_("Fullmakt eller behörighet"), help_text=_("Vad som visar den, och från när.")
    )
    lines = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("Vilka insatser gäller det?"),
        help_text=_("Lämna tomt om det gäller hela beslutet."),
    )  # fmt: skip
    wanted = long_text(rows=3, required=False, label=_("Hur ska beslutet ändras?"))
    grounds = long_text(rows=4, required=False, label=_("Varför"))
    attachments = long_text(rows=2, required=False, label=_("Bilagor"), help_text=_("En på varje rad."))
    once = once()

    def __init__(self, *args: Any, lines: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if lines:
            offer(self, "lines", lines)
        else:
            del self.fields["lines"]


class ReasonsForm(forms.Form):
    """The reasons of a separate decision."""

    reasons = long_text(required=False, label=_("Skäl"), help_text=_("Står i beslutet som personen får."))


class ReconsiderForm(forms.Form):
    """What the reconsideration led to."""

    result = _choice(_("Vad blev det av omprövningen?"), words.RESULTS)
    reasons = long_text(
        required=False,
        label=_("Varför"),
        help_text=_("Beslutet ska ändras om det är uppenbart fel och kan ändras snabbt och enkelt utan nackdel."),
    )


class HandOverForm(forms.Form):
    """What goes to which court."""

    court = forms.CharField(required=False, max_length=80, label=_("Domstol"))
    papers = long_text(rows=6, required=False, label=_("Handlingar som lämnas över"), help_text=_("En på varje rad."))
    statement = long_text(required=False, label=_("Yttrande till domstolen"))


class WithdrawForm(forms.Form):
    """When an appeal was taken back."""

    withdrawn_on = _day(_("Dagen då återkallelsen kom"))


class JudgmentForm(forms.Form):
    """What a court has decided."""

    instance = _choice(_("Vilken instans?"), words.INSTANCES)
    court = forms.CharField(required=False, max_length=80, label=_("Domstolens namn"))
    number = forms.CharField(required=False, max_length=30, label=_("Målets nummer"))
    outcome = _choice(_("Hur slutade det?"), words.OUTCOMES)
    judged_on = _day(_("Dagen för avgörandet"))
    grants = forms.BooleanField(required=False, label=_("Domen ger personen något som ska verkställas"))
    text = long_text(required=False, label=_("Vad domstolen bestämde"))


class ConcludeForm(forms.Form):
    """When the judgment became final."""

    final_on = _day(_("Dagen då avgörandet fick laga kraft"))


class DelayForm(forms.Form):
    """That the person was told that the decision takes long."""

    told_on = _day(_("Dagen då personen fick veta"))
    way = _choice(_("Hur fick personen veta?"), words.DELAY_WAYS)
    why = long_text(rows=3, required=False, label=_("Anledningen till förseningen"))
    expected_on = _day(_("När beslutet kan väntas"), required=False)


class AskForm(forms.Form):
    """A request that the case be decided."""

    channel = _choice(_("Hur kom begäran?"), words.ASK_CHANNELS, leave_out=("web",))
    received_on = _day(_("Dagen då den kom"))
    text = long_text(rows=3, required=False, label=_("Vad personen skriver"))
    once = once()


def said_lines(names: Iterable[tuple[int, str, str]]) -> list[tuple[int, str]]:
    """The lines of a decision as choices: each with how it is appealed."""
    return [(pk, gettext("{what}: {how}").format(what=what, how=how.lower())) for pk, what, how in names]
