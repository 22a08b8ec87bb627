"""Applications and decision lines, as other systems hold them."""

from samsyn.cases.codes import code_list
from samsyn.cases.regimes import regimes
from samsyn.people.exports.fields import Body, Field, Kind, Setting, WrongField, words_of
from samsyn.people.refusals import N_, Refusal

NEW_LAW = "2025-07-01"  # from this day SoL 11:1, before it SoL (2001:453) 4:1
OLD_REGIME, NEW_REGIME = "SOL_2001_4_1", "SOL_11_1"
EARLIEST_DAY = "1990-01-01"
MINUTES_AN_HOUR, DAYS_A_WEEK = 60, 7
LARGEST = {"minutes_week": 7 * 24 * 60, "minutes_month": 31 * 24 * 60}
LARGEST_AMOUNT = 31 * 24 * 60

OUTCOMES = {"granted": N_("beviljas"), "partly": N_("beviljas delvis"), "refused": N_("avslås")}
CHANNELS = {"paper": N_("på papper"), "phone": N_("per telefon"), "visit": N_("vid besök"), "web": N_("på webben")}
FORMS = {"application": N_("ansökan"), "report": N_("anmälan")}
# In what an amount is given: the unit it is kept in, and what one of it is there.
UNITS = {
    "minutes_week": ("minutes_week", 1), "hours_week": ("minutes_week", 60), "hours_day": ("minutes_week", 420),
    "minutes_day": ("minutes_week", 7), "minutes_month": ("minutes_month", 1), "hours_month": ("minutes_month", 60),
    "times_week": ("times_week", 1), "times_day": ("times_week", 7), "days_week": ("days_week", 1),
    "days_month": ("days_month", 1), "count": ("count", 1),
}  # fmt: skip
UNIT_LABELS = {
    "minutes_week": N_("minuter i veckan"), "hours_week": N_("timmar i veckan"), "hours_day": N_("timmar om dagen"),
    "minutes_day": N_("minuter om dagen"), "minutes_month": N_("minuter i månaden"),
    "hours_month": N_("timmar i månaden"), "times_week": N_("gånger i veckan"), "times_day": N_("gånger om dagen"),
    "days_week": N_("dagar i veckan"), "days_month": N_("dagar i månaden"), "count": N_("antal"),
}  # fmt: skip
UNIT_WORDS = {
    "hours_week": "tim/vecka,timmar/vecka,h/vecka,tim/v,tim per vecka,timmar per vecka,h/v,tim/vecka.",
    "hours_month": "tim/månad,timmar/månad,h/månad,tim/mån,tim per månad,timmar per månad,h/mån,tim/mån.",
    "hours_day": "tim/dag,timmar/dag,h/dag,tim per dag",
    "minutes_week": "min/vecka,min/v,minuter/vecka,min per vecka,minuter per vecka",
    "minutes_month": "min/månad,min/mån,minuter/månad,minuter per månad",
    "minutes_day": "min/dag,minuter/dag,minuter per dag",
    "times_week": "ggr/vecka,gånger/vecka,ggr/v,gånger per vecka,st/vecka,portioner/vecka,port/vecka",
    "times_day": "ggr/dag,gånger/dag,gånger per dag",
    "days_week": "dagar/vecka,dgr/vecka,dagar per vecka",
    "days_month": "dagar/månad,dygn/månad,dygn/mån,dgr/mån,dagar per månad",
    "count": "st,styck,antal,plats,",
}
INTERVENTION_WORDS = {
    "HEMTJANST": "hemtjänst service,hemtjänst omvårdnad,hemtjänst i ordinärt boende,hemtjänst ram,omvårdnad i hemmet",
    "TRYGGHETSLARM": "larm,trygghetstelefon,trygghetslarm i hemmet",
    "MATDISTRIBUTION": "matlåda,matlådor,mat,hemsänd mat",
    "LEDSAGNING": "ledsagarservice,ledsagare",
    "AVLOSNING": "avlösning,avlösarservice,avlösning i hemmet,anhörigavlösning",
    "BOENDESTOD": "boendestöd sol",
    "DAGVERKSAMHET": "dagverksamhet äldre,dagverksamhet demens,dagvård",
    "KORTTIDSBOENDE": "korttidsvård,korttid,korttidsplats,växelvård",
    "SARSKILT_BOENDE": "särskilt boende,säbo,vård- och omsorgsboende,vård och omsorgsboende,äldreboende",
    "KONTAKTPERSON": "kontaktperson sol",
    "ANNAN": "annat,övrigt,annan",
}
REGIME_WORDS = {
    "SOL_11_1": "sol 11:1,11 kap 1 § sol,11 kap. 1 § sol,11:1,sol 11 kap 1 §",
    "SOL_2001_4_1": "sol 4:1,4 kap 1 § sol,4 kap. 1 § sol,4:1,sol 4 kap 1 §",
    "SOL_11_4": "sol 11:4,11 kap 4 § sol,11:4",
    "SOL_2001_4_2": "sol 4:2,4 kap 2 § sol,4:2,4:2a",
    "LSS_9": "lss,lss 9,9 § lss,lss 9 §,lss 9:1,lss 9:2,lss 9:3,lss 9:4,lss 9:5,lss 9:6,lss 9:9",
}


def interventions() -> dict[str, str]:
    """The interventions with their labels."""
    return {code: row.label_sv for code, row in code_list("interventions").items()}


def line_regimes() -> dict[str, str]:
    """The regimes that a line may have, the former law's among them."""
    return {code: r.label for code, r in regimes().items() if r.may_be_line or code in {OLD_REGIME, "SOL_2001_4_2"}}


def _settle_application(body: Body, setting: Setting) -> Body:
    received = body["received_on"]
    if not EARLIEST_DAY <= received <= setting.today.isoformat():
        raise WrongField("received_on", Refusal(N_("Ansökan kan inte ha kommit in den dagen. Kontrollera datumet.")))
    return {"form": "application", "channel": "paper", **body}


def _settle_line(body: Body, setting: Setting) -> Body:
    decided = body["decided_on"]
    if not EARLIEST_DAY <= decided <= setting.today.isoformat():
        raise WrongField("decided_on", Refusal(N_("Beslutet kan inte vara fattat den dagen. Kontrollera datumet.")))
    body = {"outcome": "granted", "valid_from": decided, "goal": "", "reasons": "", **body}
    if body["valid_from"] < EARLIEST_DAY:
        raise WrongField("valid_from", Refusal(N_("Startdagen kan inte stämma. Kontrollera årtalet.")))
    if body.get("valid_to") and body["valid_to"] < body["valid_from"]:
        raise WrongField("valid_to", Refusal(N_("Slutdagen ligger före startdagen.")))
    body.setdefault("regime", OLD_REGIME if decided < NEW_LAW else NEW_REGIME)
    _check_law(body["regime"], decided)
    return {**body, **_amounts(body)}


def _check_law(regime: str, decided: str) -> None:
    """The paragraph is the law of the decision's day (SFS 2025:400, transitional provisions)."""
    if regime.startswith("SOL_2001") != (decided < NEW_LAW) and regime != "LSS_9":
        raise WrongField(
            "regime",
            Refusal(
                N_("Bestämmelsen gällde inte den dagen. Till och med 2025-06-30 gäller den äldre lagens paragrafer.")
            ),
        )


def _amounts(body: Body) -> Body:
    """The amount and what was applied for, in the unit they are kept in."""
    default = code_list("interventions")[body["intervention"]].extra["unit"]
    unit, each = UNITS[body.get("unit") or ("hours_week" if default == "minutes_week" else
                                            "hours_month" if default == "minutes_month" else default)]  # fmt: skip
    refused = body["outcome"] == "refused"
    amount = 0 if refused else round(body.get("amount", 1 if unit == "count" else 0) * each)
    applied = round(body["applied"] * each) if body.get("applied") else None
    if not refused and amount <= 0:
        raise WrongField("amount", Refusal(N_("Ange hur mycket som beviljas.")))
    if amount > LARGEST.get(unit, LARGEST_AMOUNT):
        raise WrongField("amount", Refusal(N_("Så mycket tid finns inte i perioden. Kontrollera antalet och enheten.")))
    if applied is not None and not 0 < applied <= LARGEST_AMOUNT:
        raise WrongField("applied", Refusal(N_("Kontrollera hur mycket ansökan gällde.")))
    return {"unit": unit, "amount": amount, "applied": applied}


APPLICATION = Kind(
    "application",
    N_("Ansökningar"),
    (
        Field("number", N_("Ärendets nummer"), longest=60, other_names=(
            "arendenr", "arende", "arendenummer", "arende-id", "arendeid", "akt", "aktnummer", "aktnr",
                "diarienummer", "dnr")),
        Field("person", N_("Personen"), "reference", required=True, refers="person", other_names=(
            "personnummer", "personnr", "pnr", "brukare", "klient", "person-id", "personid", "klient-id")),
        Field("received_on", N_("Kom in den"), "day", required=True, other_names=(
            "ansokningsdatum", "ansokan inkom", "inkom", "inkommen", "ankomstdatum", "ansokan inkommen", "aktualiserad",
            "aktualiseringsdatum", "inkomstdatum", "ansokan datum")),
        Field("asked_for", N_("Vad ansökan gäller"), longest=20_000, other_names=(
            "ansokan", "ansokan avser", "avser", "orsak", "beskrivning", "ansokt om", "arendemening")),
        Field("form", N_("Ansökan eller anmälan"), "choice", codes=FORMS, words=words_of(
            FORMS, report="orosanmälan"), other_names=("aktualiseringstyp", "arendetyp")),
        Field("channel", N_("Hur den kom in"), "choice", codes=CHANNELS, words=words_of(
            CHANNELS, paper="papper,brev,post,blankett", phone="telefon,muntligt", visit="besök,hembesök,möte",
            web="webb,e-tjänst,etjänst,mejl,e-post"), other_names=("kanal", "satt", "inkom via", "kommunikationssatt")),
        Field("unit", N_("Handläggande enhet"), longest=100, other_names=(
            "enhet", "myndighetsenhet", "organisation", "handlaggande enhet")),
        Field("caseworker", N_("Handläggare"), longest=160, other_names=(
            "handlaggare", "ansvarig", "ansvarig handlaggare", "bistandshandlaggare")),
        Field("follow_up_on", N_("Nästa uppföljning"), "day", other_names=(
            "uppfoljning", "uppfoljningsdatum", "nasta uppfoljning", "bevakning", "bevakas")),
    ),
    ("number",),
    _settle_application,
    "received_on",
)  # fmt: skip

LINE = Kind(
    "line",
    N_("Beslutsrader"),
    (
        Field("application", N_("Ärendet"), "reference", required=True, refers="application", other_names=(
            "arendenr", "arende", "arendenummer", "arende-id", "arendeid", "akt", "aktnummer", "aktnr",
                "diarienummer", "dnr")),
        Field("decision", N_("Beslutets nummer"), longest=60, other_names=(
            "beslutsnr", "beslutsnummer", "beslut-id", "beslutsid", "beslutid")),
        Field("intervention", N_("Insats"), "choice", required=True, codes=interventions(), words=words_of(
            interventions(), **INTERVENTION_WORDS), other_names=(
            "insatstyp", "insats kod", "beslutad insats", "bistand", "atgard", "bistandstyp", "insatsnamn")),
        Field("outcome", N_("Utfall"), "choice", codes=OUTCOMES, words=words_of(
            OUTCOMES, granted="bifall,beviljat,beviljad,bif,b", partly="delvis bifall,delavslag,delvis,db",
            refused="avslag,avslaget,avslagen,avs,a"), other_names=(
            "beslut", "utgang", "resultat", "bifall/avslag", "beslutstyp", "beslutsutfall")),
        Field("amount", N_("Beviljad mängd"), "number", other_names=(
            "omfattning", "beviljat", "beviljad tid", "antal", "mangd", "beviljade timmar", "timmar", "tid",
                "antal timmar")),
        Field("unit", N_("Mängdens enhet"), "choice", codes=UNIT_LABELS, words=words_of(UNIT_LABELS, **UNIT_WORDS),
            other_names=(
            "omfattning enhet", "per", "mangdenhet", "tidsenhet", "enhet omfattning", "sort")),
        Field("applied", N_("Sökt mängd"), "number", other_names=("ansokt", "sokt", "ansokta timmar", "sokta timmar")),
        Field("decided_on", N_("Beslutad den"), "day", required=True, other_names=(
            "beslutsdatum", "beslut datum", "beslutad", "datum for beslut", "beslutsdag")),
        Field("valid_from", N_("Gäller från"), "day", other_names=(
            "fran", "from", "fr.o.m.", "fr o m", "startdatum", "galler fr.o.m.", "giltig fran", "galler fran",
                "beslut from")),
        Field("valid_to", N_("Gäller till"), "day", other_names=(
            "till", "tom", "t.o.m.", "t o m", "slutdatum", "galler t.o.m.", "giltig till", "galler till",
                "beslut tom")),
        Field("regime", N_("Lagrum"), "choice", codes=line_regimes(), words=words_of(
            line_regimes(), **REGIME_WORDS), other_names=("lag", "paragraf", "lagrum")),
        Field("goal", N_("Mål"), longest=20_000, other_names=("malsattning", "mal med insatsen")),
        Field("reasons", N_("Skäl"), longest=20_000, other_names=("motivering", "beslutsmotivering", "beslutsskal")),
        Field("decided_by", N_("Beslutad av"), longest=160, other_names=("beslutsfattare", "beslutande", "delegat")),
        Field("executed_on", N_("Verkställd den"), "day", other_names=(
            "verkstallt", "verkstallighetsdatum", "verkstalld", "verkstallt datum", "insats paborjad")),
    ),
    ("application", "intervention", "valid_from"),
    _settle_line,
    "intervention",
)  # fmt: skip
