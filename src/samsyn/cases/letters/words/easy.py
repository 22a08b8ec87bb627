"""Easy-read Swedish: the numbers and days of Swedish, and paragraphs without signs or abbreviations."""

from dataclasses import replace

from samsyn.cases.letters.words.grammar import Cited
from samsyn.cases.letters.words.swedish import SWEDISH

_ACTS = {
    "SoL": "socialtjänstlagen",
    "SoL 2001:453": "den gamla socialtjänstlagen",
    "LSS": "en lag som heter LSS",
    "FL": "förvaltningslagen",
    "KL": "kommunallagen",
    "OSL": "offentlighets- och sekretesslagen",
    "2018:222": "lagen om bostadsanpassningsbidrag",
}


def _cited(law: Cited) -> str:
    chapter = f"kapitel {law.chapter}, " if law.chapter else ""
    return f"{_ACTS.get(law.act, law.label)}, {chapter}paragraf {law.section}"


EASY = replace(
    SWEDISH,
    counted={**SWEDISH.counted, "days_month": ("{n} dag och natt i månaden", "{n} dagar och nätter i månaden")},
    citing=_cited,
)
