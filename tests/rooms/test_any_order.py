"""Anybody trying anything in any order: the lifecycle holds, what is signed stays, and the log stays whole."""

import contextlib
import random
from datetime import time, timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.audit.queries import verify_chain
from samsyn.cases import actions as cases
from samsyn.cases.lifecycle import EVENTS, TRANSITIONS, Status, Step
from samsyn.cases.models import Case, Decision, DecisionLine
from samsyn.cases.queries import current_decision, draft_of, needs_to_follow_up
from samsyn.homecare import actions as homecare
from samsyn.homecare.models import Order, PerformedTime, Plan
from samsyn.people.models import Staff
from samsyn.people.refusals import Refused
from samsyn.people.roles import Role, job
from tests import ended as e
from tests import factories as f

ALLOWED = {(a, b) for (a, _), b in TRANSITIONS.items()}
# Refusals alone close a case in the same action that signs them.
ALLOWED |= {(Status.PROPOSED, Status.CLOSED)}
# What goes on with an earlier decision, when more is no longer asked for, stands where its orders and plans do.
ALLOWED |= {
    (before, after)
    for before in (Status.INVESTIGATING, Status.PROPOSED)
    for after in (Status.DECIDED, Status.ORDERED, Status.PLANNING, Status.ACTIVE)
}
STEPS = 150
# Whose task each thing is; three times in four it is they who try.
TASKS = {
    Role.CASEWORKER: (
        "open dismiss investigate draft propose correct order answer_change stop follow_up reassess close"
        " withdraw renounce move die not_dead"
    ),
    Role.DELEGATE: "send_back sign",
    Role.PROVIDER_PLANNER: "answer_order close_days",
    Role.CARE_WORKER: "plan",
    Role.PERSON: "answer_plan",
}
# What leads on from each state; one time in five it is that which is tried, or few walks would come far.
LEADS_ON = {
    Status.RECEIVED: "open", Status.INVESTIGATING: "investigate draft propose", Status.PROPOSED: "sign",
    Status.DECIDED: "order", Status.ORDERED: "answer_order", Status.PLANNING: "plan answer_plan",
    Status.ACTIVE: "follow_up",
}  # fmt: skip
TASK_OF = {task: role for role, tasks in TASKS.items() for task in tasks.split()}


class Walk:
    """One case, everybody around it, and a clock that only goes forward."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.case = f.received_case(form=self.rng.choice(["application", "report"]))
        self.at = f.NOW
        self.actors = [f.acting(r) for r in (Role.TEAM_LEADER, Role.DELEGATE, Role.PROVIDER_PLANNER, Role.CARE_WORKER)]
        self.actors += [f.caseworker_of(self.case), f.actor(self.case.person, acting_as="self")]
        self.tries = [name.removeprefix("try_") for name in dir(self) if name.startswith("try_")]

    def step(self) -> None:
        self.at += timedelta(hours=self.rng.randint(1, 30))
        self.case = Case.objects.select_related("person", "unit", "caseworker").get(pk=self.case.pk)
        onward = LEADS_ON.get(self.case.status_now, "")
        task = self.rng.choice(onward.split() if onward and self.rng.random() < 0.2 else self.tries)
        theirs = [a for a in self.actors if a.role is TASK_OF[task]]
        getattr(self, f"try_{task}")(by=self.rng.choice(theirs if self.rng.random() < 0.75 else self.actors))

    def newest(self, model, **which):
        return model.objects.filter(**which).order_by("-pk").first()

    def try_open(self, by):
        cases.open_investigation(case=self.case, by=by, at=self.at)

    def try_dismiss(self, by):
        if self.rng.random() < 0.1:
            cases.dismiss(case=self.case, reason="Hjälp finns", by=by, at=self.at)

    def try_investigate(self, by):
        if inquiry := self.case.investigations.filter(completed_at=None).first():
            need = cases.add_need(investigation=inquiry, area=self.rng.choice(["d510", "d640"]), by=by, at=self.at)
            for field, value in {"level_now": "3", "level_meant": "1", "goal": "Bra"}.items():
                place = f"need:{need.pk}:{field}"
                cases.save_field(investigation=inquiry, place=place, value=value, base=0, by=by, at=self.at)

    def try_draft(self, by):
        if inquiry := self.case.investigations.order_by("-pk").first():
            decision = draft_of(self.case) or cases.start_decision(investigation=inquiry, by=by, at=self.at)
            needs = tuple(inquiry.needs.filter(removed_at=None).values_list("pk", flat=True))
            refused = self.rng.random() < 0.2
            terms = {"outcome": "refused", "amount": 0, "reasons": "Nej"} if refused else {}
            line = f.home_care(needs, **self.valid(), **terms)
            cases.put_line(decision=decision, terms=line, by=by, at=self.at, line=decision.lines.first())

    def valid(self) -> dict:
        """From which day, and to which, what is drafted is to be given."""
        return {"valid_from": localdate(self.at)}

    def try_propose(self, by):
        if decision := draft_of(self.case):
            cases.propose(decision=decision, by=by, at=self.at)

    def try_send_back(self, by):
        if decision := draft_of(self.case):
            cases.send_back(decision=decision, note="Skriv mer", by=by, at=self.at)

    def try_sign(self, by):
        if decision := draft_of(self.case):
            cases.sign(decision=decision, sender=f.SENDER, by=by, at=self.at)

    def try_correct(self, by):
        if decision := current_decision(self.case):
            cases.correct(decision=decision, reason="Fel", by=by, at=self.at)

    def try_order(self, by):
        if decision := current_decision(self.case):
            provider, line = f.workplace(Role.PROVIDER_PLANNER), decision.lines.first()
            start = localdate(self.at)
            homecare.send_order(line=line, provider=provider, start_on=start, circumstances="", by=by, at=self.at)

    def try_answer_order(self, by):
        if order := self.newest(Order, case=self.case):
            homecare.see(order=order, by=by, at=self.at)
            answer = self.rng.choice(["accept", "accept", "reject", "change", "answer", "start"])
            contact = Staff.objects.get(pk=f.acting(Role.CARE_WORKER).staff)
            {
                "accept": lambda: homecare.accept(order=order, contact=contact, by=by, at=self.at),
                "reject": lambda: homecare.reject(order=order, reason="Fullt", by=by, at=self.at),
                "change": lambda: homecare.request_change(order=order, reason="När?", by=by, at=self.at),
                "answer": lambda: homecare.answer_change(
                    order=order, text="Nu", start_on=localdate(self.at), by=by, at=self.at
                ),
                "start": lambda: homecare.start(order=order, by=by, at=self.at),
            }[answer]()

    def try_answer_change(self, by):
        if order := self.newest(Order, case=self.case):
            homecare.answer_change(order=order, text="Nu", start_on=localdate(self.at), by=by, at=self.at)

    def try_stop(self, by):
        if self.rng.random() < 0.3 and (order := self.newest(Order, case=self.case)):
            homecare.stop(order=order, reason="Byte", by=by, at=self.at)

    def try_plan(self, by):
        if order := self.newest(Order, case=self.case):
            plan = homecare.start_plan(order=order, by=by, at=self.at)
            activity = homecare.ActivityTerms("Dusch", "1357", time(9), 30)
            homecare.put_activity(plan=plan, terms=activity, by=by, at=self.at)
            day = localdate(self.at) + timedelta(90)
            homecare.write_plan(
                plan=plan, participation="Ja", persons_words="", others_present="", follow_up_on=day, by=by, at=self.at
            )
            homecare.offer_plan(plan=plan, by=by, at=self.at)

    def try_answer_plan(self, by):
        if plan := self.newest(Plan, order__case=self.case):
            yes = self.rng.random() < 0.8
            homecare.answer_plan(plan=plan, approve=yes, hand="self", words="Nej", by=by, at=self.at)

    def try_follow_up(self, by):
        if decision := current_decision(self.case):
            result = self.rng.choice(["continue", "change", "reassess", "end"])
            found = [cases.NeedResult(n.pk, 2, "yes", "no", result) for n in needs_to_follow_up(decision)]
            held = localdate(self.at)
            homecare.conclude_follow_up(
                case=self.case, decision=decision, held_on=held, took_part="Alla", persons_words="", results=found,
                next_on=held + timedelta(90), by=by, at=self.at,
            )  # fmt: skip

    def try_reassess(self, by):
        if self.rng.random() < 0.1:
            cases.reassess(case=self.case, cause="error", why="Mer behövs", by=by, at=self.at)

    def try_close(self, by):
        if self.rng.random() < 0.1:
            reason = self.rng.choice(["deceased", "deceased", "need_ceased", "moved", "withdrawn"])
            homecare.end_case(case=self.case, reason=reason, by=by, at=self.at)

    def try_withdraw(self, by):
        if self.rng.random() < 0.1:
            e.take_back(self.case, whole=self.rng.random() < 0.7, by=by, at=self.at)

    def try_renounce(self, by):
        decision = current_decision(self.case) if self.rng.random() < 0.2 else None
        if decision and (line := decision.lines.first()):
            homecare.renounce(line=line, said=e.said(self.at), by=by, at=self.at)

    def try_move(self, by):
        if self.rng.random() < 0.03:
            e.move_away(self.case, by=by, at=self.at)

    def try_die(self, by):
        if self.rng.random() < 0.1:
            day = localdate(self.at)
            cases.note_death(case=self.case, died_on=day, source="Anhörig", by=by, at=self.at)

    def try_not_dead(self, by):
        cases.undo_death(case=self.case, by=by, at=self.at)

    def try_close_days(self, by):
        homecare.close_days(by=job("close-days"), at=self.at, through=localdate(self.at) - timedelta(1))


def _signed() -> dict[int, object]:
    """Every column of what is signed, with its lines: asked at each of 1,500 steps."""
    lines: dict[int, list[object]] = {}
    for line in DecisionLine.objects.filter(decision__state="signed").order_by("pk").values():
        lines.setdefault(line["decision_id"], []).append(line)
    return {row["id"]: (row, lines.get(row["id"])) for row in Decision.objects.filter(state="signed").values()}


def _steps_told(case: Case, after: int) -> set[Step]:
    """The steps that the log tells of after one event."""
    said = set(Event.objects.filter(case=case.pk, pk__gt=after).values_list("what", flat=True))
    return {step for step, event in EVENTS.items() if event in said}


@pytest.mark.django_db
def test_no_order_of_actions_breaks_the_rules():
    reached = set()
    for seed in range(10):
        reached |= _walk(Walk(seed))
    assert reached == set(Status), "the walks no longer reach every state"
    assert verify_chain().intact
    assert not PerformedTime.objects.filter(planned__isnull=True, source="as_planned").exists()


def _walk(walk: Walk) -> set[Status]:
    """Walk, holding every step to the rules; the states it came by."""
    before, signed, reached = Status(walk.case.status), {}, set()
    for _ in range(STEPS):
        told = Event.objects.latest("pk").pk
        with contextlib.suppress(Refused), transaction.atomic():
            walk.step()
        after = Status(Case.objects.get(pk=walk.case.pk).status)
        assert after is before or (before, after) in ALLOWED
        assert after is before or _steps_told(walk.case, told) & {s for (b, s), a in TRANSITIONS.items() if b is before}
        now = _signed()
        assert all(now[pk] == was for pk, was in signed.items()), "a signed decision changed"
        before, signed = after, now
        reached.add(after)
    return reached
