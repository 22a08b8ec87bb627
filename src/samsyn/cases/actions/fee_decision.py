"""Deciding a fee, correcting the decision beside it, and ending it (SoL 32:1, 32:5-10)."""

from datetime import date, datetime

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext, override

from samsyn.audit.actions import action
from samsyn.cases import fee_access as access
from samsyn.cases.actions.fee_rows import newest_income, raised_over, recipient_of, suggested_month, tell_of, worked_for
from samsyn.cases.actions.mandate import take_item
from samsyn.cases.charging.letter import REGIME, FeeNotice, fee_letter
from samsyn.cases.charging.raising import Notice, check_raise
from samsyn.cases.charging.standing import last_month_of
from samsyn.cases.charging.working import Choices, Worked, stored_situation, stored_steps, why_not_decide
from samsyn.cases.fees.money import whole_kronor
from samsyn.cases.fees.months import Month
from samsyn.cases.law import paragraph
from samsyn.cases.letters.content import Official, Sender
from samsyn.cases.letters.kept import as_text, digest
from samsyn.cases.mandate import Matter
from samsyn.cases.models import FeeCase, FeeDecision, FeeEnd
from samsyn.cases.order_rows import item_on
from samsyn.people.days import check_day
from samsyn.people.languages import language_of, translations
from samsyn.people.models import Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

NOT_TOLD = Notice()


@action
def decide_fee(
    *,
    fee_case: FeeCase,
    choices: Choices,
    reasons: str,
    seen: str,
    sender: Sender,
    by: Actor,
    at: datetime,
    corrects: FeeDecision | None = None,
    correction_reason: str = "",
    notice: Notice = NOT_TOLD,
) -> FeeDecision:
    """Decide the fee from a month on, exactly as it was read: `seen` is the mark of the calculation that was shown.

    Raises Refused when something has changed since, or the fee cannot be known, and Invalid for a raise that the person
    has not been told of (SoL 32:10). The same press twice is one decision.
    """
    fee_case = _held(fee_case)
    permit(access.why_not_see_fees(by, fee_case.unit_id))
    worked = worked_for(fee_case, choices)
    last = fee_case.decisions.order_by("-version").first()
    if last and last.situation == stored_situation(worked.situation) and (last.decided_by_id, last.reasons) == (
        by.staff_id, reasons.strip(),
    ) and last.corrects_id == (corrects.pk if corrects else None):  # fmt: skip
        return last
    enforce(why_not_decide_fee(worked, by=by, day=localdate(at)))
    if worked.mark != seen:
        raise Refused(Refusal(N_("Underlaget har ändrats sedan du räknade. Läs uträkningen igen innan du beslutar.")))
    _check(fee_case, choices, reasons, corrects, correction_reason)
    raised = raised_over(fee_case, worked)
    if raised:
        today = localdate(at)
        change = None if corrects else suggested_month(fee_case, today)
        check_raise(notice=notice, month=choices.month, change=change, reasons=reasons, today=today)
    decision = _decided(
        fee_case, worked, reasons, by, at, sender, corrects, correction_reason, notice if raised else NOT_TOLD
    )
    others = {language: digest(text) for language, text in decision.translations.items()}
    tell_of(
        fee_case, "fee.decide", by=by, at=at, about=f"fee_decision:{decision.pk}", letter=decision.digest,
        translations=others,
    )  # fmt: skip
    return decision


@action
def end_fee(*, fee_case: FeeCase, cause: str, on: date | None, by: Actor, at: datetime) -> FeeEnd:
    """Note that the person died, moved, or no longer has help, and with which month the fee ends (SoL 32:10).

    The same press twice is one end. What was decided after an earlier end is ended anew, also in the same month.
    """
    fee_case = _held(fee_case)
    permit(access.why_not_see_fees(by, fee_case.unit_id))
    if cause not in FeeEnd.Cause:
        raise Invalid("cause", Refusal(N_("Välj varför avgiften upphör.")))
    died_on = fee_case.person.died_on
    if cause == FeeEnd.Cause.DEATH and died_on is None:
        raise Invalid("cause", Refusal(N_("Dödsfallet är inte antecknat. Handläggaren gör det i ärendet först.")))
    check_day("on", on)
    day = died_on if cause == FeeEnd.Cause.DEATH else on
    if day is None:
        raise Invalid("on", Refusal(N_("Välj den sista dagen.")))
    last = last_month_of(cause, day)
    begun = fee_case.decisions.filter(corrects=None).aggregate(version=Max("version"))["version"]
    end, made = FeeEnd.objects.get_or_create(
        fee_case=fee_case, last_month=last.first_day, after_version=begun or 0,
        defaults={"cause": cause, "noted_at": at, "noted_by_id": by.staff},
    )  # fmt: skip
    if made:
        tell_of(fee_case, "fee.end", by=by, at=at, month=str(last))
    return end


def why_not_decide_fee(worked: Worked, *, by: Actor, day: date) -> Refusal | None:
    """The reason somebody may not decide a fee that is worked out: it is not known, or is another's (KL 6:37)."""
    if refusal := why_not_decide(worked):
        return refusal
    item = item_on(Matter(REGIME, "granted", kronor=whole_kronor(worked.answer.fee)), by=by, day=day)
    return item if isinstance(item, Refusal) else None


def _held(fee_case: FeeCase) -> FeeCase:
    """The fees as they stand now, held until the transaction ends."""
    return FeeCase.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=fee_case.pk)


def _check(
    fee_case: FeeCase, choices: Choices, reasons: str, corrects: FeeDecision | None, correction_reason: str
) -> None:
    died_on = fee_case.person.died_on
    if died_on is not None and choices.month > Month.of(died_on):
        raise Invalid(
            "month", Refusal(N_("Personen har avlidit. Ingen avgift tas ut efter den månaden."), law="SoL 32:10")
        )
    if choices.adjustments and not reasons.strip():
        raise Invalid("reasons", Refusal(N_("Skriv skälen till att minimibeloppet ändras."), law="FL 32"))
    if corrects is None:
        return
    if corrects.fee_case_id != fee_case.pk:
        raise Refused(Refusal(N_("Beslutet hör till ett annat ärende.")))
    if FeeDecision.objects.filter(corrects=corrects).exists():
        raise Refused(Refusal(N_("Beslutet är redan rättat. Rätta den nyaste versionen.")))
    if not correction_reason.strip():
        raise Invalid("correction_reason", Refusal(N_("Skriv vad som är fel och rättas."), law="FL 36"))


def _decided(
    fee_case: FeeCase,
    worked: Worked,
    reasons: str,
    by: Actor,
    at: datetime,
    sender: Sender,
    corrects: FeeDecision | None,
    correction_reason: str,
    told: Notice,
) -> FeeDecision:
    answer, day = worked.answer, localdate(at)
    officer = Staff.objects.get(pk=by.staff)
    held = take_item(REGIME, "granted", by=by, day=day, kronor=whole_kronor(answer.fee))
    notice = FeeNotice(
        sender=sender, unit=fee_case.unit.name, phone=fee_case.unit.phone, recipient=recipient_of(fee_case.person),
        number=fee_case.number, decided_on=day, worked=worked, reasons=reasons.strip(),
        decided_by=Official(officer.name, officer.title, officer.phone),
        corrects_on=localdate(corrects.decided_at) if corrects else None, correction_reason=correction_reason.strip(),
        delegation=held.delegation, raised=told if told.on or told.why_not.strip() else None,
    )  # fmt: skip
    text = as_text(fee_letter(notice))
    also = translations([language_of(fee_case.person.letter_language, fee_case.person.language)])
    keys = [key for key in (*worked.laws, "SoL 35:1") if key.startswith("SoL ") and "2001" not in key]
    last = fee_case.decisions.order_by("-version").values_list("version", flat=True).first() or 0
    return FeeDecision.objects.create(
        fee_case=fee_case, version=last + 1, income=newest_income(fee_case), corrects=corrects,
        correction_reason=correction_reason.strip(), first_month=worked.situation.month.first_day,
        fee_care=answer.fee_care or 0, fee_housing=answer.fee_housing or 0, basis=answer.basis,
        minimum=answer.minimum, reserved=answer.reserved, room=answer.room, maximum_care=answer.maximum_care,
        maximum_housing=answer.maximum_housing, tariff=worked.tariff, situation=stored_situation(worked.situation),
        steps=stored_steps(worked.steps), unanswered=[str(left) for left in worked.unanswered],
        laws=[[key, paragraph(key, day).valid_from.isoformat()] for key in keys], reasons=reasons.strip(),
        item=held.named, notified_on=told.on, unnotified=told.why_not.strip(),
        decided_at=at, decided_by_id=by.staff, letter=text, digest=digest(text),
        translations={language: _in(language, notice) for language in also},
    )  # fmt: skip


def _in(language: str, notice: FeeNotice) -> str:
    """The letter in another language, as it is kept."""
    with override(language):
        return as_text(fee_letter(notice, language, gettext))
