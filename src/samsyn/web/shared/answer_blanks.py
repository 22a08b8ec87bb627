"""Yes and no on paper: to a fast omsorgskontakt, to the camera at night, and to somebody who is to see or help."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from samsyn.homecare.queries import contact_standing, contact_steps, supervision_of
from samsyn.people.refusals import N_
from samsyn.web.shared.contact_words import ANSWERS, OPEN
from samsyn.web.shared.paper_form import Block, heading, line, text, tick
from samsyn.web.shared.wording import clock, say

if TYPE_CHECKING:
    from samsyn.homecare.models import Order, Supervision
    from samsyn.people.models import Consent

# What somebody may be let to do, said after "får": the functions of people.access in plainer words.
FUNCTIONS = {
    "see": N_("se hur det går, besluten och planen"),
    "apply": N_("ansöka om hjälp"),
    "plan": N_("säga ja eller nej till planen"),
    "time": N_("byta och avboka besök"),
    "message": N_("läsa och skriva meddelanden"),
}


OF_CAMERA = frozenset({"kamera", "kamera-natt", "kamera-hemma"})


def contact_blocks(order: "Order", today: date) -> list[Block]:
    """Who is offered or appointed, and what can be answered."""
    now = contact_standing(order, today)
    names = {s.staff_id: s.staff.name for s in contact_steps(order) if s.staff}
    told = []
    if now.appointed:
        told.append(text(gettext("Din fasta omsorgskontakt är {name}.").format(name=names[now.appointed])))
    if now.offered:
        told.append(text(gettext("{name} vill bli din fasta omsorgskontakt.").format(name=names[now.offered])))
    return [
        text(
            gettext(
                "En fast omsorgskontakt är en person som du känner och som håller ihop din hjälp. Det är frivilligt."
                " Du kan säga nej, och du kan ändra dig när du vill."
            )
        ),
        *told,
        heading(2, gettext("Vad vill du?")),
        *(tick(say(ANSWERS[key])) for key in OPEN.get(now.stands, ("asks",))),
        line(gettext("Vill du säga något mer?")),
    ]


def camera_blocks(order: "Order") -> list[Block]:
    """What is agreed, and the person's own yes or no."""
    found = supervision_of(order)
    if found is None:
        return []
    terms = found.terms.all()[0]
    seen = gettext("Om du inte syns tittar vi igen efter {retry} minuter. Sedan kommer någon hem inom {visit} minuter.")
    return [
        text(gettext("Personalen ser till dig genom en kamera på natten. Då behöver ingen gå in och väcka dig.")),
        text(_looks(found)),
        text(seen.format(retry=terms.retry_minutes, visit=terms.visit_minutes)),
        text(gettext("Du bestämmer. Säger du nej kommer någon hem till dig i stället. Du får lika mycket hjälp.")),
        *_yes_or_no(),
    ]


def night_blocks() -> list[Block]:
    """A night that the person wants to be left alone."""
    return [
        text(
            gettext(
                "Då tittar ingen, och ingen kommer för tillsynen den natten. Din hjälp andra nätter är som vanligt."
            )
        ),
        line(gettext("Vilken natt?")),
    ]


def home_blocks(order: "Order") -> list[Block]:
    """What somebody who lives with the person says yes or no to, for themselves alone."""
    found = supervision_of(order)
    if found is None:
        return []
    told = gettext("Du bor med {name}. Personalen tittar genom en kamera på natten. De kan se dig också.")
    return [
        text(told.format(name=order.case.person.name)),
        text(_looks(found)),
        text(gettext("Därför behövs ditt ja. Ingen tittar förrän alla har sagt ja. Du svarar bara för dig själv.")),
        *_yes_or_no(),
    ]


def _looks(found: "Supervision") -> str:
    terms = found.terms.all()[0]
    told = gettext("Klockan {times}. Högst {seconds} sekunder varje gång. Ingenting spelas in.")
    times = ", ".join(clock(at) for at in terms.through_the_night)
    return told.format(times=times, seconds=terms.look_seconds)


def _yes_or_no() -> list[Block]:
    return [
        heading(2, gettext("Vad säger du om kameran?")),
        tick(gettext("Ja till kameran")),
        tick(gettext("Nej till kameran, också om jag har sagt ja")),
    ]


def right_blocks() -> list[Block]:
    """Who may see or do what and for how long, signed by both."""
    return [
        heading(2, gettext("Vem ska få se eller hjälpa till?")),
        line(gettext("Namn")),
        line(gettext("Personnummer")),
        heading(2, gettext("Vad får den personen göra?")),
        *(tick(_capital(say(what))) for what in FUNCTIONS.values()),
        heading(2, gettext("Hur länge?")),
        line(gettext("Från och med")),
        line(gettext("Till och med")),
        text(gettext("Skriv ingen slutdag om det ska gälla tills du tar tillbaka det.")),
        heading(2, gettext("Den som får rätten")),
        text(gettext("Jag vill ha den rätt som står här.")),
        line(gettext("Namn")),
        heading(2, gettext("Du som ger rätten")),
    ]


def back_blocks(given: "Sequence[Consent]") -> list[Block]:
    """Which right is taken back. Apart from the form that gives one: whoever signs that is not to read of others."""
    return [
        heading(2, gettext("Vilken rätt tar du tillbaka?")),
        *(tick(f"{c.to_name}: {say(FUNCTIONS[c.function])}") for c in given),
        line(gettext("Vems rätt, och till vad?")),
    ]


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
