"""Deciding again in a case, for tests of what a later decision does to what ran."""

from dataclasses import replace
from datetime import timedelta

from django.utils.timezone import localdate

from samsyn.cases.actions import choose_ground, propose, put_line, reassess, save_field, sign, start_decision
from samsyn.cases.queries import lowered_lines
from samsyn.people.roles import Role
from tests import factories as f
from tests.hearing import heard

LATER = f.NOW + timedelta(days=30)


def anew(case, at=LATER, **terms):
    """A new draft on the same needs, with one line of home care."""
    by = f.caseworker_of(case)
    inquiry = reassess(case=case, cause="changed_needs", why="Mår bättre", by=by, at=at)
    for need in inquiry.needs.all():
        for field, value in {"level_now": "2", "level_meant": "1", "goal": "Jag klarar mig."}.items():
            save_field(investigation=inquiry, place=f"need:{need.pk}:{field}", value=value, base=0, by=by, at=at)
    draft = start_decision(investigation=inquiry, by=by, at=at)
    needs = tuple(inquiry.needs.values_list("pk", flat=True))
    line = replace(f.home_care(needs, valid_from=localdate(at)), **terms)
    put_line(decision=draft, terms=line, by=by, at=at)
    return draft


def choose(draft, held, ground="changed", reasons="Går i trappor igen.", at=LATER, by=None):
    by = by or f.caseworker_of(draft.case)
    return choose_ground(decision=draft, held=held, ground=ground, reasons=reasons, by=by, at=at)


def hand_over(draft, at=LATER):
    by = f.caseworker_of(draft.case)
    return propose(decision=heard(draft, by=by, at=at), by=by, at=at)


def decide(draft, at=LATER):
    """A draft, handed over on the grounds that it needs, and signed."""
    for lowered in lowered_lines(draft, today=localdate(at)):
        choose(draft, lowered.line, ground="own_request", at=at)
    by = f.acting(Role.DELEGATE, draft.case.unit)
    return sign(decision=hand_over(draft, at=at), sender=f.SENDER, by=by, at=at)
