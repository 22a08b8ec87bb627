"""The pictures of a measurement: its gaps, its months, what it goes with, its units; and one of all outcomes."""

from collections.abc import Sequence

from samsyn.equity.safe import About
from samsyn.web.equity.numbers import column_said, language_now, units_said
from samsyn.web.equity.picture import Picture
from samsyn.web.equity.pictured import decomposition_picture, funnel_picture, gaps_picture, series_picture
from samsyn.web.equity.pictures import OutcomeRow, Subject, outcomes
from samsyn.web.equity.told import Told


def subject_of(told: Told, *, name: str = "") -> Subject:
    """What a picture is of: definition, period and version of the query go with it."""
    about = About(name or told.label, told.period, told.definition, told.kept.query)
    return Subject(about, told.outcome.scale, told.compared, told.reference, language_now())


def gaps_of(told: Told) -> Picture | None:
    """The three gaps side by side."""
    if told.found is None or not any(gap.estimate for gap in told.gaps):
        return None
    return gaps_picture(told.found, subject_of(told), column_said)


def pictures_of(told: Told) -> dict[str, Picture]:
    """The other pictures by the section that they stand in."""
    found, subject = told.examination, subject_of(told)
    drawn = {
        "decomposed": decomposition_picture(found, subject, column_said),
        "months": series_picture(found, subject),
        **{f"units-{one.column}": funnel_picture(one, subject, units_said(one.column)) for one in found.units},
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
    return outcomes(subject_of(first), rows) if first else None
