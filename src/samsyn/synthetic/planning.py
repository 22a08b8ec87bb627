"""Plans made with the person: activities whose minutes fit the frame, placed in the week of those who come."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from samsyn.synthetic import wordings
from samsyn.synthetic.records import Activity, Plan
from samsyn.synthetic.thread import Hand, Running, Thread

PLAN_DAYS = 180
EVERY_DAY = "1234567"
WEEKS_OF_ALL = 12  # in so many weeks whatever is done every first to fourth week comes round


@dataclass(frozen=True)
class Task:
    """Something that may stand in a plan: for which areas, on which days, when, and how long at least and at most.

    `every` is how many weeks there may be from one time to the next.
    """

    what: str
    areas: tuple[str, ...]
    days: tuple[str, ...]
    hour: int
    least: int
    most: int
    how: str = ""
    every: tuple[int, ...] = (1,)
    item: str = ""  # what it is on the municipality's menu


@dataclass(frozen=True)
class Chosen:
    """A task in a plan, on these weekdays of every so many weeks and for so many minutes each time."""

    task: Task
    days: str
    minutes: int
    every: int = 1

    @property
    def cost(self) -> int:
        """Twelfths of a minute a week, which are whole for every first to fourth week."""
        return self.minutes * self.a_minute

    @property
    def a_minute(self) -> int:
        """What one minute more each time costs."""
        return len(self.days) * WEEKS_OF_ALL // self.every


# In the order in which they are put in while the frame lasts.
HOME_CARE = (
    Task(
        "Dusch",
        ("d510",),
        ("2", "25", "3", "4", "15"),
        9,
        25,
        45,
        "Ta god tid. {n} tvättar ansikte och händer själv.",
        item="DUSCH",
    ),
    Task(
        "Städning",
        ("d6402",),
        ("1", "2", "3", "4", "5"),
        13,
        30,
        75,
        "{n} dammar själv. Golv, badrum och sängkläder.",
        every=(2, 2, 2, 2, 3, 1),
        item="STADNING",
    ),
    Task("Inköp", ("d620",), ("2", "3", "4", "5"), 11, 25, 60, "{n} skriver listan.", item="INKOP"),
    Task(
        "Morgonhjälp",
        ("d540", "d510", "d530"),
        (EVERY_DAY, EVERY_DAY, "12345"),
        7,
        10,
        40,
        "{n} väljer kläder.",
        item="MORGON",
    ),
    Task(
        "Kvällshjälp",
        ("d540", "d530"),
        (EVERY_DAY,),
        19,
        10,
        30,
        "Ställ fram vatten och telefon vid sängen.",
        item="KVALL",
    ),
    Task("Lunch", ("d630", "d550"), (EVERY_DAY, "12345"), 12, 10, 30, "Ät gärna i sällskap.", item="MALTID"),
    Task("Tvätt", ("d6400",), ("1", "3", "4"), 14, 15, 45, "{n} viker själv.", every=(2, 1), item="TVATT"),
    Task("Promenad", ("d450",), ("13", "25", "135"), 14, 15, 40, "Fråga vart {n} vill gå.", item="PROMENAD"),
    Task(
        "Samvaro",
        ("d750",),
        ("2", "4", "35"),
        15,
        15,
        45,
        "Kaffe och samtal, eller det {n} har lust med.",
        item="SAMVARO",
    ),
    Task("Middag", ("d630", "d550"), (EVERY_DAY,), 17, 10, 25, "Duka fram och sitt med.", item="MALTID"),
    Task("Tillsyn", ("d570", "d530"), (EVERY_DAY,), 21, 5, 15, "Knacka på och gå in tyst.", item="TILLSYN"),
)
OTHERS = {
    "TRYGGHETSLARM": Task("Provlarm och kort samtal", (), ("1", "3"), 10, 10, 10, "{n} trycker själv."),
    "MATDISTRIBUTION": Task(
        "Leverans av matlåda", (), (EVERY_DAY, "12345"), 11, 5, 5, "{n} väljer rätter veckan före."
    ),
    "SARSKILT_BOENDE": Task("Morgon i egen takt", (), (EVERY_DAY,), 8, 45, 45, "{n} bestämmer när dagen börjar."),
    "KONTAKTPERSON": Task("Träff med kontaktpersonen", (), ("4", "6"), 17, 120, 120, "{n} bestämmer vad de gör."),
    "LEDSAGNING": Task("Ledsagning", (), ("2", "4"), 13, 30, 240, "{n} säger till dagen före vart det bär av."),
    "AVLOSNING": Task("Avlösning i hemmet", (), ("3", "4"), 13, 60, 300, "Den närstående får ledigt."),
    "DAGVERKSAMHET": Task("Dagverksamhet", (), ("2", "24", "135"), 10, 300, 300, "Skjuts hämtar vid porten."),
    "BOENDESTOD": Task("Boendestöd", (), ("14", "135", "24"), 10, 30, 120, "Gör tillsammans, inte åt."),
}
DAYS_BY_COUNT = {1: "2", 2: "24", 3: "135", 4: "1245", 5: "12345"}


def weekly(running: Running) -> int | None:
    """Minutes a week that the line grants; None where it grants no time."""
    line = running.line
    if line.unit == "minutes_week":
        return line.amount
    return line.amount * 12 // 52 if line.unit == "minutes_month" else None


def tasks(t: Thread, running: Running) -> list[Chosen]:
    """What the plan holds: tasks whose time fits the frame."""
    intervention, frame = running.line.intervention, weekly(running)
    if intervention in OTHERS:
        return [_other(t, OTHERS[intervention], running, frame)]
    left, chosen = (frame or 0) * WEEKS_OF_ALL, []
    for task in HOME_CARE:
        one = Chosen(task, t.rng.choice(task.days), task.least, t.rng.choice(task.every))
        if any(a in running.needs for a in task.areas) and one.cost <= left:
            chosen.append(one)
            left -= one.cost
    if not chosen:
        chosen = [Chosen(HOME_CARE[1], "3", min(HOME_CARE[1].least, left // WEEKS_OF_ALL))]
        left -= chosen[0].cost
    return _stretched(chosen, left)


def _stretched(chosen: list[Chosen], left: int) -> list[Chosen]:
    """Give the tasks more time, five minutes at a time in turn, while the frame lasts."""
    grown = True
    while grown:
        grown = False
        for i, one in enumerate(chosen):
            if one.minutes + 5 <= one.task.most and 5 * one.a_minute <= left:
                chosen[i] = replace(one, minutes=one.minutes + 5)
                left -= 5 * one.a_minute
                grown = True
    return chosen


def _other(t: Thread, task: Task, running: Running, frame: int | None) -> Chosen:
    if running.line.unit in {"days_week", "times_week"}:
        return Chosen(task, DAYS_BY_COUNT.get(running.line.amount, EVERY_DAY), task.most)
    days = t.rng.choice(task.days)
    if frame is None:
        return Chosen(task, days, task.most)
    return Chosen(task, days, min(task.most, frame // len(days) // 5 * 5))


def make(t: Thread, running: Running, day: date, follow_up: date) -> None:
    """A plan that the person has approved, in place of the one before, with its activities."""
    version = len(running.plans) + 1
    at = t.hour(day, 13, 15)
    by = t.carer(running.contact, running.provider)
    hand, answerer = _hand(t, running)
    plan = replace(
        _plan(t, running, day, follow_up, version),
        state="approved",
        answered_at=at,
        answered_by=answerer.key,
        answered_hand=hand,
    )
    if running.plans:
        running.plans[-1] = replace(running.plans[-1], state="replaced")
    running.plans.append(plan)
    t.tell("plan.start", f"plan:{plan.id}", by, at - timedelta(minutes=70), version=version)
    t.tell("plan.offer", f"plan:{plan.id}", by, at - timedelta(minutes=15))
    t.tell("plan.approve", f"plan:{plan.id}", answerer, at, hand=hand)
    if version == 1 or t.rng.random() < 0.4:
        running.activities.append(_activities(t, running, plan))
    else:
        again = [replace(a, id=t.key("activity"), plan=plan.id) for a in running.activities[-1]]
        running.activities.append(again)


def unfinished(t: Thread, running: Running, accepted: date) -> None:
    """What there is of a plan in a case under planning: nothing yet, a draft, offered, or objected to."""
    state = t.rng.choice(("none", "draft", "offered", "offered", "objected"))
    day = accepted + timedelta(days=max(1, (t.world.until - accepted).days // 2))
    if state == "none" or day >= t.world.until:
        return
    at = t.hour(day, 13, 15)
    plan = replace(_plan(t, running, day, day + timedelta(days=PLAN_DAYS), 1), state=state)
    by = t.carer(running.contact, running.provider)
    t.tell("plan.start", f"plan:{plan.id}", by, at, version=1)
    if state != "draft":
        t.tell("plan.offer", f"plan:{plan.id}", by, at + timedelta(minutes=30))
    if state == "objected":
        after = at + timedelta(minutes=50)
        plan = replace(plan, answered_at=after, answered_by=t.themselves.key, answered_hand="self")
        plan = replace(plan, objection="Jag vill duscha på kvällen, inte på morgonen.")
        t.tell("plan.object", f"plan:{plan.id}", t.themselves, after, hand="self")
    t.story.plans.append(plan)
    t.story.activities.extend(_activities(t, running, plan))


def _hand(t: Thread, running: Running) -> tuple[str, Hand]:
    able = [p for p, functions in t.relatives if "plan" in functions]
    if able and t.rng.random() < 0.3:
        return "relative", Hand(f"person:{able[0].id}", "relative")
    hand = "self" if t.plot.demo else t.rng.choice(("self", "paper", "spoken", "spoken"))
    return hand, t.themselves if hand == "self" else t.carer(running.contact, running.provider)


def _plan(t: Thread, running: Running, day: date, follow_up: date, version: int) -> Plan:
    w = wordings.gaps(t.person)
    with_them = f"{t.relatives[0][0].name}" if t.relatives and t.rng.random() < 0.4 else ""
    return Plan(
        id=t.key("plan"),
        order=running.order.id,
        version=version,
        state="draft",
        made_on=day,
        made_by=running.contact,
        participation=t.rng.choice(wordings.TOOK_PART).format(**w),
        persons_words=t.rng.choice(wordings.WANTS),
        others_present=with_them,
        follow_up_on=follow_up,
        answered_at=None,
        answered_by="",
        answered_hand="",
        objection="",
    )


def _activities(t: Thread, running: Running, plan: Plan) -> list[Activity]:
    w = wordings.gaps(t.person)
    made: list[Activity] = []
    monday = plan.made_on - timedelta(plan.made_on.weekday())
    for one in tasks(t, running):
        task = one.task
        need = next((running.needs[a] for a in task.areas if a in running.needs), None)
        need = need or next(iter(running.needs.values()))
        start = time(task.hour, t.rng.choice((0, 10, 15, 20, 30, 40, 45)))
        made.append(
            Activity(
                id=t.key("activity"),
                plan=plan.id,
                need=need.id,
                what=task.what,
                item=task.item,
                goal=need.goal,
                how=task.how.format(**w),
                weekdays=one.days,
                start=start,
                minutes=one.minutes,
                responsible=running.contact,
                every_weeks=one.every,
                first_week=monday + timedelta(weeks=t.rng.randrange(one.every)) if one.every > 1 else None,
            )
        )
    return made
