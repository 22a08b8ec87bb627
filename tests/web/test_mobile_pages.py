"""What a carer's phone is answered: nothing of where somebody protected lives, no more than once, nobody else's."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from samsyn.homecare.models import SyncedChange
from samsyn.people.roles import Role
from tests.factories import acting, freeze, log_in, person, planner_of
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


def post(client, name, **sent):
    sent = json.dumps({"device": DEVICE, **sent})
    return client.post(
        reverse(f"mobile_{name}"), sent, content_type="application/json", headers={"X-Requested-With": "fetch"}
    )


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
