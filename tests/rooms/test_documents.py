"""The register of documents (OSL 5:1-2): each line once, never changed, its file as it came."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from samsyn.cases.actions import Paper, register_document
from samsyn.cases.models import Document
from samsyn.cases.queries import document_for, documents_of
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
PDF = b"%PDF-1.7 intyg"


def paper(**more):
    terms = {"direction": "in", "day": TODAY, "what": "Intyg", "counterpart": "Vårdcentralen", "kept": "pärm 4"}
    return Paper(**(terms | more))


def register(case, **more):
    return register_document(case=case, paper=paper(**more), by=f.caseworker_of(case), at=f.NOW)


def test_documents_are_numbered_in_the_case_and_the_file_is_as_it_came():
    case = f.received_case()
    first, second = register(case), register(case, content=PDF, file_name="intyg.pdf", kept="")
    assert (first.number, second.number) == (1, 2)
    found = document_for(case, second.pk)
    assert bytes(found.content) == PDF
    assert found.digest == sha256(PDF).hexdigest()
    assert found.file_type == "application/pdf"
    assert [d.number for d in documents_of(case)] == [2, 1]


def test_a_registered_document_never_changes_and_is_corrected_beside():
    case = f.received_case()
    wrong = register(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=wrong.pk).update(what="Annat")
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.delete()
    by = f.caseworker_of(case)
    right = register_document(case=case, paper=paper(what="Yttrande"), replaces=wrong, by=by, at=f.NOW)
    assert right.replaces == wrong
    with pytest.raises(Refused):
        register_document(case=case, paper=paper(), replaces=wrong, by=by, at=f.NOW)


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        ("what", {"what": " "}),
        ("counterpart", {"counterpart": ""}),
        ("kept", {"kept": ""}),
        ("direction", {"direction": "up"}),
        ("file", {"content": b"MZ\x90\0 program", "file_name": "brev.pdf"}),
        ("file", {"content": PDF + b"x" * 5 * 1024 * 1024, "file_name": "stor.pdf"}),
        ("file", {"content": b"", "file_name": "tom.txt"}),
    ],
)
def test_what_the_register_cannot_hold_is_said_with_its_field(field, terms):
    with pytest.raises(Invalid) as refused:
        paper(**terms)
    assert refused.value.field_name == field


def test_a_document_has_not_come_tomorrow():
    with pytest.raises(Invalid):
        register(f.received_case(), day=TODAY + timedelta(1))


def test_the_same_form_twice_registers_once():
    case = f.received_case()
    mark = "b5a1c6de-0000-4000-8000-000000000002"
    sent = [
        register_document(case=case, paper=paper(), once=mark, by=f.caseworker_of(case), at=f.NOW) for _ in range(2)
    ]
    assert sent[0].pk == sent[1].pk
    assert Document.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PROVIDER_PLANNER, Role.CARE_WORKER, Role.ANALYST])
def test_only_the_unit_that_has_the_case_registers(role):
    case = f.received_case()
    with pytest.raises(NoAccess):
        register_document(case=case, paper=paper(), by=f.acting(role), at=f.NOW)
