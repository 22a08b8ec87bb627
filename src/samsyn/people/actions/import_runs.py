"""An import as the administrator takes it through: a file is chosen, mapped, checked and read in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from samsyn.audit.actions import action, record
from samsyn.audit.models import Import, ImportSource
from samsyn.people import access
from samsyn.people.importing import why_not_change, why_not_read_in
from samsyn.people.refusals import N_, Refusal, enforce, permit
from samsyn.people.roles import Actor

State = Import.State
INTERRUPTED = N_("Inläsningen avbröts innan den var klar. Inget av den finns kvar. Försök igen.")


@action
def choose_import(*, mapping: str, once: str, by: Actor, at: datetime) -> Import:
    """A file has been handed over to be read in. The same form sent twice is one import."""
    permit(access.why_not_import(by))
    if before := Import.objects.filter(once=once, by=by.key).first():
        return before
    chosen = Import.objects.create(state=State.CHOSEN, mapping=mapping, once=once, chosen_at=at, by=by.key)
    record(by=by, at=at, what="import.choose", about=f"import:{chosen.pk}")
    return chosen


@action
def map_import(*, import_: Import, mapping: str, by: Actor, at: datetime) -> Import:
    """Say which columns become what. What was checked before no longer counts."""
    permit(access.why_not_import(by))
    held = _held(import_)
    enforce(why_not_change(held.state))
    held.mapping, held.state, held.counts, held.bad, held.reason = mapping, State.CHOSEN, {}, 0, ""
    held.save(update_fields=["mapping", "state", "counts", "bad", "reason"])
    record(by=by, at=at, what="import.map", about=f"import:{held.pk}")
    return held


@action
def start_import(*, import_: Import, dry: bool, by: Actor, at: datetime) -> Import:
    """Begin to check, or to read in what a check has found right. Begun twice is begun once."""
    permit(access.why_not_import(by))
    held = _held(import_)
    if held.state == State.RUNNING:
        return held
    enforce(why_not_change(held.state) if dry else why_not_read_in(held.state, held.bad))
    held.state, held.dry, held.reason, held.ended_at = State.RUNNING, dry, "", None
    held.save(update_fields=["state", "dry", "reason", "ended_at"])
    record(by=by, at=at, what="import.start", about=f"import:{held.pk}", detail={"dry": dry})
    return held


@action
def end_import(
    *,
    import_: Import,
    state: str,
    by: Actor,
    at: datetime,
    counts: Mapping[str, Any] | None = None,
    bad: int = 0,
    reason: Refusal | None = None,
    source: ImportSource | None = None,
) -> Import:
    """Say how it ended. For what is read in this is part of the transaction that stores it."""
    permit(access.why_not_import(by))
    held = _held(import_)
    held.state, held.counts, held.bad, held.ended_at = state, dict(counts or {}), bad, at
    held.reason = reason.text if reason else ""
    held.values = dict(reason.values) if reason else {}
    held.source = source or held.source
    held.save()
    record(by=by, at=at, what="import.end", about=f"import:{held.pk}", detail={"state": str(state), "bad": bad})
    return held


def _held(import_: Import) -> Import:
    return Import.objects.select_for_update(of=("self",)).get(pk=import_.pk)
