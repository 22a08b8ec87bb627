"""Two answers that are each permitted are taken from each other: what neither shows alone is not to be had so."""

from dataclasses import replace

import numpy as np
import pytest

from samsyn.equity.cells import Factor
from samsyn.equity.sites.budget import Ledger
from samsyn.equity.sites.query import Bins, NotShared
from samsyn.equity.sites.region import begin, opened
from tests.cores.sites_cases import AGE, AREA, DAY, SEX, Round, cells, municipalities, query, rows

WITHOUT_C = (("area", ("a", "b")),)


def refused(code, call, *args, **named):
    with pytest.raises(NotShared) as why:
        call(*args, **named)
    assert why.value.code == code
    return str(why.value)


def few(own, left, **levels):
    """The cells with so many rows of these levels (codes by name), all of them yes."""
    rare = np.all([own.codes[own.place(name)] == code for name, code in levels.items()], axis=0)
    n = np.where(rare, 0.0, own.n)
    n[np.flatnonzero(rare)[0]] = left
    total = np.where(rare, n, own.total)
    return replace(own, n=n, total=total, squares=total)


def one_man_of_eighty_in_c():
    """Three sites with many rows in area c, of which only A's holds a man of 80, and just one."""
    _, _, held = municipalities(30, (900, 900, 900))
    return {name: few(own, float(name == "A"), sex=0, area=2, age=1) for name, own in held.items()}


def of_men_of_eighty(sites):
    """What the region reads of men of 80 in the model's first round: their number, as the weight is a fourth."""
    request, files = next((r, f) for r, f in sites.sent if r.kind == "model" and r.round == 1)
    sums = opened(request, files, sites.region)
    return 4 * dict(zip(sums.names, sums.values, strict=True))["information of sex=man with age=80"]


def test_rows_apart_are_counted_by_combination_and_not_only_in_all():
    """All rows, then all but area c: each is cleared, the rows apart are hundreds, and the difference is one man."""
    held = one_man_of_eighty_in_c()
    whole, part = Round(held), Round(held)
    whole.fit(query(factors=(AGE,)))
    part.fit(query(factors=(AGE,), keep=WITHOUT_C))
    assert of_men_of_eighty(whole) - of_men_of_eighty(part) == pytest.approx(1)  # the attack, where nobody remembers
    assert "sex=man, age=80" in refused("small", whole.fit, query(factors=(AGE,), keep=WITHOUT_C))
    assert "sex=man, age=80" in refused("small", part.fit, query(factors=(AGE,)))


def test_rows_apart_with_a_yes_or_a_no_are_counted_too():
    """Nobody in area c is refused: of those 80 years old the score would tell."""
    _, _, held = municipalities(31, (900, 900, 900))
    sure = {n: replace(c, total=(t := np.where(c.codes[1] == 2, c.n, c.total)), squares=t) for n, c in held.items()}
    sites = Round(sure)
    sites.fit(query(factors=(AGE,)))
    assert "y 0" in refused("small", sites.fit, query(factors=(AGE,), keep=WITHOUT_C))


def test_a_histogram_of_rows_apart_is_looked_at():
    bins = Bins("bin", (0.0, 18.0, 40.0))
    factors = (SEX, AREA, Factor("bin", bins.labels))
    rng = np.random.default_rng(32)
    held = {}
    for name in "ABC":
        codes, y = rows(rng, 900, "identity", (SEX, AREA))
        y = np.where(codes[1] == 2, np.maximum(y, 19.0), y)  # in area c all have 18 or more
        held[name] = cells(np.vstack([codes, (y >= 18).astype(int)]), y, factors)
    sites = Round(held)
    sites.cleared(query("identity", factors=(), bins=bins))
    assert "bin=0 to 18" in refused("small", sites.cleared, query("identity", factors=(), keep=WITHOUT_C, bins=bins))


def test_what_a_rule_says_by_itself_does_not_refuse():
    """Rows apart are all of area c, so that none of them is of area a or b tells nobody anything."""
    _, _, held = municipalities(33, (900, 900, 900))
    sites = Round(held)
    area = Factor("area", ("a", "b"))
    sites.fit(query(factors=()))
    assert sites.fit(query(factors=(area, AGE), keep=WITHOUT_C)).n < 2700


def test_of_a_rule_of_two_columns_the_rows_left_out_by_the_other_are_counted():
    """Kept: areas a and b, and 65. In area a the rows apart are those of 80, of which one site holds a single man."""
    _, _, held = municipalities(34, (900, 900, 900))
    held = {name: few(own, float(name == "A"), sex=0, area=0, age=1) for name, own in held.items()}
    sites = Round(held)
    sites.fit(query(factors=(AREA,)))
    part = query(factors=(Factor("area", ("a", "b")),), keep=(*WITHOUT_C, ("age", ("65",))))
    assert "sex=man, area=a" in refused("small", sites.fit, part)


def test_a_part_of_the_sites_is_not_asked_what_all_were_asked():
    """Of six sites three hold the combination in number; the other three's one row would be the difference."""
    _, _, held = municipalities(35, (900,) * 6)
    held |= {n: few(held[n], float(n == "D"), sex=0, area=2) for n in "DEF"}
    sites = Round(held)
    sites.fit(query())
    said = refused("site_apart", begin, query(), tuple("ABC"), sites.ledger, DAY)
    assert "same sites" in said
    refused("site_apart", sites.of, "A", begin(query(), tuple("ABC"), Ledger(), DAY)[0])
    refused("site_apart", begin, query(), tuple("DEFGHI"), sites.ledger, DAY)
    begin(query(), tuple("GHI"), sites.ledger, DAY)  # others altogether


def test_an_extract_that_was_drawn_again_is_not_answered_from():
    """The same question under another name, with one row fewer in one site: the difference would be that row."""
    _, _, held = municipalities(36, (500, 500, 500))
    sites = Round(held)
    sites.fit(query())
    own = held["A"]
    held["A"] = replace(own, n=own.n - (np.arange(len(own.n)) == 0), total=np.minimum(own.total, own.n - 1))
    assert "changed" in refused("changed", sites.fit, query(name="again"))
    sites.diaries["A"] = sites.diaries["A"].of_another_period()
    assert sites.fit(query(name="next year")).n == 1499


def test_without_masks_a_site_looks_at_what_its_own_earlier_answers_and_several_rounds_could_show():
    _, _, held = municipalities(37, (900, 900, 900))
    held = {name: few(own, 3.0, area=2) for name, own in held.items()}
    sites = Round(held, mask=False)
    sites.fit(query(factors=()))
    refused("small", sites.of, "A", begin(query(factors=(), keep=WITHOUT_C), "ABC", sites.ledger, DAY)[0])
    held = {name: few(own, 3.0, sex=0, area=2, age=1) for name, own in municipalities(38, (900,) * 3)[2].items()}
    refused("small", Round(held, mask=False).cleared, query(clear="pairs"))
