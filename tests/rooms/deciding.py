"""Ways to decide a proposal, for tests of who may: a delegate, the committee at a meeting, its chair in haste."""

from django.utils.timezone import localdate

from samsyn.cases.actions import decide_urgently, record_committee_decision, sign
from samsyn.cases.models import LineMandate
from samsyn.people.roles import Role
from tests import factories as f

TODAY = localdate(f.NOW)
HOME_REFUSED = {"intervention": "SARSKILT_BOENDE", "unit": "count", "outcome": "refused", "amount": 0,
                "reasons": "Behovet kan mötas hemma."}  # fmt: skip


def sign_it(case, by=None, at=f.NOW):
    return sign(decision=f.decision_of(case), sender=f.SENDER, by=by or f.acting(Role.DELEGATE, case.unit), at=at)


def meeting(decision, *, by=None, body="individutskottet", meeting_on=TODAY, paragraph="§ 45", at=f.NOW):
    by = by or f.acting(Role.COMMITTEE_SECRETARY)
    return record_committee_decision(
        decision=decision, body=body, meeting_on=meeting_on, paragraph=paragraph, sender=f.SENDER, by=by, at=at
    )


def urgently(decision, *, by=None, reason="Personen skrivs ut i kväll och kan inte vara hemma.", at=f.NOW):
    by = by or f.acting(Role.CHAIR)
    return decide_urgently(decision=decision, reason=reason, sender=f.SENDER, by=by, at=at)


def used(decision):
    return [row.item.number for row in LineMandate.objects.filter(line__decision=decision).order_by("line")]
