"""Persons and relations, as other systems hold them."""

import re
from datetime import date

from samsyn.people.exports.fields import Body, Field, Kind, Setting, WrongField, words_of
from samsyn.people.identity import IdentityKind
from samsyn.people.refusals import N_, Invalid, Refusal

SEXES = {"K": N_("kvinna"), "M": N_("man"), "": N_("okänt")}
PROTECTIONS = {"": N_("ingen"), "marked": N_("sekretessmarkering"), "registered": N_("skyddad folkbokföring")}
LANGUAGES = {"sv": N_("svenska"), "en": N_("engelska"), "fi": N_("finska")}
ONLY_TEST_NUMBERS = N_(
    "Den här installationen tar bara emot påhittade personer. Använd ett testnummer, som 19400115-9807."
)
_RESERVE = re.compile(r"[A-ZÅÄÖ]")  # a number of the other system's own has a letter in it
_BORN = re.compile(r"^(?:19|20)\d{6}")

PERSON_FIELDS = (
    Field("number", N_("Personnummer"), "identity", required=True, longest=30, other_names=(
        "personnr", "pnr", "person-id", "personid", "identitet", "identitetsnummer", "brukare personnr", "klient",
        "klientens personnummer", "brukarens personnummer", "persnr", "social security number", "ssn")),
    Field("given_name", N_("Förnamn"), longest=80, other_names=("fornamn", "tilltalsnamn", "first name", "given name")),
    Field("family_name", N_("Efternamn"), longest=80, other_names=("last name", "surname", "family name")),
    Field("name", N_("Hela namnet"), longest=160, other_names=(
        "namn", "brukare", "klientnamn", "brukarens namn", "personnamn", "name")),
    Field("sex", N_("Kön"), "choice", codes=SEXES, words=words_of(
        SEXES, K="kvinna,f,female,2", M="man,male,1", **{"": "okänd,annat,x"}), other_names=("kon", "sex")),
    Field("street", N_("Gatuadress"), longest=100, other_names=("adress", "gata", "utdelningsadress", "street",
        "address")),
    Field("postcode", N_("Postnummer"), longest=6, other_names=("postnr", "zip")),
    Field("town", N_("Ort"), longest=60, other_names=("postort", "stad", "city")),
    Field("area", N_("Område"), longest=60, other_names=("distrikt", "hemtjanstomrade", "stadsdel")),
    Field("phone", N_("Telefon"), longest=30, other_names=("telefonnummer", "tel", "mobil", "telefon bostad", "phone")),
    Field("email", N_("E-post"), longest=254, other_names=("epost", "e-postadress", "mejl", "email", "mail")),
    Field("language", N_("Språk i brev"), "choice", codes=LANGUAGES, words=words_of(LANGUAGES), other_names=("sprak",)),
    Field("protection", N_("Skyddad identitet"), "choice", codes=PROTECTIONS, words=words_of(
        PROTECTIONS, **{"": "nej,n,0,-", "marked": "ja,j,1,x,sekretess,sekretessmarkerad,skyddad identitet,skyddad",
                        "registered": "kvarskrivning,kvarskriven"}),
          other_names=("sekretess", "sekretessmarkering", "skyddade personuppgifter", "skyddad", "skydd")),
    Field("died_on", N_("Avliden den"), "day", other_names=(
        "avliden", "dodsdatum", "avlidendatum", "avliden datum", "date of death")),
)  # fmt: skip


def _settle_person(body: Body, setting: Setting) -> Body:
    """The identity in its kept form; a number of the other system's own gives a temporary id when it is stored."""
    written = body["number"]
    _split_name(body)
    try:
        identity = setting.identity(written)
    except Invalid as invalid:
        if not _RESERVE.search(written.upper()):
            raise WrongField("number", invalid.refusal) from None
        return _reserve(body, written)
    if setting.only_test_numbers and not identity.is_test:
        raise WrongField("number", Refusal(ONLY_TEST_NUMBERS))
    if identity.kind is IdentityKind.TEMPORARY:
        return _reserve(body, identity.number)
    born = identity.birth_date.isoformat() if identity.birth_date else ""
    body |= {"number": identity.number, "number_kind": str(identity.kind), "born": born, "sex": str(identity.sex)}
    _check_death(body, born, setting)
    return body


def _reserve(body: Body, written: str) -> Body:
    """Somebody without a number of their own. The birth date is believed where the reserve number begins with one."""
    digits = re.sub(r"\D", "", written)
    born = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if _BORN.match(digits) else ""
    if born and not _is_day(born):
        born = ""
    return {**body, "number": "", "number_kind": str(IdentityKind.TEMPORARY), "born": born, "sex": body.get("sex", "")}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _split_name(body: Body) -> None:
    """ "Lind, Astrid" or "Astrid Lind" into its parts, where the file has no columns for them."""
    whole = body.pop("name", "")
    if whole and not body.get("family_name"):
        family, comma, given = whole.partition(",")
        if not comma:
            given, _, family = whole.rpartition(" ")
        body["family_name"], body["given_name"] = family.strip()[:80], given.strip()[:80] or body.get("given_name", "")
    if not body.get("family_name") and not body.get("given_name"):
        raise WrongField("family_name", Refusal(N_("Personen saknar namn.")))


def _check_death(body: Body, born: str, setting: Setting) -> None:
    died = body.get("died_on")
    if died and (died > setting.today.isoformat() or died < born):
        raise WrongField("died_on", Refusal(N_("Dödsdagen ligger i framtiden eller före födelsedagen.")))


def _settle_relation(body: Body, _setting: Setting) -> Body:
    if body["person"] == body["other"]:
        raise WrongField("other", Refusal(N_("En person kan inte vara närstående till sig själv.")))
    return {"kind": "närstående", "lives_together": False, **body, **_lower(body)}


def _lower(body: Body) -> Body:
    return {"kind": body["kind"].lower()} if body.get("kind") else {}


PERSON = Kind("person", N_("Personer"), PERSON_FIELDS, ("number",), _settle_person, "number")
RELATION = Kind(
    "relation",
    N_("Närstående"),
    (
        Field("person", N_("Den enskilde"), "reference", required=True, refers="person", other_names=(
            "personnummer", "personnr", "pnr", "brukare", "klient", "person-id", "personid")),
        Field("other", N_("Den närstående"), "reference", required=True, refers="person", other_names=(
            "anhorig", "narstaende", "anhorig personnr", "anhorig personnummer", "narstaende personnummer",
            "anhorigs personnummer", "kontakt", "kontaktperson", "anhorig-id", "anhorigid")),
        Field("kind", N_("Samband"), longest=30, other_names=("relation", "roll", "typ", "slaktskap", "relationstyp")),
        Field("lives_together", N_("Bor tillsammans"), "yes_no", other_names=("sammanboende", "samma hushall",
            "bor ihop")),
    ),
    ("person", "other"),
    _settle_relation,
    "other",
)  # fmt: skip
