"""A yes and a no on paper: entered by the staff it ends where the person's own tap ends, and says that it was paper."""

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from samsyn.audit.models import Event
from samsyn.homecare.actions import note_cohabitant, offer_contact
from samsyn.homecare.models import CameraConsent, ContactStep
from samsyn.homecare.queries import contact_standing, supervision_of, yeses_of
from samsyn.people.models import Consent, Staff, StaffTitle
from samsyn.people.queries.rights import in_force
from samsyn.people.roles import Role
from tests import factories as f
from tests import nights as n
from tests.titles import certified

pytestmark = pytest.mark.django_db
TODAY = f.NOW.date()


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    f.freeze(monkeypatch)


def herself(person):
    return f.actor(person, acting_as="self")


def post(client, by, name, /, *args, **data):
    f.log_in(client, by)
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def read(client, by, name, /, *args):
    """The text of a form, with plain spaces."""
    f.log_in(client, by)
    sheets = PdfReader(io.BytesIO(client.get(reverse(name, args=args)).content)).pages
    return re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in sheets))


def asked_about(family_name):
    """A person who is offered a fast omsorgskontakt."""
    order = f.order_of(f.accepted_case(of=f.person(family_name=family_name)))
    staff = Staff.objects.get(pk=order.contact_id)
    if not StaffTitle.objects.filter(staff=staff).exists():
        certified(staff)
    offer_contact(order=order, staff=staff, why="first", by=f.planner_of(order), at=f.NOW)
    return order


@pytest.mark.parametrize(
    ("taps", "entered", "stands"),
    [
        (["yes"], ["yes"], "appointed"),
        (["no"], ["no"], "declined"),
        (["yes", "none"], ["yes", "no"], "declined"),
        (["yes", "other"], ["yes", "asks"], "asked"),
        (["no", "asks"], ["no", "asks"], "asked"),
    ],
    ids=["yes", "no", "none any longer", "another", "after a no"],
)
def test_the_answer_about_the_contact_person_ends_the_same(client, taps, entered, stands):
    own, paper = asked_about("Egen"), asked_about("Papper")
    for answer in taps:
        post(client, herself(own.case.person), "my_contact", own.case.person_id, own.pk, answer=answer, words="Hej")
    by = f.planner_of(paper)
    for answer in entered:
        post(client, by, "provider_contact_answer", paper.pk, answer=answer, hand="paper", said_on=TODAY, words="Hej")
    now = [contact_standing(order, TODAY) for order in (own, paper)]
    assert now[0] == now[1]
    assert now[0].stands == stands
    for order in (own, paper):
        order.refresh_from_db()
    assert own.contact_id == paper.contact_id
    said = [
        list(order.contact_steps.exclude(step="offered").values_list("step", "words").order_by("pk"))
        for order in (own, paper)
    ]
    assert said[0] == said[1]
    noted = ContactStep.objects.filter(order=paper).exclude(step="offered")
    assert set(noted.values_list("hand", "told_by", "told_name")) == {("paper", by.key, by.name)}


def watched(family_name):
    """A person with a camera at night, who lives with somebody."""
    order = f.order_of(f.active_case(of=f.person(family_name=family_name)))
    made, husband = n.camera(order), f.person("Bertil", family_name)
    living = note_cohabitant(supervision=made, name=husband.name, by=f.planner_of(order), at=f.NOW)
    living.other = husband
    living.save()
    return order, living


def standing(order):
    made = supervision_of(order)
    return [
        yeses_of(made).person,
        len(yeses_of(made).waiting),
        [(c.cohabitant_id is None, c.withdrawn_at) for c in made.consents.order_by("pk")],
        list(made.nights_off.values_list("night", "back_at")),
    ]


def test_the_camera_ends_the_same_for_the_person_and_for_each_who_lives_there(client):
    (own, own_home), (paper, paper_home) = watched("Egen"), watched("Papper")
    me, husband, by = herself(own.case.person), herself(own_home.other), f.planner_of(paper)
    camera, night = supervision_of(own).pk, (TODAY + timedelta(2)).isoformat()
    noted = {"hand": "paper", "source": "Blanketten av i dag"}
    post(client, me, "my_night_yes", me.person_id, camera)
    post(client, by, "night_note_yes", paper.pk, who=0, **noted)
    post(client, husband, "my_home_yes", husband.person_id, own_home.pk)
    post(client, by, "night_note_yes", paper.pk, who=paper_home.pk, **noted)
    post(client, me, "my_night_off", me.person_id, camera, night=night)
    post(client, by, "night_off", paper.pk, night=night, **noted)
    assert standing(own) == standing(paper)
    assert standing(own)[:2] == [True, 0]
    yes = {c.cohabitant_id: c.pk for c in supervision_of(paper).consents.all()}
    post(client, husband, "my_home_no", husband.person_id, own_home.pk)
    post(client, by, "night_note_no", paper.pk, yes[paper_home.pk], **noted)
    assert standing(own) == standing(paper)
    assert standing(own)[:2] == [True, 1]
    post(client, me, "my_night_no", me.person_id, camera)
    post(client, by, "night_note_no", paper.pk, yes[None], **noted)
    assert standing(own) == standing(paper)
    assert standing(own)[0] is False
    how = ("given_hand", "given_source", "given_by", "withdrawn_hand", "withdrawn_source", "withdrawn_by")
    kept = set(CameraConsent.objects.filter(supervision__order=paper).values_list(*how))
    assert kept == {("paper", noted["source"], by.key) * 2}


def held(of, to):
    """What somebody may do for a person today."""
    return set(in_force(TODAY).filter(person=of, to=to).values_list("function", flat=True))


def test_a_right_on_paper_that_both_have_signed_ends_as_one_both_have_said_yes_to(client):
    case = f.active_case(of=f.person(family_name="Papper"))
    me, son, by = f.person(family_name="Egen"), f.person("Sven", "Son"), f.caseworker_of(case)
    last = TODAY + timedelta(30)
    right = {
        "identity": son.number, "given_name": "Sven", "family_name": "Son", "functions": ["time", "message"],
        "valid_from": TODAY, "valid_to": last,
    }  # fmt: skip
    post(client, herself(me), "my_consents", me.pk, **right)
    offers = list(Consent.objects.filter(person=me).values_list("pk", flat=True))
    post(client, herself(son), "answer_offers", son.pk, offer=offers, answer="yes")
    seen = {"basis": "consent", "source": "Blanketten av i dag", "seen_by": by.staff}
    post(client, by, "authority_register", case.pk, **right, **seen)
    assert held(me, son) == held(case.person, son) == {"time", "message"}
    days = Consent.objects.values_list("function", "valid_from", "valid_to", "to", "basis").order_by("function")
    assert list(days.filter(person=me)) == list(days.filter(person=case.person))
    paper = Consent.objects.filter(person=case.person)
    assert set(paper.values_list("source", "seen_by")) == {("Blanketten av i dag", by.staff)}
    assert Event.objects.filter(what="consent.register", by=by.key).count() == 2
    post(client, herself(me), "withdraw_consent", me.pk, Consent.objects.get(person=me, function="time").pk)
    post(client, by, "authority_end", case.pk, paper.get(function="time").pk, source="Samma blankett")
    assert held(me, son) == held(case.person, son) == {"message"}


def test_the_forms_say_what_is_answered_and_to_whom(client):
    order = asked_about("Lind")
    me, mine = herself(order.case.person), (order.case.person_id, order.pk, "omsorgskontakt")
    said = read(client, me, "my_blank", *mine)
    assert "Omar Björk vill bli din fasta omsorgskontakt." in said
    assert all(one in said for one in ("Ja tack", "Nej tack", "Jag vill ha någon annan"))
    post(client, me, "my_contact", *mine[:2], answer="yes")
    assert "Din fasta omsorgskontakt är Omar Björk." in read(client, me, "my_blank", *mine)
    assert "Jag vill inte ha någon längre" in read(client, f.planner_of(order), "provider_blank", *mine[1:])
    f.log_in(client, me)
    assert client.get(reverse("my_blank", args=[*mine[:2], "kamera"])).status_code == 404  # there is none
    order, home = watched("Lind")
    said = read(client, herself(order.case.person), "my_blank", order.case.person_id, order.pk, "kamera")
    assert "Klockan 23.00, 3.00. Högst 45 sekunder varje gång." in said
    home.other.letter_language = "fi"
    home.other.save()
    said = read(client, herself(home.other), "my_home_form", home.other_id, home.pk)
    assert "Asut henkilön Astrid Lind kanssa." in said
    home.other.letter_language = "en"
    home.other.save()
    assert "page 1 of 1" in read(client, herself(home.other), "my_home_form", home.other_id, home.pk)


def test_who_may_see_or_help_is_asked_on_paper_before_there_is_any_help_and_by_nobody_else(client):
    case = f.investigating_case()
    me, son = case.person, f.person("Sven", "Son")
    f.consent(me, son, "see")
    f.consent(me, f.person("Gun", "God"), "plan", basis="trustee")
    said = read(client, herself(me), "my_rights_form", me.pk, "ta-tillbaka")
    assert f"skicka det till {case.unit.name}." in said
    assert "Sven Son: se hur det går, besluten och planen" in said  # to take back with a cross
    assert "Gun God" not in said  # a court took that decision
    assert said == read(client, f.acting(Role.CASEWORKER, case.unit), "case_rights_form", case.pk, "ta-tillbaka")
    f.log_in(client, f.actor(son, acting_as="relative"))
    assert client.get(reverse("my_rights_form", args=[me.pk, "samtycke"])).status_code == 403
    order = f.order_of(f.active_case(of=me))
    assert client.get(reverse("my_blank", args=[me.pk, order.pk, "samtycke"])).status_code == 403
    assert client.get(reverse("my_blank", args=[me.pk, order.pk, "kamera"])).status_code == 403
    theirs = read(client, f.planner_of(order), "provider_blank", order.pk, "ta-tillbaka")
    assert "Vems rätt, och till vad?" in theirs
    assert "Sven Son" not in theirs  # the provider is not told who has been let in
    given = read(client, herself(me), "my_blank", me.pk, order.pk, "samtycke")
    assert "Jag vill ha den rätt som står här." in given
    assert "Sven Son" not in given  # whoever signs it does not read of others
    f.log_in(client, herself(me))
    assert client.get(reverse("my_rights_form", args=[me.pk, "byt"])).status_code == 404
