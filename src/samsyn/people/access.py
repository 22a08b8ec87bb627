"""Who may do what with persons, staff and the log, as pure functions of role and relation."""

from datetime import date

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import ASSESSMENT, LEADERS, PROVIDER, Actor, Role

# What a relative may be let to do; each consent names one of them.
FUNCTIONS = {
    "see": N_("Se ärendet, besluten och planen"),
    "apply": N_("Ansöka åt personen"),
    "plan": N_("Säga ja eller nej till planen"),
    "time": N_("Byta och avboka besök"),
    "message": N_("Läsa och skriva meddelanden"),
}

# What such a right rests on; the values of people.Consent.basis.
BASES = {
    "consent": N_("samtycke"),
    "power_of_attorney": N_("fullmakt"),
    "lasting_power": N_("framtidsfullmakt"),
    "trustee": N_("god man"),
    "administrator": N_("förvaltare"),
}

SEE = frozenset({"see"})
APPOINTED = frozenset({"trustee", "administrator"})  # consent bases that only a court gives and takes

# How to reach somebody; the person changes their own, except what the population register says.
CONTACT = ("street", "postcode", "town", "phone", "email", "language")
OWN_CONTACT = frozenset({"phone", "email", "language"})

# Confirmed once and shown with its source wherever it is needed; the keys of people.Fact.
FACTS = {
    "household": N_("Hushåll"),
    "housing": N_("Bostad"),
    "language": N_("Språk och tolk"),
    "hearing": N_("Hörsel och syn"),
    "aids": N_("Hjälpmedel"),
    "health": N_("Hälsa enligt läkare"),
    "network": N_("Närstående och nätverk"),
    "care": N_("Vårdkontakter"),
    "keys": N_("Nycklar och dörr"),
}


def why_not_search(actor: Actor) -> Refusal | None:
    """Search by name or number is for those who handle cases (SoLPuF 15 §); private providers have none (20, 21 §§)."""
    if actor.is_private:
        return Refusal(
            N_("En privat utförare söker inte bland personer. Ni ser de beställningar som ni har fått."),
            law="SoLPuF 20",
        )
    if actor.role in ASSESSMENT:
        return None
    return Refusal(N_("Sökning är öppen för den som handlägger ärenden."), law="SoLPuF 15")


def why_not_register(actor: Actor) -> Refusal | None:
    """Registering persons, and what is known of them, belongs to case handling."""
    if actor.role in {Role.CASEWORKER, Role.TEAM_LEADER}:
        return None
    return Refusal(N_("Det är handläggaren som registrerar personer och uppgifter."))


def why_not_change_contact(actor: Actor, person_id: int, changed: frozenset[str]) -> Refusal | None:
    """Case handling changes all of it; the person their own phone, e-mail and language."""
    if actor.role is not Role.PERSON or actor.person_id != person_id:
        return why_not_register(actor)
    if changed <= OWN_CONTACT:
        return None
    return Refusal(
        N_("Adressen kommer från folkbokföringen. Anmäl flytten till Skatteverket, eller prata med din handläggare.")
    )


def why_not_see_contact(actor: Actor, person_id: int, *, is_protected: bool) -> Refusal | None:
    """How to reach a protected person: themselves, and whoever has the permission. Comes after every other rule.

    Neither role, relation, consent nor an emergency is enough (OSL 26:1, 21:3).
    """
    if not is_protected or actor.sees_protected:
        return None
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    return Refusal(
        N_("Skyddade personuppgifter. Adress och telefon visas bara för den som har särskild behörighet."),
        law="OSL 26:1",
    )


def why_not_protect(actor: Actor) -> Refusal | None:
    """Noting that somebody is protected: anybody in case handling, at once: too much cover harms less than none."""
    if actor.role in ASSESSMENT:
        return None
    return Refusal(N_("Det är handläggaren som antecknar skyddade personuppgifter."), law="OSL 5:5")


def why_not_lift_protection(actor: Actor) -> Refusal | None:
    """Lifting it lays the address open: a team leader with the permission, who has seen what it rests on."""
    if actor.role is Role.TEAM_LEADER and actor.sees_protected:
        return None
    return Refusal(
        N_("Det är en gruppledare med behörighet till skyddade uppgifter som tar bort skyddet."), law="OSL 5:5"
    )


def why_not_emergency(actor: Actor) -> Refusal | None:
    """Opening without relation in an emergency: case handling, and the municipality's own staff who carry out.

    A private provider has its own orders only: what another unit has may not be matched with them (SoLPuF 21 §).
    """
    if actor.is_private:
        return Refusal(
            N_("En privat utförare öppnar inte andras beställningar. Ring kommunen om det är bråttom."),
            law="SoLPuF 21",
        )
    if actor.role in ASSESSMENT | PROVIDER:
        return None
    return Refusal(N_("Din roll ger inte tillgång till enskilda ärenden."), law="SoLPuL 10")


def why_not_review(actor: Actor, unit_id: int, staff_id: int | None) -> Refusal | None:
    """Looking at what was read at a unit: its leader, and never of oneself."""
    if actor.role not in LEADERS or actor.unit_id != unit_id:
        return Refusal(N_("Det är enhetens ledare som granskar."), law="SoLPuL 10")
    if actor.staff_id == staff_id:
        return Refusal(N_("Ingen granskar sin egen läsning. En annan ledare gör det."), law="SoLPuL 10")
    return None


def why_not_hold_permit(role: Role) -> Refusal | None:
    """Which roles the permission can be given in: those who reach persons in their work."""
    if role in ASSESSMENT | PROVIDER:
        return None
    return Refusal(
        N_("Rollen arbetar inte med enskilda personer och behöver inte se skyddade uppgifter."), law="SoLPuL 10"
    )


def why_not_choose_letters(actor: Actor, person_id: int) -> Refusal | None:
    """How letters are best read: the person, or case handling for somebody who cannot say so on the web."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    return why_not_register(actor)


def why_not_note_visitor(actor: Actor) -> Refusal | None:
    """Registering who comes to something that is open to all: those who give it."""
    if actor.role in PROVIDER:
        return None
    return Refusal(N_("Det är enheten som ger stödet som registrerar vilka som använder det."))


def why_not_register_authority(actor: Actor) -> Refusal | None:
    """What came on paper is registered by a caseworker who has seen it, or knows who has."""
    if actor.role is Role.CASEWORKER:
        return None
    return Refusal(N_("Det är handläggaren som registrerar samtycken och behörigheter på papper."))


def why_not_administer(actor: Actor) -> Refusal | None:
    """Units, staff and appointments."""
    if actor.role is Role.ADMINISTRATOR:
        return None
    return Refusal(N_("Det är administratören som lägger upp enheter, personal och roller."))


def why_not_import(actor: Actor) -> Refusal | None:
    """Reading in what another system holds: whoever looks after the installation."""
    if actor.role is Role.ADMINISTRATOR:
        return None
    return Refusal(N_("Det är administratören som läser in uppgifter från andra system."))


def why_not_see_person(actor: Actor, person_id: int) -> Refusal | None:
    """The person's own pages: the person, or somebody with consent to see."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("see", person_id):
        return None
    return Refusal(
        N_(
            "De här uppgifterna visas för personen själv och för den som personen har sagt ja till."
            " Rätten upphör när personen avlider. Ring kommunens växel om du undrar över något."
        )
    )


def why_not_act_for(actor: Actor, person_id: int, functions: frozenset[str]) -> Refusal | None:
    """A page about a person: the person, or a relative who has been let to use one of the functions."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    if actor.role is Role.RELATIVE and any(actor.may(f, person_id) for f in functions):
        return None
    return Refusal(
        N_(
            "Det här är öppet för personen själv och för den som personen har gett rätt till det."
            " Rätten upphör när personen avlider. Ring kommunens växel om du undrar över något."
        )
    )


def why_not_consent(actor: Actor, person_id: int) -> Refusal | None:
    """Only the person gives consent on their page; what came on paper is registered with the paper."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    return Refusal(N_("Det är personen själv som ger och tar tillbaka samtycke."))


def why_not_answer_offers(actor: Actor) -> Refusal | None:
    """Whoever is invited answers for themselves; which offers are theirs, the offers say."""
    if actor.role is Role.PERSON and actor.person_id is not None:
        return None
    return Refusal(N_("Det är den som får frågan som svarar på den."))


def why_not_withdraw(actor: Actor, person_id: int, basis: str) -> Refusal | None:
    """Taking back: the person, except what a court has decided (föräldrabalken 11 kap.)."""
    if refusal := why_not_consent(actor, person_id):
        return refusal
    if basis in APPOINTED:
        return Refusal(
            N_("En god man eller förvaltare är utsedd av rätten. Prata med överförmyndaren om det ska ändras.")
        )
    return None


def is_valid(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether a period covers a day; both its ends count."""
    return valid_from <= on and (valid_to is None or on <= valid_to)


def why_not_invent(by: Actor, *, real_people: bool) -> Refusal | None:
    """Filling an installation with invented people, acting as all of them: a job, never among real ones."""
    if not by.key.startswith("job:"):
        return Refusal(N_("Påhittade personer läggs in med kommandot samsyn simulate."))
    if real_people:
        return Refusal(N_("Här finns riktiga personer. Lägg in de påhittade i en installation utan riktiga personer."))
    return None


def why_not_take_course(actor: Actor) -> Refusal | None:
    """Going through the introduction: the provider's staff, each for themselves (SoL 5:3)."""
    if actor.role in PROVIDER and actor.is_human:
        return None
    return Refusal(N_("Introduktionen är för utförarens personal."), law="SoL 5:3")


def why_not_see_courses(actor: Actor) -> Refusal | None:
    """Who at the unit has gone through it: the unit's planner."""
    if actor.role is Role.PROVIDER_PLANNER and actor.is_human:
        return None
    return Refusal(N_("Det är enhetens planerare som ser vilka som har gått introduktionen."), law="SoL 5:3")
