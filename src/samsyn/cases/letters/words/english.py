"""English. A paragraph keeps its Swedish name, by which it is found, and is then explained."""

from samsyn.cases.letters.words.grammar import Cited, Words

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ACTS = {
    "SoL": "Social Services Act",
    "SoL 2001:453": "former Social Services Act",
    "LSS": "Act on Support and Service for Persons with Certain Functional Impairments",
    "FL": "Administrative Procedure Act",
    "KL": "Local Government Act",
    "OSL": "Public Access to Information and Secrecy Act",
    "2018:222": "Act on Grants for Adapting Housing",
}


def _cited(law: Cited) -> str:
    chapter = f"chapter {law.chapter}, " if law.chapter else ""
    explained = f", in English {chapter}section {law.section}, of the {_ACTS[law.act]}" if law.act in _ACTS else ""
    return law.label + explained


ENGLISH = Words(
    months=_MONTHS,
    month_names=_MONTHS,
    dated="{day} {month} {year}",
    conjunction="and",
    joint=", ",
    hours=("{n} hour", "{n} hours"),
    minutes=("{n} minute", "{n} minutes"),
    often={"minutes_week": "a week", "minutes_month": "a month"},
    counted={
        "times_week": ("once a week", "{n} times a week"),
        "days_week": ("{n} day a week", "{n} days a week"),
        "days_month": ("{n} day and night a month", "{n} days and nights a month"),
    },
    pieces="{n} of them",
    thousands=",",
    decimal=".",
    sum="SEK\u00a0{n}",
    citing=_cited,
)
