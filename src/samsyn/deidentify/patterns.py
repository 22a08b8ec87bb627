"""Layer 2: what looks like a number, an address, a date or an age, whoever it belongs to.

Identity numbers are found in every written form and whether or not their check digit is right: a slip of the pen
identifies as well as the right number does. Ages and years of birth become bands of ten years; lengths of time stay,
since a need is measured in them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from samsyn.deidentify.edits import Edit, Free, Kind, Layer
from samsyn.deidentify.words import words_of

Make = Callable[[re.Match[str]], str | None]

OLDEST_BAND, ADULT = 90, 18
MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
          "december")  # fmt: skip
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?\\.?" if len(m) > 3 else m for m in MONTHS) + r"|sept\.?"
_SPACE = r"[ \u00a0\u202f\t]"
_NUMBER_BEGINS = re.compile(r"\d(?<!\d\d)")
LEAD, LONGEST_LEAD = "den ", 100
_DEN = re.compile(r"(?:\bden )?$", re.IGNORECASE)
_DASH = r"[-\u2010-\u2015\u2212]"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form to look for, what it is, and what stands in its place; `make` may say None: not that after all."""

    kind: Kind
    form: re.Pattern[str]
    make: Make
    confidence: float = 0.99
    lead: re.Pattern[str] | None = None  # what stands before it and goes with it
    needs: tuple[str, ...] = ()  # one of these is in every text that has the form; none: it is looked for in any
    is_number: bool = False  # it begins with the first digit of some
    beside: str = ""  # a sign that it must hold, where it stays within a line whatever stands around it


def found(text: str, free: Free, patterns: Sequence[Pattern] | None = None) -> Iterator[Edit]:
    """Edits of all patterns, or of some, over what is free, the surest patterns first."""
    small, patterns = text.lower(), PATTERNS if patterns is None else patterns
    has_numbers = any(pattern.is_number for pattern in patterns)
    numbers = [match.start() for match in _NUMBER_BEGINS.finditer(text)] if has_numbers else []
    for pattern in patterns:
        if pattern.needs and not any(needed in small for needed in pattern.needs):
            continue
        if pattern.is_number:
            matches = _at(pattern.form, text, numbers)
        else:
            matches = _beside(pattern.form, text, pattern.beside) if pattern.beside else pattern.form.finditer(text)
        for match in matches:
            start, end = match.span("all") if "all" in pattern.form.groupindex else match.span()
            if pattern.lead is not None:
                led = pattern.lead.search(text, max(0, start - LONGEST_LEAD), start)
                if led is None:
                    continue
                start = led.start()
            if not free.is_free(start, end):
                continue
            replacement = pattern.make(match)
            if replacement is None or replacement == text[start:end]:
                continue
            edit = Edit(start, end, text[start:end], replacement, pattern.kind, pattern.confidence, Layer.PATTERN)
            free.take([edit])
            yield edit


def _at(form: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Where a form stands among some places, from left to right, none in another: there are few numbers in a text."""
    end = 0
    for place in places:
        if place >= end and (match := form.match(text, place)):
            yield match
            end = match.end()


def _beside(form: re.Pattern[str], text: str, sign: str) -> Iterator[re.Match[str]]:
    """Where a form that stays within a line stands in the lines that hold a sign that it must have."""
    at = text.find(sign)
    while at >= 0:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield from form.finditer(text, text.rfind("\n", 0, at) + 1, end)
        at = text.find(sign, end)


def band(age: int) -> str:
    """The band of ages that one becomes: 80–89, 90 or older, 0–17."""
    if age >= OLDEST_BAND:
        return f"{OLDEST_BAND} år eller äldre"
    return f"{_decade(age)} år"


def _decade(age: int) -> str:
    if age < ADULT:
        return f"0–{ADULT - 1}"
    low = max(ADULT, age // 10 * 10)
    return f"{low}–{age // 10 * 10 + 9}"


def _always(word: str) -> Make:
    return lambda _: word


# A form begins with the set of its first signs, and what must not stand before it is looked for after the first: so a
# search goes from one such sign to the next instead of trying every place.
# Identity numbers: 19400115-9807, 400115 9807, 400115+9807, 1940 01 15 - 9807, 400175-9807 (coordination number, day
# plus 60), 4001159807, 400115-XXXX.
_IDENTITY = re.compile(
    rf"\d(?<!\d\d)(?:(?<=1)[89]\d\d|(?<=2)0\d\d|\d){_SPACE}?(?:0[1-9]|1[0-2]){_SPACE}?(?:[0-2]\d|3[01]|[6-8]\d|9[01])"
    rf"{_SPACE}?[-+\u2010-\u2015\u2212]?{_SPACE}?(?:\d{{4}}|[XxTF*]{{2,4}}\d?\d?)(?!\d)"
)
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.UNICODE)
_LINK = re.compile(r"[hHwW](?<!\w[hHwW])(?i:(?<=h)ttps?://|(?<=w)ww\.)[^\s<>\"”)]+")
_PHONE = re.compile(
    rf"[+(0](?<![\d\-/][+(0])(?:(?<=\+){_SPACE}?46{_SPACE}?(?:\(0\))?|(?<=0)0{_SPACE}?46{_SPACE}?(?:\(0\))?"
    rf"|(?<=\()0|(?<=0)){_SPACE}?[1-9]\d{{0,2}}\)?{_SPACE}?[-–/]?{_SPACE}?\d{{2,3}}(?:{_SPACE}?[-–]?{_SPACE}?\d{{2,3}}){{1,3}}"
    r"(?![\d\-/])"
)
_STREET_ENDS = (
    "gatan|vägen|gränd|gränden|allén|allé|torget|torg|plan|stigen|stig|backen|backe|leden|liden|parken|kajen|slingan|"
    "stranden|höjden|svängen|rundan|ringen|promenaden|esplanaden|bron|vreten|gården|kroken|lunden|åsen|hagen|gärdet"
)
_ADDRESS = re.compile(
    rf"\d(?<=[a-zåäöé]{_SPACE}\d)\d{{0,3}}(?:{_SPACE}?[A-Za-z])?(?![\w])"
    rf"(?:,?{_SPACE}(?:lgh|lägenhet|vån|våning|tr|portkod){_SPACE}?\d{{1,4}}{_SPACE}?(?:tr)?)?"
)
_STREET = re.compile(
    rf"\b(?:(?:[A-ZÅÄÖÉÜ][\w'’\-]*|av|och){_SPACE}){{0,3}}[A-ZÅÄÖÉÜ][\w'’\-]*(?:{_STREET_ENDS}|s{_SPACE}(?:gata|väg)){_SPACE}$"
)
_BOX = re.compile(rf"[BP](?<!\w[BP])(?:(?<=B)ox|(?<=P)ostbox){_SPACE}\d{{1,5}}\b")
_POSTCODE = re.compile(
    rf"[S1-9](?<!\w[S1-9])(?:(?<=S)E?-[1-9])?\d\d{_SPACE}?\d\d{_SPACE}{{1,2}}(?P<town>[A-ZÅÄÖ][\wåäöÅÄÖ\-]+(?:{_SPACE}[A-ZÅÄÖ][\w\-]+)?)(?!\d)"
)
_PLATE = re.compile(r"(?P<all>[A-HJ-PR-UW-Z](?<!\w\w)[A-HJ-PR-UW-Z]{2}[ \-]?\d\d[A-HJ-PR-UW-Z0-9])(?![\w])")
_BORN = re.compile(
    rf"(?P<word>[fF](?<!\w[fF])(?i:ödd|ödda|öddes|\.?|ödd{_SPACE}den|ödd{_SPACE}år))"
    rf"(?i:(?P<between>{_SPACE}(?:den{_SPACE}|år{_SPACE}|i{_SPACE})?)(?P<what>(?P<iso>(?:(?:18|19|20)\d\d|\d\d)[-/.]?[01]\d[-/.]?[0-3]\d)|\d{{1,2}}[./]\d{{1,2}}[-./{_SPACE[1:-1]}]*(?P<y1>(?:19|20)?\d\d)"
    rf"|\d{{1,2}}(?:[:.]?e)?{_SPACE}?(?:{_MONTH}){_SPACE}(?P<y2>(?:18|19|20)\d\d)|(?P<y3>(?:18|19|20)\d\d)|[-–’'](?P<y4>\d\d))(?!\d))"
)
_ISO_DATE = re.compile(
    r"(?<![\d\-/.])(?P<y>(?:19|20)\d\d)[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<d>0?[1-9]|[12]\d|3[01])(?![\d]|[-/.]\d)"
)
_DENSE_DATE = re.compile(r"(?<![\d\-+])(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\d\-+])")
_SHORT_DATE = re.compile(r"(?P<y>[0-4](?<![\d\-+]\d)\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\d\-+])")
_DAY_MONTH = re.compile(
    rf"(?P<all>(?P<d>\d(?<![\d/.,\-]\d)(?:(?<=[0-3])\d)?)(?::?e)?{_SPACE}(?P<m>{_MONTH})(?![\w])(?:{_SPACE}?(?P<y>(?:19|20)\d\d))?)",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?P<d>\d(?<![\d/.,\-]\d)(?:(?<=[0-3])\d)?)/(?P<m>1[0-2]|0?[1-9])(?:[-/ ](?P<y>(?:20)?\d\d))?(?![\d/])"
)
_AGE_WORD = re.compile(
    rf"(?P<age>\d(?<![\w–\-]\d)\d{{0,2}}){_SPACE}?{_DASH}{_SPACE}?(?P<word>årig|åriga|årige|åring|åringen|åringens|årings|åringar|åringarna|"
    r"års[ ]?ålder|årsåldern|årsdag|årsdagen|årsdagar)\b",
    re.IGNORECASE,
)
_AGE_YEARS = re.compile(
    rf"(?P<all>(?P<age>\d(?<![\w–\-,.]\d)\d{{0,2}}){_SPACE}år(?P<old>{_SPACE}(?:gammal|gamla|gamle|fyllda))?)"
    rf"(?!\w)(?!{_SPACE}eller{_SPACE}äldre)(?P<after>{_SPACE}*[\wåäö]*)",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(rf"(\w+)[,:]?{_SPACE}+$")
LONGEST_WORD = 60
_TURNS = re.compile(
    rf"(?P<word>[fF](?<!\w[fF])(?i:yller|yllde|yllt|ylla)){_SPACE}(?P<age>\d{{1,3}})(?i:{_SPACE}år)?(?![\d\w])"
)
_AGE_FIELD = re.compile(
    rf"(?P<word>[åÅ\u212b](?<!\w[åÅ\u212b])(?i:lder))(?P<between>{_SPACE}?:{_SPACE}*)(?P<age>\d{{1,3}})(?![\d–])"
    rf"(?i:{_SPACE}?år(?!{_SPACE}eller))?"
)

_SEX_FIELD = re.compile(
    rf"(?P<word>[kKöÖjJsS\u212aſ](?i:(?<=k)ön|(?<=ö)n|(?<=j)uridiskt kön|(?<=s)ex))(?P<between>{_SPACE}?:{_SPACE}*)"
    rf"(?i:kvinna|man|k|m|f|\([xX ]?\){_SPACE}*K{_SPACE}*\([xX ]?\){_SPACE}*M)\b"
)
_NUMBER = r"(?:(?:18|19|20)?\d{6}[-+ ]?(?:\d{4}|[Xx]{4})|\[personnummer\])"
_SEX_CELL = re.compile(r"(?P<all>[KMF](?<!\w[KMF]))(?![\w.])")  # of a table or a form, beside a number
_NUMBER_AFTER, _NUMBER_BEFORE = (
    re.compile(rf"[ \t;|,/()]{{1,9}}{_NUMBER}"),
    re.compile(rf"{_NUMBER}[ \t;|,/()]{{1,9}}$"),
)
_SEX_SIGN = re.compile("[♀♂]")
DURING = words_of("during")
BUT_AN_AGE_AFTER = words_of("about")
SINCE = words_of("since")
AGED_FROM = 15  # fewer years than so after "är" may be either; a person in these cases is rarely younger


def _age(match: re.Match[str]) -> str | None:
    """The band of "84 år"; None where the years are a length of time."""
    age = int(match["age"])
    found = _WORD_BEFORE.search(match.string, max(0, match.start("all") - LONGEST_WORD), match.start("all"))
    before, after = found[1].lower() if found else "", match["after"].strip().lower()
    if age > 120:
        return None
    if not match["old"]:
        if before in DURING - BUT_AN_AGE_AFTER or after in SINCE - {"i", "av"}:
            return None
        if before in BUT_AN_AGE_AFTER and age < 60:
            return None
        if age < AGED_FROM and before not in {"är", "bara", "endast", "ålder"}:
            return None
    return band(age)


def _age_word(match: re.Match[str]) -> str | None:
    age, word = int(match["age"]), match["word"].lower()
    if age > 120 or word.startswith("årsdag"):
        return None if age > 120 else match["word"].lower().replace("årsdag", "födelsedag")
    if word == "årsåldern":
        return None if age % 10 == 0 else f"{age // 10 * 10}-årsåldern"
    if word.replace(" ", "") == "årsålder":
        return f"{_decade(age) if age < OLDEST_BAND else OLDEST_BAND} års ålder"
    low = _decade(age) if age < OLDEST_BAND else f"{OLDEST_BAND}+"
    return f"{low}-{'åriga' if word == 'årige' else word}"


def _sex_cell(match: re.Match[str]) -> str | None:
    text, (start, end) = match.string, match.span()
    is_beside = _NUMBER_AFTER.match(text, end) or _NUMBER_BEFORE.search(text, max(0, start - LONGEST_WORD), start)
    return "[dolt]" if is_beside else None


def _turns(match: re.Match[str]) -> str | None:
    return f"{match['word']} år" if int(match["age"]) <= 120 else None


def _age_field(match: re.Match[str]) -> str | None:
    return f"{match['word']}{match['between']}{band(int(match['age']))}" if int(match["age"]) <= 120 else None


def _born(match: re.Match[str]) -> str:
    digits = match["y1"] or match["y2"] or match["y3"] or match["y4"] or match["iso"]
    full = re.sub(r"\D", "", digits)
    year = int(full[:4]) if len(full) in {4, 8} else 1900 + int(full[:2])
    word = "född" if match["word"].lower().startswith("f") and len(match["word"]) <= 2 else match["word"].split()[0]
    return f"{word} på {year // 10 * 10}-talet"


def _month(match: re.Match[str]) -> str | None:
    number = match["m"]
    name = MONTHS[int(number) - 1] if number.isdigit() else _month_named(number)
    year = match["y"]
    if year and len(year) == 2:
        year = f"20{year}"
    said = f"{name} {year}" if year else name
    return f"I {said}" if match.string[max(0, match.start() - len(LEAD)) : match.start()] == LEAD.title() else said


def _month_named(word: str) -> str:
    return next(m for m in MONTHS if m.startswith(word.lower().rstrip(".")[:3]))


def _slashed(match: re.Match[str]) -> str | None:
    """ "14/3" is a day; "1/2" and "3/4" of something are shares, and stay."""
    if not match["y"] and int(match["d"]) <= 3 and int(match["m"]) <= 4 and int(match["d"]) < int(match["m"]):
        return None
    return _month(match) if int(match["d"]) <= 31 else None


# An address on the net holds names in itself, so these go before the seed.
NET = (
    Pattern(Kind.EMAIL, _EMAIL, _always("[e-post]"), needs=("@",), beside="@"),
    Pattern(Kind.LINK, _LINK, _always("[länk]"), needs=("://", "www.")),
)
PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        Kind.PERSON_WORD, _SEX_FIELD, lambda m: f"{m['word']}{m['between']}[dolt]", needs=("kön", "sex:", "sex ", "ön:")
    ),
    Pattern(Kind.PERSON_WORD, _SEX_CELL, _sex_cell, 0.9),
    Pattern(Kind.PERSON_WORD, _SEX_SIGN, _always("[dolt]"), needs=("♀", "♂")),
    Pattern(Kind.BIRTH, _BORN, _born, needs=("föd", "f.", "f ")),
    Pattern(Kind.IDENTITY_NUMBER, _IDENTITY, _always("[personnummer]"), is_number=True),
    Pattern(Kind.DATE, _ISO_DATE, _month, is_number=True),
    Pattern(Kind.PHONE, _PHONE, _always("[telefon]"), 0.95),
    Pattern(Kind.ADDRESS, _ADDRESS, _always("[adress]"), 0.95, lead=_STREET, is_number=True),
    Pattern(Kind.ADDRESS, _BOX, _always("[adress]"), 0.95, needs=("box",)),
    Pattern(Kind.POSTCODE, _POSTCODE, _always("[ort]"), 0.95),
    Pattern(Kind.PLATE, _PLATE, _always("[registreringsnummer]"), 0.9),
    Pattern(Kind.DATE, _DENSE_DATE, _month, 0.9, is_number=True),
    Pattern(Kind.DATE, _SHORT_DATE, _month, 0.8, is_number=True),
    Pattern(Kind.DATE, _DAY_MONTH, _month, lead=_DEN, is_number=True),
    Pattern(Kind.DATE, _SLASHED, _slashed, 0.9, needs=("/",), is_number=True),
    Pattern(Kind.AGE, _TURNS, _turns, needs=("fyll",)),
    Pattern(Kind.AGE, _AGE_FIELD, _age_field, needs=("ålder",)),
    Pattern(Kind.AGE, _AGE_WORD, _age_word, needs=("år",), is_number=True),
    Pattern(Kind.AGE, _AGE_YEARS, _age, 0.9, needs=("år",), is_number=True),
)
