"""Reading a situation written by hand: the keys and their Swedish names, laws, paragraphs, days, yes and no."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from samsyn.cases.calendar_law import MONTHS, swedish_day
from samsyn.cases.clocks import Contradiction, Facts, Outcome, rules
from samsyn.cases.clocks.deletion import MATTERS
from samsyn.cases.clocks.facts import SOL_CAME


class Misread(ValueError):  # noqa: N818 - the name says what is wrong
    """A value that cannot be read, or a key that is not known; the text says so in Swedish."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key = key


LAWS = {
    "sol": "SoL", "socialtjänstlagen": "SoL", "socialtjänstlag": "SoL", "2025:400": "SoL", "nya sol": "SoL",
    "sol 2001:453": "SoL 2001:453", "2001:453": "SoL 2001:453", "gamla sol": "SoL 2001:453",
    "äldre sol": "SoL 2001:453", "äldre socialtjänstlagen": "SoL 2001:453", "gamla socialtjänstlagen": "SoL 2001:453",
    "lss": "LSS", "1993:387": "LSS", "lagen om stöd och service till vissa funktionshindrade": "LSS",
    "fl": "FL", "förvaltningslagen": "FL", "2017:900": "FL", "kl": "KL", "kommunallagen": "KL", "2017:725": "KL",
    "osl": "OSL", "offentlighets- och sekretesslagen": "OSL", "2009:400": "OSL",
    "bab": "2018:222", "2018:222": "2018:222", "lagen om bostadsanpassningsbidrag": "2018:222",
}  # fmt: skip
OUTCOMES = {
    "granted": Outcome.GRANTED, "beviljad": Outcome.GRANTED, "beviljat": Outcome.GRANTED, "bifall": Outcome.GRANTED,
    "beviljas": Outcome.GRANTED, "gynnande": Outcome.GRANTED, "approved": Outcome.GRANTED,
    "partly": Outcome.PARTLY, "partial": Outcome.PARTLY, "delvis": Outcome.PARTLY, "delvis bifall": Outcome.PARTLY,
    "delvis beviljat": Outcome.PARTLY, "partly granted": Outcome.PARTLY, "partly_granted": Outcome.PARTLY,
    "beviljas delvis": Outcome.PARTLY, "delvis avslag": Outcome.PARTLY, "granted_partly": Outcome.PARTLY,
    "refused": Outcome.REFUSED, "avslag": Outcome.REFUSED, "avslås": Outcome.REFUSED, "avslaget": Outcome.REFUSED,
    "denied": Outcome.REFUSED, "rejected": Outcome.REFUSED, "nekad": Outcome.REFUSED,
}  # fmt: skip
BOOLEANS = {"true": True, "yes": True, "ja": True, "1": True, "false": False, "no": False, "nej": False, "0": False}
# Other names of the keys; a key is always known by its own name too.
NAMES = {
    "lag": "law", "paragraf": "section", "lagrum": "section", "paragraph": "section", "utfall": "outcome",
    "beslutad": "decided", "beslutsdatum": "decided", "beslut": "decided", "decision": "decided",
    "mottaget": "received", "delfått": "received", "del_av": "received", "receipt": "received", "skickat": "sent",
    "tillkännagivet": "announced", "anslaget": "announced", "announcement": "announced", "nedtaget": "taken_down",
    "anslaget_igen": "announced_again", "reposted": "announced_again", "justerat": "approved",
    "sammanträde": "meeting", "verkställt": "executed", "verkställd": "executed", "execution": "executed",
    "delvis_verkställt": "executed_part", "avbrott": "interrupted", "avbrutet": "interrupted",
    "interruption": "interrupted", "återupptaget": "resumed", "erbjudande": "offered", "offer": "offered",
    "offer_made": "offered", "tackat_nej": "declined", "offer_declined": "declined", "vill_vänta": "waits",
    "wish_to_wait": "waits", "senarelagt": "postponed", "lov_postponed": "postponed", "återtaget": "withdrawn",
    "behov_upphört": "need_ceased", "avliden": "deceased", "nytt_beslut": "new_decision",
    "rapporterat": "reported", "reported_to_ivo": "reported", "lov": "freedom_of_choice", "dom": "judged",
    "judgment": "judged", "laga_kraft": "final", "delgivet": "served", "inlett": "started", "ansökan": "started",
    "applied": "started", "begäran": "requested", "överklagat": "appealed", "idag": "today", "kommun": "municipality",
    "län": "county", "född": "birth_date", "födelsedatum": "birth_date", "sista_anteckning": "last_entry",
    "last_note": "last_entry", "klocka": "clock", "code": "clock", "tillgänglig": "available", "ändrat": "changed",
    "månad": "month", "förvaltningsform_privat": "private", "privat": "private", "enskild_verksamhet": "private",
}  # fmt: skip
CLOCK_NAMES = {
    "appeal": "OVERKLAGA_3V", "överklagande": "OVERKLAGA_3V", "legality_review": "LAGLIGHET_3V",
    "laglighetsprövning": "LAGLIGHET_3V", "evb": "EVB_3M", "not_executed": "EVB_3M", "ej verkställt": "EVB_3M",
    "charge": "EVB_PRESK_2AR", "särskild avgift": "EVB_PRESK_2AR", "quarter": "EVB_KVARTAL",
    "council": "EVB_FULLMAKTIGE",
    "delay": "DROJSMAL_6M", "dröjsmål": "DROJSMAL_6M", "deletion": "GALLRING_5AR", "gallring": "GALLRING_5AR",
    "detriment": "ANDRING_NACKDEL", "transfer": "OVERFLYTT_1M", "överflyttning": "OVERFLYTT_1M",
    "fee_change": "AVGIFT_NASTA_MANAD", "avgiftsändring": "AVGIFT_NASTA_MANAD", "lex sarah": "LEXSARAH_GENAST",
}  # fmt: skip
TEXTS = frozenset({"law", "section", "municipality", "county"})
MANY = frozenset(f.name for f in fields(Facts) if f.type == tuple[date, ...])
BOOLEAN = frozenset(f.name for f in fields(Facts) if f.type == bool | None)
DAYS = MANY | {f.name for f in fields(Facts) if f.type == date | None}
HAPPENED = frozenset({"executed_part", "offered", "declined", "waits", "postponed", "reported"})
ASIDE = frozenset({"clock", "id", "comment"})
KNOWN = frozenset(f.name for f in fields(Facts)) | ASIDE


def facts_of(situation: Any) -> Facts:
    """The facts of a situation. Raises Misread or Contradiction, which name the key."""
    if not isinstance(situation, Mapping):
        raise Misread("situation", "En situation är ett JSON-objekt, med nycklar och värden.")
    values: dict[str, Any] = {}
    for given, value in situation.items():
        key = _key(given)
        if key in ASIDE or value is None or value == "" or (value is False and key in DAYS):
            continue
        if key in values:
            raise Misread(str(given), f"Samma uppgift ({key}) anges två gånger.")
        values[key] = _value(key, str(given), value)
    _settle_law(values)
    _settle_days(values)
    try:
        facts = Facts(**values)
    except OverflowError:
        raise Misread("decided", "Datumet går inte att räkna med.") from None
    _check_together(facts)
    return facts


def known_code(situation: Mapping[str, Any]) -> str:
    """The clock that is asked for, or nothing. Raises Misread for one that is not in the table."""
    asked = next((value for key, value in situation.items() if _key(key) == "clock"), None)
    if asked is None or asked == "":
        return ""
    code = CLOCK_NAMES.get(str(asked).strip().casefold(), str(asked).strip().upper())
    if code not in rules():
        raise Misread("clock", f"Klockan {asked} finns inte. {_close(code, rules())}")
    return code


def _key(given: Any) -> str:
    key = re.sub(r"[\s-]+", "_", str(given).strip().casefold())
    key = NAMES.get(key, key)
    if key not in KNOWN:
        raise Misread(str(given), f"Nyckeln är okänd. {_close(key, KNOWN | NAMES.keys())}")
    return key


def _close(word: str, among: Any) -> str:
    near = get_close_matches(word, list(among), n=1, cutoff=0.6)
    return f"Menar du {near[0]}?" if near else "Kontrollera stavningen."


def _value(key: str, given: str, value: Any) -> Any:
    if key in TEXTS:
        return _law(given, value) if key == "law" else str(value).strip()
    if key in BOOLEAN:
        return _yes_or_no(given, value)
    if key == "outcome":
        return _outcome(given, value)
    if key == "matters":
        return _matters(given, value)
    if key == "target_days":
        return _number(given, value)
    if key in HAPPENED and value is True:
        return True
    if key in MANY:
        return tuple(_day(given, one) for one in (value if isinstance(value, list) else [value]))
    if isinstance(value, list):
        raise Misread(given, "Ange en enda dag.")
    return _born(given, value) if key in {"birth_date", "child_born"} else _day(given, value)


def _law(given: str, value: Any) -> str:
    said = " ".join(str(value).split()).casefold()
    for word in (said, re.sub(r"\s*\(.*\)", "", said), (re.findall(r"\d{4}:\d+", said) or [""])[0]):
        # A number in brackets tells the two Social Services Acts apart, so it is read before the name.
        numbered = next((LAWS[n] for n in re.findall(r"\d{4}:\d+", said) if n in LAWS), "")
        if numbered or word in LAWS:
            return numbered or LAWS[word]
    raise Misread(given, f"Lagen {value} är okänd. Skriv till exempel SoL, SoL 2001:453, LSS eller OSL.")


def section_of(text: str) -> str:
    """A paragraph as the tables have it: 11:1 from "11 kap. 1 §", 9 from "9 §", 2a:8 from "2 a kap. 8 §"."""
    said = " ".join(text.casefold().replace("§§", " ").replace("§", " ").split())
    if chapter := re.match(r"^(\d+)\s*([a-z]?)\s*kap\.?\s*(\d+)\s*([a-z]?)\b", said):
        number, letter, place, suffix = chapter.groups()
        return f"{number}{letter}:{place}{' ' + suffix if suffix else ''}"
    if short := re.match(r"^(\d+)\s*([a-z]?)\s*:\s*(\d+)\s*([a-z]?)\b", said):
        number, letter, place, suffix = short.groups()
        return f"{number}{letter}:{place}{' ' + suffix if suffix else ''}"
    if plain := re.match(r"^(\d+)\s*([a-z]?)\b", said):
        number, suffix = plain.groups()
        return f"{number}{' ' + suffix if suffix else ''}"
    return said


def _settle_law(values: dict[str, Any]) -> None:
    """Let a law written with its paragraph, and the former act by its day or its chapter, be what they mean."""
    section = values.get("section", "")
    if section and (both := re.match(r"^([^\d]+?)\s+(\d.*)$", section)):
        law, section = _law("section", both[1]), both[2]
        if values.setdefault("law", law) != law and not values["law"].startswith(law):
            raise Misread("section", f"Paragrafen hör till {law} men law är {values['law']}.")
    if section:
        values["section"] = section_of(section)
        if not re.match(r"^\d", values["section"]):
            raise Misread("section", f"Paragrafen {section} går inte att läsa. Skriv till exempel 11:1 eller 9 §.")
    decided = values.get("decided")
    # The same words, "SoL 4:1", meant the former act until the new one came into force.
    if values.get("law") == "SoL" and decided and decided < SOL_CAME and values.get("section") in FORMER:
        values["law"] = "SoL 2001:453"


FORMER = frozenset({"4:1", "4:2", "4:5", "2a:8", "8:4", "8:5", "8:6", "8:7", "8:8", "8:9"})


def _settle_days(values: dict[str, Any]) -> None:
    """What is only said to have happened, with no day, happened on the decision's: it starts no clock of its own."""
    for key in [key for key in HAPPENED if values.get(key) is True]:
        if "decided" not in values:
            raise Misread(key, "Ange vilken dag det hände, eller dagen för beslutet.")
        values[key] = (values["decided"],)


def _outcome(given: str, value: Any) -> Outcome:
    found = OUTCOMES.get(str(value).strip().casefold())
    if found is None:
        raise Misread(given, f"Utfallet {value} är okänt. Skriv granted, partly eller refused.")
    return found


def _matters(given: str, value: Any) -> frozenset[str]:
    said = {str(one).strip().casefold() for one in (value if isinstance(value, list) else [value])}
    if unknown := said - MATTERS - {"lex_sarah"}:
        raise Misread(
            given, f"{', '.join(sorted(unknown))} är okänt. Välj bland {', '.join(sorted(MATTERS))}, lex_sarah."
        )
    return frozenset(said)


def _yes_or_no(given: str, value: Any) -> bool:
    found = BOOLEANS.get(str(value).strip().casefold())
    if found is None:
        raise Misread(given, f"{value} är varken ja eller nej. Skriv true eller false.")
    return found


def _number(given: str, value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,4}", str(value).strip()):
        raise Misread(given, f"{value} är inte ett helt antal dagar.")
    return int(str(value))


def _born(given: str, value: Any) -> date:
    """A birth date, also as the first figures of an identity number; a coordination number has 60 on its day."""
    said = re.sub(r"[\s+-]", "", str(value))
    if found := re.fullmatch(r"(\d{6})(\d{2})(\d{4})?", said):
        day = int(found[2])
        return _day(given, f"{found[1]}{day - 60 if day > 60 else day:02}")
    return _day(given, value)


def _day(given: str, value: Any) -> date:
    said = str(value).strip()
    try:
        return _read_day(said)
    except (ValueError, OverflowError):
        raise Misread(given, f"{said} är inget datum. Skriv till exempel 2026-01-31.") from None


def _read_day(said: str) -> date:
    if found := re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", said):
        return _sane(date(int(found[1]), int(found[2]), int(found[3])))
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})[ /-](\d{4})", said):
        return _sane(date(int(found[3]), int(found[2]), int(found[1])))
    if found := re.fullmatch(r"(?:den )?(\d{1,2}) ([a-zåäö]+) (\d{4})", said.casefold()):
        return _sane(date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])))
    if found := re.fullmatch(r"(\d{4})-(\d{2})", said):
        return _sane(date(int(found[1]), int(found[2]), 1))
    moment = datetime.fromisoformat(said)
    return _sane(swedish_day(moment) if moment.tzinfo else moment.date())


def _sane(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise ValueError(day)
    return day


def _check_together(facts: Facts) -> None:
    if facts.outcome is Outcome.REFUSED and not facts.judged:
        for name in ("executed", "executed_part", "interrupted"):
            if getattr(facts, name):
                raise Contradiction(name, "Beslutet är ett avslag och har inget att verkställa. Ändra outcome.")
    if facts.taken_down and not facts.announced:
        raise Contradiction("taken_down", "taken_down anges utan announced. Ange också dagen för tillkännagivandet.")
    if facts.resumed and not facts.interrupted:
        raise Contradiction("resumed", "resumed anges utan interrupted. Ange också dagen för avbrottet.")
    if facts.received and facts.sent and facts.received < facts.sent:
        raise Contradiction("received", "Beslutet kan inte ha nått personen innan det skickades.")
