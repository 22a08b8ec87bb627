"""Rows of the follow-up store, and the switch, for tests."""

from django.conf import settings
from django.utils.timezone import localdate

from samsyn.people.roles import Role
from samsyn.review.actions import fill_store, switch_store
from samsyn.review.alike import packed
from samsyn.review.models import StoredDecision, StoredLine, StoreRun
from samsyn.review.queries import store
from samsyn.review.store_key import key_from, mark_of
from tests import factories as f

WASH_AND_SHOP = {"d510": (3, 1), "d620": (3, 1)}  # as factories.investigated_case has it


def key() -> bytes:
    return key_from(settings.SECRET_KEY)


def switched_on(*, at=f.NOW) -> None:
    """On in the whole municipality, with nothing in the store yet."""
    store._index.cache_clear()
    switch_store(unit_id=None, on=True, reason="Nämnden har bedömt grunden.", by=f.acting(Role.ADMINISTRATOR), at=at)


def filled(*, at=f.NOW) -> StoreRun:
    """The store as a night makes it of the decisions that are there."""
    store._index.cache_clear()
    return fill_store(key=key(), by=f.ADMINISTRATOR, at=at)


def stored(
    count: int, *, profile=None, outcome: str = "granted", minutes: int = 360, first: int = 0, quarter=20254, person=""
):
    """So many other persons' decisions of home care, straight in the store, and a run that vouches for them."""
    store._index.cache_clear()
    rows = [
        StoredDecision(
            decision=f"d{first + n:031}", person=person or f"p{first + n:031}", quarter=quarter, carer=False,
            profile=packed(profile or WASH_AND_SHOP),
        )
        for n in range(count)
    ]  # fmt: skip
    made = StoredDecision.objects.bulk_create(rows)
    StoredLine.objects.bulk_create(
        StoredLine(stored=row, intervention="HEMTJANST", outcome=outcome, unit="minutes_week", amount=minutes)
        for row in made
    )
    held = StoredDecision.objects.count()
    return StoreRun.objects.create(
        filled_at=f.NOW, filled_by="job:test", key_mark=mark_of(key()), through=localdate(f.NOW), added=count,
        removed=0, held=held,
    )  # fmt: skip
