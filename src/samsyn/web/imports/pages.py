"""The administrator reads in the export of another system: choose, map, check, read in, and see what became of it."""

import csv
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.homecare.exports import KINDS
from samsyn.people.actions import choose_import, map_import, start_import
from samsyn.people.exports.cells import Unreadable
from samsyn.people.exports.files import sheets_in
from samsyn.people.exports.guess import guessed, table_for
from samsyn.people.exports.mapping import Plan, read_plan, write_plan
from samsyn.people.importing import why_not_change, why_not_read_in
from samsyn.people.queries import import_named, imports
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.imports import job, places
from samsyn.web.imports.forms import AddForm, MappingForm, TextForm, UploadForm
from samsyn.web.imports.look import Look, kept, looks
from samsyn.web.imports.report import BECOMES, SHOWN
from samsyn.web.imports.taking import REPORT
from samsyn.web.shared.asked import missing
from samsyn.web.shared.listing import Column, Listing, Mark
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.audit.models import Import

STATES = {
    "chosen": Mark(N_("vald"), "waiting"), "running": Mark(N_("pågår"), "waiting"), "checked": Mark(N_("provläst")),
    "done": Mark(N_("inläst"), "done"), "failed": Mark(N_("avbruten"), "late"),
}  # fmt: skip
FAULTY = Mark(N_("har fel"), "late")


def _state(import_: "Import") -> Mark:
    return FAULTY if import_.state == "checked" and import_.bad else STATES[import_.state]


def _rows(import_: "Import") -> int:
    return sum(n for counted in import_.counts.values() for what, n in counted.items() if what in {"new", "changed"})


HISTORY = Listing(
    columns=[
        Column("chosen", N_("Vald"), lambda i: i.chosen_at, sort="chosen_at", kind="time"),
        Column("system", N_("Från system"), lambda i: i.source.name if i.source else "", sort="source__name"),
        Column("state", N_("Läge"), _state, kind="mark"),
        Column("rows", N_("Nya och ändrade"), _rows, kind="number"),
        Column("bad", N_("Fel"), lambda i: i.bad, sort="bad", kind="number"),
    ],
    order="-chosen_at",
    row_link=lambda i: reverse("import_page", args=[i.pk]),
)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def imports_page(request: Request) -> HttpResponseBase:
    """Every import there has been, and a form to choose the files of a new one."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        before = import_named(str(form.cleaned_data["once"] or ""))
        if before or (before := _chosen(request, form)):
            return redirect("import_page", before.pk)
    page = HISTORY.page(
        request, imports(request.actor), caption=gettext("Inläsningar"),
        empty=gettext("Ingen fil har lästs in än. Välj en här ovanför; du får se vad som händer innan något sparas."),
    )  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "imports/imports.html", {"form": form, "page": page}, status=status)


def _chosen(request: Request, form: UploadForm) -> "Import | None":
    """The new import with its files in place; None, with the reason on the form, when they cannot be read."""
    once = str(form.cleaned_data["once"] or request.now.isoformat())
    made = choose_import(mapping="", once=once, by=request.actor, at=request.now)
    try:
        places.keep_files(made.pk, form.cleaned_data["exports"])
        folder = places.folder_of(made.pk)
        sheets = sheets_in(places.files_of(made.pk), folder)
        given = form.cleaned_data["mapping"]
        name = form.cleaned_data["exports"][0].name.rpartition(".")[0][:60] or "export"
        plan = read_plan(given, KINDS) if given else guessed(sheets, KINDS, name)
        places.write_look(made.pk, looks(sheets))
    except Unreadable as problem:
        where = f"{problem.file}: " if problem.file else ""
        form.add_error("exports", where + say(problem.refusal))
        places.forget_files(made.pk)
        job.fail(made, problem, by=request.actor, at=request.now)
        return None
    return map_import(import_=made, mapping=write_plan(plan), by=request.actor, at=request.now)


@open_to(Role.ADMINISTRATOR)
@require_safe
def import_page(request: Request, pk: int) -> HttpResponse:
    """One import: its mapping with the first rows, what a check has found, and the way on."""
    return _page(request, _import(request, pk))


def _import(request: Request, pk: int) -> "Import":
    with missing():
        return job.notice_death(imports(request.actor).get(pk=pk))


def _page(request: Request, found: "Import", *, form: Any = None, text: Any = None, status: int = 200) -> HttpResponse:
    sheets = kept(places.read_look(found.pk))
    plan = _plan(found)
    changeable = sheets and plan and why_not_change(found.state) is None
    said = _said(found.pk) if found.state in {"checked", "done"} else []
    context = {
        "import": found,
        "state": _state(found),
        "sheets": sheets,
        "form": (form or MappingForm(plan=plan, sheets=sheets)) if changeable and plan else None,
        "add": AddForm(sheets=sheets),
        "text": text or TextForm({"text": found.mapping}) if changeable else None,
        "counts": _counts(found),
        "becomes": [(key, say(label)) for key, label in BECOMES.items()],
        "said": said,
        "is_more": len(said) >= SHOWN,
        "reason": say(Refusal(found.reason, found.values)) if found.reason else "",
        "why_not": why_not_read_in(found.state, found.bad),
        "progress": places.progress_of(found.pk) if found.state == "running" else 0,
        "has_files": bool(places.files_of(found.pk)),
        "has_report": (places.folder_of(found.pk) / REPORT).exists(),
    }
    return render(request, "imports/import.html", context, status=status)


def _plan(found: "Import") -> Plan | None:
    try:
        return read_plan(found.mapping, KINDS) if found.mapping else None
    except Unreadable:
        return Plan("export", ())


def _counts(found: "Import") -> list[tuple[str, list[int]]]:
    return [
        (say(KINDS[kind].label), [counted.get(what, 0) for what in BECOMES])
        for kind, counted in found.counts.items()
        if kind in KINDS
    ]


def _said(pk: int) -> list[list[str]]:
    """The first rows of the report: what, sheet, row, column, value, reason."""
    path = places.folder_of(pk) / REPORT
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows, None)
        return [row for row, _ in zip(rows, range(SHOWN), strict=False)]


@open_to(Role.ADMINISTRATOR)
@require_POST
def import_map(request: Request, pk: int) -> HttpResponse:
    """Choose which column is what: from the lists, or as the text of the mapping."""
    found = _import(request, pk)
    if "text" in request.POST:
        form = TextForm(request.POST)
        if form.is_valid():
            try:
                plan = read_plan(form.cleaned_data["text"].replace("\r\n", "\n"), KINDS)
                return _mapped(request, found, plan)
            except Unreadable as problem:
                form.add_error("text", say(problem.refusal))
        return _page(request, found, text=form, status=422)
    plan = _plan(found) or Plan("export", ())
    chosen = MappingForm(request.POST, plan=plan, sheets=kept(places.read_look(pk)))
    if not chosen.is_valid():
        return _page(request, found, form=chosen, status=422)
    return _mapped(request, found, chosen.plan(), go_on="check" in request.POST)


def _mapped(request: Request, found: "Import", plan: Plan, *, go_on: bool = False) -> HttpResponse:
    held = map_import(import_=found, mapping=write_plan(plan), by=request.actor, at=request.now)
    if go_on:
        job.begin(start_import(import_=held, dry=True, by=request.actor, at=request.now))
    return redirect("import_page", found.pk)


@open_to(Role.ADMINISTRATOR)
@require_POST
def import_table(request: Request, pk: int) -> HttpResponse:
    """Say that a sheet holds another kind of record, too; its columns are recognised by their headings."""
    found, sheets = _import(request, pk), kept(places.read_look(pk))
    form, plan = AddForm(request.POST, sheets=sheets), _plan(found)
    if form.is_valid() and plan is not None:
        look: Look = next(s for s in sheets if s.name == form.cleaned_data["sheet"])
        table = table_for(KINDS[form.cleaned_data["kind"]], look.name, look.headings)
        plan = replace(plan, tables=(*plan.tables, table))
        map_import(import_=found, mapping=write_plan(plan), by=request.actor, at=request.now)
    return redirect("import_page", pk)


@open_to(Role.ADMINISTRATOR)
@require_POST
def import_start(request: Request, pk: int) -> HttpResponse:
    """Check the files, or read in what a check has found right. A second press finds it begun."""
    found = _import(request, pk)
    is_under_way = found.state == "running"
    if not places.files_of(pk):
        return redirect("import_page", pk)
    held = start_import(import_=found, dry="read" not in request.POST, by=request.actor, at=request.now)
    if not is_under_way:
        job.begin(held)
    return redirect("import_page", pk)


@open_to(Role.ADMINISTRATOR)
@require_safe
def import_mapping(request: Request, pk: int) -> HttpResponse:
    """The mapping as a file to keep and share."""
    found = _import(request, pk)
    answer = HttpResponse(found.mapping, content_type="application/toml; charset=utf-8")
    plan = _plan(found)
    name = slugify(plan.system) if plan else ""
    answer["Content-Disposition"] = f'attachment; filename="mappning-{name or pk}.toml"'
    return answer


@open_to(Role.ADMINISTRATOR)
@require_safe
def import_report(request: Request, pk: int) -> HttpResponseBase:
    """Every row that is wrong or left as it is, as a file."""
    _import(request, pk)
    path = places.folder_of(pk) / REPORT
    if not path.exists():
        return redirect("import_page", pk)
    name = f"inlasning-{pk}-{localdate(request.now):%Y-%m-%d}.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


@open_to(Role.ADMINISTRATOR)
@require_POST
def import_forget(request: Request, pk: int) -> HttpResponse:
    """Throw the files and the report away; that there was an import stays."""
    found = _import(request, pk)
    if found.state != "running":
        places.forget_files(pk)
        (places.folder_of(pk) / REPORT).unlink(missing_ok=True)
    return redirect("imports")
