"""What has been asked before, so that two permitted answers do not differ by what neither would show alone.

The region keeps one ledger and each site its own; both refuse by the same rules. Differences of three and more queries
taken together are not searched for: the number of queries in a period is what bounds them.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from samsyn.equity.sites.query import NotShared, Query, Rule


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that was admitted: of which sites, and on which day."""

    query: Query
    sites: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that was asked, and how many queries a period of days allows."""

    asked: tuple[Asked, ...] = ()
    most: int = 20
    days: int = 365

    def admit(self, query: Query, sites: tuple[str, ...], on: date) -> "Ledger":
        """The ledger with this query in it; itself where the same was asked of the same sites before.

        Raises NotShared with code `budget` for more queries than the period allows, and `site_apart` where some
        earlier query was asked of some of these sites together with others, whatever its model: that three sites hold
        a combination in number was found of all that were asked, and need not be so of those that make the difference.
        """
        for earlier in self.asked:
            if (earlier.query, earlier.sites) == (query, sites):
                return self
        recent = [a for a in self.asked if on - a.on < timedelta(days=self.days)]
        if len(recent) >= self.most:
            raise NotShared("budget", f"{len(recent)} queries in {self.days} days: no more are answered in the period.")
        for earlier in self.asked:
            if earlier.sites != sites and {*earlier.sites} & {*sites}:
                raise NotShared(
                    "site_apart",
                    f"The query {earlier.query.name} was asked of some of these sites together with others, and what "
                    "a few hold could be had by taking one answer from the other. Ask the same sites, or none of them.",
                )
        return replace(self, asked=(*self.asked, Asked(query, sites, on)))

    def against(self, query: Query) -> tuple[Rule, ...]:
        """The row rules of earlier queries that are not this one's, sorted: from each enough rows must differ."""
        return tuple(sorted({a.query.keep for a in self.asked} - {query.keep}))
