"""What a version of the delegation order changes in the one before it. Pure."""

from dataclasses import dataclass

from samsyn.cases.codes import code_list
from samsyn.cases.mandate import Item, Order, said_limit
from samsyn.people.refusals import N_

OUTCOMES = {"granted": N_("beviljas"), "partly": N_("beviljas delvis"), "refused": N_("avslås")}
PARTS = {
    "what": N_("ärende"), "basis": N_("lagrum"), "interventions": N_("insatser"), "outcomes": N_("utfall"),
    "limit": N_("gräns"), "holders": N_("delegat"), "passed_to": N_("vidare till"), "reported": N_("anmäls"),
    "note": N_("anmärkning"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One item that is new, gone or changed. `before` and `after` are empty for a whole item."""

    number: str
    kind: str  # new, gone or changed
    part: str
    before: str
    after: str


def changes(earlier: Order | None, later: Order) -> list[Change]:
    """Every change, in the order of the later version; what is gone comes last."""
    if earlier is None:
        return []
    old, new = ({i.number: i for i in order.items} for order in (earlier, later))
    found = [change for item in later.items for change in _of(old.get(item.number), item)]
    return found + [Change(n, "gone", "", old[n].what, "") for n in old if n not in new]


def written(item: Item) -> dict[str, str]:
    """Each part of an item as it is read, in Swedish: the order is the municipality's own text."""
    regimes, interventions = code_list("regimes"), code_list("interventions")
    return {
        "what": item.what,
        "basis": ", ".join(regimes[b].extra["law"] if b in regimes else b for b in item.basis),
        "interventions": ", ".join(interventions[c].label_sv for c in interventions if c in item.interventions),
        "outcomes": ", ".join(OUTCOMES[o] for o in OUTCOMES if o in item.outcomes),
        "limit": said_limit(item),
        "holders": ", ".join(item.holders),
        "passed_to": ", ".join(item.passed_to),
        "reported": "ja" if item.reported else "nej",
        "note": item.note,
    }


def _of(old: Item | None, new: Item) -> list[Change]:
    if old is None:
        return [Change(new.number, "new", "", "", new.what)]
    before, after = written(old), written(new)
    return [
        Change(new.number, "changed", PARTS[part], before[part], after[part])
        for part in PARTS
        if before[part] != after[part]
    ]
