"""The product's own rules, asked of the invented municipality, find no other end than there is (SoL 34:1)."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.cases.clocks import Kind
from samsyn.cases.execution import closes_by_case, replaced_from
from samsyn.cases.models import Case, LineEvent, Withdrawal
from samsyn.cases.models.standings import decided_on, granted_lines, running_lines
from samsyn.homecare.lifecycle import LIVE
from samsyn.homecare.models import Order
from samsyn.web.simulate import simulate

UNTIL = date(2026, 11, 20)
ENDS = {Kind.NEW_DECISION, Kind.WITHDRAWN, Kind.NEED_CEASED, Kind.DECEASED, Kind.MOVED}


def expected_ends(case: Case) -> dict[int, set[tuple[str, date]]]:
    """What the rules of signing and closing give each granted line of a case, in the order things happened."""
    ends: dict[int, set[tuple[str, date]]] = {}
    signed = list(case.decisions.filter(state="signed").order_by("signed_at", "pk").prefetch_related("lines"))
    renounced = dict(Withdrawal.objects.filter(case=case, line__isnull=False).values_list("line", "day"))
    for line in granted_lines(case).select_related("decision"):
        ends[line.pk] = set()
        for later in (d for d in signed if d.signed_at > line.decision.signed_at):
            firsts = [x.valid_from for x in later.lines.all() if x.intervention == line.intervention]
            decided = localdate(later.signed_at)
            day = firsts and replaced_from(min(firsts), decided=decided, own=decided_on(line), until=line.valid_to)
            if day and not ends[line.pk]:
                ends[line.pk] = {(Kind.NEW_DECISION, day)}
        if line.pk in renounced:
            ends[line.pk] = {(Kind.WITHDRAWN, renounced[line.pk])}
        if case.closed_at and not ends[line.pk]:
            kind = closes_by_case(case.close_reason)
            moved = case.moves.filter(kind="out").order_by("-pk").first()
            day = {Kind.DECEASED: case.person.died_on, Kind.MOVED: moved and moved.day}.get(kind)
            ends[line.pk] = {(kind, max(day or localdate(case.closed_at), decided_on(line)))}
    return ends


@pytest.mark.django_db
def test_every_line_ends_as_the_rules_would_have_ended_it():
    """SoL 14:9, 34:1: replaced from the new line's first day, never ended by closing while it runs."""
    simulate(seed=5, until=UNTIL, recipients=120, report=lambda _: None)
    told = defaultdict(set)
    for event in LineEvent.objects.standing().filter(kind__in=ENDS):
        told[event.line_id].add((event.kind, event.day))
    kinds = set()
    for case in Case.objects.filter(decisions__state="signed").distinct().select_related("person"):
        for line, ends in expected_ends(case).items():
            assert told.get(line, set()) == ends, line
            kinds |= {kind for kind, _ in ends}
        if case.closed_at:
            assert not running_lines(case, localdate(case.closed_at) + timedelta(1))
    assert {Kind.NEW_DECISION, Kind.WITHDRAWN, Kind.DECEASED, Kind.MOVED} <= kinds
    ceased = LineEvent.objects.filter(kind=Kind.NEED_CEASED).select_related("line")
    assert all(e.line.valid_to and e.line.valid_to < e.day for e in ceased)

    for order in Order.objects.filter(status__in=LIVE).select_related("line__decision__case"):
        running = {s.line.intervention for s in running_lines(order.line.decision.case, UNTIL)}
        assert order.line.intervention in running, order.pk
