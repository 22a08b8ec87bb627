"""What the walk past every address is asked about in reviews, exercises and their figures.

The world's own caseworker reads a packet of another unit's case, as reviewers do; the world's leader leads those of
the own unit.
"""

from django.utils.timezone import localdate

from samsyn.people.roles import Role
from samsyn.review.draw import drawn
from samsyn.review.models import PacketKey
from samsyn.review.queries.source import barred, candidates
from tests import factories as f
from tests import reviews as r
from tests.web import walked_alike, walked_exercises, walked_improvement, walked_watch

READERS_ONLY = ("review_reading", "review_write", "review_hand_over", "review_conclude")
walked_watch.OPEN_TO.update({name: {Role.CASEWORKER} for name in READERS_ONLY})


def fill(world) -> None:
    """A packet of the unit, one of another unit that its caseworker reads, and what the other parts need."""
    unit = world.cases["active"].unit
    r.colleagues(unit_name=f"Granskarna {world.suffix}")
    world.cases["reviewed"] = _sent(world, f"Granskad{world.suffix}", unit, seed=len(world.suffix))
    reader, elsewhere = f.acting(Role.CASEWORKER, unit), f.unit(f"Granskade {world.suffix}")
    case = f.investigated_case(of=f.person(family_name=f"Annan{world.suffix}"), at_unit=elsewhere)
    world.cases["read"] = _sent(world, "", elsewhere, seed=_seed_for(reader.staff, case), case=case)
    walked_exercises.fill(world)
    walked_alike.fill(world)
    walked_improvement.fill(world)


def _sent(world, family_name: str, unit, *, seed: int, case=None):
    case = case or f.investigated_case(of=f.person(family_name=family_name), at_unit=unit)
    return r.sent_packet(r.made_packet(case, seed=seed)).investigation.case


def _seed_for(staff: int, case) -> int:
    """A seed whose lot falls on somebody."""
    found = candidates(localdate(f.NOW))
    told = {"barred": barred(case, found), "own_unit": case.unit_id, "source": "others_first", "readers": 2}
    return next(n for n in range(1, 2000) if staff in {one.staff for one in drawn(found, seed=n, **told)})


def _packet(world, case: str) -> dict:
    return {"code": PacketKey.objects.get(investigation__case=world.cases[case]).packet.code}


def _case(world) -> dict:
    return {"pk": world.cases["investigating"].pk}


NOBODYS = walked_exercises.NOBODYS | walked_alike.NOBODYS | walked_improvement.NOBODYS
CASE = ("review_packet", "review_make", "review_settle", "review_send", "review_withdraw", "review_waive")
ARGUMENTS = {
    **dict.fromkeys(["reviews", "review_rule"], lambda _world: {}),
    **dict.fromkeys(READERS_ONLY, lambda w: _packet(w, "read")),
    **dict.fromkeys(["review_open", "review_draw"], lambda w: _packet(w, "reviewed")),
    **dict.fromkeys(CASE, _case),
    "review_depart": lambda w: {**_case(w), "intervention": "HEMTJANST"},
    **walked_exercises.ARGUMENTS,
    **walked_alike.ARGUMENTS,
    **walked_improvement.ARGUMENTS,
}
