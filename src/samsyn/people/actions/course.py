"""Going through the introduction course: screens read, questions answered, and what that gives."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.course import PREFIX, Module, module, modules
from samsyn.people.models import Competence, CourseProgress
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor

MONTHS_A_YEAR = 12


@action
def read_screen(*, key: str, screen: int, by: Actor, at: datetime) -> CourseProgress:
    """Note that a screen of a module, from 1, has been read. Reading it again changes nothing."""
    one = _taken(key, by)
    if not 1 <= screen <= len(one.screens):
        raise Refused(Refusal(N_("Modulen har ingen sådan sida.")))
    progress = _progress(one, by, at)
    if screen > progress.screens:
        progress.screens, progress.changed_on = screen, localdate(at)
        progress.save()
        record(by=by, at=at, what="course.read", about=f"course:{key}", detail={"screen": screen})
    return progress


@action
def answer_question(*, key: str, number: int, chosen: Collection[int], by: Actor, at: datetime) -> bool:
    """Answer a question, from 0; returns whether it was right. The last right answer gives the competence."""
    one = _taken(key, by)
    if not 0 <= number < len(one.questions):
        raise Refused(Refusal(N_("Modulen har ingen sådan fråga.")))
    question = one.questions[number]
    if not chosen or not set(chosen) <= set(range(len(question.answers))):
        raise Invalid("chosen", Refusal(N_("Välj ett svar.")))
    is_right = question.is_answered_by(chosen)
    progress = _progress(one, by, at)
    if is_right and number not in progress.right:
        progress.right, progress.changed_on = sorted({*progress.right, number}), localdate(at)
        progress.save()
        if len(progress.right) == len(one.questions):
            _gain(one, by, at)
    record(by=by, at=at, what="course.answer", about=f"course:{key}", detail={"question": number, "right": is_right})
    return is_right


def _taken(key: str, by: Actor) -> Module:
    permit(access.why_not_take_course(by))
    one = module(key)
    if one is None:
        raise Refused(Refusal(N_("Det finns ingen sådan modul i introduktionen.")))
    return one


def _progress(one: Module, by: Actor, at: datetime) -> CourseProgress:
    """How far one has come in this version. Where having done it has run out, one begins anew."""
    rows = CourseProgress.objects.select_for_update()
    progress, _ = rows.get_or_create(
        staff_id=by.staff, module=one.key, version=one.version, defaults={"changed_on": localdate(at)}
    )
    gained = Competence.objects.filter(staff=by.staff, key=one.competence, version=one.version)
    newest = gained.order_by("-gained_on").first()
    if newest and newest.expires_on and newest.expires_on < localdate(at) and progress.changed_on <= newest.gained_on:
        progress.screens, progress.right = 0, []
    return progress


def _gain(one: Module, by: Actor, at: datetime) -> None:
    today = localdate(at)
    _note(one.competence, one.version, _until(today, one.months), by, at)
    gained = Competence.objects.filter(staff=by.staff).exclude(expires_on__lt=today)
    until = {(have.key, have.version): have.expires_on for have in gained.order_by("gained_on", "pk")}
    needed = [(each.competence, each.version) for each in modules()]
    if all(each in until for each in needed):
        # The whole counts no longer than the part that runs out first.
        ends = [day for each in needed if (day := until[each])]
        _note(PREFIX, max(each.version for each in modules()), min(ends, default=None), by, at)


def _note(key: str, version: int, until: date | None, by: Actor, at: datetime) -> None:
    Competence.objects.get_or_create(
        staff_id=by.staff, key=key, version=version, gained_on=localdate(at),
        defaults={"expires_on": until, "how": Competence.How.COURSE, "noted_at": at, "noted_by": by.key},
    )  # fmt: skip


def _until(day: date, months: int | None) -> date | None:
    """The same day so many months on, the 28th at the latest."""
    if months is None:
        return None
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, 28))
