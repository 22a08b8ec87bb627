"""Who may ask for, read and conclude a review, and take part in an exercise: role *and* relation, else denied."""

from dataclasses import dataclass

from samsyn.people.refusals import N_, NoAccess, Refusal
from samsyn.people.roles import ASSESSMENT, Actor, Role
from samsyn.review.lifecycle import State

NOT_DRAWN = Refusal(N_("Underlaget är lottat till andra. Bara de som ska läsa det kan öppna det."), law="SoLPuL 10")


def why_not_take_part(actor: Actor) -> Refusal | None:
    """Reading what others have investigated, and exercising together: those who assess needs, known by name."""
    if actor.role in ASSESSMENT and actor.is_human:
        return None
    return Refusal(N_("Granskning och övningar är för dem som utreder och beslutar."))


def why_not_lead(actor: Actor) -> Refusal | None:
    """Setting a unit's rule, leading its meetings and its working group: the team leader."""
    if actor.role is Role.TEAM_LEADER and actor.is_human:
        return None
    return Refusal(N_("Det är gruppledaren som bestämmer hur enheten granskar och övar."))


def unit_of(actor: Actor) -> int:
    """The unit somebody acts for. Raises NoAccess where they act for none."""
    if actor.unit_id is None:
        raise NoAccess(Refusal(N_("Granskning och övningar är för dem som utreder och beslutar.")))
    return actor.unit_id


@dataclass(frozen=True)
class ReadingFacts:
    """As much of a reading, and of the packet it is of, as access depends on."""

    reader_id: int
    state: State
    is_done: bool
    has_stepped_down: bool


def why_not_read_packet(actor: Actor, reading: ReadingFacts | None) -> Refusal | None:
    """The texts of a packet: those drawn to read it, while it stands."""
    if refusal := why_not_take_part(actor):
        return refusal
    if reading is None or reading.reader_id != actor.staff_id or reading.has_stepped_down:
        return NOT_DRAWN
    if reading.state is State.WITHDRAWN:
        return Refusal(N_("Underlaget är tillbakadraget och går inte längre att läsa."))
    return None


def why_not_write_reading(actor: Actor, reading: ReadingFacts | None) -> Refusal | None:
    """Writing one's own reading: until it is handed in, or the readings are opened."""
    if refusal := why_not_read_packet(actor, reading):
        return refusal
    if reading and reading.is_done:
        return Refusal(N_("Du har lämnat in din läsning. Den ändras inte, så att alla har läst var för sig."))
    if reading and reading.state is not State.SENT:
        return Refusal(N_("Läsningarna är redan öppnade. Ta upp det du ser på mötet."))
    return None


def why_not_see_others(actor: Actor, reading: ReadingFacts | None) -> Refusal | None:
    """What the others say: those who are drawn, when the readings are opened, also one who was late."""
    if refusal := why_not_read_packet(actor, reading):
        return refusal
    if reading and reading.state is State.SENT:
        return Refusal(N_("Läsningarna öppnas när alla har lämnat in sina. Till dess ser ingen de andras."))
    return None


def why_not_conclude(actor: Actor, reading: ReadingFacts | None) -> Refusal | None:
    """Writing down what the meeting came to: those who handed in their reading before it was opened."""
    if refusal := why_not_see_others(actor, reading):
        return refusal
    if reading and not reading.is_done:
        return Refusal(N_("Läsningarna öppnades innan du lämnade in din. De andra skriver in vad mötet kom fram till."))
    return None


def why_not_draw(found: int, wanted: int) -> Refusal | None:
    """Fewer than two cannot read blind to each other; fewer than the rule asks for are too few as well."""
    if found >= wanted:
        return None
    return Refusal(
        N_("Det finns bara {found} som kan läsa, och {wanted} behövs. De andra har arbetat med ärendet eller kan stå"
           " personen nära. Be gruppledaren ändra regeln, eller undanta ärendet."),
        {"found": found, "wanted": wanted},
    )  # fmt: skip


def why_not_lead_packet(actor: Actor, unit_id: int) -> Refusal | None:
    """Seeing how far a unit's packets have come, and opening readings that somebody is late with: its team leader.

    The texts are not theirs to read: a leader can open every case of the unit, and would not be blind.
    """
    if refusal := why_not_lead(actor):
        return refusal
    if actor.unit_id != unit_id:
        return Refusal(N_("Underlaget hör till en annan enhet."), law="SoLPuL 10")
    return None
