"""The investigation by IBIC. Every field is saved as it is written, and every version of it is kept."""

from dataclasses import dataclass
from datetime import datetime

from samsyn.audit.actions import action
from samsyn.cases import access, codes
from samsyn.cases.actions.shared import locked, step, tell
from samsyn.cases.lifecycle import EVENTS, Status, Step, why_not
from samsyn.cases.models import Case, Decision, FieldVersion, Investigation, Need, NeedFactor
from samsyn.cases.places import CHOICES, LEVELS, Place, parse
from samsyn.cases.sound import why_not_reassess, why_not_write
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

LONGEST_TEXT = 20_000
TOO_LONG = Refusal(N_("Texten är för lång. Korta den till högst 20 000 tecken."))
Cause = Investigation.Cause
CAUSES = frozenset({Cause.CHANGED_NEEDS, Cause.ERROR})  # a follow-up is its own cause


@dataclass(frozen=True)
class Saved:
    """What became of a save: the number of the text that stands, and the other text when two hands wrote at once."""

    number: int
    conflict: FieldVersion | None = None


@action
def open_investigation(*, case: Case, by: Actor, at: datetime) -> Investigation:
    """Open the inquiry into what came in (SoL 14:2)."""
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    step(case, Step.OPEN, at)
    investigation = Investigation.objects.create(case=case, opened_at=at, opened_by_id=by.staff)
    tell(case, EVENTS[Step.OPEN], by=by, at=at, about=f"investigation:{investigation.pk}")
    return investigation


@action
def reassess(*, case: Case, cause: str, why: str, by: Actor, at: datetime) -> Investigation:
    """Investigate a decided case anew, with what led to it and why. What is ordered and planned goes on meanwhile."""
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if cause not in CAUSES:
        raise Invalid("cause", Refusal(N_("Välj varför ärendet ska utredas på nytt.")))
    if not why.strip():
        raise Invalid("why", Refusal(N_("Skriv varför ärendet ska utredas på nytt.")))
    if len(why) > LONGEST_TEXT:
        raise Invalid("why", TOO_LONG)
    return begin_anew(case, cause=cause, why=why.strip(), by=by, at=at)


def begin_anew(
    case: Case, *, cause: str, why: str, by: Actor, at: datetime, taken: Step = Step.REASSESS, whole: bool = False
) -> Investigation:
    """A new investigation of the areas last decided on, without their judgements. Part of an action.

    The day of the next follow-up stays, because what is ordered goes on; the help of the new decision sets a new one.
    `whole` takes the texts and levels along too: after a judgment the matter is the same.
    """
    correcting = case.decisions.filter(state__in=Decision.UNDER_WAY).exists()
    enforce(why_not(case.status_now, taken) or why_not_reassess(correcting=correcting))
    decided = case.investigations.filter(decisions__state=Decision.State.SIGNED).order_by("-opened_at", "-pk").first()
    step(case, taken, at)
    anew = Investigation.objects.create(case=case, opened_at=at, opened_by_id=by.staff, cause=cause, why=why)
    if decided and whole:
        _copy(decided, anew)
    elif decided:
        known = decided.needs.filter(removed_at=None).order_by("pk").values_list("area", flat=True)
        Need.objects.bulk_create(Need(investigation=anew, area=area) for area in known)
    tell(case, EVENTS[taken], by=by, at=at, about=f"investigation:{anew.pk}", cause=cause)
    return anew


def _copy(decided: Investigation, anew: Investigation) -> None:
    """What was found, as the start of an inquiry into the same matter."""
    for field in ("situation", "sources", "assessment"):
        setattr(anew, field, getattr(decided, field))
    anew.save(update_fields=["situation", "sources", "assessment"])
    for need in decided.needs.filter(removed_at=None).prefetch_related("factors").order_by("pk"):
        factors = list(need.factors.all())
        need.pk, need.investigation = None, anew
        need.save(force_insert=True)
        NeedFactor.objects.bulk_create(NeedFactor(need=need, code=f.code, effect=f.effect) for f in factors)


@action
def add_need(*, investigation: Investigation, area: str, by: Actor, at: datetime) -> Need:
    """Open one need area in the form. Asking twice gives the same need."""
    investigation = _open(investigation, by)
    if not codes.is_need_area(area):
        raise Invalid("area", Refusal(N_("Välj ett behovsområde i listan.")))
    need, made = Need.objects.get_or_create(investigation=investigation, area=area, removed_at=None)
    if made:
        tell(investigation.case, "need.add", by=by, at=at, about=f"need:{need.pk}")
    return need


@action
def remove_need(*, need: Need, by: Actor, at: datetime) -> Need:
    """Take a need out of the form. It is marked, not deleted, and can be read in the versions."""
    investigation = _open(need.investigation, by)
    if need.lines.exists():
        raise Refused(Refusal(N_("Behovet hör till en insats i beslutet. Ta bort insatsen ur beslutet först.")))
    need.removed_at = at
    need.save(update_fields=["removed_at"])
    tell(investigation.case, "need.remove", by=by, at=at, about=f"need:{need.pk}")
    return need


@action
def save_field(*, investigation: Investigation, place: str, value: str, base: int, by: Actor, at: datetime) -> Saved:
    """Save one field as it is written.

    `base` is the number of the version the writer started from. When somebody, or another tab, has saved since, the
    newer text stands and this one is kept beside it for a person to choose between. Raises Invalid for what cannot be
    stored, Refused when the investigation is completed.
    """
    investigation = _open(investigation, by)
    spot = parse(place)
    _check(spot, value)
    standing = _standing(investigation, place)
    number = standing.number if standing else 0
    if value == _read(investigation, spot):
        return Saved(number)
    beside = number != base
    version = _keep_version(investigation, place, value, by, at, beside=beside)
    tell(investigation.case, "field.save", by=by, at=at, about=f"investigation:{investigation.pk}", place=place)
    if beside:
        return Saved(number, standing)
    _write(investigation, spot, value)
    investigation.versions.filter(place=place, by=by.key, settled=False).update(settled=True)
    return Saved(version.number)


@action
def settle_field(*, version: FieldVersion, keep: bool, by: Actor, at: datetime) -> Saved:
    """Choose between two texts: `keep` puts the one kept beside in place, otherwise the standing one stays."""
    investigation = _open(version.investigation, by)
    version = FieldVersion.objects.get(pk=version.pk)
    if version.settled:
        raise Refused(Refusal(N_("Valet mellan texterna är redan gjort. Ladda om sidan för att se vad som gäller.")))
    if keep:
        _keep_version(investigation, version.place, version.value, by, at, beside=False)
        _write(investigation, parse(version.place), version.value)
    FieldVersion.objects.filter(pk=version.pk).update(settled=True)
    tell(
        investigation.case, "field.settle", by=by, at=at, about=f"investigation:{investigation.pk}",
        place=version.place, kept=keep,
    )  # fmt: skip
    standing = _standing(investigation, version.place)
    return Saved(standing.number if standing else 0)


def _open(investigation: Investigation, by: Actor) -> Investigation:
    investigation = Investigation.objects.select_for_update().select_related("case").get(pk=investigation.pk)
    permit(access.why_not_handle(by, access.CaseFacts.of(investigation.case)))
    investigating = investigation.case.status == Status.INVESTIGATING
    enforce(why_not_write(completed=investigation.completed_at is not None, investigating=investigating))
    return investigation


def _check(spot: Place, value: str) -> None:
    if len(value) > LONGEST_TEXT:
        raise Invalid(spot.field, TOO_LONG)
    if spot.field in LEVELS and value not in {"", *codes.code_list("levels")}:
        raise Invalid(spot.field, Refusal(N_("Välj en nivå på skalan.")))
    if spot.factor and (value not in CHOICES or not codes.is_factor(spot.factor)):
        raise Invalid(spot.field, Refusal(N_("Välj om faktorn hindrar eller underlättar.")))


def _need(investigation: Investigation, spot: Place) -> Need:
    need = investigation.needs.filter(pk=spot.need or 0, removed_at=None).first()
    if need is None:
        raise Invalid(spot.field, Refusal(N_("Behovet är borttaget. Lägg till det igen för att skriva i det.")))
    return need


def _read(investigation: Investigation, spot: Place) -> str:
    if spot.need is None:
        return str(getattr(investigation, spot.field))
    need = _need(investigation, spot)
    if spot.factor:
        return need.factors.filter(code=spot.factor).values_list("effect", flat=True).first() or ""
    value = getattr(need, spot.field)
    return "" if value is None else str(value)


def _write(investigation: Investigation, spot: Place, value: str) -> None:
    if spot.need is None:
        setattr(investigation, spot.field, value)
        investigation.save(update_fields=[spot.field])
        return
    need = _need(investigation, spot)
    if spot.factor:
        need.factors.filter(code=spot.factor).delete()
        if value:
            NeedFactor.objects.create(need=need, code=spot.factor, effect=value)
        return
    setattr(need, spot.field, (int(value) if value else None) if spot.field in LEVELS else value)
    need.save(update_fields=[spot.field])


def _keep_version(
    investigation: Investigation, place: str, value: str, by: Actor, at: datetime, *, beside: bool
) -> FieldVersion:
    last = investigation.versions.filter(place=place).order_by("-number").first()
    number = last.number + 1 if last else 1
    return FieldVersion.objects.create(
        investigation=investigation, place=place, number=number, value=value, by=by.key, at=at,
        beside=beside, settled=not beside,
    )  # fmt: skip


def _standing(investigation: Investigation, place: str) -> FieldVersion | None:
    return investigation.versions.filter(place=place, beside=False).order_by("-number").first()
