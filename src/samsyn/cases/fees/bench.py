"""One question about a fee, as a JSON object, and its answer as one. Pure: nothing is read but the tables.

Amounts in the question are kronor, as numbers or as "12 500,50"; amounts in the answer are kronor with öre as
decimals.

For every question
- `law`: "SoL" (without it) or "LSS"; `section`: "32:6", "32:10", for LSS "9-9" or "9 § 9".

SoL: a fee for a month (32:1, 32:5-9)
- `month`: "2026-03", or a day in it. Decides the act, the year's amounts and the version of the tariff.
- `household`: "single" (without it), "spouses" (makar) or "sambor"; `lives_together`: for spouses, true without it in
  an ordinary home, and must be told in special housing.
- `income_year` or `income_month`; `spouse_income_year` or `spouse_income_month` (for cohabitants it is only for the
  check on the partner): expected over the next twelve months and calculated as 32:5 st 2 says.
- `housing`: "own" (without it), "contract" (special housing with a tenancy) or "no_contract" (paid by a fee).
- `housing_cost_month`: the person's own part of it, 0 where there is none; with "no_contract" it is what is asked for
  the dwelling, unless `housing_fee_month` says so, and nothing is reserved for it. `other_housing_cost_month`: of
  another home.
- `services`: [{"intervention", "hours" | "count", "price", "own_cost", "part"}]: from the tariff, or with a price of
  its own by the hour or time; `part` is "care" or "housing". Or `tariff_amount`: kronor for care, with
  `own_cost_month`. `own_cost_housing_month` is for the dwelling.
- `municipality`: whose tariff; "PROV", the invented one, without it. `health_care_fee_month`: fees under HSL 17:8.
- `minimum_adjustment`: one or a list of {"ground", "amount", "reason"}; ground "lasting_need" and "municipal" raise,
  "in_care_fee", "in_housing" and "free_of_charge" lower, "free_health_care" changes nothing (32:9).
- `spouse_housing_cost_month`, and `spouse_reserve_month` with `spouse_reserve_reason`: what is left to the partner
  (32:7).
- `rounding`: "down", "nearest" or "ore"; `reduction`: "care_first", "housing_first" or "proportional"; the tariff's
  own without them. `untold`: "ask" (without it) or "highest", what is done where income or housing cost is not told.

SoL: from which month (32:10), alone or beside a fee
- `changed_on`: the day; `whole_month`: true or false where it is known; `until`: the last day it lasted; or
  `price_base_year`: the year of a new price base amount.

LSS (18-21 §§)
- `charged_for`: "housing", "leisure", "culture", "assistance", "care_away", "short_stay", "meals" or "intervention";
  without it what the section tells. `income_kind`: "full_old_age_pension", "full_sickness_compensation",
  "full_activity_compensation", "other_same_size" or "other". `under_18`, `assistance_allowance`: true or false.

Keys and values may also have Swedish names (`names`). An answer has `fee`, `fee_care`, `fee_housing`, `room`, `maximum`
and `maximum_housing`, `minimum`, `reserved`, `at_most` (what the statute lets the fees come to together), `limited_by`,
`rounding`, `first_month`, `allowed` (LSS), `steps` (what, kr, paragraph, text), `paragraph` (of what decided),
`paragraphs` (all), `verified` (whether the year's amounts and the tariff are), `reasoning`, `remedy` and
`unanswered`. What is not known is null, and `unanswered` says why. What cannot be read gives only `error` and `key`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from re import search

from samsyn.cases.fees.calculation import calculate
from samsyn.cases.fees.changes import Change, changed_fee, new_price_base_amount
from samsyn.cases.fees.lss import REASONABLE, Means, Purpose, lss_fee
from samsyn.cases.fees.money import KRONA, kr
from samsyn.cases.fees.names import key_of, plain
from samsyn.cases.fees.parameters import FORMER, section, yearly_amounts
from samsyn.cases.fees.reading import Read, read_situation
from samsyn.cases.fees.steps import Step, Undecided, undecided
from samsyn.cases.fees.told import BadSituation, Told
from samsyn.cases.fees.words import REMEDIES

OF_LSS = {
    1: Purpose.INTERVENTION,
    2: Purpose.ASSISTANCE,
    3: Purpose.INTERVENTION,
    4: Purpose.INTERVENTION,
    5: Purpose.INTERVENTION,
    6: Purpose.SHORT_STAY,
    7: Purpose.INTERVENTION,
    8: Purpose.CARE_AWAY,
    10: Purpose.INTERVENTION,
}  # 9 § 9 is left out: the home may cost, the support in it may not, so it must be told which is meant
OF_A_FEE = ("income_year", "income_month", "services", "tariff_amount", "housing_fee_month", "housing_cost_month")
CALCULATED = frozenset(f"32:{number}" for number in (1, 4, 5, 6, 7, 8, 9, 10))
AMOUNTS = {  # of the answer, and of the calculation
    "fee": "fee",
    "fee_care": "fee_care",
    "fee_housing": "fee_housing",
    "room": "room",
    "minimum": "minimum",
    "reserved": "reserved",
    "maximum": "maximum_care",
    "maximum_housing": "maximum_housing",
    "at_most": "at_most",
}
OTHERS = ("limited_by", "rounding", "first_month", "allowed", "paragraph", "reasoning", "remedy")
# Keys that a line may carry for its own sake, or for a question about something else than a fee.
CARRIED = frozenset(
    {"id", "name", "comment", "outcome", "decided", "received", "announced", "expected", "month", "municipality"}
)
UNVERIFIED = frozenset({"amounts_unverified", "former_act", "tariff_unverified"})
LIMITS_BY_WEIGHT = ("tariff", "own_cost", "maximum", "room")


@dataclass(frozen=True)
class Found:
    """What one question came to: keys of the answer, the rows behind it, and what is left unanswered."""

    values: Mapping[str, object]
    rows: tuple[Step, ...] = ()
    left: tuple[Undecided, ...] = ()


def fee(situation: object) -> dict[str, object]:
    """The answer to one question; the keys of both stand above. What cannot be read gives `error` and `key`."""
    try:
        if not isinstance(situation, Mapping) or not all(isinstance(key, str) for key in situation):
            raise BadSituation("situation", "{key}: skriv ett JSON-objekt med nycklar och värden.")
        return _answer(Told(situation))
    except BadSituation as bad:
        return {"error": str(bad), "key": bad.key}


def _answer(told: Told) -> dict[str, object]:
    found = _lss(told) if _is_lss(told) else _sol(told)
    ignored = [undecided("ignored", "", key=key) for key in told.unread() if key_of(key) not in CARRIED]
    left = (*found.left, *ignored)
    laws = [each.law for each in found.rows] + [each.law for each in found.left]
    return {
        **dict.fromkeys((*AMOUNTS, *OTHERS)),
        "paragraphs": list(dict.fromkeys(laws)),
        "verified": not any(each.code in UNVERIFIED for each in found.left),
        **found.values,
        "steps": [_row(step) for step in found.rows],
        "unanswered": [f"{each} ({each.law})" if each.law else str(each) for each in left],
    }


def _is_lss(told: Told) -> bool:
    law = plain(told.text("law", "LSS" if "lss" in told.text("section").casefold() else "SoL"))
    if "lss" in law or "1993:387" in law:
        return True
    if not any(name in law for name in ("sol", "socialtjänst", "2025:400", "2001:453")):
        raise told.bad("law", "{key}: {value} har inga avgifter här. Skriv SoL eller LSS.")
    return False


def _sol(told: Told) -> Found:
    number = _section(told)
    if number and number not in CALCULATED:
        left = undecided("not_calculated", f"SoL {number}", section=f"SoL {number}")
        return Found({"reasoning": str(left)}, left=(left,))
    change = _change(told)
    if number == "32:10" and change is None:
        raise told.bad("changed_on", "{key}: ange dagen då förhållandet ändrades.")
    month = told.month("month") or (change.first_month if change else None)
    if change is not None and not any(told.has(key) for key in OF_A_FEE):
        return _of_change(change)
    if month is None:
        raise told.bad("month", "{key}: ange vilken månad avgiften gäller.")
    found = _of_fee(read_situation(told, month))
    if change is None:
        return found
    first = change.first_month
    later = undecided("change_later", change.reason.law, first=first.name, month=month.name)
    values = {**found.values, "first_month": str(first)}
    return Found(values, (*found.rows, change.reason), (*found.left, later) if month < first else found.left)


def _of_fee(read: Read) -> Found:
    month = read.situation.month
    amounts = yearly_amounts().get(month.year)
    if amounts is None:
        missing = undecided("amounts_missing", section("32:4", month), year=str(month.year))
        return Found({"reasoning": str(missing)}, read.steps, (missing, *read.unanswered))
    found = calculate(read.situation, amounts)
    left = (*read.unanswered, *found.unanswered)
    decided = [each for each in found.steps if each.code.startswith("fee_")]
    because = [f"{each.heading}: {kr(each.ore or 0)}. {each.sentence}" for each in decided]
    because += [each.sentence for each in found.steps if decided and each.code.startswith(("rounding_", "reduction_"))]
    values = {name: _kr(getattr(found, attribute)) for name, attribute in AMOUNTS.items()} | {
        "limited_by": {str(part): limit for part, limit in found.limited_by.items() if limit != "nothing"},
        "rounding": str(read.situation.rounding),
        "paragraph": max(decided, key=_weight).law if decided else section("32:7", month),
        "reasoning": " ".join(because or map(str, left)),
        "remedy": _remedy("appeal", section("35:1", month)),
    }
    return Found(values, (*read.steps, *found.steps), left)


def _of_change(change: Change) -> Found:
    return Found(
        {
            "first_month": str(change.first_month),
            "paragraph": change.reason.law,
            "reasoning": change.reason.sentence,
        },
        (change.reason,),
    )


def _change(told: Told) -> Change | None:
    year, changed_on, until = told.count("price_base_year"), told.day("changed_on"), told.day("until")
    whole_month = told.flag("whole_month")
    if year is not None:
        if not date.min.year <= year < date.max.year:
            raise told.bad("price_base_year", "{key}: {value} är inget år.")
        return new_price_base_amount(year)
    if changed_on is None:
        return None
    if until is not None and until < changed_on:
        raise told.bad("until", "{key}: {value} ligger före dagen då förhållandet ändrades.")
    return changed_fee(changed_on, whole_month, until)


def _lss(told: Told) -> Found:
    purpose = told.choice("charged_for", Purpose) or _purpose(told.text("section"))
    means, under_18 = told.choice("income_kind", Means), told.flag("under_18")
    allowance = told.flag("assistance_allowance")
    if purpose is None:
        left = undecided("lss_purpose", "LSS 19")
        return Found({"paragraph": left.law, "reasoning": str(left)}, left=(left,))
    ruling = lss_fee(purpose, means, under_18, allowance)
    said = [*([ruling.step.sentence] if ruling.step else []), *map(str, ruling.unanswered)]
    own_cost = told.money("own_cost_month")
    values = {
        "allowed": ruling.allowed,
        "at_most": _kr(own_cost if ruling.allowed and purpose in REASONABLE else None),
        "fee": 0 if ruling.allowed is False else None,
        "paragraph": ruling.step.law if ruling.step else ruling.unanswered[0].law,
        "reasoning": " ".join(said),
        "remedy": _remedy("legality_review", "KL 13:1"),
    }
    return Found(values, (ruling.step,) if ruling.step else (), ruling.unanswered)


def _purpose(section: str) -> Purpose | None:
    """What a section of LSS says a fee would be for; None where it may be several things."""
    if found := search(r"(?<!\d)9\D+(\d+)", section):
        return OF_LSS.get(int(found[1]))
    found = search(r"(?<![\d:])(18|20|21)(?!\d)", section)
    return {"18": Purpose.ASSISTANCE, "20": Purpose.CARE_AWAY, "21": Purpose.INTERVENTION}.get(
        found[1] if found else ""
    )


def _section(told: Told) -> str:
    """The section as chapter and number of the present act, "32:10"; "" where none is told."""
    text = told.text("section")
    if not text:
        return ""
    found = search(r"(?<!\d)(\d{1,2})\s*(?:kap\.?|:)\s*(\d{1,2})(?!\d)", text)
    if found is None:
        raise told.bad("section", "{key}: {value} går inte att läsa. Skriv till exempel 32:6.")
    number = f"{int(found[1])}:{int(found[2])}"
    former = "2001:453" in f"{text} {told.text('law')}"
    return {old: new for new, old in FORMER.items()}.get(number, number) if former else number


def _weight(step: Step) -> int:
    """How much a limit says of what decided a fee: the fee room more than a maximum, and so on."""
    return next(n for n, limit in enumerate(LIMITS_BY_WEIGHT) if step.code.endswith(limit))


def _row(step: Step) -> dict[str, object]:
    return {"what": step.heading, "kr": _kr(step.ore), "paragraph": step.law, "text": step.sentence}


def _remedy(code: str, law: str) -> dict[str, str]:
    return {"kind": code, "text": REMEDIES[code], "paragraph": law}


def _kr(ore: int | None) -> int | float | None:
    """Kronor with öre as decimals; a whole number where there are none."""
    if ore is None:
        return None
    return ore // KRONA if ore % KRONA == 0 else ore / KRONA
