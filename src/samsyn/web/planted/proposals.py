"""Proposals that wait for the person's answer, and for the committee (FL 25, KL 6:37-38)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from samsyn.cases.actions import (
    LineTerms,
    Said,
    Sending,
    answer_communication,
    communicate,
    propose,
    put_line,
    send_back,
)
from samsyn.cases.queries.plantable import drafts_sent_back, proposals
from samsyn.people.roles import Role
from samsyn.web.planted.telling import Matter, Scene
from samsyn.web.shared.sender import sender

if TYPE_CHECKING:
    from samsyn.cases.models import Decision

TO_ANSWER = timedelta(days=14)
HEARD, FOR_COMMITTEE = 2, 2
NOT_OURS = "Personen söker också särskilt boende. Ett avslag på det beslutar utskottet: ta med raden och skicka igen."
REASONS = "Behoven bedöms kunna tillgodoses i hemmet med utökad hemtjänst och trygghetslarm."
ANSWER = "Jag vill flytta till ett boende. Jag är rädd hemma på nätterna."


def waiting(scene: Scene) -> Iterator[Matter]:
    """Every proposal that is planted to wait for the person or for the committee."""
    for draft in drafts_sent_back(near=scene.near, by=scene.by)[:HEARD]:
        yield _heard(scene, draft)
    found = list(proposals(near=scene.near, by=scene.by))
    for proposal in found[: min(FOR_COMMITTEE, len(found) // 2)]:  # the others are the delegate's own to sign
        yield _for_committee(scene, proposal)


def _refuse_housing(draft: "Decision", scene: Scene, at: datetime) -> None:
    """A line that refuses a place in special housing, for every need of the inquiry."""
    needs = tuple(draft.investigation.needs.order_by("pk").values_list("pk", flat=True))
    refusal = LineTerms(
        intervention="SARSKILT_BOENDE", outcome="refused", unit="count", amount=0, applied=1, valid_from=at.date(),
        needs=needs, goal="Personen ska känna sig trygg hemma.", reasons=REASONS,
    )  # fmt: skip
    put_line(decision=draft, terms=refusal, by=scene.caseworker(draft.case.caseworker_id), at=at)


def _heard(scene: Scene, draft: "Decision") -> Matter:
    """What the draft will rest on is sent to the person, who has not answered yet."""
    by, at = scene.caseworker(draft.case.caseworker_id), scene.back(1, 16, 20)
    yield at
    if not draft.lines.exclude(outcome="granted").exists():
        _refuse_housing(draft, scene, at)
    sending = Sending(way="letter", sent_on=at.date(), answer_by=at.date() + TO_ANSWER)
    communicate(decision=draft, sending=sending, sender=sender(), by=by, at=at)


def _for_committee(scene: Scene, proposal: "Decision") -> Matter:
    """The delegate sees that it is not theirs to decide; what is refused is added, heard, and proposed again."""
    by = scene.caseworker(proposal.case.caseworker_id)
    at = max(proposal.proposed_at or scene.now, scene.back(1, 12, 10))
    yield at
    delegate = scene.all_in(Role.DELEGATE, proposal.case.unit_id)[0]
    draft = send_back(decision=proposal, note=NOT_OURS, by=delegate, at=at)
    yield (at := at + timedelta(minutes=50))
    _refuse_housing(draft, scene, at)
    sending = Sending(way="visit", sent_on=at.date(), answer_by=at.date() + TO_ANSWER)
    sent = communicate(decision=draft, sending=sending, sender=sender(), by=by, at=at)
    yield (at := at + timedelta(minutes=70))
    answer_communication(communication=sent, said=Said(ANSWER, "visit", at.date()), by=by, at=at)
    yield (at := at + timedelta(minutes=25))
    propose(decision=draft, by=by, at=at)
