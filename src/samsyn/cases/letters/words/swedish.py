"""Swedish, in which the decision is made."""

from samsyn.cases.letters.words.grammar import Cited, Words

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def _cited(law: Cited) -> str:
    return law.label


SWEDISH = Words(
    months=_MONTHS,
    month_names=_MONTHS,
    dated="{day} {month} {year}",
    conjunction="och",
    joint=" ",
    hours=("{n} timme", "{n} timmar"),
    minutes=("{n} minut", "{n} minuter"),
    often={"minutes_week": "i veckan", "minutes_month": "i månaden"},
    counted={
        "times_week": ("{n} gång i veckan", "{n} gånger i veckan"),
        "days_week": ("{n} dag i veckan", "{n} dagar i veckan"),
        "days_month": ("{n} dygn i månaden", "{n} dygn i månaden"),
    },
    pieces="{n} stycken",
    thousands="\u00a0",
    decimal=",",
    sum="{n} kronor",
    citing=_cited,
)
