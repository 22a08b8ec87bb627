"""The plan in large type as a tagged PDF (PDF/UA-1): easy words, nothing under 18 points, room to answer on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from samsyn.cases.letters.typeset import typeset
from samsyn.people.languages import SPOKEN
from samsyn.web.provider.table_week import week_of
from samsyn.web.shared.rhythm import often
from samsyn.web.shared.wish_words import SEXES, TIMES
from samsyn.web.shared.wording import clock, duration, long_date, say

if TYPE_CHECKING:
    from samsyn.homecare.models import Activity, Plan, PlanWish

POINTS = 18
TEMPLATE = Path(str(files("samsyn.web.provider"))) / "plan.typ"
Block = dict[str, Any]
Change = Callable[[str], str]


@dataclass(frozen=True)
class Told:
    """What a plan on paper holds: whose, by whom, the goals, what is done, the wishes, and the minutes a week."""

    plan: "Plan"
    name: str
    goals: tuple[str, ...]
    activities: tuple["Activity", ...]
    wish: "PlanWish | None"
    used: int
    granted: int | None
    is_protected: bool


def plan_pdf(told: Told, *, language: str, change: Change = str) -> bytes:
    """The plan as A4 pages in a language of the letters, each text as `change` makes it. Same in, same bytes out."""
    with override(language):
        content = {
            "title": _("Plan för {name}").format(name=told.name),
            "sender": told.plan.order.provider.name,
            "language": language,
            "foot": told.name,
            "page_words": [_("sida"), pgettext("sida 1 av 2", "av")],
            "mark": _("Skyddade personuppgifter") if told.is_protected else "",
            "blocks": _blocks(told),
        }
    return typeset(TEMPLATE, {"plan": _each(content, change)}, dated=told.plan.made_on, size=POINTS)


def _each(value: Any, change: Change) -> Any:
    """The same structure with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: inner if key == "kind" else _each(inner, change) for key, inner in value.items()}
    return [_each(inner, change) for inner in value] if isinstance(value, list | tuple) else value


def _blocks(told: Told) -> list[Block]:
    plan = told.plan
    made = _("Gjord {day} med {who}.").format(day=long_date(plan.made_on), who=plan.made_by.name)
    blocks = [_heading(1, _("Plan för {name}").format(name=told.name)), _text(f"{plan.order.provider.name}. {made}")]
    if told.goals:
        blocks += [_heading(2, _("Det vi vill nå")), _list(told.goals)]
    blocks += [_heading(2, _("Din vecka")), *_week(told)]
    blocks += _wishes(told.wish)
    if plan.persons_words:
        blocks += [_heading(2, _("Du har sagt")), {"kind": "quote", "text": plan.persons_words}]
    blocks += _contact(plan)
    return blocks + (_answer() if plan.state in {"draft", "offered", "objected"} else _answered(plan))


def _week(told: Told) -> list[Block]:
    blocks: list[Block] = []
    for day in week_of(told.activities):
        if day.activities:
            blocks += [_heading(3, str(WEEKDAYS[day.number - 1]).capitalize()), _list(map(_done, day.activities))]
    blocks.append(_text(_("Det är %(time)s hjälp i veckan.") % {"time": duration(told.used)}))
    if told.granted:
        blocks.append(_text(_("Du har rätt till %(time)s.") % {"time": duration(told.granted)}))
    return blocks


def _done(activity: "Activity") -> str:
    parts = [f"{clock(activity.start)} {activity.what}", duration(activity.minutes), often(activity)]
    who = activity.responsible.name if activity.responsible else ""
    return ", ".join(part for part in (*parts, who) if part)


def _wishes(wish: "PlanWish | None") -> list[Block]:
    if wish is None:
        return []
    said = [str(TIMES[key]) for key in wish.times if key in TIMES]
    said += [text for text in (wish.by_whom, say(SPOKEN.get(wish.language, wish.language))) if text]
    said += [str(SEXES[wish.carer_sex])] if wish.carer_sex else []
    blocks = [_heading(2, _("Så vill du ha det"))]
    blocks += [_text(wish.matters)] if wish.matters else []
    return blocks + ([_list(said)] if said else [])


def _contact(plan: "Plan") -> list[Block]:
    contact, provider = plan.order.contact, plan.order.provider
    said = [_joined(contact.name, contact.phone)] if contact else []
    said.append(_joined(provider.name, provider.phone))
    blocks = [_heading(2, _("Ring gärna")), _list(said)]
    if plan.follow_up_on:
        blocks.append(_text(_("Vi går igenom planen igen %(day)s.") % {"day": long_date(plan.follow_up_on)}))
    return blocks


def _answer() -> list[Block]:
    ticks = [_("Ja, planen är bra"), _("Nej, jag vill ändra något")]
    lines = [_("Vad vill du ändra?"), _("Ditt namn"), _("Datum")]
    return [
        _heading(2, _("Ditt svar")),
        *({"kind": "tick", "text": text} for text in ticks),
        *({"kind": "line", "text": text} for text in lines),
    ]


def _answered(plan: "Plan") -> list[Block]:
    day: date | None = plan.current_from
    return [_text(_("Du sa ja till planen {day}.").format(day=long_date(day)))] if day else []


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _heading(level: int, text: str) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _list(items: Any) -> Block:
    return {"kind": "list", "items": list(items)}
