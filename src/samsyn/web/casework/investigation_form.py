"""The investigation as a form: every field by its place, drawn with the number of the text it shows.

A field is an ordinary form field named by its place ("need:12:goal"). Levels and factors have no choice made in
advance; what an earlier investigation said stands beside and is never filled in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext, gettext_lazy

from samsyn.cases.codes import areas, code_list, need_areas_of
from samsyn.people.refusals import N_

if TYPE_CHECKING:
    from samsyn.cases.models import Investigation, Need

LONGEST = 20_000
TEXTS = {
    "situation": (N_("Personens situation"), N_("Hur personen lever och vad personen klarar själv.")),
    "sources": (N_("Underlag"), N_("Vilka du har talat med och vad du har läst, och när.")),
    "assessment": (N_("Bedömning"), N_("Din samlade bedömning, utifrån det som står under behoven.")),
}
NEED_TEXTS = {
    "own_words": N_("Med personens egna ord"),
    "description": N_("Beskrivning av behovet"),
    "goal": N_("Mål"),
    "factors_text": N_("Vad hindrar och vad underlättar?"),
}
LEVELS = {"level_now": N_("Nivå nu"), "level_meant": N_("Avsedd nivå")}
EFFECTS = [
    ("H", gettext_lazy("hindrar")),
    ("U", gettext_lazy("underlättar")),
    ("", gettext_lazy("inte angett")),
]


@dataclass(frozen=True)
class Spot:
    """One field on the page: where it stands, the number its text had, and what was said there earlier."""

    place: str
    bound: BoundField
    base: int
    earlier: str = ""
    rows: int = 3


@dataclass(frozen=True)
class NeedPart:
    """One need area with its fields."""

    need: "Need"
    label: str
    words: list[Spot]
    levels: list[Spot]
    goal: Spot
    factors: list[Spot]
    factors_text: Spot
    factors_given: int = 0

    @property
    def said_levels(self) -> list[tuple[str, str]]:
        """The assessed levels in words."""
        return [(gettext(label), level_said(getattr(self.need, name))) for name, label in LEVELS.items()]

    @property
    def said_factors(self) -> list[tuple[str, str]]:
        """The factors that were pointed out, and what each does."""
        names, effects = factors(), dict(EFFECTS)
        return [(names.get(f.code, f.code), str(effects[f.effect])) for f in self.need.factors.all()]


@dataclass(frozen=True)
class LifeArea:
    """A life area with the needs stated under it."""

    label: str
    needs: list[NeedPart] = field(default_factory=list)


def language() -> str:
    return get_language() or "sv"


def level_said(level: int | None) -> str:
    """What a level is called: "3: Stor (svår) begränsning (50-95 %)"."""
    row = code_list("levels").get(str(level))
    return f"{level}: {row.label(language())}" if row else ""


def factors() -> dict[str, str]:
    """The related factors that can be pointed out: the fine ones, and groups without any."""
    parents = {row.extra["parent"] for row in areas("factor").values()}
    groups = {c: row for c, row in areas("factor_group").items() if c not in parents}
    return {code: _short(row.label(language())) for code, row in {**areas("factor"), **groups}.items()}


def _short(label: str) -> str:
    """Without the words that every group's label begins with."""
    short = label.rpartition(": ")[2]
    return short[:1].upper() + short[1:]


def area_choices(taken: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The need areas that are not in the form yet, under their life areas."""
    tongue = language()
    return [
        (life.label(tongue), left)
        for code, life in areas("life_area").items()
        if (left := [(c, row.label(tongue)) for c, row in need_areas_of(code).items() if c not in taken])
    ]


class AreaForm(forms.Form):
    """One more need area."""

    area = forms.ChoiceField(
        label=gettext_lazy("Lägg till ett behovsområde"),
        error_messages={"required": gettext_lazy("Välj ett behovsområde i listan.")},
    )

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["area"]
        offered.choices = [("", gettext("Välj")), *area_choices(taken)]


class InvestigationForm(forms.Form):
    """Every field of the page. It cleans nothing away: the action says what can be stored."""

    def __init__(self, values: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, initial=dict(values), auto_id="falt-%s")
        self.use_required_attribute = False
        for place in values:
            self.fields[place] = _form_field(place)


def _form_field(place: str) -> forms.Field:
    name = place.rpartition(":")[2] if ":factor:" not in place else "factor"
    if name in LEVELS:
        scale = [(c, f"{c}: {row.label(language())}") for c, row in code_list("levels").items()]
        return forms.ChoiceField(required=False, label=gettext(LEVELS[name]), choices=[("", gettext("Välj")), *scale])
    if name == "factor":
        label = factors()[place.rpartition(":")[2]]
        return forms.ChoiceField(required=False, label=label, choices=EFFECTS, widget=forms.RadioSelect)
    label, help_text = TEXTS.get(name, (NEED_TEXTS.get(name, name), ""))
    widget = forms.Textarea(attrs={"rows": 3})
    said = gettext(help_text) if help_text else ""
    return forms.CharField(required=False, strip=False, label=gettext(label), help_text=said, widget=widget)


def values_of(investigation: "Investigation", needs: list["Need"]) -> dict[str, str]:
    """What stands in every place of the form now."""
    values = {name: getattr(investigation, name) for name in TEXTS}
    for need in needs:
        effects = {f.code: f.effect for f in need.factors.all()}
        for name in (*NEED_TEXTS, *LEVELS):
            value = getattr(need, name)
            values[f"need:{need.pk}:{name}"] = "" if value is None else str(value)
        for code in factors():
            values[f"need:{need.pk}:factor:{code}"] = effects.get(code, "")
    return values


def texts_of(form: InvestigationForm, numbers: Mapping[str, int]) -> list[Spot]:
    """The texts about the whole, as spots."""
    return [Spot(name, form[name], numbers.get(name, 0), rows=5) for name in TEXTS]


def life_areas(
    form: InvestigationForm, needs: list["Need"], numbers: Mapping[str, int], earlier: Mapping[str, "Need"]
) -> list[LifeArea]:
    """The needs under their life areas, in the order of the code list; areas without needs are left out."""
    found = [
        LifeArea(life.label(language()), list(_parts(code, form, needs, numbers, earlier)))
        for code, life in areas("life_area").items()
    ]
    return [area for area in found if area.needs]


def _parts(
    life: str, form: InvestigationForm, needs: list["Need"], numbers: Mapping[str, int], earlier: Mapping[str, "Need"]
) -> Iterator[NeedPart]:
    codes = need_areas_of(life)
    for need in needs:
        if need.area not in codes:
            continue
        before = earlier.get(need.area)

        def spot(name: str, need: Any = need, before: Any = before) -> Spot:
            place = f"need:{need.pk}:{name}"
            return Spot(place, form[place], numbers.get(place, 0), _earlier(before, name))

        yield NeedPart(
            need,
            codes[need.area].label(language()),
            [spot("own_words"), spot("description")],
            [spot(name) for name in LEVELS],
            spot("goal"),
            [spot(f"factor:{code}") for code in factors()],
            spot("factors_text"),
            len(need.factors.all()),
        )


def _earlier(before: "Need | None", name: str) -> str:
    """What the investigation before this one said in the same field of the same area."""
    if before is None or name.startswith("factor:"):
        return ""
    value = getattr(before, name)
    return level_said(value) if name in LEVELS else str(value or "")
