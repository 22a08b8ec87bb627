"""In the invented municipality too, nobody is refused without having been heard, and everybody is told (FL 25, 33)."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.cases.models import Communication, Decision, Notice
from samsyn.cases.queries import why_not_unheard
from samsyn.web.simulate import simulate

UNTIL = date(2026, 11, 20)


@pytest.mark.django_db
def test_every_decision_against_somebody_was_communicated_before_it_was_proposed():
    simulate(seed=3, until=UNTIL, recipients=60, report=lambda _: None)
    written = Decision.objects.exclude(state="draft").select_related("case", "investigation")
    against = 0
    for decision in written:
        assert why_not_unheard(decision, today=localdate(decision.proposed_at)) is None
        sent = Communication.objects.filter(investigation=decision.investigation)
        assert all(c.recorded_at < decision.proposed_at for c in sent)
        against += decision.lines.exclude(outcome="granted").exists()
    assert against
    signed = Decision.objects.filter(state="signed", signed_at__lt=UNTIL - timedelta(days=1))
    assert not signed.exclude(pk__in=Notice.objects.values("decision")).exists()
