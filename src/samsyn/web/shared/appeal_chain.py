"""How far an appeal has come, as the same line of steps that a case has: for the authority and for the person."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from samsyn.cases.appeals.lifecycle import WAITING, Stage
from samsyn.cases.regimes import Remedy
from samsyn.people.refusals import N_
from samsyn.people.roles import LABELS
from samsyn.web.shared.chain import ChainStep, State

if TYPE_CHECKING:
    from samsyn.cases.models import Appeal

NAMES = {
    "came": N_("Överklagandet kom"),
    "time": N_("I rätt tid?"),
    "again": N_("Omprövning"),
    "over": N_("Över till domstolen"),
    "court": N_("Domstolen"),
    "higher": N_("Högre domstol"),
    "final": N_("Laga kraft"),
}
COURT = N_("domstolen")
OURS = ("came", "time", "again", "over", "court", "final")
OF_LEGALITY = ("came", "over", "court", "final")
# At which step each stage stands: what is before it is done, and what comes after is ahead.
AT = {
    Stage.RECEIVED: "time",
    Stage.TAKEN_UP: "again",
    Stage.RECONSIDERED: "over",
    Stage.AT_COURT: "court",
    Stage.JUDGED: "final",
    Stage.AT_HIGHER_COURT: "higher",
}
ENDINGS = {
    Stage.DISMISSED: N_("Avvisat: det kom för sent"),
    Stage.WITHDRAWN: N_("Återkallat"),
}


def appeal_chain(appeal: "Appeal", *, handler: str, plain: bool = False) -> list[ChainStep]:
    """The steps of an appeal. `handler` is who the committee's steps wait for; `plain` leaves out the paragraphs."""
    stage = Stage(appeal.stage)
    keys = list(OURS if appeal.remedy != Remedy.LEGALITY_REVIEW else OF_LEGALITY)
    if stage is Stage.AT_HIGHER_COURT or len(appeal.judgments.all()) > 1:
        keys.insert(keys.index("final"), "higher")
    days = _days(appeal)
    if stage in ENDINGS:
        done = [_done(key, days) for key in keys if days.get(key)]
        return [*done, ChainStep("ended", ENDINGS[stage], "done", since=appeal.stage_since)]
    if stage is Stage.CONCLUDED:
        return [_done(key, days) for key in keys]
    here = AT[stage] if AT[stage] in keys else "over"
    place = keys.index(here)
    waiting = _waiting(appeal, here, handler, plain)
    return [*(_done(k, days) for k in keys[:place]), waiting, *(_ahead(k) for k in keys[place + 1 :])]


def _days(appeal: "Appeal") -> dict[str, date | datetime | None]:
    """When each step was done, as far as it is."""
    judgments = list(appeal.judgments.all())
    return {
        "came": appeal.reached_on or appeal.court_on,
        "time": appeal.timed_at,
        "again": appeal.reconsidered_at,
        "over": appeal.handed_over_at,
        "court": judgments[0].judged_on if judgments else None,
        "higher": judgments[-1].judged_on if len(judgments) > 1 else None,
        "final": judgments[-1].final_on if judgments else None,
    }


def _waiting(appeal: "Appeal", key: str, handler: str, plain: bool) -> ChainStep:
    waiting = WAITING[Stage(appeal.stage)]
    who = COURT if waiting and waiting.role is None else handler
    rule = "" if plain or waiting is None else waiting.law
    return ChainStep(key, NAMES[key], "waiting", who, appeal.stage_since, rule)


def _done(key: str, days: dict[str, date | datetime | None]) -> ChainStep:
    state: State = "done"
    return ChainStep(key, NAMES[key], state, since=days.get(key))


def _ahead(key: str) -> ChainStep:
    return ChainStep(key, NAMES[key], "ahead")


def handler_of(appeal: "Appeal") -> str:
    """The caseworker's name, or the role while nobody has the case."""
    caseworker = appeal.case.caseworker
    return caseworker.name if caseworker else LABELS["caseworker"]  # type: ignore[index]
