"""Orders and performed time, as other systems hold them; and every kind in the order they depend on each other."""

from samsyn.cases.codes import code_list
from samsyn.cases.exports import APPLICATION, LINE
from samsyn.people.exports.fields import Body, Field, Kind, Setting, WrongField, words_of
from samsyn.people.exports.kinds import PERSON, RELATION
from samsyn.people.refusals import N_, Refusal

IMPORTED = "INLAST"  # the reason that time from another system has, when that system gives none
LONGEST_DAY = 24 * 60
STATES = {"accepted": N_("mottagen"), "started": N_("påbörjad"), "stopped": N_("avslutad")}


def reasons() -> dict[str, str]:
    """The reasons of a difference with their labels."""
    return {code: row.label_sv for code, row in code_list("reasons", "homecare").items()}


def _settle_order(body: Body, _setting: Setting) -> Body:
    return {"text": "", **body}


def _settle_time(body: Body, setting: Setting) -> Body:
    if body["day"] > setting.today.isoformat():
        raise WrongField("day", Refusal(N_("Dagen har inte varit än, så tiden kan inte vara utförd.")))
    if not 0 <= body["minutes"] <= LONGEST_DAY:
        raise WrongField("minutes", Refusal(N_("Tiden är längre än ett dygn. Kontrollera om den står i timmar.")))
    return {"start": "00:00", "reason": IMPORTED, "note": "", **body}


ORDER = Kind(
    "order",
    N_("Beställningar"),
    (
        Field("number", N_("Beställningens nummer"), longest=60, other_names=(
            "bestallningsnr", "bestallning", "bestallnings-id", "uppdrag", "uppdragsnr", "uppdrags-id",
                "bestallningsid")),
        Field("line", N_("Beslutsraden"), "reference", required=True, refers="line", other_names=(
            "beslutsrad", "beslutsrads-id", "beslutsnr", "beslutsnummer", "beslut-id", "beslutsid", "radid", "rad-id")),
        Field("provider", N_("Utförare"), longest=100, required=True, other_names=(
            "utforare", "utforarenhet", "leverantor", "utforande enhet", "enhet", "hemtjanstgrupp")),
        Field("start_on", N_("Börjar den"), "day", other_names=(
            "startdatum", "fran", "from", "fr.o.m.", "uppdrag start", "paborjas", "start")),
        Field("sent_on", N_("Skickad den"), "day", other_names=(
            "bestalld", "bestallningsdatum", "skickad", "bestallt datum")),
        Field("state", N_("Läge"), "choice", codes=STATES, words=words_of(
            STATES, accepted="kvitterad,bekräftad,accepterad,ny,skickad", started="pågående,pågår,aktiv,verkställd",
            stopped="avslutat,stoppad,upphört,avslut"), other_names=("status", "lage", "uppdragsstatus")),
        Field("text", N_("Till utföraren"), longest=20_000, other_names=("anteckning", "meddelande", "information")),
    ),
    ("line", "provider"),
    _settle_order,
    "provider",
)  # fmt: skip

TIME = Kind(
    "time",
    N_("Utförd tid"),
    (
        Field("number", N_("Besökets nummer"), longest=60, other_names=(
            "besok", "besoks-id", "besoksid", "besoksnr", "insatsid", "registrerings-id", "id")),
        Field("order", N_("Beställningen"), "reference", required=True, refers="order", other_names=(
            "bestallning", "bestallningsnr", "uppdrag", "uppdrags-id", "uppdragsnr", "bestallnings-id",
                "bestallningsid")),
        Field("day", N_("Dag"), "day", required=True, other_names=("datum", "utford den", "utfort", "besoksdatum")),
        Field("start", N_("Började"), "clock", other_names=("start", "starttid", "fran", "klockslag", "ankomst", "kl")),
        Field("minutes", N_("Utförd tid"), "minutes", required=True, other_names=(
            "minuter", "utforda minuter", "tid", "timmar", "utford tid", "antal minuter", "min", "utforda timmar")),
        Field("reason", N_("Orsak till avvikelse"), "choice", codes=reasons(), words=words_of(reasons()), other_names=(
            "avvikelse", "orsak", "avvikelseorsak")),
        Field("note", N_("Anteckning"), longest=20_000, other_names=("kommentar", "notering", "anteckning")),
    ),
    ("order", "day", "start"),
    _settle_time,
    "minutes",
)  # fmt: skip

KINDS: dict[str, Kind] = {k.name: k for k in (PERSON, RELATION, APPLICATION, LINE, ORDER, TIME)}
