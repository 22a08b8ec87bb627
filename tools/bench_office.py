"""What is around the cases of the large invented authority: fees, open support, emergencies, permits, imports.

And what the program itself makes of it all: last month's review of the log, the last quarter's report, a list of files
to be deleted; made by the actions that the pages and the night use, so that the figures are of real content.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace as Row
from typing import Any

from tools.bench_cases import Authority

WITH_FEES, DECIDED = 0.4, 0.8  # of active cases; of those with an income
EMERGENCIES, UNREVIEWED = 0.01, 0.1  # a year, of all cases; of those
USES, PERMITS = 0.1, 0.02  # of persons; of appointments
OFFERS = ("HEMTJANST", "TRYGGHETSLARM", "MATDISTRIBUTION", "LEDSAGNING", "AVLOSNING", "DAGVERKSAMHET")
CAUSES = ("life", "alarm", "placed", "cover", "other")
IMPORTS = 40
Say = Callable[[str], None]


def rows(made: Authority) -> Iterator[tuple[str, list[Any]]]:
    """Rows by table, all there are: who opened in an emergency, who may see what is covered, open support, imports."""
    yield "people.EmergencyAccess", list(_emergencies(made))
    yield "people.SightPermit", list(_permits(made))
    yield "cases.ServiceOffer", list(_offers(made))
    yield "cases.ServiceUse", list(_uses(made))
    yield "audit.ImportSource", [Row(id=n, name=f"System {n}") for n in (1, 2, 3)]
    yield "audit.Import", list(_imports(made))


def _emergencies(made: Authority) -> Iterator[Row]:
    rng = made.draw.rng
    for _ in range(round(made.cases * EMERGENCIES)):
        case, opened = rng.randrange(1, made.cases + 1), made.now - timedelta(minutes=rng.randrange(60, 525_000))
        reader = rng.choice(rng.choice(made.places.teams)["caseworker"])
        seen = rng.random() >= UNREVIEWED
        yield Row(
            about=f"case:{case}", person=case, staff=reader, role="caseworker",
            from_unit=made.places.appointments[reader - 1].unit, unit=made.of_case[case - 1][1] + 1,
            cause=rng.choice(CAUSES), reason="Larmet gick och ingen öppnade.", opened_at=opened,
            ends_at=opened + timedelta(hours=4), reviewed_at=opened + timedelta(days=2) if seen else None,
            reviewed_by="staff:1" if seen else "", verdict="approved" if seen else "",
        )  # fmt: skip


def _permits(made: Authority) -> Iterator[Row]:
    rng = made.draw.rng
    for one in made.places.appointments:
        if one.role in {"caseworker", "provider_planner"} and rng.random() < PERMITS * 5:
            yield Row(
                appointment=one.id, reason="Handlägger skyddade.", valid_from=made.until - timedelta(days=90),
                valid_to=made.until + timedelta(days=90), given_at=made.now - timedelta(days=90), given_by="staff:1",
            )  # fmt: skip


def _offers(made: Authority) -> Iterator[Row]:
    since = date(2025, 7, 1)
    for n, what in enumerate(OFFERS, 1):
        yield Row(
            id=n, intervention=what, provider=made.places.providers[(n - 1) % 3]["unit"], minutes=f"SN 2025 § {n}",
            decided_on=since, announced_on=since, target_group="Alla över 75 år", keeps_identity=True,
            is_documented=True, valid_from=since, valid_to=None, entered_at=datetime.combine(since, time(9), UTC),
            entered_by=made.places.logins["committee_secretary"],
        )  # fmt: skip


def _uses(made: Authority) -> Iterator[Row]:
    rng = made.draw.rng
    for person in rng.sample(range(1, made.cases + 1), round(made.cases * USES)):
        begun = made.until - timedelta(days=rng.randrange(1, 400))
        ended = begun + timedelta(days=rng.randrange(1, 200))
        yield Row(
            offer=rng.randrange(1, len(OFFERS) + 1), person=person, started_on=begun,
            ended_on=ended if ended < made.until else None, told_how="handed", told_language="sv",
            registered_at=datetime.combine(begun, time(9), UTC), registered_by="staff:1", written_name="Ett Namn",
        )  # fmt: skip


def _imports(made: Authority) -> Iterator[Row]:
    for n in range(IMPORTS):
        at, done = made.now - timedelta(days=3 * n + 1), n % 4 == 0
        yield Row(
            source=n % 3 + 1, state="done" if done else "checked", dry=not done, mapping="",
            counts={"person": {"new": 1200, "same": 300}}, bad=0 if done else 14, chosen_at=at,
            by=f"staff:{made.places.logins['administrator']}", ended_at=at + timedelta(minutes=3), once=f"import-{n}",
        )  # fmt: skip


def fees(made: Authority) -> int:
    """Incomes and fees: some told and decided by the actions, and then as many again with the same amounts as there
    are recipients. Returns how many persons."""
    from samsyn.audit import bulk
    from samsyn.cases.models import FeeCase, FeeDecision, Income, IncomeFigure
    from samsyn.web.simulated_fees import simulate_fees

    rng = made.draw.rng
    simulate_fees(seed=made.seed, until=made.until, now=made.now)
    incomes = [_copied(x) for x in Income.objects.all()]
    figures = {x.id: [_copied(f) for f in IncomeFigure.objects.filter(income=x.id)] for x in incomes}
    decisions = {x.income: x for x in map(_copied, FeeDecision.objects.filter(version=1))}
    taken = set(FeeCase.objects.values_list("person", flat=True))
    first, told = (bulk.next_key(m) for m in (FeeCase, Income))
    put: dict[Any, list[Row]] = {FeeCase: [], Income: [], IncomeFigure: [], FeeDecision: []}
    for i, state in enumerate(made.states):
        if state != "active" or i + 1 in taken or rng.random() >= WITH_FEES:
            continue
        n = len(put[FeeCase])
        like = incomes[n % len(incomes)]
        opened = {"opened_at": made.now - timedelta(days=n % 700), "opened_by": "staff:1"}
        unit = made.of_case[i][1] + 1
        put[FeeCase].append(
            Row(
                id=first + n,
                number=f"A{made.until.year}-{first + n:06d}",
                person=i + 1,
                unit=unit,
                other=None,
                **opened,
            )
        )
        days = {
            "told_on": made.until - timedelta(days=50),
            "renew_on": made.until + timedelta(days=rng.randrange(-40, 330)),
        }
        put[Income].append(_copied(like, id=told + n, fee_case=first + n, once=None, **days))
        put[IncomeFigure] += [_copied(f, id=None, income=told + n) for f in figures[like.id]]
        if like.id in decisions and rng.random() < DECIDED:
            put[FeeDecision].append(_copied(decisions[like.id], id=None, fee_case=first + n, income=told + n))
    for model, some in put.items():
        for row in some:
            if row.id is None:
                del row.id
        bulk.insert(model, some)
        bulk.reset_keys(model)
    return len(put[FeeCase])


def _copied(row: Any, **other: Any) -> Row:
    """The columns of a stored row, or of a copy of one, some of them anew."""
    if isinstance(row, Row):
        return Row(**(vars(row) | other))
    values = {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return Row(**(values | other))


def drawn_by_the_program(made: Authority, say: Say) -> None:
    """Last month's reviews of the log, the last quarter's report, and the files that are due to be deleted."""
    from samsyn.cases.actions import draw_last_month, draw_up_deletion, make_report
    from samsyn.homecare.queries import who_helped
    from samsyn.people.queries import actor_for, demo_accounts
    from samsyn.people.roles import job
    from samsyn.web.shared.place import place

    account = demo_accounts().get(username="demo-committee-secretary")
    secretary = actor_for(account=account, acting_as=None, today=made.until)
    if secretary is None:
        raise RuntimeError("nobody is the committee's secretary")
    reviews = draw_last_month(by=job("log-review"), at=made.now, helped=who_helped)
    say(f"{len(reviews)} reviews of the log")
    over = made.until.replace(day=1) - timedelta(days=1)  # the last quarter that is over ends here or before
    while over.month % 3:
        over = over.replace(day=1) - timedelta(days=1)
    report = make_report(
        year=over.year, quarter=over.month // 3, without_reasons=True, by=secretary, at=made.now
    )  # fmt: skip
    say(f"{report.rows.count()} rows in a quarterly report")
    drawn = draw_up_deletion(place=place(), by=secretary, at=made.now)
    say(f"{drawn.items.count()} files to be deleted")
