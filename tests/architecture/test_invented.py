"""What hands out anybody's case, and anybody to act as, is there for inventing a municipality only (OSL 26:1)."""

import ast

from tests.architecture.tree import SRC, functions, imported, modules, short, tree

INVENTS = ("web/planted/", "web/simulate.py")
GUARDED = ("samsyn.cases.queries.plantable", "samsyn.web.planted", "samsyn.people.queries.accounts.actors_in")
ACTORS = "actors_in"
HANDS_ON = "people/queries/__init__.py"


def uses(path):
    """What of it a file imports, or reaches through a room's queries."""
    names = {name for name in imported(path) if name.startswith(GUARDED) or name.endswith(f".{ACTORS}")}
    reached = (n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute))
    return names | ({ACTORS, "plantable", "planted"} & set(reached))


def test_only_what_invents_a_municipality_asks_for_anybodys_case_and_anybody_to_act_as():
    others = [p for p in modules() if not short(p).startswith(INVENTS) and short(p) != HANDS_ON]
    assert {short(path): used for path in others if (used := uses(path))} == {}
    assert {short(p) for p in modules() if uses(p)} >= {"web/planted/telling.py", "web/simulate.py"}


def test_each_of_them_asks_who_asks():
    """Also what is added later."""
    plantable = [f for f in functions(SRC / "cases/queries/plantable.py") if not f.name.startswith("_")]
    actors = [f for f in functions(SRC / "people/queries/accounts.py") if f.name == ACTORS]
    plants = [f for f in functions(SRC / "web/planted/all.py") if f.name == "plant"]
    unguarded = [
        f.name
        for f in (*plantable, *actors, *plants)
        if "permit(why_not_invent(by))" not in {ast.unparse(statement) for statement in f.body}
    ]
    assert (unguarded, len(plantable) > 5, len(actors), len(plants)) == ([], True, 1, 1)
