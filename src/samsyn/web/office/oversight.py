"""What the administrator may look at and not change here: the log, the settings, the code lists and the law."""

import platform
import sqlite3
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from samsyn.cases.codes import Code, code_list
from samsyn.cases.law import paragraphs
from samsyn.people.actions import verify_log
from samsyn.people.queries import log_state, names_of_actors
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.request import Request

MOST_VERIFIED_HERE = 200_000  # events; a longer walk would hold a page too long and belongs in the command
LISTS = (
    ("areas", "cases", N_("Livsområden, behovsområden och faktorer (IBIC)")),
    ("levels", "cases", N_("Nivåer")),
    ("interventions", "cases", N_("Insatser")),
    ("regimes", "cases", N_("Bestämmelser som beslut fattas enligt")),
    ("clocks", "cases", N_("Frister och klockor")),
    ("not_executed", "cases", N_("Skäl till att ett beslut inte är verkställt")),
    ("execution_rules", "cases", N_("Hur verkställigheten räknas")),
    ("reasons", "homecare", N_("Orsaker till att det blev annorlunda än planerat")),
)
UNVERIFIED = ("unverified", "not verified", "not checked", "not retrieved", "own design")


@open_to(Role.ADMINISTRATOR)
@require_safe
def log(request: Request) -> HttpResponse:
    """How long the log is, its head, and when it was last verified."""
    state = log_state()
    names = names_of_actors({state.last.by}) if state.last else {}
    context = {
        "state": state,
        "who": names.get(state.last.by, "") if state.last else "",
        "why_not": why_not_verify(state.events),
    }
    return render(request, "office/log.html", context)


@open_to(Role.ADMINISTRATOR)
@require_POST
def verify(request: Request) -> HttpResponse:
    """Walk the whole log; what was found is noted in it and shown on the page."""
    if refusal := why_not_verify(log_state().events):
        raise Refused(refusal)
    verify_log(by=request.actor, at=request.now)
    return redirect("log")


def why_not_verify(events: int) -> Refusal | None:
    """A log too long to walk while a page waits is walked by the command instead."""
    if events <= MOST_VERIFIED_HERE:
        return None
    return Refusal(
        N_("Loggen är för lång för att kontrolleras här. Kör kommandot samsyn verify på servern, gärna varje natt.")
    )


@dataclass(frozen=True)
class Setting:
    """One setting as it is now, and the environment variable that sets it."""

    label: str
    value: str
    variable: str = ""


@open_to(Role.ADMINISTRATOR)
@require_safe
def overview(request: Request) -> HttpResponse:
    """The settings as they are, without anything secret."""
    on, off = gettext("ja"), gettext("nej")
    here = [
        Setting(N_("Kommun"), str(settings.SAMSYN["municipality"]), "SAMSYN_MUNICIPALITY"),
        Setting(N_("Nämnd"), str(settings.SAMSYN["committee"]), "SAMSYN_COMMITTEE"),
        Setting(N_("Tar emot riktiga personer"), on if settings.SAMSYN["real_people"] else off, "SAMSYN_REAL_PEOPLE"),
        Setting(N_("Övning, där vem som helst väljer roll"), on if settings.DEMO else off, "SAMSYN_DEMO"),
        Setting(N_("Bara över https"), on if settings.SESSION_COOKIE_SECURE else off, "SAMSYN_HTTPS"),
        Setting(
            N_("Timmar som en nödöppning varar"), str(settings.SAMSYN["emergency_hours"]), "SAMSYN_EMERGENCY_HOURS"
        ),
        Setting(
            N_("Liknande ärenden: så många jämförs"), str(settings.SAMSYN["alike_nearest"]), "SAMSYN_ALIKE_NEAREST"
        ),
        Setting(
            N_("Liknande ärenden: längst bort, i tiondels steg"),
            str(settings.SAMSYN["alike_tenths"]),
            "SAMSYN_ALIKE_TENTHS",
        ),
        Setting(N_("Värdnamn"), ", ".join(settings.ALLOWED_HOSTS), "SAMSYN_HOSTS"),
        Setting(N_("Databas"), _database(), "SAMSYN_DATABASE_URL"),
    ]
    versions = [
        Setting("Samsyn", version("samsyn")),
        Setting("Python", platform.python_version()),
        Setting("Django", django.get_version()),
    ]
    return render(request, "office/settings.html", {"here": here, "versions": versions})


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    number: Any = getattr(connection, "pg_version", "")
    return f"PostgreSQL {number // 10000}.{number % 10000}" if number else connection.display_name


@open_to(Role.ADMINISTRATOR)
@require_safe
def code_lists(request: Request) -> HttpResponse:
    """Every code list and every paragraph, with its source, and a mark on what nobody has checked against it."""
    language, today = get_language() or "sv", localdate(request.now)
    lists = [
        {
            "key": name,
            "label": label,
            "rows": [(c.code, _told(c, language), c.extra.get("source", ""), _unverified(c.extra.get("source", "")))
                     for c in code_list(name, room).values()],
        }
        for name, room, label in LISTS
    ]  # fmt: skip
    law = [
        {"paragraph": p, "in_force": p.in_force(today), "unverified": not p.verified}
        for wordings in paragraphs().values()
        for p in wordings
    ]
    return render(request, "office/code_lists.html", {"lists": lists, "law": law})


def _told(row: Code, language: str) -> str:
    """The label, with the value where the list holds values."""
    value = row.extra.get("value", "")
    return f"{row.label(language)} {value}" if value else row.label(language)


def _unverified(source: str) -> bool:
    return any(word in source for word in UNVERIFIED)
