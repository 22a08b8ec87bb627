"""The vignette bank: read and added to by the team leader, since whoever assesses must not have seen both versions."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.people.refusals import N_, Invalid, Refusal
from samsyn.people.roles import Role
from samsyn.review.actions import write_vignette
from samsyn.review.queries import bank, vignette_versions
from samsyn.review.vignette import GROUPS, MOST, SWAPS, NeedLevel, Question, Vignette, pieces, shipped
from samsyn.web.exercises.place import UNITS, own_unit
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, resent, tried
from samsyn.web.shared.inputs import long_text, offer
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, labels, say

QUESTIONS = 3  # that the page has room for


class VignetteForm(forms.Form):
    """A vignette of the unit's own."""

    code = forms.SlugField(
        label=_("Kod"), max_length=40, help_text=_("Små bokstäver, siffror och bindestreck: hemtjanst-natt."),
        error_messages={"required": _("Skriv en kod."), "invalid": _("Skriv små bokstäver, siffror och bindestreck.")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("Rubrik"), max_length=120, help_text=_("Rubriken får inte avslöja vad som byts."),
        error_messages={"required": _("Skriv en rubrik.")},
    )  # fmt: skip
    group = forms.ChoiceField(label=_("Målgrupp"))
    swap = forms.ChoiceField(
        label=_("Vilken uppgift byts?"),
        help_text=_("Skriv alltid i samma ordning: kvinnan först, den yngre först, den som bor ensam först."),
    )
    first = forms.CharField(label=_("Första versionen, kort"), max_length=80, help_text=_("Till exempel: En kvinna"))
    second = forms.CharField(label=_("Andra versionen, kort"), max_length=80, help_text=_("Till exempel: En man"))
    text = long_text(
        rows=14, label=_("Text"),
        help_text=_("Skriv varje byte så: {hon|han}. Namnet byts också: {Karin|Erik}. Personen ska vara påhittad."),
        error_messages={"required": _("Skriv vinjettens text.")},
    )  # fmt: skip
    needs = long_text(
        rows=4, required=False, label=_("Behovsområden och nivåer"),
        help_text=_("Ett på varje rad: områdets kod och nivån 0–4, till exempel d510 2."),
    )  # fmt: skip
    source = forms.CharField(label=_("Källa"), max_length=200, help_text=_("Vem som har skrivit den, och när."))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1000)

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        offer(self, "group", [(key, say(text)) for key, text in GROUPS.items()])
        offer(self, "swap", [(key, say(text)) for key, text in SWAPS.items()])
        if initial.get("code"):
            self.fields["code"].disabled = True
        for n in range(1, QUESTIONS + 1):
            self.fields |= {f"{name}_{n}": made for name, made in _question_fields().items()}

    def rows(self) -> list[list[Any]]:
        """The fields of each question, for the page."""
        return [[self[f"{name}_{n}"] for name in _question_fields()] for n in range(1, QUESTIONS + 1)]

    def head(self) -> list[Any]:
        """Every other field that shows."""
        return [self[name] for name in ("code", "title", "group", "swap", "first", "second", "text", "needs", "source")]

    def made(self) -> Vignette:
        """The vignette that the form says. Raises Invalid with the field that is wrong."""
        given = self.cleaned_data
        return Vignette(
            code=given["code"], version=given["version"], title=given["title"].strip(), group=given["group"],
            swap=given["swap"], versions=(given["first"].strip(), given["second"].strip()),
            text=given["text"].replace("\r\n", "\n").strip(), needs=_needs(given["needs"]),
            questions=tuple(self._questions()), source=given["source"].strip(),
        )  # fmt: skip

    def _questions(self) -> Any:
        for n in range(1, QUESTIONS + 1):
            given = {name: self.cleaned_data.get(f"{name}_{n}") for name in _question_fields()}
            if not given["asks"] and not given["intervention"]:
                continue
            unit = given["unit"] or ""
            scale = 60.0 * given["scale"] if unit.startswith("minutes") and given["scale"] else given["scale"]
            try:
                yield Question(
                    f"fraga-{n}", given["intervention"] or "", (given["asks"] or "").strip(), unit, float(scale or 1)
                )
            except Invalid as wrong:
                raise Invalid(f"{wrong.field_name}_{n}", wrong.refusal) from None


def _question_fields() -> dict[str, forms.Field]:
    return {
        "asks": forms.CharField(label=_("Vad söks?"), max_length=160, required=False),
        "intervention": forms.ChoiceField(
            label=_("Insats"), required=False, choices=[("", "–"), *labels("interventions")]
        ),
        "unit": forms.ChoiceField(
            label=_("Hur mäts det?"), required=False, choices=[("", "–"), *((u, say(UNITS[u])) for u in MOST)]
        ),
        "scale": forms.FloatField(
            label=_("Ungefär hur mycket är vanligt?"), required=False, min_value=0.1, max_value=10080,
            help_text=_("Används bara för att jämföra insatser som mäts olika. Den som bedömer ser det inte."),
        ),
    }  # fmt: skip


def _needs(text: str) -> tuple[NeedLevel, ...]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        code, _space, level = line.partition(" ")
        if level.strip() not in set("01234"):
            raise Invalid("needs", Refusal(N_("Skriv ett område på varje rad, som d510 2.")))
        found.append(NeedLevel(code, int(level)))
    return tuple(found)


@open_to(Role.TEAM_LEADER)
@require_safe
def vignettes(request: Request) -> HttpResponse:
    """Every vignette that a round may use."""
    found = bank(by=request.actor).values()
    rows = [{"v": v, "group": GROUPS[v.group], "swap": SWAPS[v.swap], "own": v.code not in shipped()} for v in found]
    return render(request, "exercises/vignettes.html", {"rows": rows})


@open_to(Role.TEAM_LEADER)
@require_safe
def vignette(request: Request, code: str) -> HttpResponse:
    """One vignette, both versions, with what is swapped marked."""
    versions = vignette_versions(code, by=request.actor)
    if not versions:
        raise Http404
    found = versions[0]
    context = {
        "v": found,
        "own": code not in shipped(),
        "earlier": versions[1:],
        "group": GROUPS[found.group],
        "swap": SWAPS[found.swap],
        "sides": [(found.versions[n], pieces(found.text, variant)) for n, variant in enumerate(("a", "b"))],  # type: ignore[arg-type]
        "needs": [(label("areas", n.area), label("levels", n.level)) for n in found.needs],
        "questions": [(q.asks, label("interventions", q.intervention), UNITS[q.unit]) for q in found.questions],
    }
    return render(request, "exercises/vignette.html", context)


@open_to(Role.TEAM_LEADER)
@require_http_methods(["GET", "POST"])
def write(request: Request, code: str = "") -> HttpResponse:
    """Write a vignette of the unit's own, or its next version."""
    versions = vignette_versions(code, by=request.actor) if code else []
    if code and (not versions or code in shipped()):
        raise Http404
    form = VignetteForm(form_data(request), initial=_initial(versions[0]) if versions else {"version": 1})
    unit = own_unit(request)
    names = {"versions": "first", "questions": "asks_1"}
    made, status = tried(
        form, lambda: write_vignette(unit=unit, vignette=form.made(), by=request.actor, at=request.now), **names
    )
    if made is not None:
        return redirect("vignette", made.code)
    if status == HTTPStatus.CONFLICT and code:  # what is saved next is a version after the one that has come meanwhile
        versions = vignette_versions(code, by=request.actor)
        resent(form, {"version": str(versions[0].version + 1)})
    return render(
        request, "exercises/write.html", {"form": form, "old": versions[0] if versions else None}, status=status
    )


def _initial(held: Vignette) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": held.code, "version": held.version + 1, "title": held.title, "group": held.group, "swap": held.swap,
        "first": held.versions[0], "second": held.versions[1], "text": held.text, "source": held.source,
        "needs": "\n".join(f"{n.area} {n.level}" for n in held.needs),
    }  # fmt: skip
    for n, q in enumerate(held.questions, 1):
        scale = q.scale / 60 if q.unit.startswith("minutes") else q.scale
        found |= {f"asks_{n}": q.asks, f"intervention_{n}": q.intervention, f"unit_{n}": q.unit, f"scale_{n}": scale}
    return found
