"""What `tools/offline_runs.py` writes in a run, and how it holds the database and the phones against it afterwards."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random

from tools.serving import Visitor


@dataclass
class Findings:
    """What all the runs came to."""

    runs: int = 0
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def count(self, what: str, times: int) -> None:
        self.counts[what] += times

    def said(self) -> str:
        told = ", ".join(f"{n} {what}" for what, n in sorted(self.counts.items()))
        return f"{told}; lost, doubled, out of order, overwritten unread or diverged: {len(self.wrong)}"


def prepare(count: int) -> None:
    """So many visits of today for nobody, on one order of the unit of the demonstration's carer."""
    from django.utils.timezone import localdate

    from samsyn.homecare.lifecycle import ACCEPTED
    from samsyn.homecare.models import Activity, Plan, PlannedTime

    plan = Plan.objects.filter(
        state="approved", order__provider=_carer()[1], order__status__in=ACCEPTED, order__case__person__died_on=None
    ).first()
    if plan is None:
        raise RuntimeError("the invented unit has no plan that holds")
    Activity.objects.bulk_create(
        Activity(plan=plan, what="Besök", weekdays="1234567", start=time(0), minutes=30) for _ in range(count)
    )
    made = Activity.objects.filter(plan=plan, what="Besök")
    order, today = plan.order, localdate()
    PlannedTime.objects.bulk_create(
        PlannedTime(order=order, activity=a, provider_id=order.provider_id, day=today, start=a.start, minutes=30)
        for a in made
    )


def _carer() -> tuple[int, int]:
    """The demonstration's carer and where they work."""
    from samsyn.people.models import Account, Appointment

    staff = Account.objects.get(username="demo-care-worker").staff_id
    return staff, Appointment.objects.get(staff=staff, role="care_worker").unit_id


class Run:
    """One run: its visits are the carer's own while it lasts, and nothing else is."""

    def __init__(self, number: int, visits: int) -> None:
        from samsyn.homecare.models import PlannedTime

        self.number, self.began = number, datetime.now(UTC)
        self.staff, self.unit = _carer()
        PlannedTime.objects.filter(carer=self.staff).update(carer=None)
        every = PlannedTime.objects.filter(activity__what="Besök").order_by("pk")
        self.visits = list(every[(number - 1) * visits : number * visits])
        PlannedTime.objects.filter(pk__in=[v.pk for v in self.visits]).update(carer=self.staff)
        self.office: list[str] = []

    def end(self) -> None:
        from samsyn.homecare.models import PlannedTime

        PlannedTime.objects.filter(pk__in=[v.pk for v in self.visits]).update(carer=None)

    def change(self, draw: Random, step: int) -> dict[str, object]:
        """Something the carer writes; its words are in no other change."""
        visit, kind = draw.choice(self.visits), draw.choice(["report"] * 5 + ["begin", "end", "note", "extra"])
        words = f"omgång {self.number} steg {step} {draw.getrandbits(40):x}"
        minutes = draw.randint(1, 60)
        body = {
            "report": {"minutes": minutes, "reason": "LANGRE", "note": words},
            "extra": {
                "day": visit.day.isoformat(),
                "start": "00:00",
                "minutes": minutes,
                "reason": "EXTRA",
                "note": words,
            },
            "note": {"text": words},
        }.get(kind, {})
        return {"kind": kind, "order": visit.order_id, "visit": visit.pk, "body": body}

    def office_says(self, office: Visitor, draw: Random, step: int) -> None:
        """The planner, at a desk, says something of one of the visits, having read what stands there."""
        visit = draw.choice(self.visits)
        words = f"kontoret {self.number} steg {step} {draw.getrandbits(40):x}"
        told = {"minutes": "25", "reason": "KORTARE", "note": words, "seen": str(visit.said.count())}
        office.close()  # a line that nobody has used for a while is closed by the server
        answer = office.post(f"/bestallningar/{visit.order_id}/tid/{visit.pk}/", **told)
        if answer.status == 302:
            self.office.append(words)
        elif answer.status != 409:
            raise RuntimeError(f"the office was answered {answer.status}: {answer.body[:300]}")

    def check(self, phones, findings: Findings) -> None:
        """Hold what came in against what was saved, and what the phones show against what is stored."""
        said = [json.loads(text) for phone in phones for text in phone.saved]
        wrong = [*self._once(said), *self._in_order(phones), *self._seen(said), *self._told(), *self._alike(phones)]
        findings.wrong += [f"run {self.number}: {w}" for w in wrong]
        findings.count("saved", len(said))
        findings.count("office", len(self.office))
        findings.count("conflicts", self._came().filter(outcome="conflict").count())
        findings.count("refused", self._came().filter(outcome="refused").count())

    def _came(self):
        from samsyn.homecare.models import SyncedChange

        return SyncedChange.objects.filter(visit__in=[v.pk for v in self.visits])

    def _effects(self) -> Counter[str]:
        """Every text of the run that became something, with how many times it did."""
        from samsyn.homecare.models import CareEntry, PerformedTime

        mark = (f"omgång {self.number} ", f"kontoret {self.number} ")
        orders = {v.order_id for v in self.visits}
        times = PerformedTime.objects.filter(order__in=orders).exclude(note="")
        entries = CareEntry.objects.filter(order__in=orders)
        texts = [*times.values_list("note", flat=True), *entries.values_list("text", flat=True)]
        return Counter(text for text in texts if text.startswith(mark))

    def _once(self, said):
        came = {str(c.uuid): c for c in self._came()}
        effects, chosen = self._effects(), {}
        for one in came.values():
            if one.resolves_id and one.outcome == "done" and "version" in one.answer:
                chosen[one.resolves_id] = one
        for one in said:
            change = came.get(one["uuid"])
            if change is None:
                yield f"lost: {one}"
                continue
            words = one["body"].get("note") or one["body"].get("text")
            if not words:
                continue
            expected = int(change.outcome == "done" or change.pk in chosen)
            if effects[words] != expected:
                yield f"{effects[words]} times instead of {expected}, {change.outcome}: {one}"
            if change.outcome != "done" and words not in change.content.values():
                yield f"not kept: {one}"
        yield from (f"{effects[words]} times: {words}" for words in self.office if effects[words] != 1)
        yield from (f"doubled: {words}" for words, times in effects.items() if times > 1)

    def _in_order(self, phones):
        """Each device's numbers without gaps, and what was saved one after the other came in so."""
        for phone in phones:
            saved = [json.loads(text)["uuid"] for text in phone.saved]
            rows = list(self._came().filter(uuid__in=saved).order_by("pk").values_list("uuid", "seq", "device"))
            if [str(uuid) for uuid, *_ in rows] != [u for u in saved if u in {str(r[0]) for r in rows}]:
                yield f"{phone.name} is out of order"
            device = self._came().filter(device__in={row[2] for row in rows}).order_by("pk")
            if [seq for (seq,) in device.values_list("seq")] != list(range(1, device.count() + 1)):
                yield f"{phone.name} has gaps"

    def _seen(self, said):
        """What became a version had seen the one before it."""
        came = {str(c.uuid): c for c in self._came()}
        for one in said:
            change = came.get(one["uuid"])
            if change is None or change.outcome != "done" or "version" not in change.answer:
                continue
            after = came.get(one.get("after") or "")
            seen = max(one["seen"], after.answer.get("version", 0) if after else 0)
            if change.answer["version"] - 1 > seen:
                yield f"version {change.answer['version']} was written over what was not seen ({seen}): {one}"

    def _told(self):
        """The server's clock counts: nothing before the run, nothing after it came in."""
        from samsyn.homecare.models import ToldTime

        told = ToldTime.objects.filter(change__in=self._came())
        if told.count() != self._came().count():
            yield "told times are not as many as changes"
        for one in told:
            if not self.began - timedelta(seconds=5) <= one.at <= one.received_at:
                yield f"a time outside of the run: {one.at} {one.told_at} {one.behind}"

    def _alike(self, phones):
        from samsyn.homecare.models import PerformedTime

        held = []
        for visit in sorted(self.visits, key=lambda v: v.pk):
            newest = PerformedTime.objects.filter(planned=visit).order_by("version").last()
            held.append([visit.pk, newest.version if newest else 0, newest.note if newest else None])
        for phone in phones:
            shown = phone.do("shown")
            if shown is None or shown["waiting"] or shown["left"] or sorted(shown["visits"]) != held:
                yield f"{phone.name} shows {shown}, and the database holds {held}"
