"""What test_midway_killed runs: actions that end much are killed after one statement after another, in earnest.

Each action is done in a process of its own, on a copy of the database, which takes its own life with SIGKILL when so
many statements are through. Then the copy is opened again. It must hold to the letter what it held before; and doing it
again must end to the letter as if nothing had happened, with a whole log. Needs a migrated SQLite file.
"""

import hashlib
import os
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import connection

from samsyn.audit.queries import verify_chain
from samsyn.cases.actions import approve_deletion, carry_out_deletion, draw_up_deletion, make_report, sign
from samsyn.cases.models import Decision, DeletionList
from samsyn.cases.queries import altered
from samsyn.homecare.actions import Wish, ask_swap, call_off_stay, close_days, settle_accounts
from samsyn.homecare.models import Order
from samsyn.improvement.actions import keep_measurements, keep_remeasured, open_improvement
from samsyn.improvement.definitions import groups, outcomes
from samsyn.improvement.measuring import found_in
from samsyn.people.roles import Role, job
from samsyn.review.actions import conclude_review, end_keys, send_packet, withdraw_packet
from samsyn.review.models import PacketKey, Reading
from tests import factories as f
from tests import measured as m
from tests import reviews as r
from tests.old_files import AFTER, PLACE, ended_case
from tests.rooms.test_time_requests import cleaned, own

JULY = datetime(2026, 7, 7, 10, tzinfo=f.NOW.tzinfo)
OURS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%' ORDER BY name"
Act = Callable[[], object]


def acts() -> dict[str, Act]:
    """A signing with its letter, a handing in, a deletion and the steps of a review, each ready to be done."""
    proposed = f.proposed_case(of=f.person())
    f.decided_case()
    ended_case()
    secretary, leader = f.acting(Role.COMMITTEE_SECRETARY), f.acting(Role.ADMINISTRATOR)
    delegate = f.acting(Role.DELEGATE, proposed.unit)
    quarter = {"year": 2026, "quarter": 2, "without_reasons": True}
    drawn = draw_up_deletion(place=PLACE, by=secretary, at=AFTER)
    approve_deletion(drawn=drawn, by=leader, at=AFTER)
    decision = f.decision_of(proposed).pk
    return {
        **_reviews(),
        **_improvements(),
        **_time(),
        "sign": lambda: sign(decision=Decision.objects.get(pk=decision), sender=f.SENDER, by=delegate, at=f.NOW),
        "report": lambda: make_report(**quarter, by=secretary, at=JULY),
        "delete": lambda: carry_out_deletion(
            drawn=DeletionList.objects.get(pk=drawn.pk), place=PLACE, by=leader, at=AFTER
        ),
    }


def _reviews() -> dict[str, Act]:
    """A packet sent, readings weighed together, keys ended: each touches what is apart and must end together."""
    r.colleagues(5)
    draft, opened = r.all_settled(r.made_packet()), r.read_packet(r.sent_packet())
    gone = r.sent_packet()
    withdraw_packet(key=gone, why="Fel", by=f.caseworker_of(gone.investigation.case), at=f.NOW)
    reading, by = opened.readings.first(), f.caseworker_of(draft.investigation.case)
    told = {"answers": [r.HELP], "note": "", "by": r.reader_of(reading), "at": r.LATER}
    return {
        "send": lambda: send_packet(key=PacketKey.objects.get(pk=draft.pk), by=by, at=f.NOW),
        "conclude": lambda: conclude_review(reading=Reading.objects.get(pk=reading.pk), **told),
        "end keys": lambda: end_keys(by=job("end-keys"), at=JULY),
    }


def _time() -> dict[str, Act]:
    """A visit that is swapped, a stay that is called off, and the night that settles the accounts."""
    swapped, away = cleaned(), cleaned()
    night = f.NOW + timedelta(days=7)
    close_days(by=job("close-days"), at=night, through=night.date() - timedelta(1))
    visit = swapped.planned.filter(day__gt=night.date(), activity__item="STADNING").earliest("day")
    wish = Wish("PROMENAD", visit.day, visit.start, visit.minutes)
    asked = {"given": visit, "wish": wish, "hand": "self", "by": own(swapped)}
    stay = {"first": night.date() + timedelta(1), "last": night.date() + timedelta(9), "by": f.planner_of(away)}
    return {
        "swap": lambda: ask_swap(order=Order.objects.get(pk=swapped.pk), **asked, at=night),
        "stay": lambda: call_off_stay(order=Order.objects.get(pk=away.pk), **stay, at=night),
        "settle": lambda: settle_accounts(by=job("settle"), at=night),
    }


def _improvements() -> dict[str, Act]:
    """Measurements kept, an improvement opened, and measured again."""
    analyst, asked, columns = f.acting(Role.ANALYST), [*outcomes(m.TODAY).values()][:3], m.columns()
    found = found_in(columns, (), m.PERIOD, groups()["sex"], asked, today=m.TODAY)
    plan, baseline, due = m.plan(), m.measurement("granted"), m.improvement(m.measurement("minutes"))
    later = datetime(2027, 12, 1, 2, tzinfo=f.NOW.tzinfo)
    after, whole = found[:2]
    return {
        "measure": lambda: keep_measurements(found=found, by=analyst, at=later),
        "improve": lambda: open_improvement(baseline=baseline, plan=plan, by=analyst, at=f.NOW, once="a" * 36),
        "again": lambda: keep_remeasured(improvement=due, after=after, whole=whole, by=job("measure"), at=later),
    }


def wrong_after_kills(points: int) -> Iterator[str]:
    """What is wrong after each action was killed at so many places. The database must be empty but migrated."""
    database = Path(connection.settings_dict["NAME"])
    copy = database.with_name("copy.sqlite3")
    for name, act in acts().items():
        again = partial(_copied, database, copy)
        again()
        before = _content()
        statements = _counted(act)
        after = _content()
        yield from (f"{name}: {word}" for word in _unsound() if after != before)
        if after == before or not statements:
            yield f"{name} did nothing"
        for point in sorted({1 + n * (statements - 1) // (points - 1) for n in range(points)}):
            again()
            if _killed(act, point) != signal.SIGKILL:
                yield f"{name} was not killed at {point} of {statements}"
            if _content() != before:
                yield f"{name}: something stands after the kill at {point} of {statements}"
            act()
            if _content() != after:
                yield f"{name}: not the same as undisturbed, after the kill at {point} of {statements}"
            yield from (f"{name}, at {point}: {word}" for word in _unsound())


def _copied(database: Path, copy: Path) -> None:
    """Work on a copy from here on, as the file and its journal stand on the disk."""
    connection.close()
    for part in ("", "-wal", "-shm"):
        copy.with_name(copy.name + part).unlink(missing_ok=True)
    connection.settings_dict["NAME"] = str(database)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copyfile(database, copy)
    connection.settings_dict["NAME"] = str(copy)


def _killed(act: Act, point: int) -> int:
    """Do it in another process that dies when so many statements are through; the signal that ended it."""
    connection.close()
    child = os.fork()
    if child == 0:
        _die_at(act, point)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _die_at(act: Act, point: int) -> None:
    done = 0

    def counting(execute, *statement):
        nonlocal done
        result = execute(*statement)
        done += 1
        if done == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    try:
        with connection.execute_wrapper(counting):
            act()
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(1)


def _counted(act: Act) -> int:
    done = 0

    def counting(execute, *statement):
        nonlocal done
        done += 1
        return execute(*statement)

    with connection.execute_wrapper(counting):
        act()
    return done


def _content() -> str:
    """A digest of every row of every table."""
    seen = hashlib.blake2b()
    with connection.cursor() as cursor:
        cursor.execute(OURS)
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{name}"')  # the names are the database's own
            seen.update(repr((name, sorted(map(repr, cursor.fetchall())))).encode())
    return seen.hexdigest()


def _unsound() -> Iterator[str]:
    verdict = verify_chain()
    if not verdict.intact:
        yield f"the log is broken: {verdict.reason}"
    if letter := altered():
        yield f"{letter} is not as it was sent"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchall() != [("ok",)]:
            yield "the file is not sound"
        cursor.execute("PRAGMA foreign_key_check")
        if cursor.fetchall():
            yield "a row points at nothing"
