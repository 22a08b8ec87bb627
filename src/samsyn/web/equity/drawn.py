"""The pictures of a measurement: its gaps, its months, what it goes with, its units; and one of all outcomes."""

from collections.abc import Sequence

from samsyn.equity.safe import About
from samsyn.web.equity.numbers import language_now
from samsyn.web.equity.picture import Picture
from samsyn.web.equity.pictured import decomposition_picture, funnel_picture, gaps_picture, series_picture
from samsyn.web.equity.pictures import OutcomeRow, Subject, outcomes
from samsyn.web.equity.shown import Shown
from samsyn.web.equity.told import Told


def subject_of(shown: Shown) -> Subject:
    """What a picture is of: definition, period and version of the query go with it."""
    about = About(shown.label, shown.period, shown.definition, shown.query)
    return Subject(about, shown.scale, shown.compared, shown.reference, language_now())


def gaps_of(shown: Shown) -> Picture | None:
    """The three gaps side by side."""
    if not any(gap.estimate for gap in shown.gaps):
        return None
    return gaps_picture(shown.found, subject_of(shown), shown.named.column)


def pictures_of(shown: Shown) -> dict[str, Picture]:
    """The other pictures by the section that they stand in."""
    found, subject, named = shown.found, subject_of(shown), shown.named
    drawn = {
        "decomposed": decomposition_picture(found, subject, named.column),
        "months": series_picture(found, subject),
        **{
            f"units-{place}": funnel_picture(one, subject, named.units(one.column))
            for place, one in enumerate(found.units)
        },
    }
    return {key: picture for key, picture in drawn.items() if picture is not None}


def all_outcomes(told: Sequence[Told]) -> Picture | None:
    """Every outcome that has a figure in one picture; None where none has."""
    rows = tuple(
        OutcomeRow(one.label, one.outcome.scale, one.gaps[1].estimate, one.gaps[0].estimate, one.gaps[1].said)
        for one in told
        if one.gaps[1].estimate
    )
    first = next((one for one in told if one.gaps[1].estimate), None)
    return outcomes(subject_of(first.shown), rows) if first else None
