"""What the walk past every address is asked about in the journals of both sides."""

from django.utils.timezone import localdate

from samsyn.cases.actions import Paper, register_document
from samsyn.people.roles import Role
from tests import factories as f
from tests import journals as j

# A draft is open to the one who writes it, and to nobody else in the same role or unit.
AUTHORS = {
    **dict.fromkeys(["entry_edit", "entry_save", "entry_settle"], Role.CASEWORKER),
    **dict.fromkeys(["care_entry_edit", "care_entry_save", "care_entry_settle"], Role.CARE_WORKER),
}


def fill(world) -> None:
    """Drafts with two texts, locked entries with an objection, and a document."""
    case = world.cases["active"]
    order = f.order_of(case)
    for make, lock, objected in (
        (lambda **m: j.draft(case, **m), lambda: j.locked(case), j.objection),
        (lambda **m: j.care_draft(order, **m), lambda: j.care_locked(order), j.care_objection),
    ):
        objected(lock())
        entry = make(text="Ett utkast")
        entry.versions.create(
            place="text", number=9, value="Andra fliken", by="staff:1", at=f.NOW, beside=True, settled=False
        )
    paper = Paper("in", localdate(f.NOW), "Intyg", "Vården", "", "intyg.txt", b"Ett intyg")
    register_document(case=case, paper=paper, by=f.caseworker_of(case), at=f.NOW)


def _case(**more):
    return lambda w: {"pk": w.cases["active"].pk, **{k: get(w.cases["active"]) for k, get in more.items()}}


def _order(**more):
    return lambda w: {
        "pk": f.order_of(w.cases["active"]).pk,
        **{k: get(f.order_of(w.cases["active"])) for k, get in more.items()},
    }


def _draft(of):
    return of.entries.filter(state="draft").first().pk


def _locked(of):
    return of.entries.filter(state="locked").first().pk


def _kept(of):
    return of.entries.filter(state="draft").first().versions.get(settled=False).pk


def _objection(of):
    return of.entries.filter(state="locked").first().objections.get().pk


def _pages(of, prefix: str, home: str) -> dict:
    locked = ("entry_page", "entry_correct", "entry_cover", "entry_object")
    return {
        home: of(),
        f"{prefix}entry_begin": of(),
        **{f"{prefix}{name}": of(entry_pk=_locked) for name in locked},
        **{f"{prefix}{name}": of(entry_pk=_draft) for name in ("entry_edit", "entry_save")},
        f"{prefix}entry_settle": of(entry_pk=_draft, version_pk=_kept),
        f"{prefix}objection_answer": of(objection_pk=_objection),
    }


ARGUMENTS = {
    **_pages(_case, "", "case_journal"),
    **_pages(_order, "care_", "care_journal"),
    "case_objections": _case(),
    "case_documents": _case(),
    "document_file": _case(document_pk=lambda c: c.documents.get().pk),
    "case_withdraw": _case(),
    "case_move": _case(),
    "decision_ground": lambda w: {
        "pk": w.cases["corrected"].pk,
        "held_pk": w.cases["corrected"].decisions.order_by("pk").first().lines.first().pk,
    },
    "my_journal": lambda w: {"person": w.person.pk},
    "my_objection": lambda w: {"person": w.person.pk, "side": "kommunen", "pk": _locked(w.cases["active"])},
    "my_decision_objection": lambda w: {
        "person": w.person.pk,
        "pk": w.cases["active"].decisions.order_by("pk").first().pk,
    },
}
