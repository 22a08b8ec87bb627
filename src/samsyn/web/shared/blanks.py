"""Forms to fill in by hand for what the person does on their pages: swap, cancel, use time, write, say yes or no.

What is handed in is entered by the staff with the same effect (docs/own-page.md says where).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from samsyn.cases.codes import without_plan
from samsyn.homecare.account.spans import FRAME_UNITS
from samsyn.homecare.contact import OFFERED_WITH
from samsyn.homecare.message_access import MESSAGE
from samsyn.homecare.queries import contact_asked, supervised
from samsyn.people.access import SEE
from samsyn.people.languages import language_of
from samsyn.people.refusals import N_
from samsyn.web.shared.account import named, visit_name
from samsyn.web.shared.answer_blanks import (
    OF_CAMERA,
    back_blocks,
    camera_blocks,
    contact_blocks,
    home_blocks,
    night_blocks,
    right_blocks,
)
from samsyn.web.shared.paper import Sheet
from samsyn.web.shared.paper_form import Block, Form, form_pdf, heading, line, text, tick
from samsyn.web.shared.wording import clock, duration, long_date, say

if TYPE_CHECKING:
    from samsyn.homecare.models import Order, PlannedTime
    from samsyn.homecare.queries import Choice
    from samsyn.people.models import Consent, Person, Unit

TIME = SEE | {"time"}
OWN = frozenset[str]()  # what no consent opens to a relative: each answers for themselves
# Each form: what it is called, and which of a relative's rights opens it.
BLANKS = {
    "byt": (N_("Byt ett besök"), TIME),
    "avboka": (N_("Avboka ett besök"), TIME),
    "mer-tid": (N_("Använd tid som är fri"), TIME),
    "meddelande": (N_("Skriv ett meddelande"), MESSAGE),
    "plan": (N_("Svara på planen"), SEE | {"plan"}),
    "omsorgskontakt": (N_("Svara om fast omsorgskontakt"), SEE | {"plan"}),
    "kamera": (N_("Ja eller nej till kamera på natten"), OWN),
    "kamera-natt": (N_("Var i fred en natt"), OWN),
    "kamera-hemma": (N_("Kamera där du bor: ja eller nej"), OWN),
    "samtycke": (N_("Låt någon se eller hjälpa till"), OWN),
    "ta-tillbaka": (N_("Ta tillbaka en rätt"), OWN),
}
OF_TIME = frozenset({"byt", "avboka", "mer-tid"})
OF_PERSON = ("samtycke", "ta-tillbaka")  # of no order: they go to the caseworker
VISITS, CHOICES, LINES = 10, 8, 4
Change = Callable[[str], str]


@dataclass(frozen=True)
class Blank:
    """One form: which, about which help, with what there is to choose among."""

    which: str
    order: "Order"
    visits: Sequence["PlannedTime"]
    choices: Sequence["Choice"]
    today: date
    given: Sequence["Consent"] = ()  # rights that can be taken back, where the reader knows of them
    reader: "Person | None" = None  # who it is for, where that is not the person


def blanks_of(orders: Sequence["Order"]) -> dict[int, list[str]]:
    """The forms that are of any use, by order: what is not granted as time has no time to swap, nor all a plan."""
    watched, asked = supervised(orders), contact_asked(orders)
    return {o.pk: [which for which in BLANKS if which not in _unused(o, watched, asked)] for o in orders}


def _unused(order: "Order", watched: set[int], asked: set[int]) -> frozenset[str]:
    unused = frozenset() if order.line.unit in FRAME_UNITS else OF_TIME
    if order.line.intervention in without_plan():
        unused |= {"plan"}
    if order.line.intervention not in OFFERED_WITH or order.pk in asked:
        unused |= {"omsorgskontakt"}
    return unused if order.pk in watched else unused | OF_CAMERA


def blank_sheet(blank: Blank) -> Sheet:
    """The form in large type, in the language of the letters of whom it is for."""
    order, reader = blank.order, blank.reader or blank.order.case.person
    to = order.case.unit if blank.which in OF_PERSON else order.provider
    about = "" if blank.which == "kamera-hemma" else order.case.person.name
    sent = Sent(blank.which, reader, to, about, bool(order.case.person.protection or reader.protection))
    return _sheet(sent, lambda: PARTS[blank.which](blank), blank.today)


def rights_sheet(which: str, person: "Person", unit: "Unit", given: Sequence["Consent"], *, today: date) -> Sheet:
    """One of the forms about who may see and help, also for somebody who has no help under way."""
    sent = Sent(which, person, unit, person.name, bool(person.protection))
    return _sheet(sent, lambda: right_blocks() if which == "samtycke" else back_blocks(given), today)


@dataclass(frozen=True)
class Sent:
    """Which form, who fills it in, whom it goes to, whom it is about, and whether their data are protected."""

    which: str
    reader: "Person"
    to: "Unit"
    about: str
    is_protected: bool


def _sheet(sent: Sent, parts: Callable[[], list[Block]], today: date) -> Sheet:
    language = language_of(sent.reader.letter_language, sent.reader.language).split("-")[0]

    def draw(change: Change) -> bytes:
        with override(language):
            return form_pdf(_form(sent, parts(), language), today=today, change=change)

    return Sheet(draw, name=sent.which)


def _form(sent: Sent, parts: list[Block], language: str) -> Form:
    title, provider, to = say(BLANKS[sent.which][0]), sent.to, sent.to.name
    if sent.which in OF_PERSON:
        told = gettext("Lämna papperet till din handläggare, eller skicka det till {place}.").format(place=to)
    else:
        told = gettext("Lämna papperet till den som kommer, eller skicka det till {provider}.").format(provider=to)
    blocks = [
        heading(1, title),
        text(f"{sent.about}. {to}" if sent.about else to),
        text(told),
        *parts,
        line(gettext("Ditt namn")),
        line(gettext("Datum")),
        text(" ".join(_ending(provider.phone))),  # one paragraph, which the line before it never leaves alone
    ]
    mark = gettext("Skyddade personuppgifter") if sent.is_protected else ""
    return Form(title, to, language, tuple(blocks), sent.about, mark)


def _ending(phone: str) -> Iterator[str]:
    yield gettext("Papperet gäller lika mycket som din sida på webben.")
    if phone:
        yield gettext("Ring om du hellre vill det: {phone}").format(phone=phone)


def _visits(blank: Blank, asked: str) -> list[Block]:
    ticks = [tick(_visit(visit)) for visit in blank.visits[:VISITS]]
    return [heading(2, asked), *ticks, line(gettext("Något annat besök: vilken dag och tid?"))]


def _visit(visit: "PlannedTime") -> str:
    when = f"{long_date(visit.day, 'weekday')} {clock(visit.start)}"
    return f"{when}, {visit_name(visit)}, {duration(visit.minutes)}"


def _instead(blank: Blank, asked: str) -> list[Block]:
    ticks = [tick(named(c.key, c.own)) for c in blank.choices[:CHOICES]]
    return [
        heading(2, asked), *ticks, line(gettext("Något annat")), line(gettext("Vilken dag och tid?")),
        line(gettext("Hur länge?")),
    ]  # fmt: skip


def _swap(blank: Blank) -> list[Block]:
    given = _visits(blank, gettext("Vilket besök vill du byta?"))
    return [*given, *_instead(blank, gettext("Vad vill du ha i stället?"))]


def _cancel(blank: Blank) -> list[Block]:
    return _visits(blank, gettext("Vilket besök vill du avboka?"))


def _use(blank: Blank) -> list[Block]:
    return _instead(blank, gettext("Vad vill du använda tiden till?"))


def _message(blank: Blank) -> list[Block]:
    order = blank.order
    contact = order.contact.name if order.contact else order.provider.name
    caseworker = order.case.caseworker.name if order.case.caseworker else order.case.unit.name
    written = [line(gettext("Ditt meddelande")), *(line(" ") for _ in range(LINES))]
    return [
        text(gettext("Är det bråttom? Skriv inte här. Ring 112 om det är fara för liv.")),
        heading(2, gettext("Vem vill du skriva till?")),
        tick(f"{contact}, {gettext('kontaktperson')}"),
        tick(f"{caseworker}, {gettext('handläggare')}"),
        *written,
    ]


def _plan(_blank: Blank) -> list[Block]:
    changed = [line(gettext("Vad vill du ändra?")), *(line(" ") for _ in range(LINES))]
    return [
        heading(2, gettext("Vad säger du om planen?")),
        tick(gettext("Ja, planen är bra")),
        tick(gettext("Nej, jag vill ändra något")),
        *changed,
    ]


PARTS: dict[str, Callable[[Blank], list[Block]]] = {
    "byt": _swap,
    "avboka": _cancel,
    "mer-tid": _use,
    "meddelande": _message,
    "plan": _plan,
    "omsorgskontakt": lambda blank: contact_blocks(blank.order, blank.today),
    "kamera": lambda blank: camera_blocks(blank.order),
    "kamera-hemma": lambda blank: home_blocks(blank.order),
    "kamera-natt": lambda _blank: night_blocks(),
    "samtycke": lambda _blank: right_blocks(),
    "ta-tillbaka": lambda blank: back_blocks(blank.given),
}
