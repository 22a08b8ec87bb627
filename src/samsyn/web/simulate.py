"""Filling an empty installation with an invented municipality."""

import gc
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from errno import EISDIR
from itertools import islice
from operator import attrgetter
from os import getpid
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from samsyn.audit import bulk
from samsyn.audit.actions import record
from samsyn.audit.bulk import Happened
from samsyn.cases.actions import load as cases
from samsyn.homecare.actions import load as homecare
from samsyn.homecare.actions import settle_accounts
from samsyn.people.actions import load as people
from samsyn.people.refusals import enforce
from samsyn.people.roles import job
from samsyn.synthetic import Municipality, Story, municipality, points
from samsyn.synthetic.closings import Closings
from samsyn.synthetic.journeys import Journeys
from samsyn.synthetic.municipality import size_of
from samsyn.synthetic.records import Event
from samsyn.web.planted.all import plant
from samsyn.web.simulated_alike import simulate_alike
from samsyn.web.simulated_days import days_planner, simulate_days
from samsyn.web.simulated_equal import simulate_equal
from samsyn.web.simulated_fees import simulate_fees

AT_A_TIME = 50  # stories held in memory and put in together
MORNING = time(6)
PLANTED_WITHIN = timedelta(days=320)  # what is planted began later than that; all before goes in without indexes
BY = job("simulate")


class CannotWrite(Exception):  # noqa: N818 - a path that somebody gave, not a fault of the program
    """The planted truths cannot be written where they were asked for; says why."""


def simulate(
    *,
    seed: int,
    until: date,
    size: str = "demo",
    recipients: int | None = None,
    answers_path: str | Path | None = None,
    report: Callable[[str], object] = print,
) -> None:
    """Invent a municipality up to the morning of a day and put it in, all of it or nothing.

    `size` is demo, goteborg or a number of recipients; `recipients`, when given, stands instead of it. The planted
    truths are written to `answers_path`, which is tried before anything is made. Raises Refused when the database holds
    people, ValueError for an unknown size, CannotWrite when the truths cannot be written.
    """
    count = recipients or size_of(size)[0]
    made = municipality(seed, until, count)
    report(f"{count} recipients with two years of history up to {until}, seed {seed}:")
    now = datetime.combine(until, MORNING, ZoneInfo("Europe/Stockholm"))
    with _without_pauses(), planted_truths(answers_path) as answers, transaction.atomic():
        enforce(people.why_not_load(BY))
        with bulk.rebuilt_afterwards(*people.TABLES, *cases.TABLES, *homecare.TABLES, late=cases.LATE):
            people.load_organisation(organisation=made.organisation, by=BY)
            adopted = cases.load_orders(by=BY)
            events, times = _load(made, report)
            log = Log([*adopted, *events])
            report(f"  {times} planned and performed times; now the log")
            log.up_to(now - PLANTED_WITHIN)
            report(f"  {log.written} events, chained; now the indexes")
        people.finish_people()
        cases.finish_cases()
        homecare.load_contacts(by=BY, at=now)
        homecare.finish_homecare()
        acted = plant(until=until, now=now, log=log.up_to, by=BY)
        log.to_the_end()
        settled = settle_accounts(by=BY, at=now)
        report(f"  {settled} entries settle the accounts of granted time")
        report(f"  {log.written} events in all, and {acted} times somebody appealed, answered, moved …")
        detail = {"seed": seed, "until": until.isoformat(), "recipients": count}
        fees = simulate_fees(seed=seed, until=until, now=now)
        report(f"  {fees} incomes told, and fees decided")
        held = simulate_alike(until=until, now=now)
        report(f"  {held} decisions in the store of similar cases")
        measured = simulate_equal(until=until, now=now)
        report(f"  {measured} outcomes of equal treatment measured")
        people.load_homes(point=points.point, on=until, by=BY)
        shifts = homecare.load_days(middle=points.middle, until=until, by=BY, at=now)
        simulate_days(until=until, now=now)
        planner = days_planner(until)
        told = planner and homecare.load_told(
            unit=planner.unit_id or 0, journeys=Journeys(seed), until=until, by=BY, at=now
        )  # fmt: skip
        report(f"  {shifts} shifts of the coming three weeks, and {told or 0} visits told by phone")
        record(by=BY, at=now, what="simulate.load", about="database", detail=detail)
        answers(made.truths.as_dict())
    if answers_path:
        report(f"  planted truths in {answers_path}")


class Log:
    """Events that are written a stretch at a time, in order of time, between what else is told."""

    def __init__(self, events: Iterable[Happened]) -> None:
        self._events = sorted(events, key=attrgetter("at"))
        self._times = [event.at for event in self._events]
        self.written = 0

    def up_to(self, at: datetime) -> None:
        """Chain what happened up to a moment, that moment with it."""
        self._write(bisect_right(self._times, at))

    def to_the_end(self) -> None:
        """Chain what is left."""
        self._write(len(self._events))

    def _write(self, end: int) -> None:
        if end > self.written:
            bulk.append(self._events[self.written : end])
            self.written = end


@contextmanager
def planted_truths(path: str | Path | None) -> Iterator[Callable[[object], None]]:
    """What writes the planted truths beside where they belong. The file gets its name when all went well."""
    if path is None:
        yield lambda _truths: None
        return
    goal = Path(path)
    unfinished = goal.with_name(f".{goal.name}.{getpid()}")
    with _told_why():
        if goal.is_dir():
            raise IsADirectoryError(EISDIR, "it is a folder")
        unfinished.open("w").close()  # with the rights that any new file gets

    def write(truths: object) -> None:
        with _told_why():
            unfinished.write_text(json.dumps(truths, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    try:
        yield write
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(goal)  # the municipality is stored by now; should this fail, its truths are still beside


@contextmanager
def _told_why() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise CannotWrite(problem.strerror) from None


def _load(made: Municipality, report: Callable[[str], object]) -> tuple[list[Event], int]:
    """Put in the stories, some at a time; returns the events to be chained, and how many times there are."""
    closings, events, times, done = Closings(), [], 0, 0
    for stories in _some(made.stories()):
        people.load_people(stories=stories, by=BY)
        cases.load_cases(stories=stories, by=BY)
        homecare.load_homecare(stories=stories, by=BY)
        for story in stories:
            closings.add(story)
            events += story.events
            times += len(story.planned) + len(story.performed)
        done += len(stories)
        if done % (AT_A_TIME * 20) == 0:
            report(f"  {done} of {made.recipients} recipients")
    return [*events, *closings.events()], times


def _some(stories: Iterable[Story]) -> Iterator[list[Story]]:
    left = iter(stories)
    while some := list(islice(left, AT_A_TIME)):
        yield some


@contextmanager
def _without_pauses() -> Iterator[None]:
    """No search for cycles among millions of rows that have none; it took a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
