"""What a carer's phone is answered: nothing of where somebody protected lives, no more than once, nobody else's."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.homecare.actions import wipe_device
from samsyn.homecare.models import MobileDevice, SyncedChange
from samsyn.people.roles import Role
from samsyn.web.shared.phone import HEADER, proof_of
from tests.factories import acting, actor, freeze, log_in, person, planner_of, staff
from tests.mobile import EVENING
from tests.protection import SECRETS, protected, told_in
from tests.rooms.hours import WEDNESDAY, active_order, carer_of

pytestmark = pytest.mark.django_db
DEVICE = str(uuid4())


@pytest.fixture
def order(monkeypatch):
    freeze(monkeypatch, EVENING)
    order = active_order(of=person("Greta", "Lista", **SECRETS), circumstances=f"Ring {SECRETS['phone']} först")
    order.planned.filter(day=WEDNESDAY).update(carer=carer_of(order).staff_id)
    return order


def post(client, name, *, shown=None, **sent):
    sent = json.dumps({"device": DEVICE, **sent})
    headers = {"X-Requested-With": "fetch", **({HEADER: shown} if shown else {})}
    return client.post(reverse(f"mobile_{name}"), sent, content_type="application/json", headers=headers)


def opened(client):
    """Begin a shift and open the app with its code. Returns what the app shows that it is open."""
    begun = post(client, "begin").json()
    shown = f"{begun['shift']}:{proof_of(begun['secrets'][str(begun['shift'])])}"
    assert post(client, "day", shown=shown).status_code == 200
    return shown


def test_the_day_tells_where_somebody_lives_but_never_of_somebody_protected(client, order):
    log_in(client, carer_of(order))
    post(client, "begin")
    assert SECRETS["street"] in post(client, "day").content.decode()
    protected(order.case.person)
    answer = post(client, "day")
    assert "Greta Lista" in answer.content.decode()
    assert told_in(answer.content.decode()) == []


def test_no_day_without_a_shift_nor_after_it(client, order, monkeypatch):
    log_in(client, carer_of(order))
    assert post(client, "day").status_code == 409
    post(client, "begin")
    assert post(client, "day").status_code == 200
    freeze(monkeypatch, EVENING + timedelta(hours=9, minutes=59))
    assert post(client, "day").status_code == 200
    post(client, "end")
    assert post(client, "day").status_code == 409


def test_the_same_batch_twice_is_answered_alike_and_bad_ones_are_refused_whole(client, order):
    log_in(client, carer_of(order))
    post(client, "begin")
    visit = order.planned.get(day=WEDNESDAY)
    change = {
        "seq": 1, "uuid": str(uuid4()), "kind": "report", "order": order.pk, "visit": visit.pk, "told": 1772640000000,
        "behind": 0, "body": {"minutes": 20, "reason": "KORTARE", "note": "Fort", "seen": 0},
    }  # fmt: skip
    assert post(client, "sync", changes=[change, {"seq": 2}]).status_code == 422
    assert SyncedChange.objects.count() == 0
    first, second = (post(client, "sync", changes=[change]).json() for _ in range(2))
    assert first["answers"][0]["outcome"] == "done"
    assert (second["acknowledged"], second["answers"]) == (first["acknowledged"], first["answers"])
    assert visit.said.count() == 1


@pytest.mark.parametrize("sent", ["", "[]", "{", '{"device": "x"}', "[" * 3000])
def test_what_cannot_be_read_is_said_so(client, order, sent):
    log_in(client, carer_of(order))
    assert client.post(reverse("mobile_sync"), sent, content_type="application/json").status_code == 422


def test_logged_out_wrong_role_and_emptied_are_told_apart(client, order):
    assert post(client, "sync", changes=[]).status_code == 401
    log_in(client, acting(Role.CASEWORKER))
    assert post(client, "sync", changes=[]).status_code == 403
    log_in(client, carer_of(order))
    post(client, "begin")
    log_in(client, planner_of(order))
    phone = client.get(reverse("phones")).context["devices"].get()
    client.post(reverse("phone_wipe", args=[phone.pk]))
    log_in(client, carer_of(order))
    assert post(client, "sync", changes=[]).status_code == 410


def test_a_locked_phone_opens_neither_a_new_day_nor_the_house(client, order, monkeypatch):
    log_in(client, carer_of(order))
    shown = opened(client)
    assert client.get(reverse("my_day")).status_code == 200
    freeze(monkeypatch, EVENING + timedelta(minutes=11))
    assert client.get(reverse("my_day")).status_code == 302
    assert post(client, "day").status_code == 401
    assert post(client, "day", shown=f"{shown}0").status_code == 401
    assert post(client, "day", shown=shown).status_code == 200  # the code was typed
    assert client.get(reverse("my_day")).status_code == 200
    assert post(client, "begin").status_code == 401  # a new code takes a new login
    assert post(client, "day", shown=shown).status_code == 401


def test_a_lost_phone_hears_that_it_is_emptied_though_its_login_is_gone(client, order):
    log_in(client, carer_of(order))
    shown = opened(client)
    (phone,) = MobileDevice.objects.all()
    wipe_device(device=phone, by=planner_of(order), at=EVENING)
    assert client.get(reverse("my_day")).status_code == 302
    client.logout()
    assert post(client, "day", shown=shown).status_code == 401
    assert post(client, "gone").json() == {"wiped": True}
    assert post(client, "gone", device=str(uuid4())).json() == {"wiped": False}


def test_a_day_that_the_phone_has_already_is_neither_sent_nor_read_again(client, order):
    log_in(client, carer_of(order))
    post(client, "begin")
    first = post(client, "day").json()
    again = post(client, "day", has=first["digest"]).json()
    assert again.keys() == {"now", "same"}
    assert Event.objects.filter(what="mobile.day").count() == 1
    order.planned.filter(day=WEDNESDAY).update(minutes=25)
    assert post(client, "day", has=first["digest"]).json()["visits"][0]["minutes"] == 25
    assert Event.objects.filter(what="mobile.day").count() == 2


def test_the_half_of_the_key_is_given_to_whoever_shows_the_secret_and_no_longer_than_the_shift(
    client, order, monkeypatch
):
    log_in(client, carer_of(order))
    begun = post(client, "begin").json()
    assert len(begun["halves"][str(begun["shift"])]) == 64
    shown = f"{begun['shift']}:{proof_of(begun['secrets'][str(begun['shift'])])}"
    answer = post(client, "half", shown=shown)
    assert (answer.json()["halves"], answer["Cache-Control"]) == (begun["halves"], "no-store")
    for wrong in (None, f"{shown}0", f"{begun['shift']}:{proof_of(begun['halves'][str(begun['shift'])])}"):
        assert "halves" not in post(client, "half", shown=wrong).json()
    assert "halves" not in post(client, "half", shown=shown, device=str(uuid4())).json()
    freeze(monkeypatch, EVENING + timedelta(minutes=11))
    assert post(client, "half").status_code == 401  # it lies locked
    assert post(client, "half", shown=shown).json()["halves"] == begun["halves"]
    freeze(monkeypatch, EVENING + timedelta(hours=10))
    assert post(client, "half", shown=shown).status_code == 401  # off since then
    log_in(client, carer_of(order))
    assert post(client, "half", shown=shown).status_code == 409


@pytest.mark.parametrize("how", ["log-out", "marked", "another"])
def test_no_half_after_log_out_nor_for_an_emptied_phone_nor_for_another_carer(client, order, how):
    log_in(client, carer_of(order))
    begun = post(client, "begin").json()
    shown = f"{begun['shift']}:{proof_of(begun['secrets'][str(begun['shift'])])}"
    if how == "log-out":
        post(client, "end", shown=shown)
    elif how == "marked":
        wipe_device(device=MobileDevice.objects.get(), by=planner_of(order), at=EVENING)
    else:
        log_in(client, actor(staff(Role.CARE_WORKER, order.provider)))
    answer = post(client, "half", shown=shown)
    assert answer.status_code == {"log-out": 409, "marked": 410, "another": 403}[how]
    assert begun["halves"][str(begun["shift"])] not in answer.content.decode()


def test_a_shift_goes_on_as_it_began_when_the_setting_is_changed(client, order, settings):
    settings.SAMSYN = {**settings.SAMSYN, "phone_reopens": "without-network"}
    log_in(client, carer_of(order))
    assert post(client, "begin").json()["halves"] == {}
    settings.SAMSYN = {**settings.SAMSYN, "phone_reopens": "with-network"}
    assert post(client, "begin").json()["halves"] == {}
    post(client, "end")
    begun = post(client, "begin").json()
    assert list(begun["halves"]) == [str(begun["shift"])]
