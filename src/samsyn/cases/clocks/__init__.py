"""The clocks of the law: from the facts of a situation to the day a time limit ends, with paragraph and reasons.

`answer` asks one clock by its code in data/clocks.csv; `answers` asks every clock that the facts start. A clock that
the rules say does not run is `NotRunning`; what the facts or the law leave open is `Undecided`, never guessed.

For a decision line, `standing` folds what has happened to it, and `limit` gives the three months of each clock that
then runs (SoL 34 kap., LSS 28 a-i).
"""

from collections.abc import Callable, Mapping

from samsyn.cases.clocks import appeal, charge, deletion, handling, routine, unexecuted
from samsyn.cases.clocks.charge import limits
from samsyn.cases.clocks.facts import Contradiction, Facts, Outcome
from samsyn.cases.clocks.history import CLOSES, Event, Kind, Running, Since, Standing, standing
from samsyn.cases.clocks.rules import Answer, Clock, NotRunning, Rule, Undecided, rules
from samsyn.cases.clocks.starting import starts
from samsyn.cases.clocks.unexecuted import close_reasons, elapsed_days, limit, reasons

__all__ = [
    "CLOSES",
    "Answer",
    "Clock",
    "Contradiction",
    "Event",
    "Facts",
    "Kind",
    "NotRunning",
    "Outcome",
    "Rule",
    "Running",
    "Since",
    "Standing",
    "Undecided",
    "answer",
    "answers",
    "close_reasons",
    "elapsed_days",
    "limit",
    "limits",
    "reasons",
    "rules",
    "standing",
]

WAYS: Mapping[str, Callable[[Rule, Facts], Answer]] = {
    "OVERKLAGA_3V": appeal.appeal,
    "LAGLIGHET_3V": appeal.legality_review,
    "EVB_3M": unexecuted.three_months,
    "EVB_VERKSTALLD": unexecuted.executed_after_report,
    "EVB_KVARTAL": unexecuted.quarterly,
    "EVB_FULLMAKTIGE": unexecuted.to_the_council,
    "EVB_PRESK_2AR": charge.two_years,
    "DROJSMAL_6M": handling.six_months,
    "DROJSMAL_4V": handling.four_weeks,
    "UTRED_START": handling.at_once,
    "FORSENING": handling.at_once,
    "UTREDTID_LOKAL": handling.local_target,
    "FORHANDSBED_14D": handling.plain,
    "UTRED_BARN_4M": handling.plain,
    "ANDRING_NACKDEL": handling.detriment,
    "OVERFLYTT_SVAR": handling.reply_at_once,
    "OVERFLYTT_1M": handling.month_without_reply,
    "OVERFLYTT_IVO_3M": handling.inspectorate,
    "LSS_PLAN_1AR": routine.lss_plan,
    "LSS_PLAN_ERBJUD": routine.offer_plan,
    "LSS_FORHAND_6M": routine.advance_ruling,
    "AVGIFT_NASTA_MANAD": routine.fee_change,
    "GALLRING_5AR": deletion.delete,
    "GALLRING_2AR_ENSKILD": deletion.delete,
    "LEXSARAH_5AR": deletion.delete,
    "LEXSARAH_GENAST": routine.misconduct,
    "JUSTERING_14D": handling.plain,
    "ANSLAG_2D": handling.plain,
    "STATISTIK_15": routine.monthly_statistics,
    "STATISTIK_KHSL": routine.care_statistics,
    "GP_AKTUELL_6M": routine.current_plan,
    "OMPROV_LSS_LOV": routine.change_of_provider,
}


def answer(code: str, facts: Facts) -> Answer:
    """What one clock says of a situation. Raises KeyError for an unknown code, Contradiction for facts that clash."""
    return WAYS[code](rules()[code], facts)


def answers(facts: Facts) -> list[Answer]:
    """What every clock that the facts start says, in the order of the table. Raises Contradiction."""
    return [answer(code, facts) for code in rules() if starts(code, facts)]
