"""What may be told of groups outside the analyst's role, as the municipality has set it; defaults are the strictest."""

from dataclasses import replace

from django.conf import settings

from samsyn.equity.safe import Rule


def public_rule() -> Rule:
    """For whatever anybody may read."""
    told = settings.SAMSYN
    return Rule(
        smallest=told["smallest_shown"],
        base=told["counts_rounded_to"],
        hides_zeros=told["hides_zeros"],
        possible=told["possible_counts"],
    )


def office_rule() -> Rule:
    """For statistics that the law wants as counted (SoL 34:3, LSS 28 h): zeros are told; small counts never."""
    return replace(public_rule(), base=1, hides_zeros=False, possible=2)
