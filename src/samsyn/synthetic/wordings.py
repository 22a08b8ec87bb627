"""Texts put together from parts, so that no two files read alike."""

from random import Random

from samsyn.synthetic.phrases import FACTORS, HOW_HARD, MORE, PHRASES
from samsyn.synthetic.records import Person

ASKED = (
    "Jag behöver hjälp med {what}.",
    "Jag ansöker om hjälp med {what}. Det har blivit svårare sedan i {month}.",
    "Efter sjukhusvistelsen klarar jag inte längre {what} själv.",
    "Jag vill bo kvar hemma och behöver då hjälp med {what}.",
    "Min läkare tycker att jag ska söka hjälp med {what}.",
)
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
THINGS = {
    "d450": "att gå ut",
    "d460": "att ta mig till ärenden",
    "d510": "dusch",
    "d530": "toalettbesök",
    "d540": "påklädning",
    "d550": "måltiderna",
    "d570": "att sköta hälsan",
    "d620": "inköp",
    "d630": "matlagning",
    "d6400": "tvätt",
    "d6402": "städning",
    "d750": "att träffa folk",
    "d920": "att komma ut på aktiviteter",
    "IBIC-TRYGGHET": "trygghet på natten",
    "IBIC-ANHORIG": "avlastning för den jag bor med",
    "d230": "rutiner i vardagen",
    "d240": "att hantera stress",
    "d177": "beslut i vardagen",
    "d860": "ekonomin",
}
REPORTED = (
    "Personen har varit inlagd efter ett fall och bedöms behöva stöd hemma.",
    "Jag är orolig för min granne, som har blivit förvirrad och verkar ha svårt att klara sig.",
    "Vid hembesök såg vi att hemmet är ostädat och att maten i kylskåpet är gammal.",
    "Ambulansen har varit där två gånger den här månaden utan att behöva åka till sjukhus.",
)
INFORMANTS = (
    "Sjuksköterska, Samby vårdcentral",
    "Granne, vill vara anonym",
    "Distriktssköterska, hemsjukvården",
    "Ambulanssjukvården",
)
REFUSED = {
    "TRYGGHETSLARM": "Behovet kan tillgodoses genom telefon och de besök som redan görs.",
    "MATDISTRIBUTION": "Måltiderna bedöms kunna tillgodoses inom ramen för hemtjänsten.",
    "DAGVERKSAMHET": "Behovet av samvaro bedöms kunna tillgodoses vid den öppna träffpunkten.",
    "LEDSAGNING": "Behovet kan tillgodoses med färdtjänst och av närstående som är villiga att följa med.",
    "AVLOSNING": "Den närstående har i dag avlastning genom dagverksamheten, som bedöms räcka.",
    "SARSKILT_BOENDE": "Behoven bedöms kunna tillgodoses i hemmet med utökad hemtjänst.",
    "KONTAKTPERSON": "Behovet av kontakt bedöms kunna tillgodoses genom boendestödet.",
    "BOENDESTOD": "Stödet bedöms kunna ges av närstående och genom vårdens insatser.",
    "HEMTJANST": "Behovet bedöms tillgodosett genom hjälp från den som {n} bor med och egna hjälpmedel.",
}
PARTLY = (
    "Ramen bedöms räcka för behoven i utredningen. Om behoven ökar görs en ny bedömning.",
    "En del av det som ansökan avser klarar {n} själv med hjälpmedel.",
    "En del av behoven tillgodoses av närstående, som är villiga att fortsätta.",
)
TOOK_PART = (
    "{n} berättade själv vad som är viktigt och valde tider.",
    "{n} och en närstående gick igenom veckan tillsammans med oss.",
    "{n} ville inte ha möte, så vi pratade vid köksbordet under ett vanligt besök.",
    "Vi gick igenom veckan dag för dag. {n} valde dagar och ordning.",
    "{n} visade hur {han} vill ha det i badrummet och i köket.",
)
WANTS = (
    "Jag vill ha samma personer så långt det går.",
    "Kom inte före åtta, jag sover länge.",
    "Ring på, jag öppnar själv om ni väntar lite.",
    "Jag vill hellre promenera än städa när det är fint väder.",
    "Det är bra som det är tänkt.",
    "Säg till i god tid om någon ny ska komma.",
)
AFTERWARDS = (
    "Det fungerar bra, jag är nöjd.",
    "Jag känner mig tryggare nu.",
    "Det är för många olika som kommer.",
    "Jag skulle vilja komma ut mer.",
    "Duschen har blivit en fin stund.",
    "De har för bråttom ibland.",
)
COMMENTS = {
    "yes": ("Målet är nått.", "Fungerar som vi kom överens om."),
    "partly": ("Fungerar de flesta dagar.", "Bättre än förra gången, men inte ända fram."),
    "no": ("Behovet har ökat.", "Stödet har inte räckt till."),
}


def gaps(person: Person) -> dict[str, str]:
    """What fills the gaps of a sentence about this person."""
    woman = person.sex == "K"
    words = {"n": person.given_name, "han": "hon" if woman else "han", "hon": "henne" if woman else "honom"}
    words |= {"hans": "hennes" if woman else "hans"}
    return words | {"Han": words["han"].capitalize(), "Hans": words["hans"].capitalize()}


def own_words(rng: Random, area: str) -> str:
    """What the person says about an area."""
    return f"{rng.choice(PHRASES[area].own)} {rng.choice(MORE)}".strip()


def description(rng: Random, area: str, level: int, person: Person) -> str:
    """What the investigation writes about an area at a level of difficulty."""
    return rng.choice(PHRASES[area].description).format(**gaps(person), svar=HOW_HARD[level])


def goal(rng: Random, area: str, person: Person) -> str:
    """A goal in an area."""
    return rng.choice(PHRASES[area].goal).format(**gaps(person))


def factors(codes: list[tuple[str, str]]) -> str:
    """The related factors as sentences."""
    return " ".join(FACTORS[c] for c in codes)


def asked_for(rng: Random, areas: list[str], month: int) -> str:
    """An application in the person's words."""
    what = listed([THINGS[a] for a in rng.sample(areas, min(len(areas), rng.randrange(1, 4)))])
    return rng.choice(ASKED).format(what=what, month=MONTHS[(month - 4) % 12])


def listed(words: list[str]) -> str:
    """a, b och c"""
    return " och ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def situation(rng: Random, person: Person, household: str, age: int, home: str) -> str:
    """How the person lives, as the investigation begins."""
    w = gaps(person)
    first = f"{w['n']} är {age} år och bor i {home} i {person.area or 'kommunen'}."
    lives = f"{w['Han']} bor ensam." if household == "alone" else f"{w['Han']} delar hushåll med en närstående."
    rest = rng.choice(
        (
            f"{w['Han']} trivs där och vill bo kvar.",
            f"{w['Han']} har bott där i över tjugo år och känner sina grannar.",
            "Hemmet är anpassat med hjälpmedel efter hembesök av arbetsterapeut.",
            f"{w['Han']} har varit på sjukhus i vår och krafterna har inte kommit tillbaka.",
        )
    )
    return f"{first} {lives} {rest}"


def assessment(rng: Random, person: Person, areas: list[str]) -> str:
    """The assessment in a few sentences, in words and without figures."""
    what = listed([THINGS[a].replace(" mig ", " sig ").replace("jag bor", "personen bor") for a in areas[:4]])
    end = rng.choice(
        (
            "Behoven kan inte tillgodoses på annat sätt.",
            "Hjälpmedel och närståendes hjälp räcker inte till.",
            "Utan stöd finns risk för att hälsan blir sämre.",
        )
    )
    return f"{person.given_name} bedöms ha behov av stöd med {what}. {end}"
