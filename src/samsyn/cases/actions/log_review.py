"""Drawing, judging and signing the review of the log (SoLPuL 10 § 3; lag 2022:913 4:4)."""

import hashlib
import json
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from samsyn.audit.actions import action, head, record
from samsyn.cases import log_access as access
from samsyn.cases.log_readings import Helped, gather, items_of
from samsyn.cases.log_rules import drawn, version_on
from samsyn.cases.models import LogReview, LogReviewItem
from samsyn.people.models import Unit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor

DUE_AFTER = timedelta(days=30)


@action
def draw_log_review(
    *, unit: Unit, first: date, last: date, by: Actor, at: datetime, helped: Helped | None = None
) -> LogReview:
    """Draw a unit's sample for a period that is over. The seed comes from the log's head: nobody knows it beforehand,
    and with it and the rules' version the same sample is drawn again."""
    permit(access.why_not_draw_review(by))
    if last >= localdate(at):
        raise Refused(Refusal(N_("Perioden är inte slut än.")))
    if LogReview.objects.filter(unit=unit, first=first).exists():
        raise Refused(Refusal(N_("Urvalet för perioden är redan draget.")))
    version = version_on(last)
    seed = int(hashlib.sha256(f"{head()}:{unit.pk}:{first}".encode()).hexdigest()[:12], 16)
    found = gather(unit.pk, first=first, last=last, version=version, helped=helped)
    review = LogReview.objects.create(
        unit=unit, first=first, last=last, rules=version, seed=seed, first_event=found.first_event,
        last_event=found.last_event, readings=len(found.events), drawn_at=at, due_on=localdate(at) + DUE_AFTER,
    )  # fmt: skip
    sample = drawn(found.hits, version, seed)
    for pk, keys in sample.items():
        event = found.events[pk]
        LogReviewItem.objects.create(
            review=review, event=pk, at=event.at, reader_id=int(event.by.partition(":")[2]), role=event.role,
            what=event.what, subject=found.subjects[pk], about_case=event.case, rules=sorted(keys),
        )  # fmt: skip
    detail = {"rules": version, "seed": seed, "readings": len(found.events), "items": len(sample)}
    record(by=by, at=at, what="log_review.draw", about=f"log_review:{review.pk}", detail=detail)
    return review


def draw_last_month(*, by: Actor, at: datetime, helped: Helped | None = None) -> list[LogReview]:
    """The sample of the month that is over for every unit that meets persons and has none yet: the night does this.

    Each unit's is a transaction of its own with one event: what is stopped half way goes on where it was.
    """
    last = localdate(at).replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    meets = [Unit.Purpose.ASSESSMENT, Unit.Purpose.PROVIDER]
    units = Unit.objects.filter(purpose__in=meets, closed_on=None).exclude(log_reviews__first=first).order_by("pk")
    made = []
    for unit in list(units):
        with transaction.atomic():
            made.append(draw_log_review(unit=unit, first=first, last=last, by=by, at=at, helped=helped))
    return made


@action
def judge_reading(
    *, item: LogReviewItem, verdict: str, note: str, by: Actor, at: datetime, seen: str | None = None
) -> LogReviewItem:
    """Say of one reading that it is in order, or that it is to be investigated and why. Until the review is signed.

    `seen` is the `judgement` that the writer had before them: what another has judged since is not overwritten unread.
    """
    item = LogReviewItem.objects.select_for_update().select_related("review").get(pk=item.pk)
    permit(access.why_not_judge(by, item.review.unit_id, item.reader_id, item.role))
    if item.review.signed_at is not None:
        raise Refused(Refusal(N_("Granskningen är signerad och ändras inte.")))
    if verdict not in {LogReviewItem.Verdict.IN_ORDER, LogReviewItem.Verdict.INVESTIGATE}:
        raise Invalid("verdict", Refusal(N_("Välj om läsningen var i sin ordning.")))
    if verdict == LogReviewItem.Verdict.INVESTIGATE and not note.strip():
        raise Invalid("note", Refusal(N_("Skriv vad som behöver utredas.")))
    if item.verdict == verdict and item.note == note.strip() and item.judged_by == by.key:
        return item  # pressed twice
    if seen is not None and seen != item.judgement and item.judged_by != by.key:
        raise Refused(Refusal(N_("Någon annan har nyss bedömt den här läsningen. Läs bedömningen, och spara igen.")))
    item.verdict, item.note, item.judged_at, item.judged_by = verdict, note.strip(), at, by.key
    item.save(update_fields=["verdict", "note", "judged_at", "judged_by"])
    detail = {"event": item.event, "verdict": verdict}
    about, subjects = f"log_review:{item.review_id}", [item.subject]
    record(by=by, at=at, what="log_review.judge", about=about, subjects=subjects, detail=detail)
    return item


@action
def sign_log_review(*, review: LogReview, by: Actor, at: datetime) -> LogReview:
    """The leader's signature on the whole: final from here, its digest in the log."""
    review = LogReview.objects.select_for_update().get(pk=review.pk)
    permit(access.why_not_sign_review(by, review.unit_id))
    if review.signed_at is not None:
        raise Refused(Refusal(N_("Granskningen är signerad och ändras inte.")))
    if left := review.items.filter(judged_at=None).count():
        raise Refused(Refusal(N_("{n} läsningar är inte bedömda än. Signera när alla är klara."), {"n": left}))
    review.signed_at, review.signed_by, review.digest = at, by.key, digest_of(review)
    review.save(update_fields=["signed_at", "signed_by", "digest"])
    about, detail = f"log_review:{review.pk}", {"digest": review.digest}
    record(by=by, at=at, what="log_review.sign", about=about, detail=detail)
    return review


def digest_of(review: LogReview) -> str:
    """SHA-256 over what was drawn and what was found, so that a signed result can be held against the log."""
    told = [
        [
            i.event,
            i.reader_id,
            i.subject,
            i.rules,
            i.verdict,
            i.note,
            i.judged_by,
            i.judged_at and i.judged_at.isoformat(),
        ]
        for i in items_of(review)
    ]
    body = json.dumps([review.unit_id, str(review.first), str(review.last), review.rules, review.seed, told])
    return hashlib.sha256(body.encode()).hexdigest()
