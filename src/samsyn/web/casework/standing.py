"""How the carrying out of a decision is said: its state, its clock with paragraph and reasoning, and what was noted."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samsyn.cases.clocks import Kind, Standing, close_reasons, limits, reasons, rules
from samsyn.cases.execution import why_not_note
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import N_
from samsyn.web.shared.columns import Mark, Tone
from samsyn.web.shared.inputs import DayInput, long_text, offer
from samsyn.web.shared.wording import amount, label

if TYPE_CHECKING:
    from samsyn.cases.models import LineEvent
    from samsyn.cases.queries import LineStanding

# What may be noted, as whoever notes it reads it.
KINDS: dict[Kind, str] = {
    Kind.EXECUTED: N_("Hela insatsen har börjat"),
    Kind.EXECUTED_PART: N_("En del av insatsen har börjat"),
    Kind.INTERRUPTED: N_("Insatsen är avbruten"),
    Kind.RESUMED: N_("Insatsen har börjat igen efter avbrottet"),
    Kind.OFFERED: N_("Personen har fått ett erbjudande"),
    Kind.DECLINED: N_("Personen har tackat nej till erbjudandet"),
    Kind.WAITS: N_("Personen vill vänta"),
    Kind.POSTPONED: N_("Personen har bett att få senarelägga insatsen (valfrihetssystem)"),
    Kind.NEED_CEASED: N_("Behovet har upphört"),
    Kind.WITHDRAWN: N_("Ansökan är återtagen"),
    Kind.MOVED: N_("Personen har flyttat till en annan kommun"),
    Kind.DECEASED: N_("Personen har avlidit"),
    Kind.REPORTED: N_("Rapporterad som inte verkställd"),
    Kind.NEW_DECISION: N_("Ett nytt beslut har ersatt det här"),
}
SOURCES = {
    "caseworker": N_("skrivet av handläggaren"),
    "provider": N_("skrivet av utföraren"),
    "time": N_("följer av utförd tid"),
    "order": N_("följer av beställningen"),
    "decision": N_("följer av ett beslut"),
    "case": N_("följer av att ärendet avslutades"),
    "report": N_("följer av kvartalsrapporten"),
    "loaded": N_("kom med inläsningen"),
}
FIRST, LAST = rules()["EVB_3M"].warn_at


def state_of(now: Standing, last_day: date | None, start: date | None, today: date) -> Mark:
    """A line's state as a word with its shape."""
    if now.closed:
        return Mark(N_("avslutad"), "done")
    if last_day is None or start is None:
        return Mark(N_("verkställd"), "done")
    return Mark(_part_word(now), tone_of(start, last_day, today))


def _part_word(now: Standing) -> str:
    if now.interrupted:
        return N_("avbruten")
    return N_("delvis verkställd") if now.partly else N_("inte verkställd")


def tone_of(start: date, last_day: date, today: date) -> Tone:
    """How a clock that has gone so far looks: late when it is out, waiting from the first warning."""
    if today > last_day:
        return "late"
    return "waiting" if (today - start).days >= FIRST else "now"


def said(stands: "LineStanding", today: date) -> dict[str, Any]:
    """How a line stands, for the template that shows it."""
    now, clocks = stands.now, stands.clocks
    first = clocks[0] if clocks else None
    return {
        "stands": stands,
        "line": stands.line,
        "what": label("interventions", stands.line.intervention),
        "regime": stands.regime,
        "mark": state_of(now, first.last_day if first else None, first.start if first else None, today),
        "clocks": [(clock, (today - clock.start).days if clock.start else 0) for clock in clocks],
        "closed": close_reasons()[now.close_reason].label_sv if now.close_reason else "",
        "ended": now.closed or now.resumed or now.executed,
        "part": amount(stands.part, stands.line.unit) if stands.part else "",
        "notes": now.notes,
        "charge": [_kronor(n) for n in limits(now.decided)] if stands.regime.charge else None,
    }


def _kronor(amount_: int) -> str:
    return f"{amount_:,}".replace(",", "\N{NO-BREAK SPACE}")


def history_of(events: Iterable["LineEvent"], may_take_back: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What has been noted, with who noted it and what was taken back; `may_take_back` names the sources that may be."""
    listed = list(events)
    names = names_of_actors({e.recorded_by for e in listed} | {r.recorded_by for e in listed if (r := _back(e))})
    return [
        {
            "event": event,
            "what": KINDS[Kind(event.kind)],
            "reason": label("not_executed", event.reason) if event.reason else "",
            "part": amount(event.part, event.line.unit) if event.part else "",
            "who": names.get(event.recorded_by, ""),
            "source": SOURCES[event.source],
            "back": back,
            "back_who": names.get(back.recorded_by, "") if back else "",
            "may": back is None and event.source in may_take_back,
        }
        for event in listed
        for back in [_back(event)]
    ]


def _back(event: "LineEvent") -> "LineEvent | None":
    return getattr(event, "retracted_by", None)


class LineEventForm(forms.Form):
    """What has happened to the carrying out of a line, and on which day."""

    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Vad har hänt?"),
        error_messages={"required": gettext_lazy("Välj vad som har hänt.")},
    )
    day = forms.DateField(
        widget=DayInput,
        label=gettext_lazy("Vilken dag?"),
        help_text=gettext_lazy("Den dag det hände, inte den dag det skrivs in."),
        error_messages={"required": gettext_lazy("Skriv vilken dag det hände.")},
    )
    part = forms.IntegerField(
        required=False,
        min_value=1,
        label=gettext_lazy("Hur mycket av insatsen har börjat?"),
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    reason = forms.ChoiceField(required=False, label=gettext_lazy("Skäl"))
    note = long_text(rows=2, required=False, max_length=2000, label=gettext_lazy("Något mer att veta"))

    def __init__(self, *args: Any, stands: "LineStanding", offered: Iterable[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = [k for k in KINDS if k in set(offered) and why_not_note(stands.now, k, stands.regime) is None]
        offer(self, "kind", [(k.value, gettext(KINDS[k])) for k in may])
        offer(self, "reason", [("", gettext("inget särskilt")), *reason_choices()])
        granted = amount(stands.line.amount, stands.line.unit)
        self.fields["part"].help_text = gettext(
            "Bara när en del har börjat. Beviljat: {granted}. Skriv minuter, gånger eller dagar, som i beslutet."
        ).format(granted=granted)

    def cleaned(self) -> dict[str, Any]:
        """What is to be noted; an amount belongs only to what is partly carried out."""
        told = dict(self.cleaned_data)
        kind = Kind(told["kind"])
        return told | {"kind": kind, "part": told["part"] if kind is Kind.EXECUTED_PART else None}


def reason_choices() -> list[tuple[str, str]]:
    """Why something is not carried out, in the reader's language."""
    return [(code, label("not_executed", code)) for code in reasons()]


class TakeBackForm(forms.Form):
    """What is wrong with what was noted."""

    why = long_text(
        rows=2,
        max_length=2000,
        label=gettext_lazy("Vad är fel?"),
        help_text=gettext_lazy("Det som skrevs står kvar, med att det är tillbakataget."),
        error_messages={"required": gettext_lazy("Skriv vad som är fel.")},
    )


class DelayForm(forms.Form):
    """Why a line is not carried out, for the quarterly report."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Varför är insatsen inte verkställd?"),
        error_messages={"required": gettext_lazy("Välj varför insatsen inte är verkställd.")},
    )
    text = long_text(rows=2, required=False, max_length=500, label=gettext_lazy("Skälet kort, om listan inte räcker"))
    consequence = long_text(
        rows=2, required=False, max_length=500, label=gettext_lazy("Vad blir följden för personen?")
    )
    meanwhile = long_text(
        rows=2, required=False, max_length=500, label=gettext_lazy("Vilken annan hjälp får personen så länge?")
    )
    stay = forms.CharField(
        required=False,
        max_length=60,
        label=gettext_lazy("Kommun som har fått begäran att verkställa (vistelsekommun)"),
        help_text=gettext_lazy("Bara om en annan kommun ska verkställa beslutet. Den rapporterar också."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason", [("", gettext("Välj")), *reason_choices()])
