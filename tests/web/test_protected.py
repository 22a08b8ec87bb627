"""Twenty ways to a protected address, each tried by somebody with role and relation but without the permission."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import Sending, communicate
from samsyn.homecare.queries import open_order
from samsyn.people.models import EmergencyAccess, ProtectionChange, SightPermit
from samsyn.people.roles import Role
from tests import factories as f
from tests.appealing import drafted_refusal
from tests.hearing import SENDER
from tests.protection import SECRETS, permit, protected, routine, secret_person, text_of, told_in

pytestmark = pytest.mark.django_db
STREET, PHONE = SECRETS["street"], SECRETS["phone"]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(monkeypatch):
    """A case with orders, plan and visits, whose texts held the address before the person became protected."""
    f.freeze(monkeypatch)
    person = secret_person()
    made = f.active_case(
        of=person, asked_for=f"Jag bor på {STREET}, ring {PHONE}.", circumstances=f"Port på {STREET}, kod 12."
    )
    protected(person)
    made.person.refresh_from_db()
    return made


def as_role(client, role: Role, case=None):
    place = case.unit if case and role in {Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE} else None
    f.log_in(client, f.acting(role, place))


def safe(answer) -> str:
    """The text of an answer, which tells nothing of where the person is."""
    text = text_of(answer) + str(answer.headers)
    assert told_in(text) == []
    return text


CASEWORK = ["case", "case_person", "investigation", "case_orders", "follow_up_new", "case_journal", "case_documents"]


def test_1_the_pages_of_the_case(client, case):
    f.log_in(client, f.caseworker_of(case))
    for name in CASEWORK:
        safe(client.get(reverse(name, args=[case.pk])))


LISTS = {
    Role.TEAM_LEADER: ("cases", "unassigned"), Role.DELEGATE: ("decisions",),
    Role.PROVIDER_PLANNER: ("orders", "plans"), Role.COMMITTEE_SECRETARY: ("my_day",),
}  # fmt: skip


def test_2_and_3_the_lists_as_csv_and_as_workbooks(client, case):
    for role, names in LISTS.items():
        as_role(client, role)
        for name in names:
            for form in ("csv", "xlsx"):
                safe(client.get(reverse(name), {"format": form}, follow=True))


@pytest.mark.parametrize("role", [Role.PROVIDER_PLANNER, Role.CARE_WORKER])
def test_4_the_day_and_the_route(client, case, role):
    as_role(client, role)
    for url in (
        reverse("my_day"),
        reverse("visits") + "?dag=2026-03-04",
        reverse("visits") + "?dag=2026-03-04&vem=alla",
    ):
        safe(client.get(url))


def test_5_the_order_and_what_was_said_with_it(client, case):
    as_role(client, Role.PROVIDER_PLANNER)
    page = safe(client.get(reverse("provider_order", args=[f.order_of(case).pk])))
    assert "[skyddad uppgift]" in page
    assert "Så når du personen i stället: Brev genom Skatteverkets förmedling" in page.replace("\n", "")


def test_6_the_print_of_the_plan_is_marked(client, case):
    as_role(client, Role.CARE_WORKER)
    url = reverse("provider_print_plan", args=[f.order_of(case).pk, f.plan_of(case).pk])
    assert "protected-mark" in safe(client.get(url))


def test_7_and_8_the_letter_as_page_and_as_pdf_with_its_metadata(client, case):
    decision = f.decision_of(case)
    f.log_in(client, f.caseworker_of(case))
    safe(client.get(reverse("decision_page", args=[case.pk, decision.pk])))
    answer = client.get(reverse("decision_letter", args=[case.pk, decision.pk]))
    assert "skyddad uppgift" in safe(answer).replace("\n", " ")


def test_8_a_letter_beside_the_decisions_as_pdf_that_told_the_address_when_it_was_sent(client, monkeypatch):
    """The second wall reads the blocks that a PDF is drawn from; the letter that is kept stays as it was."""
    f.freeze(monkeypatch)
    person = secret_person()
    case = drafted_refusal(of=person)
    by, draft = f.caseworker_of(case), case.decisions.get()
    sending = Sending("letter", localdate(f.NOW), localdate(f.NOW) + timedelta(14), message=f"Vi kommer till {STREET}.")
    communicate(decision=draft, sending=sending, sender=SENDER, by=by, at=f.NOW)
    sent = case.notices.latest("pk")
    url = reverse("sent_notice", args=[case.pk, sent.pk])
    f.log_in(client, by)
    assert STREET in text_of(client.get(url)).replace("\u00a0", " ")
    protected(person)
    assert "skyddad uppgift" in safe(client.get(url)).replace("\n", " ")
    sent.refresh_from_db()
    assert STREET in sent.content


def test_9_a_relative_with_every_right(client, case):
    near = f.person("Rut", "Nära")
    for function in ("see", "apply", "plan"):
        f.consent(case.person, near, function)
    f.log_in(client, f.actor(near, acting_as="relative"))
    for name in ("person_home", "my_decisions", "my_plans", "my_week", "apply", "my_readers", "my_follow_ups"):
        safe(client.get(reverse(name, args=[case.person_id])))


def test_10_and_11_search_and_the_palettes_fragment(client, case):
    f.log_in(client, f.caseworker_of(case))
    for asked in ("Astrid", case.person.written_number, case.number):
        safe(client.post(reverse("search"), {"q": asked}, headers=HTMX))
        safe(client.post(reverse("search"), {"q": asked}, follow=True))


def test_12_searching_for_the_address_finds_nobody(client, case):
    f.log_in(client, f.caseworker_of(case))
    for name in ("street", "phone", "email", "area", "postcode"):
        answer = client.post(reverse("search"), {"q": SECRETS[name]}, headers=HTMX)
        assert "Astrid" not in answer.content.decode()


def test_13_no_list_sorts_or_filters_by_where_somebody_is(client, case):
    f.log_in(client, f.caseworker_of(case))
    plain = client.get(reverse("cases")).content
    for asked in ("sort=street", "sort=person__area", "area=Skyddsdalen", "sort=-phone", "person__street=x"):
        assert case.number in client.get(f"{reverse('cases')}?{asked}").content.decode()
    assert plain


def test_14_the_autosave_answers_without_it(client, monkeypatch):
    f.freeze(monkeypatch)
    case = f.investigated_case(of=protected(secret_person()))
    f.log_in(client, f.caseworker_of(case))
    url = reverse("investigation_save", args=[case.pk, case.investigations.get().pk])
    safe(client.post(url, {"place": "situation", "base": "0", "value": f"Bor på {STREET}"}, headers=HTMX))
    safe(client.get(reverse("field_versions", args=[case.pk, case.investigations.get().pk, "situation"])))


def test_15_the_events_of_the_log_hold_no_address(case):
    told = [f"{e.what} {e.about} {e.detail}" for e in Event.objects.all()]
    assert told_in("\n".join(told)) == []


@pytest.mark.parametrize(
    "path", ["/arenden/999999/", "/arenden/{pk}/finns-inte/", "/person/{person}/", "/arenden/{pk}/stang/"]
)
def test_16_error_pages(client, case, path):
    as_role(client, Role.CASEWORKER)
    safe(client.get(path.format(pk=case.pk, person=case.person_id)))
    safe(client.post(reverse("contact_change", args=[case.pk]), {"street": "x", "language": "sv"}))


def test_17_another_language(client, case):
    f.log_in(client, f.caseworker_of(case))
    for language in ("en", "fi", "sv"):
        client.post(reverse("language"), {"language": language, "next": "/"})
        safe(client.get(reverse("case_person", args=[case.pk])))


def test_18_the_form_that_changes_contact_is_not_there_and_changes_nothing(client, case):
    f.log_in(client, f.caseworker_of(case))
    assert 'name="street"' not in safe(client.get(reverse("case_person", args=[case.pk])))
    posted = {"street": "Nya vägen 1", "postcode": "1", "town": "x", "phone": "1", "email": "", "language": "sv"}
    answer = client.post(reverse("contact_change", args=[case.pk]), posted)
    assert answer.status_code == 403
    case.person.refresh_from_db()
    assert case.person.street == STREET


def test_19_taking_in_a_new_application(client, case):
    f.log_in(client, f.acting(Role.CASEWORKER, f.unit("Äldreenheten Syd")))
    page = safe(client.post(reverse("register"), {"number": case.person.written_number}))
    assert "Personen finns redan" in page


def test_20_an_emergency_opens_the_case_but_not_the_address(client, case):
    f.log_in(client, f.acting(Role.CASEWORKER, f.unit("Jouren")))
    assert client.get(reverse("case", args=[case.pk])).status_code == 403
    told = {"asked": case.number, "cause": "life", "reason": "Ringer och svarar inte."}
    answer = client.post(reverse("emergency"), told)
    assert answer.url == reverse("case", args=[case.pk])
    page = safe(client.get(answer.url))
    assert "Du läser i nödläge" in page
    assert client.post(reverse("fact_confirm", args=[case.pk]), {}).status_code == 403


def test_with_the_permission_it_is_shown_and_each_showing_is_on_record(client, case):
    by = f.acting(Role.CARE_WORKER)
    permit(by)
    f.log_in(client, by)
    assert PHONE in client.get(reverse("provider_order", args=[f.order_of(case).pk])).content.decode()
    assert STREET in client.get(reverse("visits") + "?dag=2026-03-04").content.decode()
    shown = Event.objects.filter(what="protected.show", by=by.key)
    assert shown.count() == 2
    own = f.actor(case.person, acting_as="self")
    f.log_in(client, own)
    assert "såg den skyddade adressen" in client.get(reverse("my_readers", args=[case.person_id])).content.decode()
    assert open_order(f.order_of(case).pk, by=own, at=f.NOW)


def test_the_mark_stands_in_lists_and_files(client, case):
    f.log_in(client, f.caseworker_of(case))
    assert "Astrid Lind ◆ skyddade uppgifter" in client.get(reverse("cases")).content.decode()
    assert "◆ skyddade uppgifter" in text_of(client.get(reverse("cases"), {"format": "csv"}))


def test_it_is_noted_and_lifted_on_the_page_of_the_person(client, monkeypatch):
    f.freeze(monkeypatch)
    case = f.received_case(of=secret_person())
    f.log_in(client, f.caseworker_of(case))
    told = {"protection": "registered", "source": "Folkbokföringen", "known_on": "2026-03-02", "via": "Kvinnojouren"}
    wrong = client.post(reverse("protection_put", args=[case.pk]), told | {"via": STREET})
    assert wrong.status_code == 422
    assert client.post(reverse("protection_put", args=[case.pk]), told).status_code == 302
    assert "Kvinnojouren" in safe(client.get(reverse("case", args=[case.pk])))
    leader = f.acting(Role.TEAM_LEADER)
    permit(leader)
    f.log_in(client, leader)
    lifted = {"source": "Skatteverket", "known_on": "2026-03-02"}
    assert client.post(reverse("protection_lift", args=[case.pk]), lifted).status_code == 302
    assert ProtectionChange.objects.filter(person=case.person_id).count() == 2


def test_the_administrator_gives_and_takes_back_the_permission_and_keeps_the_routine(client, monkeypatch):
    f.freeze(monkeypatch)
    by = f.acting(Role.CASEWORKER)
    f.log_in(client, f.acting(Role.ADMINISTRATOR))
    page = client.get(reverse("staff_member", args=[by.staff_id])).content.decode()
    assert "Behörighet till skyddade personuppgifter" in page
    held = by.staff_id and f.Staff.objects.get(pk=by.staff_id).appointments.get().pk
    terms = {"appointment": held, "reason": "Handlägger", "valid_from": "2026-03-02", "valid_to": "2026-06-01"}
    assert client.post(reverse("sight_give", args=[by.staff_id]), terms | {"reason": ""}).status_code == 422
    assert client.post(reverse("sight_give", args=[by.staff_id]), terms).status_code == 302
    given = SightPermit.objects.get()
    assert "Handlägger" in client.get(reverse("protection")).content.decode()
    client.post(reverse("sight_end", args=[by.staff_id, given.pk]))
    given.refresh_from_db()
    assert given.ended_at
    made = routine()
    assert "ska följas upp" not in client.get(reverse("protection")).content.decode()
    posted = {"followed_up_on": "2026-03-02", "note": "Bra"}
    assert client.post(reverse("routine_follow_up", args=[made.pk]), posted).status_code == 302
    new = {"part": "execution", "text": "Säg ingenting.", "adopted_who": "Ledningen", "adopted_on": "2026-03-01"}
    assert client.post(reverse("routine_adopt"), new).status_code == 302
    f.log_in(client, by)
    assert "Säg ingenting." in client.get(reverse("routine")).content.decode()


def test_a_leader_meets_an_emergency_on_the_day_and_reviews_it(client, case):
    reader = f.acting(Role.CASEWORKER, f.unit("Jouren"))
    f.log_in(client, reader)
    client.post(reverse("emergency"), {"asked": case.number, "cause": "life", "reason": "Svarar inte alls."})
    as_role(client, Role.TEAM_LEADER, case)
    assert "Nödöppningar att granska" in client.get(reverse("my_day")).content.decode()
    url = reverse("emergency_review", args=[EmergencyAccess.objects.get().pk])
    assert "Svarar inte alls." in safe(client.get(url))
    assert client.post(url, {"verdict": "investigate", "note": ""}).status_code == 422
    assert client.post(url, {"verdict": "approved", "note": ""}).status_code == 302
    assert "Nödöppningar att granska" not in client.get(reverse("my_day")).content.decode()
