"""The person moves or stays elsewhere, the case moves between units, and a case is asked to be moved (SoL 29 kap.)."""

from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.closing import finish
from samsyn.cases.actions.journal import lock_drafts_of
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.lifecycle import Status, Step
from samsyn.cases.models import Case, Move, Transfer
from samsyn.cases.transfers import ENDED, Requested, TransferState, TransferStep, move, why_not, why_not_day
from samsyn.people.days import check_day
from samsyn.people.models import Unit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

Where = Move.Where
ANSWERS = frozenset({TransferStep.AGREE, TransferStep.DISAGREE})


@action
def note_stay(
    *,
    case: Case,
    where: str,
    municipality: str,
    day: date,
    by: Actor,
    at: datetime,
    until: date | None = None,
    what: str = "",
) -> Move:
    """Note that the person is in another municipality for a time (SoL 29:5-6), or lives there by our decision (29:2).

    The responsibility stays here and the case goes on. `what` is asked of the other municipality.
    """
    case = _open(case, by)
    if where not in {Where.STAY, Where.PLACED}:
        raise Invalid(
            "where", Refusal(N_("Välj om personen vistas där en kortare tid eller bor där genom ert beslut."))
        )
    check_day("day", day)
    check_day("until", until)
    if until and until < day:
        raise Invalid("until", Refusal(N_("Slutdagen ligger före startdagen.")))
    same = case.moves.filter(kind=where, day=day, until=until, municipality=_named(municipality)).first()
    if same:
        return same  # pressed twice
    noted = Move.objects.create(
        case=case, kind=where, day=day, until=until, municipality=_named(municipality), what=what.strip(),
        registered_at=at, registered_by=by.key,
    )  # fmt: skip
    tell(case, "case.stay", by=by, at=at, about=f"move:{noted.pk}", kind=where)
    return noted


@action
def move_away(*, case: Case, municipality: str, day: date, by: Actor, at: datetime, why: str = "") -> Move:
    """The person lives in another municipality from a day: this one is no longer responsible (SoL 29:1).

    The case ends and its lines with it; the new municipality decides anew on an application. The room above has
    stopped what was ordered. Raises Invalid for a day ahead: until then this municipality answers.
    """
    case = _open(case, by)
    check_day("day", day)
    if day > localdate(at):
        raise Invalid(
            "day",
            Refusal(N_("Personen har inte flyttat än. Anteckna flytten den dag den sker; till dess ansvarar ni.")),
        )
    noted = Move.objects.create(
        case=case, kind=Where.OUT, day=day, municipality=_named(municipality), what=why.strip(), registered_at=at,
        registered_by=by.key,
    )  # fmt: skip
    finish(case, Step.MOVE, "moved", by=by, at=at, about=f"move:{noted.pk}")
    return noted


@action
def move_unit(*, case: Case, to: Unit, why: str, by: Actor, at: datetime) -> Move:
    """Move an open case to another assessment unit: it waits there for a caseworker, and access follows.

    Drafts in its journal lock as they are, because those who wrote them no longer reach it.
    """
    case = locked(case)
    permit(access.why_not_move_unit(by, access.CaseFacts.of(case)))
    if case.status_now is Status.CLOSED:
        raise Refused(Refusal(N_("Ärendet är avslutat och flyttas inte.")))
    if to.pk == case.unit_id or to.purpose != Unit.Purpose.ASSESSMENT or to.closed_on:
        raise Invalid("to", Refusal(N_("Välj en annan enhet som handlägger ärenden.")))
    if not why.strip():
        raise Invalid("why", Refusal(N_("Skriv varför ärendet flyttas, så att den nya enheten vet.")))
    lock_drafts_of(case, by, at)
    noted = Move.objects.create(
        case=case, kind=Where.WITHIN, day=localdate(at), from_unit_id=case.unit_id, to_unit=to, what=why.strip(),
        registered_at=at, registered_by=by.key,
    )  # fmt: skip
    left = case.unit_id
    case.unit, case.caseworker = to, None
    case.save(update_fields=["unit", "caseworker"])
    tell(case, "case.move_unit", by=by, at=at, about=f"move:{noted.pk}", left=left, to=to.pk)
    return noted


@action
def request_transfer(
    *, case: Case, municipality: str, requested_on: date, why: str, by: Actor, at: datetime, outgoing: bool = True
) -> Transfer:
    """Keep a written request that the case be moved to another municipality (SoL 29:10). Twice is once."""
    case = _open(case, by)
    check_day("requested_on", requested_on)
    if requested_on > localdate(at):
        raise Invalid("requested_on", Refusal(N_("Dagen ligger framåt i tiden. Skriv när begäran skickades.")))
    if not why.strip():
        raise Invalid("why", Refusal(N_("Skriv varför ärendet ska flyttas: anknytning, önskemål och varaktighet.")))
    under_way = case.transfers.exclude(state__in=ENDED).first()
    if under_way and under_way.requested_on == requested_on and under_way.municipality == _named(municipality):
        return under_way
    if under_way:
        raise Refused(Refusal(N_("En begäran om överflyttning är redan på väg. Avsluta den först.")))
    transfer = Transfer.objects.create(
        case=case, outgoing=outgoing, municipality=_named(municipality), requested_on=requested_on, why=why.strip(),
        registered_at=at, registered_by=by.key,
    )  # fmt: skip
    tell(case, "transfer.request", by=by, at=at, about=f"transfer:{transfer.pk}")
    return transfer


@action
def take_transfer_step(
    *, transfer: Transfer, taken: TransferStep, on: date, by: Actor, at: datetime, note: str = ""
) -> Transfer:
    """Note what became of a request, on its day. Handing over ends the case here, as a move (SoL 29:10, 29:12)."""
    case = locked(transfer.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if on > localdate(at):
        raise Invalid("on", Refusal(N_("Dagen ligger framåt i tiden. Anteckna det när det har hänt.")))
    if refusal := why_not_day(requested(transfer), on):
        raise Invalid("on", refusal)
    enforce(why_not(requested(transfer), taken, on))
    transfer.state = move(requested(transfer), taken, on)
    if taken in ANSWERS:
        transfer.answered_on = on
    elif taken is TransferStep.ASK_IVO:
        transfer.asked_ivo_on = on
    elif taken in {TransferStep.GRANT, TransferStep.DENY}:
        transfer.ivo_decided_on = on
    if TransferState(transfer.state) in ENDED:
        transfer.ended_on = on
    transfer.note = "\n".join(filter(None, [transfer.note, note.strip()]))
    transfer.save()
    about = f"transfer:{transfer.pk}"
    tell(case, "transfer.step", by=by, at=at, about=about, step=str(taken))
    if taken is TransferStep.HAND_OVER and transfer.outgoing:
        Move.objects.create(
            case=case, kind=Where.OUT, day=on, municipality=transfer.municipality, what="", registered_at=at,
            registered_by=by.key,
        )  # fmt: skip
        finish(case, Step.MOVE, "moved", by=by, at=at, about=about)
    return transfer


def requested(transfer: Transfer) -> Requested:
    """The request as the rules look at it."""
    return Requested(
        TransferState(transfer.state), transfer.outgoing, transfer.requested_on, transfer.answered_on,
        transfer.asked_ivo_on,
    )  # fmt: skip


def _open(case: Case, by: Actor) -> Case:
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if case.status_now is Status.CLOSED:
        raise Refused(Refusal(N_("Ärendet är avslutat.")))
    return case


def _named(municipality: str) -> str:
    if not municipality.strip():
        raise Invalid("municipality", Refusal(N_("Skriv vilken kommun.")))
    return municipality.strip()
