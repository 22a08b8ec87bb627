"""The pages of nights by camera, as the staff, the planner, the person and a cohabitant meet them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from samsyn.homecare.actions import agree_night_terms, lay_out_checks
from samsyn.homecare.models import CameraConsent, Cohabitant, Look, LookPermit, NightCheck, NightTerms, NightVisit
from samsyn.people.models import Relation
from samsyn.people.roles import Role
from tests import factories as f
from tests import nights as n

pytestmark = pytest.mark.django_db
ELEVEN = n.due(date(2026, 3, 2), n.TIMES[0])


@pytest.fixture
def night(client, monkeypatch):
    """It is eleven o'clock, and a carer who may look is logged in."""
    of = n.supervision()
    by = n.named(of)
    lay_out_checks(by=n.WATCH, at=n.EVENING)
    f.freeze(monkeypatch, ELEVEN)
    f.log_in(client, by)
    return of


def first() -> NightCheck:
    return NightCheck.objects.order_by("due_at").first()


def post(client, address, /, *args, **data):
    return client.post(reverse(address, args=args), data)


def test_a_look_from_the_list_to_what_was_seen(client, night, settings, tmp_path):
    with n.simulator(tmp_path, '{"*": ["not_seen"]}') as vendor:
        settings.SAMSYN = {**settings.SAMSYN, "camera_url": vendor.url, "camera_secret": vendor.secret}
        assert "Titta nu" in client.get(reverse("night")).content.decode()
        page = client.post(reverse("night_look_now", args=[first().pk]), follow=True).content.decode()
        assert f'href="{vendor.url}/view/' in page
        again = client.post(reverse("night_look_now", args=[first().pk]), follow=True).content.decode()
        assert page.split("/view/")[1][:20] == again.split("/view/")[1][:20]  # pressed twice: one look, one ticket
        assert post(client, "night_look", first().pk).status_code == 422
        assert post(client, "night_look", first().pk, outcome="everything").status_code == 422
        post(client, "night_look", first().pk, outcome="not_seen")
    assert Look.objects.get().outcome == "not_seen"
    assert "inte sedd, en ny titt väntar" in client.get(reverse("night")).content.decode()


def test_without_a_vendor_somebody_is_to_go_there_and_says_so_when_they_have(client, night):
    page = client.post(reverse("night_look_now", args=[first().pk]), follow=True).content.decode()
    assert "Ingen leverantör är ansluten." in page
    assert "Jag åker dit" in page
    post(client, "night_go", first().pk)
    assert post(client, "night_arrive", first().pk, found=" ").status_code == 422
    post(client, "night_arrive", first().pk, found="Sov lugnt.")
    visit = NightVisit.objects.get()
    assert (visit.found, first().state) == ("Sov lugnt.", "visited")
    assert post(client, "night_arrive", first().pk, found="Sov lugnt.").status_code == 409


def test_a_watch_that_stands_still_is_said(client, night, monkeypatch):
    assert "Nattens vakt går inte" not in client.get(reverse("night")).content.decode()
    f.freeze(monkeypatch, ELEVEN + timedelta(minutes=18))
    assert "Nattens vakt går inte" in client.get(reverse("night")).content.decode()


def test_who_is_not_named_sees_the_list_but_no_way_to_look(client, night):
    other = f.staff(Role.CARE_WORKER, night.order.provider, given_name="Nora", family_name="Ståhl")
    f.log_in(client, f.actor(other))
    page = client.get(reverse("night")).content.decode()
    assert "Astrid Lind" in page
    assert "Titta nu" not in page
    assert post(client, "night_look_now", first().pk).status_code == 403


def test_the_planner_agrees_and_what_is_wrong_stands_at_its_field(client, monkeypatch):
    order = f.order_of(f.active_case())
    activity = order.plans.get(state="approved").activities.get()
    f.log_in(client, f.planner_of(order))
    good = {
        "activity": activity.pk, "times": "23.00, 03:00", "look_seconds": 45, "retry_minutes": 15,
        "window_minutes": 15, "visit_minutes": 30, "when_not_seen": "Åk dit.", "persons_words": "Gärna.",
        "device": "bed-7",
    }  # fmt: skip
    for wrong in ({"look_seconds": -5}, {"times": "klockan tre"}, {"device": "Astrid Lind"}, {"persons_words": ""}):
        page = post(client, "night_setup", order.pk, **(good | wrong))
        assert page.status_code == 422
        assert "Åk dit." in page.content.decode()  # nothing typed is lost
    assert not NightTerms.objects.exists()
    assert post(client, "night_setup", order.pk, **good).status_code == 302
    assert NightTerms.objects.get().times == ["03:00", "23:00"]
    assert "Ingen får titta nu" in client.get(reverse("night_setup", args=[order.pk])).content.decode()
    assert post(client, "night_note_yes", order.pk, who=0, hand="spoken", source="").status_code == 422
    post(client, "night_note_yes", order.pk, who=0, hand="spoken", source="Vid besöket i dag")
    consent = CameraConsent.objects.get()
    post(client, "night_note_no", order.pk, consent.pk, hand="spoken", source="Ringde i kväll")
    consent.refresh_from_db()
    assert (consent.withdrawn_hand, consent.withdrawn_source) == ("spoken", "Ringde i kväll")
    post(client, "night_end", order.pk, reason="Vill ha besök.")
    assert "Lägg upp kameran" in client.get(reverse("night_setup", args=[order.pk])).content.decode()


def test_the_planner_names_the_few_and_ends_it(client):
    of = n.supervision()
    f.log_in(client, f.planner_of(of.order))
    carer = f.acting(Role.CARE_WORKER, of.order.provider)
    days = {"valid_from": "2027-03-02", "valid_to": "2027-03-01"}
    f_url = reverse("night_permits")
    assert client.post(f_url, {"staff": carer.staff, **days}).status_code == 422
    client.post(f_url, {"staff": carer.staff, "valid_from": "2027-03-02", "valid_to": "2027-05-01"})
    given = LookPermit.objects.get()
    post(client, "night_permit_end", given.pk)
    given.refresh_from_db()
    assert given.ended_at
    assert post(client, "night_permit_end", 99999).status_code == 403


def test_the_person_reads_who_looked_and_says_no_and_yes(client, night):
    client.post(reverse("night_look_now", args=[first().pk]))
    person = night.order.case.person
    f.log_in(client, f.actor(person, acting_as="self"))
    url = reverse("my_night", args=[person.pk])
    page = client.get(url).content.decode()
    assert "Omar Björk tittade 23.00: fick ingen bild" in page
    assert "Kameran gav ingen bild, så någon skulle komma hem." in page
    post(client, "my_night_no", person.pk, night.pk)
    assert "Du har inte sagt ja till kameran." in client.get(url).content.decode()
    post(client, "my_night_yes", person.pk, night.pk)
    assert CameraConsent.objects.filter(withdrawn_at=None).count() == 1
    for language, said in (("en", "Nothing is recorded."), ("fi", "Mitään ei tallenneta.")):
        client.cookies["django_language"] = language
        assert said in client.get(url).content.decode()


def test_a_cohabitant_answers_for_themselves_and_a_relative_for_nobody(client, night):
    person, husband = night.order.case.person, f.person("Bertil", "Lind")
    Relation.objects.create(person=person, other=husband, kind="spouse", lives_together=True)
    f.log_in(client, f.planner_of(night.order))
    post(client, "night_cohabitant", night.order.pk, name="Bertil Lind")
    home = Cohabitant.objects.get()
    f.consent(person, husband, "see")
    f.log_in(client, f.actor(husband, acting_as="relative"))
    assert "Säg nej" not in client.get(reverse("my_night", args=[person.pk])).content.decode()
    assert post(client, "my_night_no", person.pk, night.pk).status_code == 403
    f.log_in(client, f.actor(husband, acting_as="self"))
    url = reverse("my_night", args=[husband.pk])
    assert "Kameran där du bor tillsammans med Astrid Lind" in client.get(url).content.decode()
    post(client, "my_home_yes", husband.pk, home.pk)
    assert CameraConsent.objects.get(cohabitant=home).given_hand == "self"
    post(client, "my_home_no", husband.pk, home.pk)
    assert CameraConsent.objects.get(cohabitant=home).withdrawn_hand == "self"
    assert post(client, "my_home_yes", husband.pk, 99999).status_code == 404


def test_the_person_calls_off_a_night_and_the_staff_note_it_back(client, night):
    person = night.order.case.person
    f.log_in(client, f.actor(person, acting_as="self"))
    assert post(client, "my_night_off", person.pk, night.pk, night="2026-02-01").status_code == 422
    assert post(client, "my_night_off", person.pk, night.pk, night="2026-03-02").status_code == 302
    url = reverse("my_night", args=[person.pk])
    assert "Inställd: natten mellan 2 mar 2026 och 3 mar 2026" in client.get(url).content.decode()
    off = night.nights_off.get()
    f.log_in(client, f.planner_of(night.order))
    page = client.get(reverse("night_setup", args=[night.order_id])).content.decode()
    assert "natten mellan 2 mar 2026 och 3 mar 2026" in page
    assert post(client, "night_off", night.order_id, night="2026-03-03", hand="spoken").status_code == 422
    post(client, "night_on", night.order_id, off.pk)
    off.refresh_from_db()
    assert off.back_at
    assert post(client, "my_night_off", person.pk, night.pk, night="2026-03-03").status_code == 403


def test_who_said_yes_to_less_is_told_so_and_asked_again(client, night):
    person = night.order.case.person
    terms = n.night_plan(times=[n.TIMES[0]], look_seconds=60)
    agree_night_terms(supervision=night, plan=terms, by=f.planner_of(night.order), at=ELEVEN)
    f.log_in(client, f.actor(person, acting_as="self"))
    url, said = reverse("my_night", args=[person.pk]), "har ändrats sedan du sa ja"
    assert said in client.get(url).content.decode()
    post(client, "my_night_yes", person.pk, night.pk)
    assert said not in client.get(url).content.decode()
    f.log_in(client, f.planner_of(night.order))
    assert "då mer blev överenskommet" in client.get(reverse("night_setup", args=[night.order_id])).content.decode()
