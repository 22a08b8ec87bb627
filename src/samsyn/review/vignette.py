"""Vignettes: invented cases in two versions that differ in one fact alone, with what is to be assessed.

A template marks the swapped words as `{the first version's|the second version's}`. A vignette is versioned and never
changes: a later one has a higher version. The product's own stand as data in `data/vignettes`, one file each; a unit's
own are rows. Assessing the same case with one fact exchanged is the vignette experiment of Rossi and Nock (Measuring
Social Judgments, 1982) and of Wallander (Social Science Research 38, 2009, 505-520).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from samsyn.cases.codes import code_list, is_need_area
from samsyn.people.refusals import N_, Invalid, Refusal

Variant = Literal["a", "b"]
VARIANTS: tuple[Variant, Variant] = ("a", "b")
SLOT = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST_TEXT, LONGEST_TITLE, LONGEST_ASKS, MOST_QUESTIONS = 6000, 120, 160, 6
GROUPS = {
    "older": N_("Äldre"),
    "lss": N_("LSS"),
    "mental": N_("Socialpsykiatri"),
    "disability": N_("Funktionsnedsättning enligt socialtjänstlagen"),
}
SWAPS = {
    "sex": N_("Kvinna eller man"),
    "age": N_("Yngre eller äldre"),
    "carer": N_("Hustru eller make vårdar"),
    "partner": N_("Bor ensam eller med sin partner"),
    "background": N_("Uppvuxen här eller i ett annat land"),
    "other": N_("Annan uppgift"),
}
# The most of a unit that there can be: more is a slip of the pen.
MOST = {"minutes_week": 10080, "minutes_month": 44640, "times_week": 70, "days_week": 7, "days_month": 31, "count": 10}
LEVELS = ("0", "1", "2", "3", "4")  # of data/levels.csv, without "not specified" and "not applicable"


@dataclass(frozen=True)
class NeedLevel:
    """A need area of IBIC and how great the limitation is, as the inquiry in the vignette found it."""

    area: str
    level: int


@dataclass(frozen=True)
class Question:
    """Something applied for: the intervention, what of it, and the unit of its amount.

    `scale` is the amount that counts as one when amounts of different units are laid together. It stands in nobody's
    way: whoever assesses never sees it.
    """

    code: str
    intervention: str
    asks: str
    unit: str
    scale: float

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise Invalid("code", Refusal(N_("Skriv en kod med små bokstäver a–z, siffror och bindestreck.")))
        if self.intervention not in code_list("interventions"):
            raise Invalid("intervention", Refusal(N_("Välj en insats i listan.")))
        if not self.asks.strip() or len(self.asks) > LONGEST_ASKS:
            raise Invalid("asks", Refusal(N_("Skriv vad som söks, med högst {n} tecken."), {"n": LONGEST_ASKS}))
        if self.unit not in MOST:
            raise Invalid("unit", Refusal(N_("Välj en enhet i listan.")))
        if not 0 < self.scale <= MOST[self.unit]:
            raise Invalid("scale", Refusal(N_("Skriv en mängd mellan 1 och {n}."), {"n": MOST[self.unit]}))


@dataclass(frozen=True)
class Vignette:
    """One version of a vignette, whole. Raises Invalid with the field that is wrong."""

    code: str
    version: int
    title: str
    group: str
    swap: str
    versions: tuple[str, str]
    text: str
    needs: tuple[NeedLevel, ...]
    questions: tuple[Question, ...]
    source: str

    def __post_init__(self) -> None:
        _check_head(self)
        _check_text(self.text)
        if any(not is_need_area(need.area) or not 0 <= need.level <= 4 for need in self.needs):
            raise Invalid("needs", Refusal(N_("Välj behovsområden och nivåer i listan.")))
        codes = {question.code for question in self.questions}
        if not 1 <= len(self.questions) <= MOST_QUESTIONS or len(codes) < len(self.questions):
            raise Invalid("questions", Refusal(N_("Ange minst en fråga att bedöma, och högst sex.")))

    @property
    def key(self) -> str:
        """Which vignette in which version, as a round names it."""
        return f"{self.code}@{self.version}"

    def as_json(self) -> dict[str, Any]:
        """What a round keeps of it, so that it can be read as it was for ever."""
        return asdict(self)


def _check_head(vignette: Vignette) -> None:
    if not CODE.fullmatch(vignette.code) or vignette.version < 1:
        raise Invalid("code", Refusal(N_("Skriv en kod med små bokstäver a–z, siffror och bindestreck.")))
    if not vignette.title.strip() or len(vignette.title) > LONGEST_TITLE:
        raise Invalid("title", Refusal(N_("Skriv en rubrik med högst {n} tecken."), {"n": LONGEST_TITLE}))
    if vignette.group not in GROUPS:
        raise Invalid("group", Refusal(N_("Välj en målgrupp i listan.")))
    if vignette.swap not in SWAPS:
        raise Invalid("swap", Refusal(N_("Välj vilken uppgift som byts.")))
    if len(vignette.versions) != len(VARIANTS) or not all(v.strip() for v in vignette.versions):
        raise Invalid("versions", Refusal(N_("Skriv vad som skiljer de två versionerna, en rad för var och en.")))


def _check_text(text: str) -> None:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise Invalid("text", Refusal(N_("Skriv vinjettens text, med högst {n} tecken."), {"n": LONGEST_TEXT}))
    if set("{}|") & set(SLOT.sub("", text)):
        raise Invalid("text", Refusal(N_("Ett byte skrivs {{hon|han}}, med streck mellan versionerna.")))
    swaps = SLOT.findall(text)
    if not any(first != second for first, second in swaps):
        raise Invalid("text", Refusal(N_("Texten behöver minst ett byte, skrivet {{hon|han}}.")))


def swapped(text: str) -> list[tuple[str, str]]:
    """The words that differ, in order, as each version has them."""
    return SLOT.findall(text)


def render(text: str, variant: Variant) -> str:
    """The text as one version has it."""
    return SLOT.sub(lambda slot: slot[VARIANTS.index(variant) + 1], text)


def pieces(text: str, variant: Variant) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a swapped word, for showing what differed."""
    found, at = [], 0
    for slot in SLOT.finditer(text):
        found += [(text[at : slot.start()], False), (slot[VARIANTS.index(variant) + 1], True)]
        at = slot.end()
    return [piece for piece in [*found, (text[at:], False)] if piece[0]]


def vignette_of(kept: Mapping[str, Any]) -> Vignette:
    """A vignette from what a file, a form or a round holds of it. Raises Invalid, KeyError or TypeError for others."""
    first, second = kept["versions"]
    return Vignette(
        code=kept["code"], version=kept["version"], title=kept["title"], group=kept["group"], swap=kept["swap"],
        versions=(first, second), text=kept["text"].strip(), source=kept["source"],
        needs=tuple(NeedLevel(**need) for need in kept["needs"]),
        questions=tuple(Question(**question) for question in kept["questions"]),
    )  # fmt: skip


@cache
def shipped() -> dict[str, Vignette]:
    """The vignettes that come with the product, by their code, in the order of their titles."""
    folder = files("samsyn.review") / "data" / "vignettes"
    texts = [f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".toml")]
    found = sorted((vignette_of(tomllib.loads(text)) for text in texts), key=lambda v: v.title)
    return {vignette.code: vignette for vignette in found}
