"""Orders and their message pairs, from sent to stopped."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from samsyn.synthetic.calendar import moment, office_day
from samsyn.synthetic.records import DecisionLine, Need, Order, OrderMessage
from samsyn.synthetic.thread import Hand, Running, Thread
from samsyn.synthetic.workplaces import Provider

CIRCUMSTANCES = (
    "Hund i hemmet. Ring på och vänta, det tar en stund att komma till dörren.",
    "Hör dåligt, prata tydligt.",
    "En närstående vill bli kontaktad innan planen görs.",
    "Nyckelfritt lås är beställt.",
    "",
    "",
)
QUESTIONS = (
    "Kan starten flyttas en vecka? Vi behöver introducera två nya kollegor.",
    "Det framgår inte om lyft ska göras av två. Kan ni förtydliga?",
)
STATUS = {"ordered": "sent", "seen": "seen", "accepted": "accepted"}


def order(t: Thread, line: DecisionLine, found: dict[str, Need], days: dict[str, date]) -> Running:
    """Send one granted line to a provider and let the provider answer as far as the days go."""
    provider = provider_for(t, line.intervention)
    steps = [s for s in STATUS if s in days]
    sent = t.hour(days["ordered"], 10, 12)
    wished = office_day(days["ordered"], 8)
    start = days["planned"] + timedelta(days=1) if "planned" in days else max(wished, line.valid_from)
    made = Order(
        id=t.key("order"),
        case=t.case,
        line=line.id,
        provider=provider.unit.id,
        status=STATUS[steps[-1]],
        status_since=sent,
        sent_at=sent,
        start_on=start,
        content=content(line, found, t.rng.choice(CIRCUMSTANCES)),
        contact=None,
    )
    running = Running(made, line, found, provider, _contact(t, provider), start)
    say(t, running, "sent", t.officer, sent)
    if "seen" in days:
        last = t.hour(days["seen"], 12, 14)
        say(t, running, "seen", t.planner(provider), last)
        if t.plot.kind == "change" and "accepted" not in days:
            last += timedelta(minutes=40)
            say(t, running, "change_requested", t.planner(provider), last, t.rng.choice(QUESTIONS))
        if "accepted" in days:
            say(t, running, "accepted", t.planner(provider), t.hour(days["accepted"], 14, 16))
            running.order = replace(running.order, contact=running.contact)
    t.story.orders.append(running.order)
    return running


def provider_for(t: Thread, intervention: str) -> Provider:
    """The provider of an intervention: one of its own, or the home care of the plot."""
    places = t.world.workplaces
    return places.others.get(intervention, places.home_care[t.plot.provider])


def _contact(t: Thread, provider: Provider) -> int:
    """Who makes the plan with the person: anybody, but where it is to be shown the demonstration's carer."""
    demo = t.world.workplaces.demo["care_worker"]
    return demo if t.plot.shown and demo in provider.carers else t.rng.choice(provider.carers)


def content(line: DecisionLine, found: dict[str, Need], circumstances: str) -> dict[str, Any]:
    """What the order carries: needs, goals and frame as they were when it was sent."""
    return {
        "intervention": line.intervention,
        "frame": {"amount": line.amount, "unit": line.unit},
        "goal": line.goal,
        "needs": [
            {
                "id": n.id,
                "area": n.area,
                "own_words": n.own_words,
                "description": n.description,
                "level_now": n.level_now,
                "level_meant": n.level_meant,
                "goal": n.goal,
            }
            for n in sorted(found.values(), key=lambda n: n.area)
        ],
        "valid_from": line.valid_from.isoformat(),
        "valid_to": line.valid_to.isoformat() if line.valid_to else None,
        "circumstances": circumstances,
    }


def say(t: Thread, running: Running, kind: str, by: Hand, at: datetime, text: str = "") -> None:
    """One message on the order, which moves it, and the event that tells of it."""
    if kind == "sent":
        text = running.order.content["circumstances"]
    made = OrderMessage(t.key("message"), running.order.id, kind, at, by.key, by.name, text)
    t.story.messages.append(made)
    t.tell(f"order.{kind}", f"order:{running.order.id}", by, at)
    running.order = replace(running.order, status=kind, status_since=at)


def begin(t: Thread, running: Running) -> None:
    """The first day of help has been: the night after, the order counts as started."""
    if running.first < t.world.until:
        say(
            t,
            running,
            "started",
            Hand("job:close-day", "administrator", name="close-day"),
            moment(running.first + timedelta(1), time(3, 10)),
        )


def stop(t: Thread, running: Running, at: datetime, last: date, text: str) -> None:
    """End the order from the authority's side; no help is given after the last day."""
    say(t, running, "stopped", t.officer, at, text)
    running.last = last


def keep(t: Thread, running: Running) -> None:
    """Put the order's latest state in the story."""
    spot = next(i for i, o in enumerate(t.story.orders) if o.id == running.order.id)
    t.story.orders[spot] = running.order
