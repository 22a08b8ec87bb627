"""The lawyers' bench as a page: the same answers as `samsyn law clock|remedy|fee`. Nothing asked is kept or logged."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from samsyn.cases.bench_lines import NOT_JSON, Answer, Question, answers, as_line
from samsyn.cases.queries import record_bench
from samsyn.people.roles import STAFF
from samsyn.web.bench.forms import BenchForm
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say


@open_to(*sorted(STAFF))
@require_http_methods(["GET", "HEAD", "POST"])
def bench(request: Request) -> HttpResponse:
    """Situations in, answers out, as a page or as a file of JSON lines. The log only learns that it was used."""
    form = BenchForm(form_data(request), request.FILES or None)
    if not form.is_bound or not form.is_valid():
        return render(request, "bench/bench.html", {"form": form}, status=422 if form.is_bound else 200)
    question = Question(form.cleaned_data["question"])
    lines = form.cleaned_data["lines"]
    found = list(answers(question, lines))
    record_bench(question=question, by=request.actor, at=request.now)
    if request.POST.get("do") == "download":
        return _file(request, question, found)
    context = {
        "form": form, "question": question, "found": [_shown(one, lines) for one in found],
        "asked": "\n".join(lines), "wrong": sum("error" in one for one in found),
    }  # fmt: skip
    return render(request, "bench/bench.html", context)


def _shown(answer: Answer, lines: list[str]) -> dict[str, Any]:
    """An answer for the page: itself, what was asked, and the whole of it as a line of JSON."""
    error = answer.get("error", "")
    return {
        "answer": answer,
        "asked": lines[answer["line"] - 1],
        "whole": as_line(answer),
        "error": say(error) if error == NOT_JSON else error,
    }


def _file(request: Request, question: Question, found: list[Answer]) -> HttpResponse:
    answer = HttpResponse("".join(f"{as_line(one)}\n" for one in found), content_type="application/x-ndjson")
    name = f"lagbanken-{question}-{localdate(request.now)}.jsonl"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
