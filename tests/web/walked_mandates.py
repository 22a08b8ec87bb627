"""What the walk past every address is asked about of who may decide."""

from tests import factories as f

FOR_COMMITTEE = {"intervention": "SARSKILT_BOENDE", "unit": "count", "outcome": "refused", "amount": 0,
                 "reasons": "Behovet kan mötas hemma."}  # fmt: skip
# About no person and no unit: the same for all who may read.
NOBODYS = {"delegation_order", "delegation_order_file"}


def fill(world, given) -> None:
    """A proposal that nobody may decide alone."""
    world.cases["for_committee"] = f.proposed_case(**given, terms=FOR_COMMITTEE)


def _matter(world):
    return {"decision_pk": f.decision_of(world.cases["for_committee"]).pk}


ARGUMENTS = {
    **dict.fromkeys(["committee", "delegation_orders", "delegation_order_new", "delegation_example"], lambda _: {}),
    **dict.fromkeys(["committee_matter", "committee_decide", "committee_urgent"], _matter),
    **dict.fromkeys(NOBODYS, lambda _: {"version": 2}),
    "decision_conditions": lambda w: {"pk": w.cases["corrected"].pk},
}
