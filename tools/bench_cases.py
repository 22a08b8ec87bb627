"""The cases of the large invented authority that `make bench-web` is measured on. Only the amounts are made up here.

The same seed and day give the same authority. Pure: knows no database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from samsyn.cases import codes
from samsyn.synthetic import names, places, records
from samsyn.synthetic.deciding import NEW_ACT
from samsyn.synthetic.numbers import Numbers
from samsyn.synthetic.ordering import content
from tools.bench_law import Law
from tools.bench_places import FIRST_UNIT_SHARE, UNITS, YEARS, Draw, Workplaces

LINES_A_CASE, EVENTS_A_CASE = 5, 10
RECENT = 0.12  # the share of the cases that still may be on their way to a decision
AT_A_TIME = 4_000
DAYS_PLANNED = range(-28, 8)  # of the first provider, whose planner and carer are measured
DAILY = 20  # one in so many of its 1,500 orders is help by the day, some 200 visits; the others are alarms and meals

RECENT_STATES = {
    "received": 30, "investigating": 35, "proposed": 8, "decided": 8, "ordered": 8, "planning": 8, "active": 3,
}  # fmt: skip
OLDER_STATES = {"active": 40, "closed": 60}
ORDER_STATES = {
    "ordered": ("sent", "sent", "seen", "change_requested"), "planning": ("accepted",), "closed": ("stopped",),
    "active": ("started", "started", "started", "accepted"),
}  # fmt: skip
WISHES = (
    ("HEMTJANST", "minutes_week", range(60, 1500, 30)),
    ("TRYGGHETSLARM", "count", range(1, 2)),
    ("MATDISTRIBUTION", "times_week", range(2, 8)),
    ("LEDSAGNING", "minutes_month", range(60, 900, 60)),
    ("AVLOSNING", "minutes_month", range(120, 1200, 60)),
    ("DAGVERKSAMHET", "days_week", range(1, 6)),
    ("KORTTIDSBOENDE", "days_month", range(4, 15)),
    ("BOENDESTOD", "minutes_week", range(60, 600, 30)),
)
OWN_WORDS = (
    "Jag är rädd att halka när jag duschar själv och väntar därför ofta för länge.",
    "Det är tungt att bära hem maten. Förr gick jag till affären varje dag.",
    "Jag vill klara så mycket som möjligt själv, bara någon finns i närheten.",
    "På kvällarna är jag för trött för att laga något och då blir det smörgås.",
)
DESCRIPTIONS = (
    "Personen behöver stöd av en person för att komma in och ut ur duschen och för att tvätta rygg och fötter.",
    "Personen behöver hjälp att planera inköp, bära hem varor och ställa in dem i kylskåpet.",
    "Personen klarar stunden själv med påminnelse, men behöver att någon ser till att det blir av.",
)
GOALS = (
    "Jag är ren och känner mig trygg i duschen.",
    "Jag äter lagad mat varje dag.",
    "Jag kommer ut och träffar andra.",
)
SITUATION = (
    "Personen bor ensam i lägenhet på andra våningen med hiss. En dotter bor i en annan kommun och ringer varje dag. "
    "Personen har tidigare klarat sig själv men har efter ett fall blivit osäker på benen och går nu med rollator."
)
# What an ordinary case leaves in the log: (what, access, whose hand). A case gets the first ones its state allows.
TRACES = (
    ("intake.register", "write", "caseworker"), ("case.read", "read", "caseworker"),
    ("case.assign", "write", "team_leader"), ("investigation.open", "write", "caseworker"),
    ("field.save", "write", "caseworker"), ("field.save", "write", "caseworker"),
    ("case.read", "read", "team_leader"), ("decision.propose", "write", "caseworker"),
    ("case.read", "read", "delegate"), ("decision.sign", "write", "delegate"), ("case.read", "read", "caseworker"),
)  # fmt: skip
LISTED = 50  # persons on a page of a list, which is one event


@dataclass(frozen=True, slots=True)
class Version:
    """One kept text of an investigation's field."""

    investigation: int
    place: str
    number: int
    value: str
    by: str
    at: datetime


class Authority:
    """Makes the cases, some at a time, and remembers of each what its events need."""

    def __init__(self, seed: int, until: date, cases: int) -> None:
        self.seed, self.draw, self.until, self.cases = seed, Draw(seed), until, cases
        self.now = datetime.combine(until, time(5), UTC)
        self.places = Workplaces(self.draw, until)
        self.numbers, self.serials = Numbers(), {}
        self.keys: dict[str, Iterator[int]] = {}
        self.law = Law(self.draw.rng, self.now, self.key)
        self.areas = tuple(codes.areas("need_area"))
        self.team_weights = [FIRST_UNIT_SHARE] + [(1 - FIRST_UNIT_SHARE) / (UNITS - 1)] * (UNITS - 1)
        states = self.draw.rng.choices
        recent = round(cases * RECENT)
        self.states = [
            *states(list(OLDER_STATES), list(OLDER_STATES.values()), k=cases - recent),
            *states(list(RECENT_STATES), list(RECENT_STATES.values()), k=recent),
        ]
        self.decided = sum(s not in {"received", "investigating"} for s in self.states)
        self.per_decision, self.extra_lines = divmod(cases * LINES_A_CASE, self.decided)
        self.decisions = self.swing = 0
        self.of_case: list[tuple[int, int, int, int]] = []  # minute received, team, caseworker, how many traces

    def key(self, of: str) -> int:
        return next(self.keys.setdefault(of, count(1)))

    def batches(self) -> Iterator[tuple[list[Any], list[Version]]]:
        """A story for each of some thousand cases, with the kept texts that stories have no place for."""
        for first in range(0, self.cases, AT_A_TIME):
            stories, versions = [], []
            for i in range(first, min(first + AT_A_TIME, self.cases)):
                stories.append(records.Story())
                self._case(i, stories[-1], versions)
            if first == 0:
                self._citizens(stories)
            yield stories, versions

    def _citizens(self, stories: list[Any]) -> None:
        """The person and the relative who can log in; the person has a case under way at the first unit."""
        cases = [case for story in stories for case in story.cases]
        mine = next(c.person for c in cases if c.status == "active" and c.unit == 1)
        to = next(c.person for c in cases if c.status == "closed" and c.unit == 2)
        self.person, story = mine, stories[0]
        story.accounts.extend([records.Account("demo-person", None, mine), records.Account("demo-relative", None, to)])
        for function in ("see", "plan", "apply"):
            day = self.until - timedelta(400)
            story.consents.append(records.Consent(self.key("consent"), mine, to, function, "consent", day))

    # One case, from its person to its last follow-up

    def _case(self, i: int, story: Any, versions: list[Version]) -> None:
        rng, state = self.draw.rng, self.states[i]
        received = self.now - timedelta(minutes=int((self.cases - i) / self.cases * YEARS * 365 * 1440) + 60)
        team = rng.choices(self.places.teams, self.team_weights)[0]
        officer = rng.choice(team["caseworker"])
        person = self._person(i, story, received)
        age = (self.now - received).days
        signed = received + timedelta(days=rng.randrange(8, 60)) if age > 61 else received + (self.now - received) * 0.6
        since = {
            "received": received, "investigating": received + (self.now - received) * 0.3,
            "proposed": received + (self.now - received) * 0.8, "decided": signed,
        }.get(state, signed + (self.now - signed) * rng.random() * 0.9)  # fmt: skip
        untaken = state == "received" and rng.random() < 0.3
        self.serials[received.year] = self.serials.get(received.year, 0) + 1
        story.cases.append(
            records.Case(
                id=i + 1, number=f"{received.year}-{self.serials[received.year]:06d}", person=person, unit=team["unit"],
                caseworker=None if untaken else officer, target_group="older" if rng.random() < 0.8 else "disability",
                status=state, status_since=since, received_at=received,
                follow_up_on=self.until + timedelta(days=rng.randrange(-40, 330)) if state == "active" else None,
                closed_at=since if state == "closed" else None, close_reason="need_ceased" if state == "closed" else "",
            )
        )  # fmt: skip
        intake = self.key("intake")
        story.intakes.append(
            records.Intake(
                intake, i + 1, "report" if rng.random() < 0.1 else "application", "phone", "person", None,
                "", OWN_WORDS[i % 4], received, received + timedelta(minutes=20), f"staff:{officer}",
            )
        )  # fmt: skip
        traces = 3 if state == "received" else 7 if state == "investigating" else 9 if state == "proposed" else 11
        self.of_case.append((int(received.timestamp()) // 60, team["unit"] - 1, officer, traces))
        self.law.write(i + 1, officer, received, since if state == "closed" else self.now)
        self.law.end(i + 1, intake, state, received)
        if state != "received":
            self._investigation(i, story, versions, team, officer, received, signed)

    def _person(self, i: int, story: Any, received: datetime) -> int:
        rng, skewed = self.draw.rng, self.draw.skewed
        sex = "K" if rng.random() < 0.6 else "M"
        years = rng.choices((rng.randrange(18, 65), rng.randrange(65, 80), rng.randrange(80, 101)), (20, 25, 55))[0]
        born = self.until - timedelta(days=years * 365 + rng.randrange(365))
        number, born = self.numbers.give(rng, born, sex)
        pool = names.OLDER if years >= names.OLD_FROM else names.YOUNGER
        if rng.random() < 0.8:
            given, family = skewed(tuple(pool[sex].split())), skewed(tuple(names.FAMILY.split()))
        else:
            language = names.background(rng)
            given, family = names.given(rng, sex, years, language), names.family(rng, language)
        area = places.area(rng)
        story.persons.append(
            records.Person(
                i + 1, number, "personnummer", given, family, born, sex, places.street(rng, area), area.postcode,
                places.TOWN, area.name, places.phone(rng), "", "sv",
                self.law.protect(i + 1, received.date()), None,
            )
        )  # fmt: skip
        day = received.date()
        for key, value in (("household", "Bor ensam"), ("housing", "Lägenhet med hiss"))[: 1 + i % 2]:
            story.facts.append(records.Fact(self.key("fact"), i + 1, key, value, "Personen själv", day, "staff:1"))
        return i + 1

    def _investigation(
        self, i: int, story: Any, versions: list[Version], team: Any, officer: int, received: datetime, signed: datetime
    ) -> None:
        rng, state = self.draw.rng, self.states[i]
        key, opened = self.key("investigation"), received + (signed - received) * 0.2
        is_open = state in {"investigating", "proposed"}
        story.investigations.append(
            records.Investigation(
                key, i + 1, opened, officer, "application", SITUATION, "Samtal i hemmet. Läkarintyg.", SITUATION,
                None if is_open else signed,
            )
        )  # fmt: skip
        if is_open or i % 4 == 0:
            versions += [Version(key, p, 1, SITUATION, f"staff:{officer}", opened) for p in ("situation", "assessment")]
        needs = [
            records.Need(
                self.key("need"), key, area, rng.choice(OWN_WORDS), rng.choice(DESCRIPTIONS), rng.randrange(1, 5),
                rng.randrange(0, 3), "", rng.choice(GOALS),
            )
            for area in rng.sample(self.areas, rng.randrange(2, 5))
        ]  # fmt: skip
        story.needs.extend(needs)
        if state != "investigating":
            self._decision(i, story, team, officer, key, needs, signed)

    def _decision(
        self, i: int, story: Any, team: Any, officer: int, inquiry: int, needs: Any, signed: datetime
    ) -> None:
        rng, state, key = self.draw.rng, self.states[i], self.key("decision")
        is_signed, proposed = state != "proposed", signed - timedelta(hours=9)
        story.decisions.append(
            records.Decision(
                key, i + 1, inquiry, "signed" if is_signed else "proposed", "Du får stöd i hemmet.", proposed, officer,
                "", signed if is_signed else None, rng.choice(team["delegate"]) if is_signed else None,
            )
        )  # fmt: skip
        ended = story.cases[0].status_since.date() if state == "closed" else date.max
        lines = [self._line(story, key, needs, n, signed.date(), ended) for n in range(self._how_many_lines())]
        granted = [line for line in lines if line.outcome != "refused"]
        if len(granted) < len(lines):
            self.law.hear(story, inquiry, i + 1, proposed)
        if is_signed:
            self.law.tell(story, key, signed)
            self.law.appeal(i + 1, i + 1, key, lines, signed, team["delegate"][0])
            self.law.carry_out(story, granted, signed, story.cases[0].status_since, state)
        if is_signed and state != "decided" and (state != "closed" or i % 2):
            for line in granted[: 1 + (i % 5 == 0)]:
                self._order(i, story, line, needs, officer, signed)
        if state == "active" and i % 5 < 2:
            self._follow_up(i, story, key, needs, officer, signed)

    def _how_many_lines(self) -> int:
        """In pairs as many more as fewer, so that all decisions together come to exactly the number wanted."""
        self.decisions += 1
        if self.decisions % 2 == 0:
            self.swing = -self.swing
        else:
            self.swing = self.draw.rng.randrange(-3, 4) if self.decisions < self.decided else 0
        return self.per_decision + self.swing + (self.decisions <= self.extra_lines)

    def _line(self, story: Any, decision: int, needs: Any, n: int, day: date, ended: date) -> Any:
        rng = self.draw.rng
        what, unit, amounts = WISHES[0] if n == 0 else rng.choice(WISHES)
        refused, amount = n > 0 and rng.random() < 0.12, rng.choice(amounts)
        line = records.DecisionLine(
            self.key("line"), decision, what, "refused" if refused else "granted", unit, amount,
            0 if refused else amount, day,
            min(day + timedelta(365), ended) if n % 3 == 2 else None, needs[n % len(needs)].goal,
            "Behovet är tillgodosett på annat sätt." if refused else "",
            "SOL_11_1" if day >= NEW_ACT else "SOL_2001_4_1", None,
        )  # fmt: skip
        story.lines.append(line)
        for need in needs if n == 0 else needs[n % len(needs) :][:1]:
            story.line_needs.append(records.LineNeed(self.key("line_need"), line.id, need.id))
        return line

    def _order(self, i: int, story: Any, line: Any, needs: Any, officer: int, signed: datetime) -> None:
        rng, state = self.draw.rng, self.states[i]
        provider, key, status = rng.choice(self.places.providers), self.key("order"), rng.choice(ORDER_STATES[state])
        sent = min(signed + timedelta(days=1), self.now)
        contact = rng.choice(provider["care_worker"]) if status in {"accepted", "started", "stopped"} else None
        start = sent.date() + timedelta(7)
        held = content(line, {n.area: n for n in needs[:2]}, "Ring på och vänta.")
        story.orders.append(
            records.Order(key, i + 1, line.id, provider["unit"], status, sent, sent, start, held, contact)
        )  # fmt: skip
        if contact:
            self.law.care(key, contact, sent)
        steps = ("sent", "seen", "accepted")[: 1 if status == "sent" else 2 if contact is None else 3]
        for kind in steps:
            by = officer if kind == "sent" else provider["provider_planner"][0]
            story.messages.append(
                records.OrderMessage(self.key("message"), key, kind, sent, f"staff:{by}", "En kollega", "")
            )  # fmt: skip
        if contact and (status == "started" or i % 2):
            self._plan(i, story, key, provider, contact, needs, sent, status)

    def _plan(
        self, i: int, story: Any, order: int, provider: Any, contact: int, needs: Any, sent: datetime, status: str
    ) -> None:
        rng, key = self.draw.rng, self.key("plan")
        state = "approved" if status == "started" else rng.choice(("draft", "offered", "objected"))
        answered = state in {"approved", "objected"}
        made, lately = sent.date(), self.until - timedelta(days=rng.randrange(0, 200))
        if status != "stopped":
            made = max(made, lately)
        at = datetime.combine(made, time(12), UTC) if answered else None
        story.plans.append(
            records.Plan(
                key, order, 1, state, made, contact, "Personen valde tiderna.", "Helst på morgonen.", "",
                made + timedelta(180), min(at, self.now) if at else None, f"person:{i + 1}" if answered else "",
                "spoken" if answered else "", "Tiden passar inte." if state == "objected" else "",
            )
        )  # fmt: skip
        for n, what in enumerate(("Dusch", "Frukost", "Städning", "Promenad")[: 2 + i % 3]):
            activity = records.Activity(
                self.key("activity"), key, needs[n % len(needs)].id, what, GOALS[n % 3], "Stöd vid behov.",
                ("1234567", "1234567", "3", "25")[n], time(7 + 2 * n, 5 * (i % 12)), (30, 20, 60, 40)[n], contact,
            )  # fmt: skip
            story.activities.append(activity)
            if status == "started" and provider is self.places.providers[0] and order % DAILY == 0:
                self._days(story, order, provider["unit"], activity)

    def _days(self, story: Any, order: int, unit: int, activity: Any) -> None:
        """Planned time of the measured provider, performed as planned where the day has passed and is closed."""
        for day in (self.until + timedelta(n) for n in DAYS_PLANNED):
            if not activity.falls_on(day):
                continue
            key, carer, minutes = self.key("planned"), activity.responsible, activity.minutes
            story.planned.append(
                records.PlannedTime(key, order, activity.id, unit, day, activity.start, minutes, carer)
            )  # fmt: skip
            if day < self.until - timedelta(1):
                closed = datetime.combine(day + timedelta(1), time(2), UTC)
                story.performed.append(
                    records.PerformedTime(
                        self.key("performed"), order, key, day, activity.start, minutes, carer, "as_planned", "", "",
                        closed, "job:close-days",
                    )
                )  # fmt: skip

    def _follow_up(self, i: int, story: Any, decision: int, needs: Any, officer: int, signed: datetime) -> None:
        key, held = self.key("follow_up"), signed + (self.now - signed) * 0.7
        story.follow_ups.append(
            records.FollowUp(
                key, i + 1, decision, held.date(), officer, "Personen", "Det fungerar bra.", "continue", None, held
            )
        )  # fmt: skip
        for need in needs:
            story.follow_up_needs.append(
                records.FollowUpNeed(self.key("followed"), key, need.id, 1, "yes", "partly", "", "continue")
            )  # fmt: skip

    # The log

    def events(self) -> Iterator[Any]:
        """Every event in order of time: each case's traces, and the pages of lists that were read in between."""
        rng, end = self.draw.rng, int(self.now.timestamp()) // 60
        # One whole number for each event, so that millions of them can be sorted: minute, then case, then which.
        marks = [
            (min(at + n * n * rng.randrange(200, 1200), end) << 32) + (case << 4) + n
            for case, (at, _, _, traces) in enumerate(self.of_case)
            for n in range(traces)
        ]
        marks += ((end - rng.randrange(1, 400_000) << 32) + (self.person - 1 << 4) + 1 for _ in range(400))
        missing = self.cases * EVENTS_A_CASE - len(marks)
        marks += ((end - rng.randrange(1, YEARS * 500_000) << 32) + 15 for _ in range(max(missing, self.cases // 10)))
        marks.sort()
        for mark in marks:
            case, n, at = (mark & 0xFFFFFFFF) >> 4, mark & 15, datetime.fromtimestamp((mark >> 32) * 60, UTC)
            if n == 15:
                shown = tuple(sorted(rng.randrange(1, self.cases + 1) for _ in range(LISTED)))
                yield records.Event(at, "staff:1", "caseworker", 1, "read", "cases.list", "list", None, shown, {})
                continue
            what, access, role = TRACES[n]
            _, team, officer, _ = self.of_case[case]
            hand = officer if role == "caseworker" else self.places.teams[team][role][0]
            yield records.Event(
                at, f"staff:{hand}", role, team + 1, access, what, f"case:{case + 1}", case + 1, (case + 1,), {}
            )  # fmt: skip
