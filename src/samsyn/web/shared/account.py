"""The account of granted time as pages show it, to the person and the staff: sums, requests, the form to swap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.homecare.account.cancelled import late_cost
from samsyn.homecare.account.swap import Limit
from samsyn.homecare.actions import Wish
from samsyn.homecare.queries import Account, Choice, moment
from samsyn.people.refusals import Refusal
from samsyn.web.shared.columns import Mark
from samsyn.web.shared.inputs import offer, once, time_of_day
from samsyn.web.shared.time_words import LIMITS, MARKS, MOVED
from samsyn.web.shared.wording import duration, label, long_date

if TYPE_CHECKING:
    from samsyn.homecare.models import PlannedTime, TimeEntry, TimeRequest
    from samsyn.people.models import Staff

SHOWN = timedelta(days=9)  # how far ahead visits to swap are listed
KEPT_IN_SIGHT = timedelta(days=28)  # how long an answer stays on the page
AHEAD = timedelta(days=28)  # as far as days are planned


@dataclass(frozen=True)
class Asked:
    """A request as it is told: its state, and the limits it reached with the sentence that was said of each."""

    request: "TimeRequest"
    what: str
    mark: Mark
    reached: list[tuple[str, Refusal]]

    @property
    def waits(self) -> bool:
        return self.request.state == "asked"

    @property
    def can_be_applied_for(self) -> bool:
        """A no to what answers no need in the decision is no decision: there is one to be had."""
        return self.request.state == "no" and Limit.NEED in self.request.limits


def asked(requests: Iterable["TimeRequest"]) -> list[Asked]:
    """Requests as a page tells them."""
    return [
        Asked(
            one, named(one.item, one.what), MARKS[one.state],
            [(LIMITS[limit], Refusal(text, values)) for limit, (text, values) in zip(one.limits, one.why, strict=True)],
        )
        for one in requests
    ]  # fmt: skip


def named(item: str, what: str) -> str:
    """What something on the menu is called in the reader's language; what is the person's own has its own name."""
    return label("menu", item, "homecare") if item and not item.startswith("own:") else what


@dataclass(frozen=True)
class Ahead:
    """A visit that can be swapped, and what it would cost to cancel it now."""

    visit: "PlannedTime"
    what: str
    cost: int
    waits: bool = False  # somebody has asked to swap it
    is_open: bool = True


def ahead(visits: Iterable["PlannedTime"], accounts: Sequence[Account], *, now: datetime) -> list[Ahead]:
    """Visits to come, each with what a cancellation costs by the rules of its account."""
    rules = {account.order.pk: account.held.rules for account in accounts}
    still = {account.order.pk for account in accounts if account.is_open}
    return [
        Ahead(
            visit, visit_name(visit),
            late_cost(visit.minutes, starts_at=moment(visit.day, visit.start), at=now, rules=rules[visit.order_id]),
            getattr(visit, "waits", False), visit.order_id in still,
        )
        for visit in visits
        if visit.order_id in rules
    ]  # fmt: skip


def visit_name(visit: "PlannedTime") -> str:
    """What is to be done: the plan's own words, or the menu's in the reader's language."""
    return named(visit.request.item, visit.request.what) if visit.request else visit.what


def who_comes(visit: "PlannedTime") -> str:
    """Who comes, for the person: a name, or a sentence with two; "" where nobody is named."""
    names = [staff.name for staff in (visit.carer, visit.second) if staff]
    return (
        gettext("{one} och {other} kommer").format(one=names[0], other=names[1]) if len(names) > 1 else "".join(names)
    )


def with_whom(company: "Staff | None") -> str:
    """Who else comes, for a carer; "" for one who comes alone."""
    return gettext("Tillsammans med {name}").format(name=company.name) if company else ""


def moved_entries(entries: Iterable["TimeEntry"]) -> list[tuple["TimeEntry", str]]:
    """Kept entries of the account, each with what it says."""
    return [(one, gettext(MOVED[one.kind]).format(minutes=duration(one.minutes))) for one in entries]


class SwapForm(forms.Form):
    """What is wanted instead, when, and for how long. With `hands`, also how the person said it."""

    hand = forms.ChoiceField(label=_("Hur sades det?"), error_messages={"required": _("Välj hur det sades.")})
    item = forms.ChoiceField(
        label=_("Vad ska tiden användas till i stället?"),
        error_messages={"required": _("Välj något ur listan."), "invalid_choice": _("Välj något ur listan.")},
    )
    day = forms.ChoiceField(
        label=_("Vilken dag?"),
        error_messages={"required": _("Välj en dag."), "invalid_choice": _("Välj en dag ur listan.")},
    )
    start = time_of_day(
        label=_("Vilken tid?"),
        error_messages={"required": _("Skriv ett klockslag."), "invalid": _("Skriv klockslaget så här: 14.30.")},
    )
    minutes = forms.IntegerField(
        label=_("Hur många minuter?"),
        error_messages={"required": _("Skriv hur många minuter."), "invalid": _("Skriv minuterna med siffror.")},
    )
    once = once()

    def __init__(
        self, data: Any, *, choices: Sequence[Choice], today: date, hands: Sequence[tuple[str, Any]] = (), **more: Any
    ) -> None:
        super().__init__(data, **more)
        near = [(one.key, _option(one)) for one in choices if one.answers]
        far = [(one.key, _option(one)) for one in choices if not one.answers]
        groups = [(_("Hör ihop med beslutet: svar direkt när tiden räcker"), near), (_("Kontaktpersonen svarar"), far)]
        offer(self, "item", [("", _("Välj")), *[group for group in groups if group[1]]])
        days = [today + timedelta(n) for n in range(AHEAD.days + 1)]
        offer(self, "day", [(day.isoformat(), long_date(day, "weekday")) for day in days])
        if hands:
            offer(self, "hand", hands)
        else:
            del self.fields["hand"]

    def wish(self) -> Wish:
        """What the form asks for."""
        told = self.cleaned_data
        return Wish(told["item"], date.fromisoformat(told["day"]), told["start"], told["minutes"])


def _option(choice: Choice) -> str:
    return named(choice.key, choice.own)


def begun_from(visit: "PlannedTime | None", now: datetime) -> dict[str, Any]:
    """What a form to swap begins with: the visit's own day, time and length."""
    if visit is None:
        return {"day": (localdate(now) + timedelta(1)).isoformat(), "minutes": 30}
    return {"day": visit.day.isoformat(), "start": visit.start, "minutes": visit.minutes}
