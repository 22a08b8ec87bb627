"""Who the recipient is and who stands by them: household, relatives with consent, trustee, and what is known."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from samsyn.synthetic import names, places
from samsyn.synthetic.records import Account, Consent, Fact, Person, Relation, Story
from samsyn.synthetic.thread import Thread, World

OLDER_SHARE = 0.82
WOMEN_SHARE = {"older": 0.66, "adult": 0.48}
ALONE = {("older", "K"): 0.76, ("older", "M"): 0.5, ("adult", "K"): 0.75, ("adult", "M"): 0.8}
TRUSTEES_A_RECIPIENT = 1 / 15
PROTECTED_EVERY = 90  # one recipient in so many
DEMO_AGE = 84

# Where people live: as it is confirmed, and as the investigation says it.
HOMES = (
    ("Hyresrätt, två rum och kök, andra våningen med hiss", "en lägenhet på två rum"),
    ("Hyresrätt, tre rum och kök, första våningen", "en lägenhet på tre rum"),
    ("Villa i ett plan, trappsteg vid entrén", "en villa"),
    ("Bostadsrätt, två rum och kök, tredje våningen utan hiss", "en bostadsrätt på tredje våningen"),
    ("Radhus i två plan, sovrum på övervåningen", "ett radhus"),
)
FACTS: dict[str, tuple[str, ...]] = {
    "hearing": (
        "Hörapparat på båda öronen",
        "Hör bra",
        "Nedsatt hörsel, tala tydligt och från framsidan",
        "Ser dåligt, läser med förstoring",
        "Glasögon, hör bra",
    ),
    "aids": (
        "Rullator inne och ute",
        "Duschpall och stödhandtag",
        "Rullstol för längre sträckor",
        "Käpp",
        "Inga hjälpmedel",
    ),
    "health": (
        "Hjärtsvikt, behandlad",
        "Artros i höfter och knän",
        "Stroke 2021, svag i vänster sida",
        "Diabetes typ 2",
        "KOL",
        "Demenssjukdom, utredd vid minnesmottagningen",
        "Benskörhet, höftfraktur opererad",
    ),
    "care": (
        "Hemsjukvård två gånger i veckan",
        "Samby vårdcentral",
        "Geriatriska mottagningen, årlig kontroll",
    ),
    "keys": (
        "Nyckelfri hemtjänst, lås monterat",
        "Nyckel kvitterad av utföraren",
        "Öppnar själv, ring på och vänta",
    ),
}
ADULT_HEALTH = (
    "Förvärvad hjärnskada",
    "MS sedan 2015",
    "Psykossjukdom, kontakt med psykiatrin",
    "Autism",
    "Reumatisk sjukdom",
)


def group(rng: Random) -> tuple[str, str, int]:
    """Older or adult, sex and age."""
    kind = "older" if rng.random() < OLDER_SHARE else "adult"
    sex = "K" if rng.random() < WOMEN_SHARE[kind] else "M"
    age = round(min(101.0, max(66.0, rng.gauss(84, 6.5)))) if kind == "older" else rng.randrange(21, 64)
    return kind, sex, age


def _birth(rng: Random, on: date, age: int) -> date:
    return date(on.year - age, on.month, min(on.day, 28)) - timedelta(days=rng.randrange(1, 364))


def recipient(world: World, rng: Random, arrival: date, *, demo: bool, index: int) -> tuple[Person, int, str]:
    """The person, their age on arrival, and whether they live alone or together."""
    kind, sex, age = ("older", "K", DEMO_AGE) if demo else group(rng)
    language = "sv" if demo else names.background(rng)
    household = "alone" if demo or rng.random() < ALONE[kind, sex] else "together"
    speaks = language if rng.random() < 0.6 else "sv"
    given, family = names.given(rng, sex, age, language), names.family(rng, language)
    person = invent(world, rng, sex, _birth(rng, arrival, age), given, family, speaks, coordination=index % 120 == 60)
    if demo:
        return replace(person, given_name="Astrid", family_name="Lindqvist"), age, household
    if index % PROTECTED_EVERY == 17:
        person = replace(person, protection="marked")
    if index % PROTECTED_EVERY == 57:
        person = replace(person, protection="registered", street="", postcode="", phone="")
    return person, age, household


def invent(
    world: World,
    rng: Random,
    sex: str,
    born: date,
    given: str,
    family: str,
    language: str = "sv",
    *,
    coordination: bool = False,
) -> Person:
    """Somebody with a number nobody has, living somewhere."""
    where = places.area(rng)
    number, born = world.numbers.give(rng, born, sex, coordination=coordination)
    kind = "samordningsnummer" if coordination else "personnummer"
    return Person(
        id=world.keys.next("person"),
        number=number,
        number_kind=kind,
        given_name=given,
        family_name=family,
        birth_date=born,
        sex=sex,
        street=places.street(rng, where),
        postcode=where.postcode,
        town=places.TOWN,
        area=where.name,
        phone=places.phone(rng),
        email="",
        language=language,
        protection="",
        died_on=None,
    )


def surround(t: Thread) -> None:
    """Give the person a partner, children and a trustee, as chance has it, and note what is known."""
    rng, plot = t.rng, t.plot
    if t.household == "together":
        _partner(t)
    if t.age > 45 and (plot.demo or rng.random() < 0.55):
        _child(t)
    if not plot.demo and rng.random() < (0.04 if t.age >= 65 else 0.15):
        _trustee(t)


def _partner(t: Thread) -> None:
    sex = "M" if t.person.sex == "K" else "K"
    age = max(22, t.age + t.rng.randrange(-5, 6))
    born = _birth(t.rng, t.plot.arrival, age)
    partner = invent(t.world, t.rng, sex, born, names.given(t.rng, sex, age), t.person.family_name)
    home = t.person
    partner = replace(partner, street=home.street, postcode=home.postcode, area=home.area, phone=home.phone)
    t.partner = partner
    _relate(t, partner, "make" if sex == "M" else "maka", lives_together=True)
    if t.rng.random() < 0.4:
        _consent(t, partner, ("see",), "consent")


def _child(t: Thread) -> None:
    sex = "K" if t.plot.demo or t.rng.random() < 0.6 else "M"
    age = max(18, t.age - t.rng.randrange(20, 36))
    given = "Eva" if t.plot.demo else names.given(t.rng, sex, age)
    family = t.person.family_name if t.rng.random() < 0.6 or t.plot.demo else names.family(t.rng)
    child = invent(t.world, t.rng, sex, _birth(t.rng, t.plot.arrival, age), given, family)
    _relate(t, child, "dotter" if sex == "K" else "son", lives_together=False)
    if t.plot.demo:
        _consent(t, child, ("see", "apply", "plan", "time", "message"), "consent")
        t.story.accounts.append(Account("demo-person", None, t.person.id))
        t.story.accounts.append(Account("demo-relative", None, child.id))
    elif t.rng.random() < 0.5:
        functions = t.rng.choice((("see",), ("see", "apply"), ("see", "plan"), ("see", "apply", "plan")))
        _consent(t, child, functions, t.rng.choice(("consent", "consent", "power_of_attorney")))


def _trustee(t: Thread) -> None:
    pool = t.world.trustees
    if pool and t.rng.random() > TRUSTEES_A_RECIPIENT * 3:
        trustee = t.rng.choice(pool)
    else:
        sex = t.rng.choice("KM")
        age = t.rng.randrange(45, 72)
        given, family = names.given(t.rng, sex, age), names.family(t.rng)
        trustee = invent(t.world, t.rng, sex, _birth(t.rng, t.plot.arrival, age), given, family)
        pool.append(trustee)
        t.story.persons.append(trustee)
    t.story.relations.append(Relation(t.key("relation"), t.person.id, trustee.id, "god man", lives_together=False))
    _consent(t, trustee, ("see", "apply", "plan", "time", "message"), "trustee")


def _relate(t: Thread, other: Person, kind: str, *, lives_together: bool) -> None:
    t.story.persons.append(other)
    t.story.relations.append(Relation(t.key("relation"), t.person.id, other.id, kind, lives_together))


def _consent(t: Thread, to: Person, functions: tuple[str, ...], basis: str) -> None:
    day = t.plot.arrival
    at = t.hour(day, 7, 8)
    for function in functions:
        key = t.key("consent")
        t.story.consents.append(Consent(key, t.person.id, to.id, function, basis, day))
        t.tell(
            "consent.give", f"consent:{key}", t.officer, at,
            case=False, also=(to.id,), function=function, basis=basis,
        )  # fmt: skip
    t.relatives.append((to, functions))


def confirm_facts(t: Thread, day: date) -> None:
    """Note what was confirmed when the investigation opened, with its source."""
    visit = "Samtal vid hembesök"  # the day stands beside it, as when it was confirmed
    alone = "Bor ensam" if t.partner is None else f"Bor med {t.partner.given_name} {t.partner.family_name}"
    known = {"household": (alone, "Folkbokföringen"), "housing": (t.home[0], visit)}
    for key, options in FACTS.items():
        if key != "keys" or "planned" in t.plot.days:
            known[key] = (t.rng.choice(options), visit)
    health = t.rng.choice(FACTS["health"] if t.age >= 65 else ADULT_HEALTH)
    if t.plot.demo:
        health = FACTS["health"][1]
    known["health"] = (health, "Läkarutlåtande, Samby vårdcentral")
    if t.person.language != "sv":
        spoken = names.LANGUAGES[t.person.language]
        known["language"] = (f"Talar {spoken}, behöver tolk vid möten", visit)
    if t.relatives:
        known["network"] = (f"Har god kontakt med {t.relatives[0][0].name}", visit)
    at = t.hour(day, 9, 12)
    for key, (value, source) in known.items():
        number = t.key("fact")
        t.story.facts.append(Fact(number, t.person.id, key, value, source, day, t.officer.key))
        t.tell("fact.confirm", f"fact:{number}", t.officer, at, case=False, key=key)


def finish(story: Story, person: Person, died_on: date | None) -> None:
    """Put the recipient among the story's persons, as they are on the last day."""
    story.persons.append(replace(person, died_on=died_on))
