"""Which clocks the facts of a situation start."""

from collections.abc import Callable, Mapping

from samsyn.cases.clocks.facts import Facts, Outcome
from samsyn.cases.clocks.rules import rules
from samsyn.cases.clocks.scope import regime_in
from samsyn.cases.regimes import Regime, Starts

Starting = Callable[[Facts, Regime | None], bool]


def starts(code: str, facts: Facts) -> bool:
    """Whether what the clock counts from is known, and the situation is about this kind of matter."""
    if code in _STARTING:
        return _STARTING[code](facts, regime_in(facts))
    return bool(getattr(facts, rules()[code].start))


def _appeal(facts: Facts, found: Regime | None) -> bool:
    if found and found.starts is not Starts.RECEIPT:
        return False
    adverse = bool(found) and facts.outcome in {Outcome.REFUSED, Outcome.PARTLY}
    return bool(facts.received or facts.sent or (facts.decided and (adverse or facts.public_party)))


def _legality_review(facts: Facts, found: Regime | None) -> bool:
    if found and found.starts is not Starts.ANNOUNCEMENT:
        return False
    return bool(facts.announced or (found and facts.decided))


def _carried_out(facts: Facts, found: Regime | None) -> bool:
    if found is None:
        return bool(facts.executed or facts.executed_part or facts.interrupted)
    return bool(found.report and facts.decided and facts.favourable)


def _looked_at(facts: Facts, found: Regime | None) -> bool:
    return bool(found and facts.today and _carried_out(facts, found))


def _reported(facts: Facts, found: Regime | None) -> bool:
    return bool(facts.reported and _carried_out(facts, found))


def _charged(facts: Facts, found: Regime | None) -> bool:
    return bool(found and found.charge and (facts.served or facts.final))


def _deleted(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001 - one shape for all
    return bool(facts.last_entry and not facts.private)


def _deleted_in_private(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001
    return bool(facts.last_entry and facts.private and "lex_sarah" not in facts.matters)


def _lex_sarah(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001
    return bool(facts.last_entry and facts.private and "lex_sarah" in facts.matters)


def _lss_plan(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001
    return bool(facts.planned and facts.law == "LSS")


def _plan(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001
    return bool(facts.planned and facts.law != "LSS")


def _lss_grant(facts: Facts, found: Regime | None) -> bool:
    return bool(found and found.code == "LSS_9" and facts.decided and facts.favourable)


def _detriment(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001
    return facts.changed_materially is not None and facts.decided is not None


def _local(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001
    return facts.target_days is not None


def _undecided_case(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001
    return facts.started is not None and facts.decided is None


def _never(facts: Facts, found: Regime | None) -> bool:  # noqa: ARG001
    return False


_STARTING: Mapping[str, Starting] = {
    "OVERKLAGA_3V": _appeal,
    "LAGLIGHET_3V": _legality_review,
    "EVB_3M": _carried_out,
    "EVB_VERKSTALLD": _reported,
    "EVB_KVARTAL": _looked_at,
    "EVB_FULLMAKTIGE": _looked_at,
    "EVB_PRESK_2AR": _charged,
    "GALLRING_5AR": _deleted,
    "GALLRING_2AR_ENSKILD": _deleted_in_private,
    "LEXSARAH_5AR": _lex_sarah,
    "LSS_PLAN_1AR": _lss_plan,
    "LSS_PLAN_ERBJUD": _lss_grant,
    "GP_AKTUELL_6M": _plan,
    "ANDRING_NACKDEL": _detriment,
    "UTREDTID_LOKAL": _local,
    "DROJSMAL_6M": _undecided_case,
    "UTRED_START": _undecided_case,
    "FORSENING": _never,  # nobody but the caseworker knows when a delay has become material
}
