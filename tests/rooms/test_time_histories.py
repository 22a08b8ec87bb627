"""Random histories of a person's time in the database: whatever happens in whatever order, the account adds up.

A case lives for a month over the night when the clocks are changed: visits are cancelled, swapped, called off and
corrected long after, the decision is changed in mid-week, the provider too, the person is in hospital. After each night
the accounts are held against sums that are counted from the rows by other means.
"""

import os
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from random import Random

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.test import override_settings

from samsyn.cases.actions import propose, put_line, reassess, sign, start_decision
from samsyn.cases.models import DecisionLine
from samsyn.homecare.account.ledger import Overdrawn, Place, Pot
from samsyn.homecare.actions import (
    Wish,
    answer_request,
    ask_swap,
    call_off,
    call_off_stay,
    cancel_visit,
    plan_ahead,
    report_extra,
    report_time,
    send_order,
    settle_accounts,
    withdraw_request,
)
from samsyn.homecare.models import UNTOLD, Order, PerformedTime, PlannedTime, TimeEntry, TimeRequest
from samsyn.homecare.models.accounts import all_balances, frames_of, whole_account
from samsyn.homecare.models.time_rules import rules_on
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role, job
from tests import factories as f
from tests.rooms.hours import carer_of, close, new_version
from tests.rooms.test_cases_reassess import assess
from tests.rooms.test_time_requests import cleaned, own

pytestmark = pytest.mark.django_db
DAYS = int(
    os.environ.get("HISTORY_DAYS", "31")
)  # from the second of March: over the night to the 29th, when an hour is lost
NOT_ALLOWED = (Refused, Invalid, NoAccess)


class History:
    """One person's case, and what may happen to it on a day. Every choice is drawn from `seed`."""

    def __init__(self, seed, case=None):
        self.draw = Random(seed)
        self.case = case or cleaned().case
        self.day = f.NOW.date()
        self.changed, self.happened = 0, Counter()

    def at(self, hour, minute=0):
        return datetime.combine(self.day, time(hour, minute), f.NOW.tzinfo)

    def orders(self):
        return list(Order.objects.filter(case=self.case, status__in=["accepted", "started"]).order_by("pk"))

    def ahead(self):
        return list(PlannedTime.objects.filter(UNTOLD, order__in=self.orders(), day__gte=self.day).order_by("pk"))

    def said(self):
        return list(PlannedTime.objects.filter(order__case=self.case, day__lte=self.day).order_by("-day", "pk")[:60])

    def wish(self):
        return Wish(
            self.draw.choice(["PROMENAD", "STADNING", "SAMVARO", "INKOP"]),
            self.day + timedelta(self.draw.randrange(0, 12)), time(self.draw.randrange(8, 20)),
            self.draw.choice([15, 30, 60, 120, 240]),
        )  # fmt: skip

    # What may happen

    def cancels(self, at):
        cancel_visit(planned=self.draw.choice(self.ahead()), hand="self", by=own(self.orders()[0]), at=at)

    def is_called_off(self, at):
        visit = self.draw.choice(self.ahead())
        call_off(planned=visit, side=self.draw.choice(["provider", "hospital"]), by=carer_of(visit.order), at=at)

    def is_in_hospital(self, at):
        order = self.draw.choice(self.orders())
        until = self.day + timedelta(self.draw.randrange(1, 9))
        call_off_stay(order=order, first=self.day, last=until, by=carer_of(order), at=at)

    def swaps(self, at):
        visit = self.draw.choice(self.ahead())
        ask_swap(order=visit.order, given=visit, wish=self.wish(), hand="self", by=own(visit.order), at=at)

    def uses(self, at):
        order = self.draw.choice(self.orders())
        ask_swap(order=order, given=None, wish=self.wish(), hand="phone", by=carer_of(order), at=at)

    def is_answered(self, at):
        request = self.draw.choice(list(TimeRequest.objects.filter(state="asked", order__case=self.case)))
        yes = self.draw.random() < 0.7
        answer_request(request=request, yes=yes, text="Vi har talat om det.", by=f.planner_of(request.order), at=at)

    def takes_back(self, at):
        request = self.draw.choice(list(TimeRequest.objects.filter(state="asked", order__case=self.case)))
        withdraw_request(request=request, hand="self", by=own(request.order), at=at)

    def is_corrected(self, at):
        """Weeks afterwards, too."""
        visit = self.draw.choice(self.said())
        minutes = self.draw.choice([0, 0, 10, visit.minutes, visit.minutes + 45])
        reason = self.draw.choice(
            ["PERSON_BORTA", "UTFORARE_STALLDE_IN"] if not minutes else ["KORTARE", "PERSONALBRIST"]
        )
        report_time(
            planned=visit, minutes=minutes, reason=reason, note_text="", by=carer_of(visit.order), at=at
        )  # fmt: skip

    def gets_more(self, at):
        order = self.draw.choice(self.orders())
        report_extra(
            order=order, day=self.day - timedelta(self.draw.randrange(0, 10)), start=time(8),
            minutes=self.draw.choice([10, 60, 200]), reason="EXTRA", note_text="", by=carer_of(order), at=at,
        )  # fmt: skip

    def gets_a_new_plan(self, at):
        weekdays = "".join(sorted(self.draw.sample("1234567", 3)))
        new_version(self.draw.choice(self.orders()), weekdays, at=at, minutes=self.draw.choice([30, 90, 150]))

    def gets_a_new_decision(self, at):
        """In mid-week, of more or fewer hours, and sometimes with another provider from some days on."""
        if self.changed == 2 or not self.orders():
            raise IndexError
        self.changed += 1
        old, by = self.orders()[-1], f.caseworker_of(self.case)
        anew = reassess(case=self.case, cause="changed_needs", why="Orkar mer.", by=by, at=at)
        assess(anew)
        draft = start_decision(investigation=anew, by=by, at=at)
        needs = tuple(anew.needs.values_list("pk", flat=True))
        amount = self.draw.choice([400, 600, 900])
        put_line(decision=draft, terms=f.home_care(needs, valid_from=self.day, amount=amount), by=by, at=at)
        propose(decision=draft, by=by, at=at)
        sign(decision=draft, sender=f.SENDER, by=f.acting(Role.DELEGATE, self.case.unit), at=at)
        self.case.refresh_from_db()
        other = f.unit("Hemtjänst Söder", purpose="provider") if self.draw.random() < 0.5 else old.provider
        order = send_order(
            line=f.line_of(self.case), provider=other,
            start_on=self.day + timedelta(self.draw.randrange(0, 5)), circumstances="", replaces=old, by=by, at=at,
        )  # fmt: skip
        f.accept_and_plan(order, at=at)

    def happens(self, name, at):
        try:
            with transaction.atomic():
                getattr(self, name)(at)
        except (*NOT_ALLOWED, IndexError):  # refused by a rule, or there was nothing to do it with
            return
        self.happened[name] += 1

    # The days

    def live(self):
        for _ in range(DAYS):
            for hour in sorted(self.draw.sample(range(6, 22), self.draw.randrange(1, 5))):
                weights = {"gets_a_new_decision": 0.15, "gets_a_new_plan": 0.3, "is_in_hospital": 0.3}
                may = [*EVENTS]
                [name] = self.draw.choices(may, [weights.get(one, 1) for one in may])
                self.happens(name, self.at(hour))
            kept = list(TimeEntry.objects.order_by("pk").values_list())
            self.day += timedelta(1)
            close(self.day - timedelta(1), at=self.at(2, 30))
            plan_ahead(by=job("plan-ahead"), at=self.at(2, 40))
            settle_accounts(by=job("settle"), at=self.at(2, 50))
            assert list(TimeEntry.objects.order_by("pk").values_list())[: len(kept)] == kept
            if self.day.weekday() == 0 or self.day.day == 1:
                self.check()

    def check(self):
        """The accounts against sums counted from the rows by other means, and a second night that changes nothing."""
        assert settle_accounts(by=job("settle"), at=self.at(3)) == 0
        rules = rules_on(self.day)
        lines = list(DecisionLine.objects.filter(decision__case=self.case, decision__state="signed").order_by("pk"))
        counted = count(self.case, lines)
        for held in frames_of(lines, on=self.day).values():
            pk, book = held.line.pk, whole_account(held, today=self.day)
            for span in (span for span in book.spans(pk) if span.first <= self.day):
                balance = book.balance(Place(pk, span))
                told = all_balances(span, today=self.day).get(pk)
                assert told in (None, balance), (pk, span)
                assert asdict(balance) == counted(pk, span), (pk, span)
                assert balance.free <= 0 or span.last >= self.day
            for pot in (Pot.SAVED, Pot.OWED):
                assert all(minutes >= 0 for _, minutes in book.lots(pk, pot))
            if pk == lines[-1].pk or not rules.moves_on:
                assert sum(minutes for _, minutes in book.lots(pk)) <= (rules.save.at_most if rules.save else 0)


def count(case, lines):
    """Each minute of each line and period, from the rows: what is granted day by day, and where it went."""
    newest, told = {}, set()
    for row in PerformedTime.objects.filter(order__case=case).order_by("version"):
        newest[("planned", row.planned_id) if row.planned_id else ("extra", row.pk)] = row
        told.add(row.planned_id)
    line_of = dict(Order.objects.filter(case=case).values_list("pk", "line"))
    rows = [(line_of[r.order_id], r.day, "performed", r.minutes) for r in newest.values()]
    rows += [(line_of[r.order_id], r.day, "charged", r.charged) for r in newest.values()]
    ahead = PlannedTime.objects.filter(order__case=case).exclude(pk__in=[pk for pk in told if pk])
    rows += [(line_of[r.order_id], r.day, "planned", r.minutes) for r in ahead]
    begins = [line.valid_from for line in lines]

    def granted(line, span):
        after = [first for first in begins if first > line.valid_from]
        last = min(after) - timedelta(1) if after else date.max
        days = [day for day in span.days() if line.valid_from <= day <= last]
        return ceil(sum(Fraction(line.amount, 7) for _ in days))

    def counted(pk, span):
        line = next(line for line in lines if line.pk == pk)
        sums = Counter(granted=granted(line, span))
        sums.update(dict.fromkeys(("planned", "performed", "charged", "saved", "owed", "expired"), 0))
        for of, day, where, minutes in rows:
            if of == pk and span.first <= day <= span.last:
                sums[where] += minutes
        free = sums["granted"] - sums["planned"] - sums["performed"] - sums["charged"]
        for row in TimeEntry.objects.filter(Q(line=pk) | Q(to_line=pk)).order_by("pk"):
            leaves, comes = MOVES[row.kind]
            here = [
                (way, pot) for way, pot, of, first in (
                    (-1, leaves, row.line_id, row.first),
                    (1, comes, row.to_line_id or row.line_id, row.to_first or row.first),
                ) if (of, first) == (pk, span.first)
            ]  # fmt: skip
            for way, pot in here:
                if pot == "free":
                    free += way * row.minutes
                else:
                    sums[pot] += way * row.minutes
        return {**sums, "free": free}

    return counted


# Each kind of kept entry, and where its minutes go: written out here, so that a wrong table elsewhere is seen.
MOVES = {
    "save": ("free", "saved"), "unsave": ("saved", "free"), "use": ("saved", "free"), "unuse": ("free", "saved"),
    "owe": ("free", "owed"), "unowe": ("owed", "free"), "repay": ("owed", "free"), "unrepay": ("free", "owed"),
    "expire": ("free", "expired"), "unexpire": ("expired", "free"), "lapse": ("saved", "expired"),
    "move": ("free", "free"), "move_saved": ("saved", "saved"), "move_owed": ("owed", "owed"),
}  # fmt: skip
EVENTS = [
    "cancels", "is_called_off", "is_in_hospital", "swaps", "uses", "is_answered", "takes_back", "is_corrected",
    "gets_more", "gets_a_new_plan", "gets_a_new_decision",
]  # fmt: skip


@pytest.mark.parametrize("key", ["goteborg", "month", "klippekort"])
def test_every_history_adds_up(key):
    """One of each set of rules; `HISTORIES=20` lives twenty of each, from the seed that `HISTORIES_FROM` says."""
    first, many = int(os.environ.get("HISTORIES_FROM", "1")), int(os.environ.get("HISTORIES", "1"))
    happened = Counter()
    with override_settings(SAMSYN={**settings.SAMSYN, "time_rules": key}):
        for seed in range(first, first + many):
            with transaction.atomic():
                history = History(seed)
                history.live()
                happened.update(history.happened)
                transaction.set_rollback(True)
    print(f"{many} histories by {key} from seed {first}: {dict(happened)}")
    assert {"is_corrected", "cancels", "swaps", "gets_a_new_decision"} <= {*happened}


def test_a_decision_that_ran_out_and_was_renewed_is_settled_for_months():
    """What came from a line that is out of sight by now is used and lapses as any other saved time."""
    sunday = f.NOW.date() + timedelta(13)
    history = History(1, f.active_case(terms={"valid_to": sunday}))
    history.day = sunday + timedelta(1)
    close(sunday, at=history.at(2))
    settle_accounts(by=job("settle"), at=history.at(3))
    history.gets_a_new_decision(history.at(9))
    for _ in range(12):
        history.day += timedelta(7)
        plan_ahead(by=job("plan-ahead"), at=history.at(1))
        close(history.day - timedelta(1), at=history.at(2))
        settle_accounts(by=job("settle"), at=history.at(3))
    kinds = list(TimeEntry.objects.order_by("pk").values_list("kind", flat=True))
    assert "move_saved" in kinds
    assert "lapse" in kinds[kinds.index("move_saved") :]


def test_one_case_that_does_not_add_up_stops_no_other():
    broken, whole = History(1), History(2)
    line, week = f.line_of(broken.case), {"first": date(2026, 3, 2), "last": date(2026, 3, 8)}
    said = {"at": f.NOW, "asked_by": "job:x", "agreed_by": "rule:x", "rule": "goteborg/1"}
    TimeEntry.objects.create(line=line, kind="lapse", minutes=500, **week, **said)
    broken.day += timedelta(7)
    close(broken.day - timedelta(1), at=broken.at(2))
    with pytest.raises(Overdrawn, match=f"case {broken.case.pk}, lapse: 500 minutes of 0 saved"):
        settle_accounts(by=job("settle"), at=broken.at(3))
    assert TimeEntry.objects.filter(line=f.line_of(whole.case), kind="save").exists()
    assert not TimeEntry.objects.filter(line=line, kind="save").exists()
