"""What a region asks: the query and each round's request as frozen data with one form as text, a digest, a signature.

The signature is an HMAC (RFC 2104, SHA-256) with a key that the region shares with each site. It proves to a site that
its region, or the site itself, wrote exactly this request; it proves nothing to a third party, as both hold the
key, and not that another site was asked the same. The latter the masks see to: they are drawn from the request's
digest, and files that answer different requests add up to noise. A public-key signature (Ed25519) would let anybody
check who asked; it needs a library outside the standard one, and the quarrel it would settle is settled by the
approval that each site keeps.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from itertools import chain, pairwise
from math import isfinite
from typing import Any, Literal, Self, get_args

from samsyn.equity.cells import Factor
from samsyn.equity.estimate import CannotTell

Family = Literal["logit", "identity", "gamma-log"]
Kind = Literal["clear", "model", "histogram"]
Rule = tuple[tuple[str, tuple[str, ...]], ...]
THRESHOLD = 8  # 1-7 rows are never shown
FEWEST_SITES = 3
ROWS_PER_PARAMETER = 3
MOST_ROUNDS = 25
VERSION = 1


class NotShared(CannotTell):
    """Nothing is shared, opened or shown. `code` says why in a word, the message in a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"site_{code}", message=message)

    @property
    def code(self) -> str:
        return self.note.code.removeprefix("site_")


def canonical(value: object) -> str:
    """The one text of this value: JSON with sorted keys, one entry to a line. Raises ValueError for NaN."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def sign(text: str, key: bytes) -> str:
    """The HMAC of the text (see the module for what it proves). Raises ValueError for a key under 32 bytes."""
    if len(key) < 32:
        raise ValueError(f"a key of {len(key)} bytes can be guessed: 32 are needed")
    return hmac.new(key, b"samsyn sites 1\0" + text.encode(), hashlib.sha256).hexdigest()


def is_signed(text: str, signature: str, key: bytes) -> bool:
    """Whether the holder of the key signed exactly this text; takes as long for a false signature as for a true one."""
    return hmac.compare_digest(sign(text, key).encode(), signature.encode())


@dataclass(frozen=True, slots=True)
class Bins:
    """A histogram for medians: the factor that holds each row's bin, and the edges (bins + 1) in the outcome's unit."""

    column: str
    edges: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.edges) < 3 or any(b <= a for a, b in pairwise(self.edges)) or not all(map(isfinite, self.edges)):
            raise ValueError(f"bins need at least three finite edges in rising order, not {self.edges}")

    @property
    def labels(self) -> tuple[str, ...]:
        """The levels that the factor must have: from each edge (it included) to the next (not included)."""
        return tuple(f"{a:g} to {b:g}" for a, b in pairwise(self.edges))


@dataclass(frozen=True, slots=True)
class Query:
    """A model that is to be fitted over several municipalities, complete: what is not said here cannot be asked.

    The reference of `group` is its last level, of other factors their first. `keep` is the row rule: only rows whose
    factor holds one of these levels, for each factor named. `typical` is a guess at the outcome's mean from which
    gamma-log starts. `clear` is what must be held by three sites in number before sums are opened. Raises ValueError.
    """

    name: str
    outcome: str
    family: Family
    group: Factor
    factors: tuple[Factor, ...] = ()
    keep: Rule = ()
    bins: Bins | None = None
    typical: float = 1.0
    clear: Literal["cross", "pairs"] = "cross"
    version: int = VERSION

    def __post_init__(self) -> None:
        if self.family not in get_args(Family):
            raise ValueError(f"{self.family} is no family: {', '.join(get_args(Family))}")
        if self.version != VERSION:
            raise ValueError(f"this program answers queries of version {VERSION}, not {self.version}")
        columns = (*((f.name, f.levels) for f in self.crossed), *self.keep)
        told = [self.name, self.outcome, *chain.from_iterable((name, *levels) for name, levels in columns)]
        if not all(isinstance(text, str) for text in told):
            raise ValueError("a name or a level is no text")
        names = [f.name for f in self.crossed]
        if len({*names, self.outcome}) != len(names) + 1:
            raise ValueError(f"a column is named twice among {', '.join([self.outcome, *names])}")
        for factor in self.crossed:
            if len(factor.levels) < 2 or len(set(factor.levels)) != len(factor.levels):
                raise ValueError(f"{factor.name} needs at least two levels, each once")
        if not (isfinite(self.typical) and self.typical > 0):
            raise ValueError(f"a typical outcome of {self.typical} is not above 0")
        if self.clear not in ("cross", "pairs"):
            raise ValueError(f"clear is cross or pairs, not {self.clear}")

    @property
    def crossed(self) -> tuple[Factor, ...]:
        """The group and the other factors."""
        return (self.group, *self.factors)

    @property
    def terms(self) -> tuple[str, ...]:
        """The names of the parameters, in their order: intercept, then every level that is no reference."""
        levels = [f"{self.group.name}={level}" for level in self.group.levels[:-1]]
        return ("intercept", *levels, *(f"{f.name}={level}" for f in self.factors for level in f.levels[1:]))

    @property
    def text(self) -> str:
        """The one form as text."""
        return canonical(asdict(self))

    @property
    def digest(self) -> str:
        """What names this query: the digest of its text."""
        return digest(self.text)

    @classmethod
    def of(cls, value: dict[str, Any]) -> Self:
        """The query of what its text holds. Raises ValueError, KeyError or TypeError for anything else."""
        group, *factors = (Factor(f["name"], tuple(f["levels"])) for f in (value["group"], *value["factors"]))
        keep = tuple((name, tuple(levels)) for name, levels in value["keep"])
        bins = value["bins"] and Bins(value["bins"]["column"], tuple(value["bins"]["edges"]))
        return cls(**{**value, "group": group, "factors": tuple(factors), "keep": keep, "bins": bins})


@dataclass(frozen=True, slots=True)
class Request:
    """One round: which numbers of which query these sites are to add together, and at which coefficients.

    `against` are row rules of earlier queries, from which this one must not differ by few rows (only to clear).
    Raises ValueError for fewer than three sites, or coefficients that do not fit the query.
    """

    query: Query
    sites: tuple[str, ...]
    kind: Kind
    round: int = 0
    beta: tuple[float, ...] = ()
    against: tuple[Rule, ...] = field(default=())

    def __post_init__(self) -> None:
        if type(self.round) is not int:  # 1.5 would be a round between two, and there are endlessly many of those
            raise ValueError(f"{self.round} is no number of a round")
        if self.sites != tuple(sorted(set(self.sites))):
            raise ValueError("sites are named once each, sorted")
        if len(self.sites) < FEWEST_SITES:
            raise NotShared("few_sites", f"{len(self.sites)} sites: with fewer than {FEWEST_SITES} one sees another.")
        if self.kind not in get_args(Kind):
            raise ValueError(f"{self.kind} is no kind of request")
        if self.kind == "histogram" and self.query.bins is None:
            raise ValueError("the query asks for no histogram")
        if self.against and self.kind != "clear":
            raise ValueError("earlier rules are looked at before anything else")
        if self.kind == "model":
            self._check_round()
        elif self.round or self.beta:
            raise ValueError("only a model has rounds and coefficients")

    def _check_round(self) -> None:
        if len(self.beta) != len(self.query.terms) or not all(map(isfinite, self.beta)):
            raise ValueError(f"{len(self.beta)} coefficients for {len(self.query.terms)} terms, or one is no number")
        if not 1 <= self.round <= MOST_ROUNDS:
            raise NotShared("many_rounds", f"Round {self.round}: more than {MOST_ROUNDS} are not answered.")

    @property
    def text(self) -> str:
        """The one form as text: what is signed, and what the site reads."""
        return canonical(asdict(self))

    @property
    def digest(self) -> str:
        """What names this request, and what its masks are drawn from."""
        return digest(self.text)

    @classmethod
    def read(cls, text: str) -> Self:
        """The request of a text. Raises NotShared where it is no such text, in its one form."""
        try:
            value = json.loads(text)
            against = tuple(tuple((n, tuple(ls)) for n, ls in rule) for rule in value["against"])
            query, sites, beta = Query.of(value["query"]), tuple(value["sites"]), tuple(value["beta"])
            found = cls(**{**value, "query": query, "sites": sites, "beta": beta, "against": against})
        except NotShared:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise NotShared("not_a_request", f"This is no request that can be answered: {error}.") from error
        if found.text != text:
            raise NotShared("not_a_request", "The request is not written in its one form, so its digest says nothing.")
        return found
