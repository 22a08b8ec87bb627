"""What is done with an entry of either journal, as parts of actions: the actions permit, lock, and tell."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime, make_aware

from samsyn.cases.actions.investigation import Saved
from samsyn.cases.journal import (
    NO_REASON,
    check_place,
    clock_of,
    why_not_correct,
    why_not_cover,
    why_not_see_draft,
    why_not_sign,
    why_not_write,
)
from samsyn.people.models import Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import CITIZEN, Actor, Role

FIRST_KIND = "handelse"


def begin_draft(model: Any, by: Actor, at: datetime, **whose: Any) -> tuple[Any, bool]:
    """The author's own draft that holds nothing yet, or a new one, and whether it is new: two presses begin one."""
    empty = model.objects.filter(author=by.staff, state="draft", version=1, text="", **whose).first()
    if empty:
        return empty, False
    title = Staff.objects.get(pk=by.staff).title
    entry = model(author_id=by.staff, author_title=title, kind=FIRST_KIND, happened_at=at, begun_at=at, **whose)
    entry.save()
    return entry, True


def save_place(entry: Any, place: str, value: str, base: int, by: Actor, at: datetime) -> Saved:
    """Save one field of a draft. A text written in two tabs at once is kept beside the one that stands."""
    _enforce_own_draft(entry, by)
    check_place(place, value)
    standing = standing_text(entry, place)
    number = standing.number if standing else 0
    if value == read_place(entry, place):
        return Saved(number)
    beside = number != base
    version = _keep(entry, place, value, by, at, beside=beside)
    if beside:
        return Saved(number, standing)
    _write(entry, place, value)
    entry.versions.filter(place=place, settled=False).update(settled=True)
    return Saved(version.number)


def settle_texts(entry: Any, version: Any, by: Actor, at: datetime, *, keep: bool) -> None:
    """Choose between two texts of one draft."""
    _enforce_own_draft(entry, by)
    version.refresh_from_db()
    if version.settled:
        return
    if keep:
        _keep(entry, version.place, version.value, by, at, beside=False)
        _write(entry, version.place, version.value)
    entry.versions.filter(pk=version.pk).update(settled=True)


def sign_draft(entry: Any, by: Actor, at: datetime) -> None:
    """Lock a draft: from now on it never changes."""
    _enforce_own_draft(entry, by)
    two = entry.versions.filter(settled=False).exists()
    if refusal := why_not_sign(entry, at, two_texts=two):
        raise Invalid("text" if not entry.text.strip() else "", refusal)
    _lock(entry, by.key, at)


def lock_itself(entry: Any, by: Actor, at: datetime) -> bool:
    """Lock a draft whose time is up, as it is; one that holds nothing goes away. Whether it was locked.

    A text kept beside stays in its versions.
    """
    if not entry.text.strip():
        entry.versions.all().delete()
        entry.delete()
        return False
    if entry.not_for_person and not entry.not_for_person_why.strip():
        entry.not_for_person_why = NO_REASON
    _lock(entry, by.key, at)
    return True


def discard_draft(entry: Any, by: Actor) -> None:
    """Throw a draft away. It is working material until it is locked."""
    _enforce_own_draft(entry, by)
    entry.versions.all().delete()
    entry.delete()


def correct_locked(entry: Any, reason: str, by: Actor, at: datetime, **whose: Any) -> Any:
    """Begin a correction beside a locked entry. Asking twice gives the same draft."""
    later = type(entry).objects.filter(corrects=entry).first()
    if later and later.state == "draft" and later.author_id == by.staff_id:
        return later
    if later and later.state == "draft":
        raise Refused(Refusal(N_("En kollega skriver redan på en rättelse av anteckningen.")))
    enforce(why_not_correct(entry, corrected=later is not None, covered=hasattr(entry, "cover")))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv vad som är fel och ska rättas.")))
    draft = type(entry)(
        kind=entry.kind, happened_at=entry.happened_at, text=entry.text, author_id=by.staff,
        author_title=Staff.objects.get(pk=by.staff).title, version=entry.version + 1, corrects=entry,
        correction_reason=reason.strip(), not_for_person=entry.not_for_person,
        not_for_person_why=entry.not_for_person_why, begun_at=at, **whose,
    )  # fmt: skip
    draft.save()
    return draft


def cover_locked(model: Any, entry: Any, reason: str, by: Actor, at: datetime) -> Any:
    """Cover an entry that stands with the wrong person. Asking twice covers it once."""
    covered = model.objects.filter(entry=entry).first()
    if covered and covered.covered_by == by.key and covered.reason == reason.strip():
        return covered
    enforce(why_not_cover(entry, covered=covered is not None))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför anteckningen inte hör hit.")))
    return model.objects.create(entry=entry, reason=reason.strip(), covered_at=at, covered_by=by.key)


def note_objection(model: Any, said: str, said_on: date, once: str, by: Actor, at: datetime, **about: Any) -> Any:
    """Note that the person holds something to be wrong; the same form sent twice is noted once."""
    if once and (before := model.objects.filter(once=once, noted_by=by.key).first()):
        return before
    if not said.strip():
        raise Invalid("said", Refusal(N_("Skriv vad som inte stämmer."), law="SoL 14:6"))
    if said_on > localtime(at).date():
        raise Invalid("said_on", Refusal(N_("Dagen ligger framåt i tiden. Skriv när personen sa det.")))
    if (entry := about.get("entry")) and entry.state != "locked":
        raise Refused(Refusal(N_("Anteckningen är inte klar än. Den går att invända mot när den är låst.")))
    hands = {Role.PERSON: "self", Role.RELATIVE: "relative"}
    free = once if once and not model.objects.filter(once=once).exists() else None
    return model.objects.create(
        said=said.strip(), said_on=said_on, hand=hands.get(by.role, "staff"), noted_at=at, noted_by=by.key,
        once=free, **about,
    )  # fmt: skip


def note_answer(objection: Any, text: str, by: Actor, at: datetime) -> Any:
    """Answer an objection, once. The objection stays as it was said."""
    if by.role in CITIZEN:
        permit(Refusal(N_("Det är den som har skrivit anteckningen, eller ärendets handläggare, som svarar.")))
    if objection.answered_at and objection.answered_by == by.key and objection.answer == text.strip():
        return objection
    if objection.answered_at:
        raise Refused(Refusal(N_("Invändningen är redan besvarad. Skriv en ny anteckning om mer behöver sägas.")))
    if not text.strip():
        raise Invalid("answer", Refusal(N_("Skriv vad du svarar.")))
    objection.answer, objection.answered_at, objection.answered_by = text.strip(), at, by.key
    objection.save(update_fields=["answer", "answered_at", "answered_by"])
    return objection


def read_place(entry: Any, place: str) -> str:
    """What stands in a field of an entry, as it is typed."""
    happened = localtime(entry.happened_at)
    if place == "happened_on":
        return happened.date().isoformat()
    if place == "happened_time":
        return f"{happened:%H:%M}"
    if place == "not_for_person":
        return "on" if entry.not_for_person else ""
    return str(getattr(entry, place))


def standing_text(entry: Any, place: str) -> Any:
    """The newest text that stands in a place."""
    return entry.versions.filter(place=place, beside=False).order_by("-number").first()


def _write(entry: Any, place: str, value: str) -> None:
    happened = localtime(entry.happened_at)
    match place:
        case "happened_on":
            day = date.fromisoformat(value)
            entry.happened_at = make_aware(datetime.combine(day, happened.time()))
        case "happened_time":
            clock = clock_of(value)
            entry.happened_at = make_aware(datetime.combine(happened.date(), clock or happened.time()))
        case "not_for_person":
            entry.not_for_person = bool(value)
        case _:
            setattr(entry, place, value)
    entry.save()


def _keep(entry: Any, place: str, value: str, by: Actor, at: datetime, *, beside: bool) -> Any:
    last = entry.versions.filter(place=place).order_by("-number").values_list("number", flat=True).first() or 0
    return entry.versions.create(
        place=place, number=last + 1, value=value, by=by.key, at=at, beside=beside, settled=not beside
    )


def _lock(entry: Any, by: str, at: datetime) -> None:
    entry.text = entry.text.strip()
    entry.state, entry.locked_at, entry.locked_by = "locked", at, by
    entry.save()


def _enforce_own_draft(entry: Any, by: Actor) -> None:
    permit(why_not_see_draft(entry, by.staff_id))
    enforce(why_not_write(entry))


class Pen:
    """The same parts under one name, for the room above."""

    begin_draft = staticmethod(begin_draft)
    save_place = staticmethod(save_place)
    settle_texts = staticmethod(settle_texts)
    sign_draft = staticmethod(sign_draft)
    lock_itself = staticmethod(lock_itself)
    discard_draft = staticmethod(discard_draft)
    correct_locked = staticmethod(correct_locked)
    cover_locked = staticmethod(cover_locked)
    note_objection = staticmethod(note_objection)
    note_answer = staticmethod(note_answer)
    read_place = staticmethod(read_place)
