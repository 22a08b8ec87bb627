"""What was planted, to hold analyses against. Written beside the data, never into it."""

from dataclasses import asdict, dataclass
from typing import Any

from samsyn.synthetic import deciding, needs, workplaces
from samsyn.synthetic.workplaces import Workplaces


@dataclass(frozen=True)
class SexGap:
    """Women's home-care frames as a share of men's, given equal need and household."""

    intervention: str
    womens_share: float
    need: str
    household: str


@dataclass(frozen=True)
class StrictOfficer:
    """One caseworker whose frames are smaller at equal need, and who refuses other lines oftener."""

    staff: int
    name: str
    frame_share: float
    refused_share: float
    others_refused_share: float


@dataclass(frozen=True)
class SlowHandover:
    """One provider's unit that takes longer from sent to accepted."""

    unit: int
    name: str
    extra_office_days_to_seen: int
    extra_office_days_to_accepted: int


@dataclass(frozen=True)
class Truths:
    """The three planted truths of one municipality."""

    seed: int
    until: str
    recipients: int
    sex_gap: SexGap
    strict_officer: StrictOfficer
    slow_handover: SlowHandover

    def as_dict(self) -> dict[str, Any]:
        """For the answer file."""
        return asdict(self)


def planted(seed: int, until: str, recipients: int, places: Workplaces) -> Truths:
    """What this municipality's data hold."""
    slow = places.slow
    strict = places.staff[places.strict]
    return Truths(
        seed=seed,
        until=until,
        recipients=recipients,
        sex_gap=SexGap(
            intervention="HEMTJANST",
            womens_share=needs.WOMENS_SHARE,
            need="sum of level_now over the needs of the line",
            household="alone or together: whether the person has a relation that lives together",
        ),
        strict_officer=StrictOfficer(
            staff=strict.id,
            name=strict.name,
            frame_share=workplaces.STRICT,
            refused_share=deciding.REFUSED["strict"],
            others_refused_share=deciding.REFUSED["others"],
        ),
        slow_handover=SlowHandover(
            unit=slow.unit.id,
            name=slow.unit.name,
            extra_office_days_to_seen=slow.extra[0],
            extra_office_days_to_accepted=slow.extra[0] + slow.extra[1],
        ),
    )
