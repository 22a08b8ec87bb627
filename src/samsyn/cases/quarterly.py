"""Which decisions belong to a quarter's report: pure (SoL 34:1-4, LSS 28 f-28 i).

What is not carried out on the report's day, three months after the decision or the interruption, is reported, and each
quarter again as long as it is not. What has been reported is told once when it is carried out, with the day (34:2), and
once when it ends for another reason. What went over the three months and ended before any report is reported, too: it
was not carried out in time, and 34:1 makes no exception for what was carried out since. IVO's regulations (SFS 2025:468
18:8) are not verified.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.cases.calendar_law import quarter, quarter_days
from samsyn.cases.clocks import Clock, Running, Since, Standing, limit
from samsyn.cases.codes import code_list
from samsyn.cases.regimes import Regime
from samsyn.people.refusals import N_, Refusal

PARTS = {
    "not_executed": N_("Inte verkställda i tid"),
    "late": N_("Verkställda eller avslutade för sent, inte rapporterade tidigare"),
    "executed": N_("Rapporterade tidigare och nu verkställda"),
    "closed": N_("Rapporterade tidigare och nu avslutade av annat skäl"),
}


@dataclass(frozen=True)
class Reported:
    """In which part of the report a line stands, by which clock, and when it ended."""

    part: str
    run: Running
    clock: Clock
    ended: date | None = None


def cut_off(year: int, number: int) -> date:
    """The day whose standing a quarter's report tells of: a choice of the house, in data/execution_rules.csv."""
    days = int(code_list("execution_rules")["CUT_OFF"].extra["value"])
    return quarter_days(year, number)[1] - timedelta(days)


def part_of(now: Standing, regime: Regime, day: date, *, reported: bool) -> Reported | None:
    """Where a line belongs that stands so on the report's day; None when it does not.

    `reported`: an earlier report had it as not carried out, and none has told since that it ended.
    """
    for run in now.running:
        clock = limit(run, regime, day)
        if clock.last_day and clock.last_day < day:
            return Reported("not_executed", run, clock)
    run, ended = _last_run(now), _ended(now)
    clock = limit(run, regime)
    if ended is None or clock.last_day is None or (now.running and now.unexecuted):
        return None
    if reported:
        return Reported("closed" if now.closed else "executed", run, clock, ended)
    late = ended > clock.last_day and quarter(ended) == quarter(day)
    return Reported("late", run, clock, ended) if late else None


def _last_run(now: Standing) -> Running:
    """The last clock that ran to its end; an interruption's ends with the line, too."""
    running = now.last_interruption == now.interrupted and not now.closed
    if now.unexecuted or now.last_interruption is None or running:
        return Running(now.decided, Since.DECISION)
    return Running(now.last_interruption, Since.INTERRUPTION)


def _ended(now: Standing) -> date | None:
    """The day when that clock stopped: the line was carried out, or its time ended otherwise."""
    return now.closed if now.closed and (now.unexecuted or now.interrupted) else now.resumed or now.executed


def why_not_report(year: int, number: int, today: date) -> Refusal | None:
    """The reason a quarter may not be reported yet, or None."""
    day = cut_off(year, number)
    if today <= day:
        return Refusal(
            N_("Kvartalet är inte slut. Rapporten gäller läget {day} och kan göras från dagen efter."),
            {"day": day.isoformat()},
            law="SoL 34:1",
        )
    return None


def default_reason(now: Standing) -> str:
    """The code of the reason that the events themselves give; empty when they give none."""
    if now.declined:
        return "TACKAT-NEJ"
    if now.postponed or now.waits:
        return "VILL-VANTA"
    if now.interrupted:
        return "AVBROTT"
    return "DELVIS" if now.partly else ""
