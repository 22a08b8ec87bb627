"""Finnish as Swedish authorities write it. Days stand in the partitive, which "alkaen", "asti" and a bare day all take.

A paragraph keeps its Swedish name, by which it is found, and is then explained. Not yet read by a native reader.
"""

from samsyn.cases.letters.words.grammar import Cited, Words

_STEMS = (
    "tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu",
    "heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu",
)  # fmt: skip
_ACTS = {  # in the genitive
    "SoL": "sosiaalipalvelulain",
    "SoL 2001:453": "aiemman sosiaalipalvelulain",
    "LSS": "vammaisten tuki- ja palvelulain",
    "FL": "hallintolain",
    "KL": "kuntalain",
    "OSL": "julkisuus- ja salassapitolain",
    "2018:222": "asunnonmuutosavustuslain",
}


def _cited(law: Cited) -> str:
    chapter = f"{law.chapter} luvun " if law.chapter else ""
    return law.label + (f", suomeksi {_ACTS[law.act]} {chapter}{law.section} §" if law.act in _ACTS else "")


FINNISH = Words(
    months=tuple(f"{stem}ta" for stem in _STEMS),
    month_names=_STEMS,
    dated="{day}. {month} {year}",
    conjunction="ja",
    joint=", ",
    hours=("{n} tunti", "{n} tuntia"),
    minutes=("{n} minuutti", "{n} minuuttia"),
    often={"minutes_week": "viikossa", "minutes_month": "kuukaudessa"},
    counted={
        "times_week": ("{n} kerta viikossa", "{n} kertaa viikossa"),
        "days_week": ("{n} päivä viikossa", "{n} päivää viikossa"),
        "days_month": ("{n} vuorokausi kuukaudessa", "{n} vuorokautta kuukaudessa"),
    },
    pieces="{n} kappaletta",
    thousands="\u00a0",
    decimal=",",
    sum="{n} kruunua",
    citing=_cited,
)
