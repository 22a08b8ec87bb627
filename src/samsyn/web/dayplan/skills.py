"""What the unit's carers may be given, what runs out, and a carer's sex as they tell it for a person's wish."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.homecare.actions import end_skill, note_skill, tell_sex
from samsyn.homecare.dayplan.skills import LANGUAGE, languages, runs_out, visit_skills
from samsyn.homecare.queries import CarerSkills, carer_skills, skill_for, unit_skills
from samsyn.people.languages import SPOKEN
from samsyn.people.roles import Role
from samsyn.web.dayplan.skill_forms import SexForm, SkillForm
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, say

if TYPE_CHECKING:
    from samsyn.homecare.models import CarerSkill


@dataclass(frozen=True)
class Told:
    """One skill of a carer as it is shown."""

    skill: "CarerSkill"
    what: str
    days_left: int | None  # until the last day; None where it has none
    is_soon: bool
    is_to_come: bool


def skill_said(key: str) -> str:
    """What a skill is called in the reader's language."""
    code = key.removeprefix(LANGUAGE)
    return say(SPOKEN[code]) if key != code and code in SPOKEN else label("visit_skills", key, "homecare")


def told_of(request: Request, rows: list["CarerSkill"]) -> list[Told]:
    """Skills as they are shown, what runs out first at the top."""
    today = localdate(request.now)
    return [
        Told(
            row, skill_said(row.key), (row.valid_to - today).days if row.valid_to else None,
            runs_out(row.valid_to, today), row.valid_from > today,
        )
        for row in rows
    ]  # fmt: skip


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def skills(request: Request) -> HttpResponse:
    """Everybody's skills and delegations at the unit: what runs out, then each carer."""
    found = unit_skills(by=request.actor, at=request.now)
    rows = [(one.carer, told_of(request, one.held)) for one in found]
    soon = sorted(
        ((told, carer) for carer, held in rows for told in held if told.is_soon), key=lambda one: one[0].days_left or 0
    )
    gone = [(told, one.carer) for one in found for told in told_of(request, one.run_out)]
    return render(request, "dayplan/skills.html", {"rows": rows, "soon": soon, "gone": gone})


@open_to(Role.PROVIDER_PLANNER)
@require_http_methods(["GET", "HEAD", "POST"])
def of_carer(request: Request, pk: int) -> HttpResponse:
    """One carer's skills, and a form for one more. A form that was overtaken shows what is there now."""
    with missing():
        known = carer_skills(pk, by=request.actor, at=request.now)
    form = _skill_form(request, known)
    done, status = tried(
        form, lambda: note_skill(staff=known.carer, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("dayplan_carer_skills", pk)
    return _page(request, known, form, SexForm(initial={"seen": known.sex_seen}), status)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def sex(request: Request, pk: int) -> HttpResponse:
    """Keep or forget a carer's sex as they told it."""
    with missing():
        known = carer_skills(pk, by=request.actor, at=request.now)
    form = SexForm(request.POST)

    def kept() -> bool:
        tell_sex(staff=known.carer, **form.cleaned_data, by=request.actor, at=request.now)
        return True

    done, status = tried(form, kept)
    if done:
        return redirect("dayplan_carer_skills", pk)
    return _page(request, known, SkillForm(skills=_choices(), initial=_begun(request, known)), form, status)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Take a skill away."""
    with missing():
        skill = skill_for(pk, by=request.actor, at=request.now)
    end_skill(skill=skill, by=request.actor, at=request.now)
    return redirect("dayplan_carer_skills", skill.staff_id)


def _skill_form(request: Request, known: CarerSkills) -> SkillForm:
    asked = request.GET.get("vad", "")
    begun = _begun(request, known) | ({"key": asked} if asked in visit_skills() else {})
    return SkillForm(request.POST if request.method == "POST" else None, skills=_choices(), initial=begun)


def _begun(request: Request, known: CarerSkills) -> dict[str, object]:
    return {"valid_from": localdate(request.now), "seen": known.seen}


def _choices() -> list[tuple[str, str]]:
    return [(key, skill_said(key)) for key in (*visit_skills(), *languages())]


def _page(request: Request, known: CarerSkills, form: SkillForm, sex_form: SexForm, status: int) -> HttpResponse:
    context = {
        "known": known, "held": told_of(request, known.held), "gone": told_of(request, known.run_out), "form": form,
        "sex_form": sex_form, "refused": form.errors or sex_form.errors,
    }  # fmt: skip
    return render(request, "dayplan/carer_skills.html", context, status=status)
