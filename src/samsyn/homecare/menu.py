"""What granted time can be used for: the municipality's menu (`data/menu.csv`) and what a person has put there.

A menu is for talking at a table and for swapping; what a plan holds is free text and needs no menu.
"""

from functools import cache

from samsyn.cases.codes import code_list
from samsyn.homecare.account.swap import Item, Sort

CARE_AREAS = "d5"  # self-care: what is done for the body itself; everything else is service


@cache
def menu() -> dict[str, Item]:
    """The municipality's menu in its order, by key. Labels: `wording.label("menu", key, "homecare")`."""
    return {code: _item(code, row.extra) for code, row in code_list("menu", "homecare").items()}


@cache
def usual_minutes() -> dict[str, int]:
    """How many minutes each thing on the menu usually takes, to begin from."""
    return {code: int(row.extra["minutes"]) for code, row in code_list("menu", "homecare").items()}


def _item(code: str, extra: dict[str, str]) -> Item:
    sort = sort_of(extra["sort"])
    return Item(code, sort, frozenset(extra["areas"].split()), extra["guarded"] == "1", extra["strains"] == "1")


def sort_of(told: str) -> Sort:
    """Raises ValueError for what is neither care nor service."""
    if told == "care":
        return "care"
    if told == "service":
        return "service"
    raise ValueError(f"a thing that is {told}")


def own_item(key: str, area: str) -> Item:
    """A thing of the person's own, that answers a need in one area of life."""
    return Item(key, sort_in(area), frozenset({area}))


def planned_item(key: str, area: str, *, guarded: bool) -> Item:
    """What an activity of a plan is, in a swap: what the menu says, or what the area of its need says.

    Care of the body is guarded where nobody has said what it is: a goal may hang on it, so a talk comes first.
    """
    if found := menu().get(key):
        return Item(found.key, found.sort, found.areas, found.guarded or guarded, found.strains)
    sort = sort_in(area)
    return Item(key, sort, frozenset({area}) if area else frozenset(), guarded or sort == "care")


def sort_in(area: str) -> Sort:
    """Care or service, by the area of life."""
    return "care" if area.startswith(CARE_AREAS) else "service"
