"""An analyst's own file: chosen, its columns told, a question asked of it, and what was found. For its owner alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.transaction import non_atomic_requests
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from samsyn.equity import apart
from samsyn.equity.codec import OtherVersion, decoded, from_json
from samsyn.equity.columns import Look
from samsyn.equity.note import Note
from samsyn.improvement.actions import tell_file_measured
from samsyn.people.roles import Role
from samsyn.web.equity.numbers import language_now
from samsyn.web.equity.outcome import examined
from samsyn.web.equity.own import aside, places
from samsyn.web.equity.own.files import FORMS, answer_file
from samsyn.web.equity.own.forms import ColumnsForm, FileForm, suffix_of
from samsyn.web.equity.own.places import Gone, OwnFile
from samsyn.web.equity.own.told import command_of, note_of_file, shown_of
from samsyn.web.equity.scales import counted
from samsyn.web.gate import open_to
from samsyn.web.shared.request import Request

View = Callable[..., HttpResponseBase]


def of_own_file(view: View) -> View:
    """Give a view the file that the address names. Whoever did not choose it in this login hears that it is not there.

    No transaction is held meanwhile: SQLite has one writer, and a file can take seconds.
    """

    @wraps(view)
    def with_file(request: Request, token: str, **more: Any) -> HttpResponseBase:
        try:
            return view(request, places.own_file(request, token), **more)
        except Gone:
            return render(request, "equity/own/gone.html", status=404)

    return non_atomic_requests(with_file)


@open_to(Role.ANALYST)
@non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request) -> HttpResponseBase:
    """Choose a file, or go on with one that was chosen in this login."""
    places.forget_old(untouched=settings.SESSION_COOKIE_AGE)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    mine = places.own_files(request)
    if form.is_bound and form.is_valid():
        return redirect("own_file", _kept(request, form.cleaned_data["table"], mine).token)
    context = {"form": form, "mine": [(one, _chosen_at(one)) for one in mine], "most": places.MOST_FILES}
    return render(request, "equity/own/choose.html", context, status=422 if form.is_bound else 200)


def _kept(request: Request, given: UploadedFile, mine: list[OwnFile]) -> OwnFile:
    """The file in its folder, being read. Chosen twice is once: what was asked of it is still there."""
    file = places.keep(request, given, suffix_of(given))
    same = [one for one in mine if (one.about.digest, one.about.name) == (file.about.digest, file.about.name)]
    if same and isinstance(same[0].look, Look):
        places.forget(file)
        return same[0]
    for one in mine[places.MOST_FILES - 1 :]:
        places.forget(one)
    aside.begin(file, apart.READING)
    return file


def _chosen_at(file: OwnFile) -> Any:
    return localtime(datetime.fromtimestamp(file.about.chosen_at, UTC))


@open_to(Role.ANALYST)
@require_http_methods(["GET", "HEAD", "POST"])
@of_own_file
def own_file(request: Request, file: OwnFile) -> HttpResponseBase:
    """The columns of a file, and what each is chosen to be; `?fraga=` begins from a question that was asked."""
    look = file.look
    if look is None:
        return _waiting(request, file, apart.READING)
    if request.htmx:
        return HttpResponseClientRefresh()
    if isinstance(look, Note):
        return render(request, "equity/own/unreadable.html", {"file": file, "why_not": note_of_file(look, file)})
    if request.method != "POST":
        key = request.GET.get("fraga", "")
        asked = file.asked(key) if key else None
        form = ColumnsForm(look=look, asked=asked)
        return _columns(request, file, look, form, why_not=_why_not(file, key) if key else None)
    form = ColumnsForm(request.POST, look=look)
    if form.is_valid() and aside.is_busy(file) and not places.is_asked(file, form.asked):
        form.add_error(None, gettext("En annan räkning på filen pågår. Vänta tills den är klar, och mät sedan."))
    if not form.is_valid():
        return _columns(request, file, look, form, status=422)
    key = _asked(request, file, look, form)
    return redirect("own_answer", file.token, key)


def _asked(request: Request, file: OwnFile, look: Look, form: ColumnsForm) -> str:
    """Ask, and leave word of it in the log the first time: which file and how large, never what is in it."""
    key, is_new = places.ask(file, form.asked, localdate(request.now))
    if is_new:
        tell_file_measured(
            digest=file.about.digest, columns=len(look.columns), rows=look.rows, query=key, by=request.actor,
            at=request.now,
        )  # fmt: skip
    aside.begin(file, key)
    return key


def _why_not(file: OwnFile, key: str) -> Note | None:
    answer = file.answer(key)
    return decoded(answer["why_not"], Note) if answer and answer["why_not"] else None


def _columns(
    request: Request, file: OwnFile, look: Look, form: ColumnsForm, *, why_not: Note | None = None, status: int = 200
) -> HttpResponse:
    context = {"file": file, "look": look, "rows": counted(look.rows, language_now()), "form": form}
    if why_not:
        form.wrong_of(why_not, note_of_file(why_not, file))
    return render(request, "equity/own/columns.html", context, status=status)


def _waiting(request: Request, file: OwnFile, key: str) -> HttpResponse:
    """What is seen while a process is at it, or when it died; a death says what to do."""
    asked = None if key == apart.READING else file.asked(key)
    context = {
        "file": file,
        "key": "" if key == apart.READING else key,
        "is_alive": aside.is_alive(file, key),
        "command": command_of(file, asked),
    }
    return render(request, "equity/own/waiting.html", context)


@open_to(Role.ANALYST)
@require_http_methods(["GET", "HEAD", "POST"])
@of_own_file
def own_answer(request: Request, file: OwnFile, key: str) -> HttpResponseBase:
    """What was found; `?format=json`, xlsx or csv gives the gaps as a file. Posting asks again what was stopped."""
    asked, answer = file.asked(key), file.answer(key)
    if request.method == "POST":
        aside.begin(file, key)
        return redirect("own_answer", file.token, key)
    if answer is None:
        return _waiting(request, file, key)
    if request.htmx:
        return HttpResponseClientRefresh()
    if answer["examination"] is None:
        return redirect(f"{reverse('own_file', args=[file.token])}?fraga={key}")
    try:
        shown = shown_of(file, from_json(answer["examination"]), key)
    except OtherVersion:  # the program was changed meanwhile: the question can be asked anew
        return redirect(f"{reverse('own_file', args=[file.token])}?fraga={key}")
    form = request.GET.get("format", "")
    if form in FORMS:
        return answer_file(shown, form)
    context = {"file": file, "key": key, "asked": asked, "command": command_of(file, asked), **examined(shown)}
    return render(request, "equity/own/answer.html", context)


@open_to(Role.ANALYST)
@require_POST
@of_own_file
def forget(request: Request, file: OwnFile) -> HttpResponseBase:  # noqa: ARG001
    """Delete the file and all that was found in it."""
    places.forget(file)
    return redirect("own_files")
