"""What tests of planned and performed time say again and again: an order under way, its days, what is reported."""

from datetime import datetime, time, timedelta

from samsyn.homecare.actions import (
    ActivityTerms,
    answer_plan,
    close_days,
    offer_plan,
    put_activity,
    report_extra,
    report_time,
    start_plan,
    write_plan,
)
from samsyn.people.roles import Role, job
from tests.factories import NOW, acting, active_case, actor, order_of

JOB = job("close-days")
TODAY = NOW.date()  # a Monday; the factories' plan has visits on Mondays, Wednesdays and Fridays
WEDNESDAY = TODAY + timedelta(2)
FRIDAY = TODAY + timedelta(4)


def active_order(**accepted):
    return order_of(active_case(**accepted))


def carer_of(order):
    return acting(Role.CARE_WORKER, order.provider)


def on(day, hour=18):
    return datetime.combine(day, time(hour), NOW.tzinfo)


def close(through, *, at=None):
    return close_days(by=JOB, at=at or on(through + timedelta(1), 3), through=through)


def report(planned, *, minutes=0, reason="PERSON_BORTA", note="", seen=None, by=None, at=None):
    return report_time(
        planned=planned, minutes=minutes, reason=reason, note_text=note, seen=seen, by=by or carer_of(planned.order),
        at=at or on(planned.day),
    )  # fmt: skip


def extra(order, *, day=TODAY, minutes=20, reason="EXTRA", by=None, at=None):
    return report_extra(
        order=order, day=day, start=time(14), minutes=minutes, reason=reason, note_text="", by=by or carer_of(order),
        at=at or on(TODAY),
    )  # fmt: skip


def days(order):
    return list(order.planned.order_by("day").values_list("day", flat=True))


def new_version(order, weekdays, *, at, minutes=30, **more):
    """Another plan, approved at a moment, with one activity on these weekdays."""
    carer = carer_of(order)
    plan = start_plan(order=order, by=carer, at=at)
    terms = ActivityTerms(what="Promenad", weekdays=weekdays, start=time(10), minutes=minutes, **more)
    put_activity(plan=plan, terms=terms, activity=plan.activities.first(), by=carer, at=at)
    write_plan(
        plan=plan, participation="Valde själv.", persons_words="", others_present="",
        follow_up_on=at.date() + timedelta(60), by=carer, at=at,
    )  # fmt: skip
    offer_plan(plan=plan, by=carer, at=at)
    return answer_plan(
        plan=plan, approve=True, hand="self", words="", by=actor(order.case.person, acting_as="self"), at=at
    )  # fmt: skip
