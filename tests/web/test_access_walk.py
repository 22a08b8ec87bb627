"""Every address with every role: open to those with role and relation, "no access" to all others, and read on record.

A new address fails here until it says, in ARGUMENTS, what it is asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import NeedResult, correct, make_report, note_line_event, save_field
from samsyn.cases.clocks import Kind
from samsyn.cases.models import DeletionList, LineEvent, QuarterlyReport
from samsyn.homecare.actions import conclude_follow_up, tell_execution
from samsyn.homecare.models import Order
from samsyn.people.models import Appointment, Person
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.old_files import listed_file
from tests.protection import SECRETS, protected, text_of, told_in
from tests.web import (
    appeal_addresses,
    imported,
    walked_dayplan,
    walked_fees,
    walked_journals,
    walked_mandates,
    walked_mobile,
    walked_own_file,
    walked_review,
    walked_support,
    walked_watch,
)

pytestmark = pytest.mark.django_db

OFFICE = {Role.CARE_SUPERVISOR, Role.COMMITTEE_SECRETARY, Role.CHAIR, Role.ANALYST, Role.ADMINISTRATOR}
NEEDS_SIGHT = {"contact_change"}  # of somebody protected, only with the permission to see what that covers
PARTED = {"quarterly_now", "quarterly_final"} | walked_review.NOBODYS  # each unit sees its own part, or nobody's
OPEN_TO_ALL = {"enter", "act_as", "leave", "appearance", "language", "mobile_gone"}


@dataclass
class World:
    """One municipality's worth of objects: a case in each state, and somebody in each role around them."""

    suffix: str
    cases: dict[str, object] = field(default_factory=dict)
    actors: dict[Role, Actor] = field(default_factory=dict)
    person: Person | None = None
    deletion: DeletionList | None = None


def world(suffix: str, **contact: str) -> World:
    """Somebody's cases in each state. With `contact`, what was said and written along the way holds all of it."""
    made = World(suffix)
    authority = f.unit(f"Äldreenheten {suffix}")
    provider = f.unit(f"Hemtjänst {suffix}", purpose="provider")
    states: dict[str, Callable] = {
        "received": f.received_case, "investigating": f.investigated_case, "proposed": f.proposed_case,
        "decided": f.decided_case, "corrected": f.decided_case, "ordered": f.ordered_case,
        "change": f.change_requested_case, "accepted": f.accepted_case, "offered": f.offered_case,
        "active": f.active_case, "followed": f.active_case,
    }  # fmt: skip
    made.person = f.person(family_name=f"Walk{suffix}", **contact)
    texts = {"asked_for": f"Jag bor på {contact['street']}, {contact['email']}"} if contact else {}
    given = {"of": made.person, "at_unit": authority, **texts}
    sends = {"ordered", "change", "accepted", "offered", "active", "followed"}
    for name, make in states.items():
        told = {"circumstances": f"Ring {contact['phone']} först"} if contact else {}
        made.cases[name] = make(**given, **({"provider": provider, **told} if name in sends else {}))
    herself = f.actor(made.person, acting_as="self")
    made.cases |= appeal_addresses.cases_heard(given)
    walked_mandates.fill(made, given)
    made.cases["applied"] = f.received_case(**given, channel="web", by=herself)
    _go_further(made)
    walked_journals.fill(made)
    walked_fees.fill(made)
    walked_watch.fill(made)
    walked_review.fill(made)
    for role in (Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE, Role.FEE_OFFICER):
        made.actors[role] = f.acting(role, authority)
    for role in (Role.PROVIDER_PLANNER, Role.CARE_WORKER):
        made.actors[role] = f.acting(role, provider)
    made.actors[Role.PERSON] = herself
    relative = f.person("Rut", f"Nära{suffix}")
    for function in ("see", "apply", "plan", "time", "message"):
        f.consent(made.person, relative, function)
    made.actors[Role.RELATIVE] = f.actor(relative, acting_as="relative")
    made.actors |= {role: f.acting(role) for role in OFFICE}
    made.support, made.phone = walked_support.begun(provider, made.person), walked_mobile.phone_of(made)
    walked_dayplan.fill(made)
    made.deletion = listed_file(made.person)
    return made


def _go_further(made: World) -> None:
    investigation = made.cases["investigating"].investigations.get()
    by = f.caseworker_of(made.cases["investigating"])
    save_field(investigation=investigation, place="situation", value="Andra fliken", base=0, by=by, at=f.NOW)
    decision = made.cases["corrected"].decisions.get()
    correct(decision=decision, reason="Fel", by=f.caseworker_of(made.cases["corrected"]), at=f.NOW)
    _carry_out(made)
    case, later = made.cases["followed"], f.NOW + timedelta(days=1)
    needs = f.decision_of(case).lines.get().needs.all()
    conclude_follow_up(
        case=case, decision=f.decision_of(case), held_on=localdate(later), took_part="Alla", persons_words="Bra",
        results=[NeedResult(n.pk, 1, "yes", "yes", "continue") for n in needs],
        next_on=localdate(later) + timedelta(90), by=f.caseworker_of(case), at=later,
    )  # fmt: skip


def _carry_out(made: World) -> None:
    case, order = made.cases["decided"], f.order_of(made.cases["active"])
    by, day = f.caseworker_of(case), localdate(f.NOW)
    note_line_event(line=f.line_of(case), kind=Kind.WAITS, day=day, by=by, at=f.NOW)
    tell_execution(order=order, kind=Kind.OFFERED, day=day, by=f.planner_of(order), at=f.NOW)
    make_report(year=2025, quarter=4, without_reasons=True, by=f.acting(Role.COMMITTEE_SECRETARY), at=f.NOW)


def of_case(state: str, **more) -> Callable[[World], dict]:
    return lambda w: {"pk": w.cases[state].pk, **{k: get(w.cases[state]) for k, get in more.items()}}


def _inquiry(case):
    return case.investigations.first().pk


def _decision(case):
    return case.decisions.order_by("pk").first().pk


def _newest(case):
    return f.decision_of(case).pk


def _line(case):
    return f.decision_of(case).lines.first().pk


def of_order(state: str, key: str = "pk", **more) -> Callable[[World], dict]:
    return lambda w: {
        key: f.order_of(w.cases[state]).pk,
        **{k: get(f.order_of(w.cases[state])) for k, get in more.items()},
    }


def _plan(order: Order):
    return order.plans.order_by("-version").first().pk


def _activity(order: Order):
    return order.plans.order_by("-version").first().activities.first().pk


def of_person(**more) -> Callable[[World], dict]:
    return lambda w: {"person": w.person.pk, **{k: get(w) for k, get in more.items()}}


def nothing(_world: World) -> dict:
    return {}


ABOUT_NOTHING = (
    "my_day", "cases", "unassigned", "register", "search", "not_executed", "quarterly", "decisions", "orders", "plans",
    "visits", "units", "staff_list", "staff_new", "log", "verify_log", "settings", "code_lists", "deletion",
    "deletion_draw_up",
)  # fmt: skip

ARGUMENTS: dict[str, Callable[[World], dict]] = {
    **(walked_journals.ARGUMENTS | imported.ARGUMENTS),
    **(appeal_addresses.ARGUMENTS | walked_fees.ARGUMENTS | walked_mandates.ARGUMENTS),
    **(walked_watch.ARGUMENTS | walked_review.ARGUMENTS | walked_mobile.ARGUMENTS | walked_support.ARGUMENTS),
    **walked_dayplan.ARGUMENTS,
    **dict.fromkeys(ABOUT_NOTHING, nothing),
    **dict.fromkeys(
        ["deletion_list", "deletion_approve", "deletion_withdraw", "deletion_carry_out"],
        lambda w: {"pk": w.deletion.pk},
    ),
    "deletion_leave_out": lambda w: {"pk": w.deletion.pk, "item_pk": w.deletion.items.get().pk},
    "case": of_case("active"),
    "case_assign": of_case("received"),
    "investigation_open": of_case("received"),
    "case_dismiss": of_case("received"),
    "case_reassess": of_case("ordered"),
    "case_close": of_case("active"),
    "line_execution": of_case("decided", line_pk=_line),
    "line_delay": of_case("decided", line_pk=_line),
    "line_take_back": of_case(
        "decided", event_pk=lambda c: LineEvent.objects.get(line__decision__case=c, kind=Kind.WAITS).pk
    ),
    "fact_confirm": of_case("investigating"),
    "case_person": of_case("active"),
    "contact_change": of_case("active"),
    "authority_register": of_case("active"),
    "authority_end": of_case("active", consent_pk=lambda c: c.person.consents.first().pk),
    "person_identify": of_case("active"),
    "death_record": of_case("active"),
    "death_take_back": of_case("active"),
    "investigation": of_case("investigating"),
    "investigation_of": of_case("active", investigation_pk=_inquiry),
    "investigation_save": of_case("investigating", investigation_pk=_inquiry),
    "need_add": of_case("investigating", investigation_pk=_inquiry),
    "need_remove": of_case(
        "investigating", investigation_pk=_inquiry, need_pk=lambda c: c.investigations.get().needs.first().pk
    ),
    "field_settle": of_case(
        "investigating",
        investigation_pk=_inquiry,
        version_pk=lambda c: c.investigations.get().versions.get(settled=False).pk,
    ),
    "field_versions": of_case("investigating", investigation_pk=_inquiry, place=lambda c: "situation"),
    "decision_edit": of_case("proposed"),
    "decision_begin": of_case("investigating"),
    "line_new": of_case("corrected"),
    "line_edit": of_case("corrected", line_pk=_line),
    "line_remove": of_case("corrected", line_pk=_line),
    "decision_summary": of_case("corrected"),
    "decision_preview": of_case("proposed"),
    "decision_propose": of_case("corrected"),
    "decision_page": of_case("active", decision_pk=_decision),
    "decision_letter": of_case("active", decision_pk=_decision),
    "decision_sign": of_case("proposed", decision_pk=_decision),
    "decision_send_back": of_case("proposed", decision_pk=_decision),
    "decision_correct": of_case("decided", decision_pk=_decision),
    "decision_drop_correction": of_case("corrected", decision_pk=_newest),
    "case_orders": of_case("decided"),
    "order_new": of_case("decided", line_pk=_line),
    "order_sent": of_order("active", "order_pk"),
    "order_answer": of_order("change", "order_pk"),
    "order_stop": of_order("active", "order_pk"),
    "follow_up_new": of_case("active"),
    "follow_up_page": of_case("followed", follow_up_pk=lambda c: c.follow_ups.get().pk),
    "provider_order": of_order("active"),
    "provider_accept": of_order("ordered"),
    "provider_request_change": of_order("ordered"),
    "provider_reject": of_order("ordered"),
    "provider_start": of_order("accepted"),
    "provider_begin_plan": of_order("accepted"),
    "provider_plan": of_order("offered", plan_pk=_plan),
    "provider_print_plan": of_order("offered", plan_pk=_plan),
    "provider_write_plan": of_order("offered", plan_pk=_plan),
    "provider_add_activity": of_order("offered", plan_pk=_plan),
    "provider_activity": of_order("offered", plan_pk=_plan, activity_pk=_activity),
    "provider_remove_activity": of_order("offered", plan_pk=_plan, activity_pk=_activity),
    "provider_offer_plan": of_order("offered", plan_pk=_plan),
    "provider_note_answer": of_order("offered", plan_pk=_plan),
    "provider_report_time": of_order("active", planned_pk=lambda o: o.planned.first().pk),
    "provider_report_extra": of_order("active"),
    "provider_execution": of_order("active"),
    "provider_take_back": of_order("active", event_pk=lambda o: LineEvent.objects.get(key=f"order:{o.pk}").pk),
    "provider_week": of_order("active"),
    "person_home": of_person(),
    "apply": of_person(),
    "applied": of_person(case=lambda w: w.cases["applied"].pk),
    "my_decisions": of_person(),
    "my_decision": of_person(pk=lambda w: _decision(w.cases["active"])),
    "my_decision_pdf": of_person(pk=lambda w: _decision(w.cases["active"])),
    "my_plans": of_person(),
    "my_plan": of_person(pk=lambda w: _plan(f.order_of(w.cases["active"]))),
    "my_answer": of_person(pk=lambda w: _plan(f.order_of(w.cases["offered"]))),
    "my_week": of_person(),
    "my_follow_ups": of_person(),
    "my_readers": of_person(),
    "my_consents": of_person(),
    "my_details": of_person(),
    "answer_offers": of_person(),
    "withdraw_consent": of_person(pk=lambda w: w.person.consents.first().pk),
    "delegated": lambda w: {"days": 30},
    **dict.fromkeys(("quarterly_now", "quarterly_council"), lambda w: {"year": 2025, "quarter": 4}),
    "quarterly_final": lambda w: {"pk": QuarterlyReport.objects.get().pk},
    "staff_member": lambda w: {"pk": w.actors[Role.CASEWORKER].staff_id},
    "end_role": lambda w: {
        "pk": w.actors[Role.CASEWORKER].staff_id,
        "appointment": Appointment.objects.get(staff=w.actors[Role.CASEWORKER].staff_id).pk,
    },
}


def addresses() -> dict[str, frozenset[Role] | None]:
    """Every named address and the roles its view is opened to."""
    found: dict[str, frozenset[Role] | None] = {}

    def walk(patterns) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                walk(one.url_patterns)
            elif isinstance(one, URLPattern):
                assert one.name, f"{one.pattern} has no name"
                found[one.name] = one.callback.open_to

    walk(get_resolver().url_patterns)
    return found


ADDRESSES = addresses()
GUARDED = {name: roles for name, roles in ADDRESSES.items() if roles is not None}


def ask(client, url: str):
    """The answer to GET, or to an empty POST where the page is only posted to; nothing it does stays."""
    with transaction.atomic():
        answer = client.get(url)
        answer = client.post(url) if answer.status_code == 405 else answer
        transaction.set_rollback(True)
    return answer


def test_few_addresses_are_open_to_all_and_each_other_says_what_it_is_asked_about():
    assert {name for name, roles in ADDRESSES.items() if roles is None} == OPEN_TO_ALL
    assert set(ARGUMENTS) == set(GUARDED)


def test_only_role_and_relation_open_each_address_and_none_tells_where_somebody_protected_is(client, monkeypatch):
    """SoLPuL 10, OSL 26:1: nobody here has the permission to see what protection covers."""
    f.freeze(monkeypatch, f.NOW + timedelta(days=1))
    own, other = world("Norr", **SECRETS), world("Syd")
    protected(own.person)
    last = "provider_table_give".__eq__  # it hands the session to somebody, which opens nothing else then
    urls = {name: reverse(name, kwargs=ARGUMENTS[name](own)) for name in sorted(GUARDED, key=last)}
    wrong = [
        f"{name} is open without a login"
        for name, url in urls.items()
        if ask(client, url).status_code not in {302, 401}
    ]
    for role in Role:
        f.log_in(client, own.actors[role])
        for name, url in urls.items():
            wrong += [f"{name} as {role}: {w}" for w in _with_relation(client, name, url, own, own.actors[role])]
        f.log_in(client, other.actors[role])
        for name, url in urls.items():
            # Whom the gate shuts out by role it shuts out wherever they come from: that was asked above.
            asked = ARGUMENTS[name](own) and not GUARDED[name] <= OFFICE
            asked = asked and name not in PARTED | walked_mandates.NOBODYS
            asked = asked and not (role in OFFICE and role in walked_watch.OPEN_TO.get(name, ()))
            if role in GUARDED[name] and asked:
                wrong += [
                    f"{name} as {role} from elsewhere: {w}" for w in _not_denied(ask(client, url), other.actors[role])
                ]
    assert not wrong, "\n".join(wrong)


def _with_relation(client, name: str, url: str, own: World, actor: Actor) -> list[str]:
    """What is wrong with how an address answers somebody who has a relation to what it is about."""
    before = Event.objects.order_by("-pk").first().pk
    with transaction.atomic():
        answer = client.get(url)
        answer = client.post(url) if answer.status_code == 405 else answer
        wrong = _not_on_record(answer, own, actor, before) + _told(answer, actor)
        transaction.set_rollback(True)
    others = actor.role is not walked_journals.AUTHORS.get(name, actor.role)
    others = others or actor.role not in walked_watch.OPEN_TO.get(name, GUARDED[name])
    if actor.role not in GUARDED[name] or others or name in NEEDS_SIGHT:
        return _not_denied(answer, actor) + _told(answer, actor)
    bad = {403, 404, 405, 500} ^ ({404, 200, 302} if name in walked_own_file.OF_A_LOGIN else set())
    return [f"got {answer.status_code}"] if answer.status_code in bad else wrong


def _told(answer, actor: Actor) -> list[str]:
    """What an answer tells of where the protected person is. The person themselves may know."""
    if actor.role is Role.PERSON:
        return []
    told = told_in(text_of(answer) + str(answer.headers))
    return [f"it tells the {name}" for name in told]


def _not_denied(answer, actor: Actor) -> list[str]:
    """What is wrong with a no: it is said as such, and shows nobody's name but the reader's own."""
    page = answer.content.decode().replace(actor.name, "")
    said = answer.status_code == 403 and "inte tillgång" in page and "Walk" not in page
    return [] if said else [f"got {answer.status_code}, not a plain no"]


def _not_on_record(answer, own: World, actor: Actor, before: int) -> list[str]:
    """A page that shows somebody's name has left a reading of them in the log."""
    shown = not answer.streaming and f"Walk{own.suffix}" in answer.content.decode(errors="ignore")
    if not shown or actor.role is Role.PERSON:
        return []
    read = Event.objects.filter(pk__gt=before, by=actor.key).values_list("subjects", flat=True)
    return [] if any(own.person.pk in s for s in read) else ["a name was shown and nobody wrote it down"]
