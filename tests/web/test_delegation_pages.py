"""The delegation order and the committee's business as pages, and the delegate's greyed button."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import decide_urgently
from samsyn.cases.delegation_file import example
from samsyn.cases.models import Conditions, DelegationOrder
from samsyn.people.roles import Role
from tests import factories as f
from tests.orders import adopt, order_in_force

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
FOR_COMMITTEE = {"intervention": "SARSKILT_BOENDE", "unit": "count", "outcome": "refused", "amount": 0,
                 "reasons": "Behovet kan mötas hemma."}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    f.freeze(monkeypatch)


def as_role(client, role):
    f.log_in(client, f.acting(role))


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def said(**more):
    return {"adopted_on": "2026-02-24", "minutes": "SN 2026-02-24 § 12", "valid_from": "2026-03-02", "valid_to": "",
            "text": "", **more}  # fmt: skip


def test_the_button_is_greyed_with_the_sentence_that_refuses_and_the_names_of_those_who_may(client):
    case = f.proposed_case(terms={"amount": 60 * 60})
    f.staff(Role.DELEGATE, case.unit)
    f.log_in(client, f.actor(f.staff(Role.DELEGATE, case.unit, title="Förste handläggare")))
    decision = f.decision_of(case)
    text = page(client, "decision_page", case.pk, decision.pk)
    sentence = "din punkt 2.1 räcker till 40 timmar i veckan. Punkt 2.3 i delegationsordningen (version 2)"
    assert sentence in text
    assert "Dag Alm, enhetschef" in text
    assert 'disabled aria-describedby="not-sign"' in text
    read = {"proposed": decision.proposed_at.isoformat()}
    answer = client.post(reverse("decision_sign", args=[case.pk, decision.pk]), read)
    assert answer.status_code == 409
    assert sentence in answer.content.decode()


def test_the_signed_decision_says_item_and_version(client):
    case = f.decided_case()
    as_role(client, Role.DELEGATE)
    text = page(client, "decision_page", case.pk, f.decision_of(case).pk)
    assert "Beslutat enligt punkt 2.3 i delegationsordningen, version 2." in text


def test_an_order_is_put_in_from_a_file_and_shown_with_what_it_changed(client):
    order_in_force()
    as_role(client, Role.ADMINISTRATOR)
    text = example().replace("beviljas, beviljas delvis;40;", "beviljas;30;")
    file = SimpleUploadedFile("ordning.csv", text.encode("cp1252"))
    answer = client.post(reverse("delegation_order_new"), said(file=file))
    assert answer.url == reverse("delegation_order", args=[3])
    shown = client.get(answer.url).content.decode()
    assert "högst 30 timmar i veckan" in shown
    assert "Punkt 2.1, gräns: 40 timmar i veckan → 30 timmar i veckan" in shown
    assert "SN 2026-02-24 § 12" in shown
    assert "gäller nu" in page(client, "delegation_orders")


def test_what_is_wrong_in_a_file_is_told_row_by_row_and_everything_typed_stays(client):
    as_role(client, Role.ADMINISTRATOR)
    wrong = example() + "9;lvu;LVU 6;;alla;;;;;enhetschef;;ja;\n8;vad;Lag 1;;alla;;;;;x;;ja;\n"
    file = SimpleUploadedFile("ordning.csv", wrong.encode())
    answer = client.post(reverse("delegation_order_new"), said(file=file))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "får delegeras bara till ett utskott" in text
    assert "(SoL 30:7)" in text
    assert "Lagrummet finns inte" in text
    assert "9;lvu;LVU 6" in text
    assert "SN 2026-02-24 § 12" in text
    assert not DelegationOrder.objects.exists()
    put_right = client.post(reverse("delegation_order_new"), said(text=example()))
    assert put_right.url == reverse("delegation_order", args=[1])


@pytest.mark.parametrize("sent", [{}, {"text": "  "}, {"text": "1;2"}])
def test_nothing_to_read_says_what_to_do(client, sent):
    as_role(client, Role.ADMINISTRATOR)
    assert client.post(reverse("delegation_order_new"), said(**sent)).status_code == 422


def test_delegates_and_the_secretary_read_the_order_and_its_file_but_do_not_change_it(client):
    order_in_force()
    for role in (Role.DELEGATE, Role.COMMITTEE_SECRETARY, Role.CHAIR):
        as_role(client, role)
        assert "Personlig assistans upp till 20 timmar i veckan" in page(client, "delegation_order", 2)
        assert page(client, "delegation_order_file", 2).startswith("\ufeffpunkt;")
        assert client.get(reverse("delegation_order_new")).status_code == 403
    assert client.get(reverse("delegation_order", args=[7])).status_code == 404


def test_the_administrator_is_told_when_no_order_applies(client):
    as_role(client, Role.ADMINISTRATOR)
    assert "Ingen delegationsordning gäller i dag" in client.get(reverse("my_day"), follow=True).content.decode()
    assert "Ingen delegat kan signera" in page(client, "delegation_orders")


def test_the_secretary_writes_down_what_the_committee_decided(client):
    order_in_force()
    case = f.proposed_case(terms=FOR_COMMITTEE)
    decision = f.decision_of(case)
    as_role(client, Role.COMMITTEE_SECRETARY)
    listed = page(client, "committee")
    assert case.number in listed
    assert case.person.family_name not in listed
    assert case.person.name in page(client, "committee_matter", decision.pk)
    assert Event.objects.filter(what="decision.committee", case=case.pk).count() == 1
    meeting = {"body": "individutskottet", "meeting_on": "2026-03-02", "paragraph": ""}
    url = reverse("committee_decide", args=[decision.pk])
    refused = client.post(url, meeting)
    assert (refused.status_code, "Skriv paragrafen" in refused.content.decode()) == (422, True)
    for _ in range(2):  # a second press gives the same
        assert client.post(url, {**meeting, "paragraph": "§ 45"}).status_code == 302
    text = page(client, "committee_matter", decision.pk)
    assert "Beslutat av individutskottet 2 mars 2026, § 45." in text
    assert "Beslutat enligt punkt 2.5 i delegationsordningen, version 2." in text


def test_the_chair_decides_in_haste_with_a_reason_and_the_secretary_cannot(client):
    order_in_force()
    decision = f.decision_of(f.proposed_case(terms=FOR_COMMITTEE))
    url = reverse("committee_urgent", args=[decision.pk])
    as_role(client, Role.COMMITTEE_SECRETARY)
    assert "Brådskar beslutet?" not in page(client, "committee_matter", decision.pk)
    assert client.post(url, {"reason": "Nu"}).status_code == 403
    as_role(client, Role.CHAIR)
    assert decision.case.number in client.get(reverse("my_day")).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Utskrivning i kväll."}).status_code == 302
    assert "Brådskande beslut av ordföranden: Utskrivning i kväll." in page(client, "committee_matter", decision.pk)


def test_what_a_delegate_decides_is_closed_to_the_committees_office(client):
    decision = f.decision_of(f.proposed_case())
    order_in_force()
    for role in (Role.COMMITTEE_SECRETARY, Role.CHAIR):
        as_role(client, role)
        assert client.get(reverse("committee_matter", args=[decision.pk])).status_code == 403
        assert "Inget förslag väntar" in page(client, "committee")


def test_the_list_to_the_committee_tells_apart_how_each_is_reported(client):
    """KL 6:39–40, 7:8: the chair's always; what the committee wants; what is recorded apart."""
    usual = f.decided_case()
    extra = f.decided_case(terms={"regime": "SOL_11_4"})
    haste = f.proposed_case(terms=FOR_COMMITTEE)
    decide_urgently(
        decision=f.decision_of(haste), reason="Utskrivning", sender=f.SENDER, by=f.acting(Role.CHAIR), at=f.NOW
    )
    adopt("1;allt;SoL 11:1;;alla;enhetschef;nej", valid_from=TODAY + timedelta(days=1))
    silent = f.proposed_case()
    as_role(client, Role.COMMITTEE_SECRETARY)
    for kind, case in {"reported": usual, "separate": extra, "urgent": haste}.items():
        shown = page(client, "delegated", 30, report=kind)
        assert [c.number for c in (usual, extra, haste, silent) if c.number in shown] == [case.number], kind
    text = page(client, "delegated", 30)
    assert "Protokollförs särskilt" in text
    assert "2.6" in text


def test_the_draft_asks_for_the_special_assessment_that_its_paragraphs_need(client):
    """LSS 1 and 10 §§: the group assessed and a plan offered before a proposal."""
    case = f.investigated_case()
    f.log_in(client, f.caseworker_of(case))
    client.post(reverse("decision_begin", args=[case.pk]))
    needs = list(case.investigations.get().needs.values_list("pk", flat=True))
    line = {"intervention": "LSS-9-10", "needs": needs, "outcome": "granted", "count": 5, "valid_from": "2026-03-02",
            "goal": "Jag har ett arbete.", "regime": "LSS_9"}  # fmt: skip
    form = page(client, "line_new", case.pk, intervention="LSS-9-10")
    assert "Vilken bestämmelse ska jag välja?" in form
    assert "som om personen redan bodde" in form
    wrong = client.post(reverse("line_new", args=[case.pk]), {**line, "regime": "SOL_11_1"})
    assert (wrong.status_code, "ges inte enligt den bestämmelsen" in wrong.content.decode()) == (422, True)
    client.post(reverse("line_new", args=[case.pk]), line)
    assert "Bedöm om personen hör till personkretsen" in page(client, "decision_edit", case.pk)
    url = reverse("decision_conditions", args=[case.pk])
    assert client.post(url, {"circle": "PK1", "circle_reasons": ""}).status_code == 422
    found = {"circle": "PK3", "circle_reasons": "Utlåtande.", "plan": "wants"}
    assert client.post(url, found).status_code == 302
    text = page(client, "decision_edit", case.pk)
    assert "Daglig verksamhet ges bara till personkrets 1 och 2" in text
    assert client.post(reverse("decision_propose", args=[case.pk])).status_code == 409
    client.post(url, {**found, "circle": "PK2"})
    assert client.post(reverse("decision_propose", args=[case.pk])).status_code == 302
    assert Conditions.objects.get().circle == "PK2"
