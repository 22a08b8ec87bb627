"""The journal as both sides see it: a row, a draft being written, a locked entry with all that hangs on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from samsyn.cases.actions import Pen
from samsyn.cases.journal import PLACES, why_not_correct, why_not_cover
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import N_, Invalid, NoAccess, Refusal, Refused
from samsyn.web.shared.asked import tried
from samsyn.web.shared.columns import Mark
from samsyn.web.shared.journal_forms import CorrectForm, CoverForm, EntryForm, ObjectionForm, ReplyForm
from samsyn.web.shared.kept import same_writer
from samsyn.web.shared.plain import is_number, plain
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, say

PER_PAGE = 25
BASE = "base:"
HANDS = {
    "self": N_("Personen skrev själv"),
    "relative": N_("En närstående skrev"),
    "staff": N_("Personen sa det och det antecknades"),
}


@dataclass(frozen=True)
class ShownObjection:
    """An objection with whose hand noted it, and whose answered, by name."""

    objection: Any
    hand: str
    noted_by: str
    answered_by: str


@dataclass(frozen=True)
class ShownEntry:
    """An entry as it is read. `url` leads to it, or to the draft's form."""

    entry: Any
    kind: str
    mark: Mark
    url: str
    objections: tuple[ShownObjection, ...]
    covered: Any  # the cover, or None
    later: Any  # the locked correction, or None

    @property
    def when(self) -> Any:
        """When it happened: what the timeline is ordered by."""
        return self.entry.happened_at


@dataclass(frozen=True)
class Desk:
    """One side's journal: where its pages are, and the actions behind its buttons.

    `whose` is the id that its addresses begin with: of the case, or of the order.
    """

    prefix: str  # of the names of its addresses: "" or "care_"
    home: str  # the name of the journal's page
    keep: Callable[..., Any]
    settle: Callable[..., Any]
    sign: Callable[..., Any]
    discard: Callable[..., Any]
    correct: Callable[..., Any]
    cover: Callable[..., Any]
    object_to: Callable[..., Any]
    answer: Callable[..., Any]

    def url(self, name: str, *args: int) -> str:
        """The address of one of its pages."""
        return reverse(self.home if name == "journal" else f"{self.prefix}{name}", args=args)


def names_in(entries: Iterable[Any]) -> dict[str, str]:
    """Who stands behind the hands on some entries, asked for once."""
    keys = {k for e in entries for k in _keys(e) if k}
    return names_of_actors(keys)


def _keys(entry: Any) -> Iterable[str]:
    yield entry.locked_by
    if cover := getattr(entry, "cover", None):
        yield cover.covered_by
    for objection in entry.objections.all():
        yield from (objection.noted_by, objection.answered_by)


def shown(entry: Any, names: dict[str, str], url: str = "") -> ShownEntry:
    """One entry as it is read."""
    cover, later = getattr(entry, "cover", None), getattr(entry, "corrected_by", None)
    later = later if later is not None and later.is_locked else None
    objections = tuple(shown_objection(o, names) for o in entry.objections.all())
    return ShownEntry(
        entry, label("journal_kinds", entry.kind), _mark(entry, cover, later), url, objections, cover, later
    )


def shown_objection(objection: Any, names: dict[str, str]) -> ShownObjection:
    """One objection with the names of its hands."""
    by = "" if objection.hand == "self" else names.get(objection.noted_by, "")
    return ShownObjection(objection, HANDS[objection.hand], by, names.get(objection.answered_by, ""))


def _mark(entry: Any, cover: Any, later: Any) -> Mark:
    if not entry.is_locked:
        return Mark(N_("ditt utkast"), "now")
    if cover:
        return Mark(N_("övertäckt"), "refused")
    if later:
        return Mark(N_("rättad"), "late")
    if entry.version > 1:
        return Mark(N_("rättelse"), "done")
    return Mark(N_("låst"), "done")


def rows(desk: Desk, whose: int, entries: Iterable[Any]) -> list[ShownEntry]:
    """Entries with their addresses, as they come."""
    found = list(entries)
    names = names_in(found)
    return [shown(e, names, desk.url("entry_page" if e.is_locked else "entry_edit", whose, e.pk)) for e in found]


def journal_context(request: Request, desk: Desk, whose: int, entries: Any) -> dict[str, Any]:
    """A page of the journal."""
    page: Page[Any] = Paginator(entries, PER_PAGE).get_page(request.GET.get("sida"))
    return {
        "page": page,
        "rows": rows(desk, whose, page),
        "begin_url": desk.url("entry_begin", whose),
        "signed": request.GET.get("klart") == "1",
    }


def edit_context(request: Request, desk: Desk, whose: int, entry: Any, form: EntryForm | None = None) -> dict[str, Any]:
    """The form of a draft, with what was written in two tabs at once on top."""
    bases = dict(entry.versions.filter(beside=False).order_by("number").values_list("place", "number"))
    form = form or EntryForm(values=values_of(entry))
    beside = list(entry.versions.filter(settled=False).order_by("place", "number"))
    return {
        "entry": entry,
        "form": form,
        "spots": form.places(bases),
        "save_url": desk.url("entry_save", whose, entry.pk),
        "edit_url": desk.url("entry_edit", whose, entry.pk),
        "journal_url": desk.url("journal", whose),
        "two_texts": [
            (
                v,
                form.fields[v.place].label,
                Pen.read_place(entry, v.place),
                desk.url("entry_settle", whose, entry.pk, v.pk),
            )
            for v in beside
        ],
        "saved": request.GET.get("sparat") == "1",
    }


def values_of(entry: Any) -> dict[str, str]:
    """What stands in each field of a draft."""
    return {place: Pen.read_place(entry, place) for place in PLACES}


def edited(request: Request, desk: Desk, whose: int, entry: Any) -> HttpResponse | EntryForm:
    """Do what the buttons of the draft's form say; the form with its errors when something stands in the way."""
    pressed = request.POST.get("do", "save")
    if pressed == "discard":
        desk.discard(entry=entry, by=request.actor, at=request.now)
        return HttpResponseRedirect(desk.url("journal", whose))
    errors = _save_all(request, desk, entry)
    if not errors and pressed == "sign":
        try:
            with transaction.atomic():
                desk.sign(entry=entry, by=request.actor, at=request.now)
            return HttpResponseRedirect(f"{desk.url('journal', whose)}?klart=1")
        except NoAccess:
            raise
        except Refused as refused:
            errors = {getattr(refused, "field_name", ""): say(refused.refusal)}
    if not errors:
        return HttpResponseRedirect(f"{desk.url('entry_edit', whose, entry.pk)}?sparat=1")
    form = EntryForm(request.POST, values=values_of(entry))
    form.is_valid()
    for place, sentence in errors.items():
        form.add_error(place if place in form.fields else None, sentence)
    return form


def _save_all(request: Request, desk: Desk, entry: Any) -> dict[str, str]:
    """Save each field whose text is another than the one that the form was drawn with."""
    errors: dict[str, str] = {}
    for place in PLACES:
        given = request.POST.get(f"{BASE}{place}", "")
        if not is_number(given):
            continue
        base, value = int(given), plain(request.POST.get(place, ""))
        if value == _begun_from(entry, place, base):
            continue
        try:
            with transaction.atomic():
                desk.keep(entry=entry, place=place, value=value, base=base, by=request.actor, at=request.now)
        except Invalid as invalid:
            errors[place] = say(invalid.refusal)
    entry.refresh_from_db()
    return errors


def _begun_from(entry: Any, place: str, base: int) -> str | None:
    """The text that the form was drawn with; None when it is not known, and then what came is saved."""
    kept = entry.versions.filter(place=place, number=base).values_list("value", flat=True).first()
    if kept is not None:
        return str(kept)
    return Pen.read_place(entry, place) if base == 0 and not entry.versions.filter(place=place).exists() else None


def autosaved(request: Request, desk: Desk, entry: Any) -> HttpResponse:
    """One field saved as it is written: {number, saved_at, conflict}, as keep.js reads it."""
    if not same_writer(request):
        return JsonResponse({"error": gettext("Någon annan är inloggad här nu.")}, status=403)
    base = request.POST.get("base", "")
    given = {"place": request.POST.get("place", ""), "value": plain(request.POST.get("value", ""))}
    at, by = request.now, request.actor
    saved = desk.keep(entry=entry, **given, base=int(base) if is_number(base) else 0, by=by, at=at)
    if request.POST.get("settle") == "theirs":
        for version in entry.versions.filter(place=given["place"], settled=False):
            desk.settle(version=version, keep=False, by=by, at=at)
    conflict = saved.conflict and {
        "value": saved.conflict.value, "number": saved.conflict.number, "by": by.name,
        "at": saved.conflict.at.isoformat(),
    }  # fmt: skip
    return JsonResponse({"number": saved.number, "saved_at": at.isoformat(), "conflict": conflict or None})


def settled(request: Request, desk: Desk, whose: int, entry: Any, version: Any) -> HttpResponse:
    """Choose between two texts and go back to the draft."""
    keep = request.POST.get("keep") == "mine"
    desk.settle(version=version, keep=keep, by=request.actor, at=request.now)
    return HttpResponseRedirect(desk.url("entry_edit", whose, entry.pk))


def entry_context(request: Request, desk: Desk, whose: int, entry: Any, **bound: Any) -> dict[str, Any]:
    """A locked entry with the versions beside it, the objections, and the forms that may follow."""
    names = names_in([entry])
    covered, later = getattr(entry, "cover", None), getattr(entry, "corrected_by", None)
    of = {name: desk.url(name, whose, entry.pk) for name in ("entry_correct", "entry_cover", "entry_object")}
    replies = bound.get("reply")
    return {
        "shown": shown(entry, names),
        "names": names,
        "locked_by": names.get(entry.locked_by, ""),
        "covered_by": names.get(covered.covered_by, "") if covered else "",
        "earlier_url": desk.url("entry_page", whose, entry.corrects_id) if entry.corrects_id else "",
        "later_url": desk.url("entry_page", whose, later.pk) if later is not None and later.is_locked else "",
        "urls": of,
        "journal_url": desk.url("journal", whose),
        "correct_form": bound.get("correct") or CorrectForm(auto_id="correct_%s"),
        "why_not_correct": why_not_correct(
            entry, corrected=later is not None and later.is_locked, covered=bool(covered)
        ),
        "cover_form": bound.get("cover") or CoverForm(auto_id="cover_%s"),
        "why_not_cover": why_not_cover(entry, covered=bool(covered)),
        "objection_form": bound.get("objection") or ObjectionForm(today=localdate(request.now), by_staff=True),
        "replies": [
            (
                o,
                replies if replies and replies.objection == o.objection.pk else ReplyForm(objection=o.objection.pk),
                desk.url("objection_answer", whose, o.objection.pk),
            )
            for o in shown(entry, names).objections
        ],
        "wrong": next(iter(bound.values()), None),
        "open_form": next(iter(bound), ""),
    }


Shows = Callable[..., HttpResponse]


def corrected(request: Request, desk: Desk, whose: int, entry: Any, page: Shows) -> HttpResponse:
    """Begin a correction beside a locked entry."""
    form = CorrectForm(request.POST, auto_id="correct_%s")
    done, status = tried(form, lambda: desk.correct(entry=entry, **form.cleaned_data, by=request.actor, at=request.now))
    if done is not None:
        return HttpResponseRedirect(desk.url("entry_edit", whose, done.pk))
    return page(status=status, correct=form)


def covered_up(request: Request, desk: Desk, whose: int, entry: Any, page: Shows) -> HttpResponse:
    """Cover an entry that does not belong here."""
    form = CoverForm(request.POST, auto_id="cover_%s")
    done, status = tried(form, lambda: desk.cover(entry=entry, **form.cleaned_data, by=request.actor, at=request.now))
    if done is not None:
        return HttpResponseRedirect(desk.url("entry_page", whose, entry.pk))
    return page(status=status, cover=form)


def objected(request: Request, desk: Desk, whose: int, entry: Any, page: Shows, as_name: str) -> HttpResponse:
    """Note on the person's behalf that an entry is wrong."""
    form = ObjectionForm(request.POST, today=localdate(request.now), by_staff=True)
    done, status = tried(
        form, lambda: desk.object_to(**{as_name: entry}, **form.told, by=request.actor, at=request.now)
    )
    if done is not None:
        return HttpResponseRedirect(desk.url("entry_page", whose, entry.pk))
    return page(status=status, objection=form)


def answered(request: Request, desk: Desk, back: str, objection: Any, page: Shows) -> HttpResponse:
    """Answer an objection and go back to what it is about."""
    form = ReplyForm(request.POST, objection=objection.pk)
    done, status = tried(
        form,
        lambda: desk.answer(objection=objection, text=form.cleaned_data["answer"], by=request.actor, at=request.now),
        answer="answer",
    )
    return HttpResponseRedirect(back) if done is not None else page(status=status, reply=form)


def not_yet(refusal: Refusal | None) -> None:
    """A page that is not for what stands so far: say why."""
    if refusal:
        raise Refused(refusal)
