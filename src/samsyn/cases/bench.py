"""A bench for lawyers: a situation as one JSON object, and what the law says of it.

`clock` answers which day a time limit ends, `remedy` what may be done against a decision. Both are pure, take the same
keys, and give a dictionary that can be printed as it is. What cannot be read, or cannot be true, gives `error`, a
sentence in Swedish, and `key`, the key it is about. What the rules cannot answer stands under `unanswered`.
"""

from datetime import date
from typing import Any

from samsyn.cases.bench_keys import Misread, facts_of, known_code
from samsyn.cases.calendar_law import in_words
from samsyn.cases.clocks import Answer, Clock, Contradiction, Facts, NotRunning, answer, answers, rules
from samsyn.cases.clocks.scope import regime_in
from samsyn.cases.law import paragraphs
from samsyn.cases.regimes import Automation, Regime, Remedy, Starts, why_not_automate

Situation = dict[str, Any]


def clock(situation: Situation) -> Situation:
    """Which days the clocks of a situation start and end: the one named by `clock`, or all that the facts start.

    The first answer stands at the top, all of them under `clocks`. An `id` in the situation comes back in the answer.
    """
    return _with_id(situation, _clock(situation))


def _with_id(situation: Situation, said: Situation) -> Situation:
    if isinstance(situation, dict) and isinstance(situation.get("id"), str | int):
        return {"id": situation["id"], **said}
    return said


def _clock(situation: Situation) -> Situation:
    try:
        facts, code = facts_of(situation), known_code(situation)
        found = [answer(code, facts)] if code else answers(facts)
    except (Misread, Contradiction) as wrong:
        return _error(wrong)
    if not found:
        question = (
            "Inga uppgifter startar någon klocka. Ange lag, paragraf och en dag, till exempel decided eller received."
        )
        return _shown(None) | {"unanswered": [question], "clocks": []}
    shown = [_shown(one) for one in sorted(found, key=lambda one: _rank(one, facts))]
    return shown[0] | {"clocks": shown}


# What is asked about, when a situation starts several clocks: the fact that has one clock only.
_ASKED = (
    ("served", "EVB_PRESK_2AR"),
    ("final", "EVB_PRESK_2AR"),
    ("last_entry", "GALLRING_5AR"),
    ("requested", "DROJSMAL_4V"),
    ("ivo_applied", "OVERFLYTT_IVO_3M"),
    ("transfer_requested", "OVERFLYTT_1M"),
    ("changed_materially", "ANDRING_NACKDEL"),
    ("started", "DROJSMAL_6M"),
    *((name, "EVB_3M") for name in ("executed", "executed_part", "interrupted", "offered", "declined", "waits")),
)


def _rank(found: Answer, facts: Facts) -> tuple[bool, bool]:
    asked = next((code for name, code in _ASKED if getattr(facts, name) not in {None, ()}), "")
    return found.code != asked, not isinstance(found, Clock)


def _error(wrong: Misread | Contradiction) -> Situation:
    return {"error": f"{wrong.key}: {wrong}", "key": wrong.key}


def _shown(found: Answer | None) -> Situation:
    """An answer as plain values: days as ISO dates, None where there is none."""
    empty: Situation = {
        "code": None,
        "label": None,
        "start": None,
        "last_day": None,
        "paragraph": None,
        "paragraphs": [],
        "reasoning": "",
        "warnings": [],
        "warn_on": [],
        "unanswered": [],
        "missing": [],
        "open": None,
        "verified": None,
    }
    if found is None:
        return empty
    keys = list(found.paragraphs)
    shown = empty | {
        "code": found.code,
        "label": rules()[found.code].label,
        "paragraph": keys[0] if keys else None,
        "paragraphs": keys,
    }
    if isinstance(found, Clock):
        return shown | {
            "start": found.start.isoformat() if found.start else None,
            "last_day": found.last_day.isoformat() if found.last_day else None,
            "reasoning": found.reasoning,
            "warnings": list(found.warnings),
            "warn_on": [day.isoformat() for day in found.warn_on],
            "unanswered": list(found.unanswered),
            "open": found.is_open,
            "verified": found.verified and _all_verified(keys),
        }
    if isinstance(found, NotRunning):
        return shown | {"reasoning": found.reasoning, "open": False, "verified": _all_verified(keys)}
    return shown | {"unanswered": [found.question], "missing": list(found.missing)}


def _all_verified(keys: list[str]) -> bool:
    return all(wording.verified for key in keys for wording in paragraphs()[key])


def remedy(situation: Situation) -> Situation:
    """What may be done against a decision, from which day the time is counted, and until when.

    Keys: `remedy` (appeal, legality_review, appeal_court, none), `paragraph`, `reasoning`, `court`, `hand_in`, `from`
    (receipt, announcement, none), and the clock's `start` and `last_day` where the facts give them.
    """
    return _with_id(situation, _remedy(situation))


def _remedy(situation: Situation) -> Situation:
    try:
        facts = facts_of(situation)
        regime = regime_in(facts)
        if regime is None:
            return _unknown(facts)
        if facts.decided and not regime.in_force(facts.decided):
            return _too_old(regime, facts.decided)
        found = answer(_CLOCK[regime.starts], facts) if regime.starts in _CLOCK else None
    except (Misread, Contradiction) as wrong:
        return _error(wrong)
    said = _shown(found)
    said_open = [regime.open_question] if regime.open_question and not regime.report else []
    return {
        "regime": regime.code,
        "label": regime.label,
        "remedy": regime.remedy.value,
        "paragraph": regime.remedy_law,
        "paragraphs": list(dict.fromkeys(_paragraphs(regime, facts, said))),
        "from": regime.starts.value,
        **{key: said[key] for key in ("start", "last_day", "open", "missing")},
        **_WHERE[regime.remedy],
        "takes_effect": _takes_effect(regime),
        "may_be_automated": _automated(regime, facts),
        "reported_when_not_executed": bool(regime.report) and facts.favourable,
        "statistics": regime.statistics,
        "reasoning": " ".join(part for part in (_reasoning(regime, facts), said["reasoning"], regime.note) if part),
        "warnings": [*said["warnings"], *_in_favour(facts)],
        "unanswered": [*said["unanswered"], *said_open],
        "verified": regime.verified and _all_verified([regime.law, regime.remedy_law]),
    }


_CLOCK = {Starts.RECEIPT: "OVERKLAGA_3V", Starts.ANNOUNCEMENT: "LAGLIGHET_3V"}
_WHERE: dict[Remedy, Situation] = {
    Remedy.APPEAL: {"court": "förvaltningsrätten", "hand_in": "nämnden"},
    Remedy.APPEAL_COURT: {"court": "kammarrätten", "hand_in": "nämnden"},
    Remedy.LEGALITY_REVIEW: {"court": "förvaltningsrätten", "hand_in": "förvaltningsrätten"},
    Remedy.NONE: {"court": None, "hand_in": None},
}
_SAYS = {
    Remedy.APPEAL: "Beslutet får överklagas till allmän förvaltningsdomstol, som får ändra det.",
    Remedy.APPEAL_COURT: "Beslutet får överklagas och prövas av kammarrätten.",
    Remedy.LEGALITY_REVIEW: (
        "Beslutet kan bara laglighetsprövas, av den som är medlem av kommunen. Domstolen får upphäva det, inte ändra."
    ),
    Remedy.NONE: "Det finns inget beslut som den enskilde kan överklaga.",
}


def _reasoning(regime: Regime, facts: Facts) -> str:
    when = f" Beslutet är från den {in_words(facts.decided)}, och lagen den dagen gäller." if facts.decided else ""
    return f"{regime.label}. {_SAYS[regime.remedy]}{when}"


def _paragraphs(regime: Regime, facts: Facts, said: Situation) -> list[str]:
    hearing = {
        Remedy.APPEAL: ["FL 43", "FL 44"],
        Remedy.APPEAL_COURT: ["FL 43", "FL 44"],
        Remedy.LEGALITY_REVIEW: ["KL 13:4", "KL 13:5"],
    }
    automatic = ["KL 6:38"] if _why_not(regime, facts) == "KL 6:38" else []
    return [regime.remedy_law, *hearing.get(regime.remedy, []), *said["paragraphs"], *automatic]


def _takes_effect(regime: Regime) -> str:
    if not regime.at_once:
        return ""
    if regime.at_once == "KL 13:14":
        return (
            "Beslutet får verkställas innan det har fått laga kraft, om inte särskilda skäl talar mot det (KL 13:14)."
        )
    return f"Beslutet gäller genast ({regime.at_once})."


def _why_not(regime: Regime, facts: Facts) -> str:
    favourable = facts.outcome is not None and facts.outcome.value == "granted"
    return why_not_automate(regime, favourable=favourable, freedom_of_choice=bool(facts.freedom_of_choice))


def _automated(regime: Regime, facts: Facts) -> str:
    why = _why_not(regime, facts)
    if why == "KL 6:38":
        return "Nej. Kommunallagen 6 kap. 38 § hindrar det, vad beslutet än blir."
    if regime.automation is Automation.NEVER or (why and facts.outcome is not None):
        return "Nej. Beslut som går någon emot fattas alltid av människor."
    if why:
        return "Bara ett helt bifall, och bara om nämnden har delegerat det. Avslag fattas alltid av människor."
    return "Ja, om nämnden har delegerat det."


def _in_favour(facts: Facts) -> list[str]:
    if facts.outcome is not None and facts.outcome.value == "granted":
        return ["Den som har fått allt som begärts har i regel inget att överklaga (42 § förvaltningslagen)."]
    return []


def _unknown(facts: Facts) -> Situation:
    missing = [key for key in ("law", "section") if not getattr(facts, key)]
    question = (
        "Ange lag och paragraf. Rättsmedlet följer av dem."
        if missing
        else f"{facts.law} {facts.section} finns inte bland de paragrafer som reglerna känner."
    )
    return _shown(None) | {"remedy": None, "missing": missing, "unanswered": [question]}


def _too_old(regime: Regime, day: date) -> Situation:
    key = regime.remedy_law
    since = min(wording.valid_from for wording in paragraphs()[key])
    question = f"{regime.label}: reglerna känner {key} från den {in_words(since)}, inte den {in_words(day)}."
    return _shown(None) | {"remedy": None, "unanswered": [question]}
