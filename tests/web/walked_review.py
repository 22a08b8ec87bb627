"""What the walk past every address is asked about in reviews, exercises and their figures.

Who reads a packet works at another unit, so the world's own roles are told no; a reviewer's pages are asked in
tests/web/test_review_pages.py.
"""

from samsyn.review.models import PacketKey
from tests import factories as f
from tests import reviews as r
from tests.web import walked_alike, walked_exercises, walked_watch

READERS_ONLY = ("review_reading", "review_write", "review_hand_over", "review_conclude")
walked_watch.OPEN_TO.update({name: set() for name in READERS_ONLY})


def fill(world) -> None:
    """A case with a packet that is being read, and what the other parts need."""
    unit = world.cases["active"].unit
    case = f.investigated_case(of=f.person(family_name=f"Granskad{world.suffix}"), at_unit=unit)
    r.colleagues(unit_name=f"Granskarna {world.suffix}")
    world.cases["reviewed"] = r.sent_packet(r.made_packet(case, seed=len(world.suffix))).investigation.case
    walked_exercises.fill(world)
    walked_alike.fill(world)


def _packet(world) -> dict:
    return {"code": PacketKey.objects.get(investigation__case=world.cases["reviewed"]).packet.code}


def _case(world) -> dict:
    return {"pk": world.cases["investigating"].pk}


NOBODYS = walked_exercises.NOBODYS | walked_alike.NOBODYS
CASE = ("review_packet", "review_make", "review_settle", "review_send", "review_withdraw", "review_waive")
ARGUMENTS = {
    **dict.fromkeys(["reviews", "review_rule"], lambda _world: {}),
    **dict.fromkeys([*READERS_ONLY, "review_open", "review_draw"], _packet),
    **dict.fromkeys(CASE, _case),
    "review_depart": lambda w: {**_case(w), "intervention": "HEMTJANST"},
    **walked_exercises.ARGUMENTS,
    **walked_alike.ARGUMENTS,
}
