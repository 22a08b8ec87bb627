"""Similar decided cases in an invented municipality: switched on by its administrator, and filled."""

from datetime import date, datetime

from samsyn.people.queries import actor_for, demo_accounts
from samsyn.people.roles import job
from samsyn.review.actions import fill_store, switch_store
from samsyn.review.queries import store_key

WHY = "Nämnden har bedömt grunden, med dataskyddsombudet. Påhittat för visning."


def simulate_alike(*, until: date, now: datetime) -> int:
    """Switch on and fill; returns how many decisions are held. Nothing without an administrator or a secret."""
    account = demo_accounts().filter(username="demo-administrator").first()
    administrator = actor_for(account=account, acting_as=None, today=until)
    if administrator is None or (key := store_key()) is None:
        return 0
    switch_store(unit_id=None, on=True, reason=WHY, by=administrator, at=now)
    return fill_store(key=key, by=job("fill-store"), at=now).held
