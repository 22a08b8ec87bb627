"""Sentences, by need area: what people say themselves, what the investigation writes, and goals.

Gaps: {n} the given name, {han} he or she, {hon} him or her, {hans} his or hers, {svar} how hard it is.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    own: tuple[str, ...]
    description: tuple[str, ...]
    goal: tuple[str, ...]


PHRASES: dict[str, Phrases] = {
    "d450": Phrases(
        (
            "Jag går bra inne med rullatorn men vågar inte ut på egen hand.",
            "Benen orkar inte som förr. Efter fallet i våras håller jag mig mest inne.",
            "Jag vill komma ut och gå en stund varje dag, det har jag alltid gjort.",
            "Trapporna är värst. Nere på gården klarar jag mig.",
        ),
        (
            "{n} har {svar} att gå längre sträckor och använder rullator.",
            "{n} har {svar} att gå. {Han} har ramlat två gånger det senaste året.",
            "{n} har {svar} att gå utomhus, särskilt när det är halt, och behöver någon vid sin sida.",
        ),
        (
            "{n} kommer ut på promenad och känner sig säker när {han} går.",
            "{n} behåller sin gångförmåga.",
            "{n} kan gå till sina grannar och till affären med stöd.",
        ),
    ),
    "d460": Phrases(
        (
            "Jag hittar inte som förr och vill ha någon med mig när jag ska iväg.",
            "Till frisören och vårdcentralen kommer jag inte ensam längre.",
            "Jag ser dåligt och tycker det är otäckt att åka själv.",
        ),
        (
            "{n} har {svar} att ta sig till platser utanför hemmet och behöver följeslagare.",
            "{n} har {svar} att orientera sig utomhus och avstår därför från ärenden och besök.",
        ),
        (
            "{n} kommer iväg på det {han} själv väljer.",
            "{n} kan göra sina ärenden och träffa vänner utanför hemmet.",
        ),
    ),
    "d510": Phrases(
        (
            "Jag är rädd att ramla i duschen och vill att någon är med.",
            "Jag tvättar mig vid handfatet, men ryggen och håret når jag inte.",
            "Jag vill duscha två gånger i veckan som jag alltid har gjort.",
            "Det känns ovant att ta hjälp, men det går bra om det är samma person.",
        ),
        (
            "{n} har {svar} att duscha och tvätta håret. Ansikte och händer tvättar {han} själv.",
            "{n} har {svar} att tvätta sig. Badrummet har halkmatta, stödhandtag och duschpall.",
            "{n} har {svar} att tvätta nedre delen av kroppen och behöver hjälp i duschen.",
        ),
        (
            "{n} känner sig ren och trygg i duschen.",
            "{n} sköter sin hygien på det sätt {han} är van vid, med stöd där det behövs.",
        ),
    ),
    "d530": Phrases(
        (
            "På natten hinner jag inte alltid fram. Det är pinsamt att prata om.",
            "Jag klarar toaletten själv om någon har ställt fram allt.",
            "Jag behöver hjälp att komma upp från toaletten.",
        ),
        (
            "{n} har {svar} att sköta toalettbesök och använder inkontinensskydd.",
            "{n} har {svar} att förflytta sig till och från toaletten.",
        ),
        (
            "{n} sköter sina toalettbesök med värdighet och i sin egen takt.",
            "{n} är torr och känner sig trygg på natten.",
        ),
    ),
    "d540": Phrases(
        (
            "Stödstrumporna får jag inte på själv.",
            "Knappar och dragkedjor är det värsta. Axeln är stel.",
            "Jag vill välja mina kläder själv även om någon hjälper mig på med dem.",
        ),
        (
            "{n} har {svar} att klä på sig på underkroppen. {Han} väljer själv sina kläder.",
            "{n} har {svar} att ta på stödstrumpor, skor och ytterkläder.",
        ),
        (
            "{n} är klädd som {han} vill ha det varje dag.",
            "{n} klär på sig överkroppen själv och får hjälp med resten.",
        ),
    ),
    "d550": Phrases(
        (
            "Jag äter bättre när jag har sällskap.",
            "Maten smakar inte som förr och jag har gått ner i vikt.",
            "Jag skakar på händerna så det blir mest spill.",
        ),
        (
            "{n} har {svar} att äta och behöver att maten är delad och framställd.",
            "{n} har {svar} att komma ihåg måltiderna och har gått ner fyra kilo på ett halvår.",
        ),
        (
            "{n} äter regelbundet och håller sin vikt.",
            "{n} äter sina måltider i lugn och ro och får det {han} tycker om.",
        ),
    ),
    "d570": Phrases(
        (
            "Jag glömmer medicinen ibland, särskilt på kvällen.",
            "Jag har diabetes och vill att någon håller ett öga på mig.",
            "Det är mycket med sjukhustider och papper.",
        ),
        (
            "{n} har {svar} att sköta sin hälsa och behöver bli påmind om måltider, vätska och vila.",
            "{n} har {svar} att märka när hälsan försämras. Hemsjukvården delar dosetten.",
        ),
        (
            "{n} mår så bra som sjukdomen tillåter och får hjälp i tid.",
            "{n} har trygga rutiner kring mat, vätska och vila.",
        ),
    ),
    "d620": Phrases(
        (
            "Jag orkar inte bära hem kassarna.",
            "Jag skriver listan själv men behöver att någon handlar.",
            "Jag vill följa med till affären ibland och välja själv.",
        ),
        (
            "{n} har {svar} att handla. {Han} skriver gärna inköpslistan själv.",
            "{n} har {svar} att ta sig till affären och bära varor hem.",
        ),
        (
            "{n} har det {han} behöver hemma varje vecka.",
            "{n} bestämmer själv vad som handlas och följer med när {han} orkar.",
        ),
    ),
    "d630": Phrases(
        (
            "Frukost klarar jag, men att laga mat har jag slutat med.",
            "Jag har lagat mat i hela mitt liv. Nu glömmer jag plattan på.",
            "Jag vill gärna vara med vid spisen om någon hjälper till.",
        ),
        (
            "{n} har {svar} att laga varm mat och äter mest smörgås.",
            "{n} har {svar} att bereda måltider. Spisvakt är monterad.",
        ),
        ("{n} äter lagad mat varje dag.", "{n} är med och lagar mat de dagar {han} orkar."),
    ),
    "d6400": Phrases(
        (
            "Tvättstugan ligger i källaren och dit kommer jag inte.",
            "Jag viker och stryker gärna själv om någon tvättar.",
        ),
        ("{n} har {svar} att tvätta sina kläder och kommer inte ner till tvättstugan.",),
        ("{n} har rena kläder och sängkläder.",),
    ),
    "d6402": Phrases(
        (
            "Dammsugaren orkar jag inte med, men jag dammar själv.",
            "Jag skäms när det är ostädat och vill inte ta emot besök.",
            "Golven och badrummet behöver jag hjälp med.",
        ),
        (
            "{n} har {svar} att städa. {Han} torkar damm och sköter disken.",
            "{n} har {svar} att dammsuga, torka golv och byta sängkläder.",
        ),
        ("{n} har ett rent hem där {han} trivs och kan ta emot besök.", "{n} deltar i städningen efter förmåga."),
    ),
    "d750": Phrases(
        (
            "Dagarna är långa sedan jag blev ensam.",
            "Jag saknar någon att prata med. Barnen bor långt bort.",
            "Det bästa på hela dagen är när det kommer någon.",
        ),
        (
            "{n} har {svar} att hålla kontakt med vänner och träffar få människor.",
            "{n} har {svar} att ta egna kontakter. {Hans} umgänge har minskat mycket.",
        ),
        ("{n} träffar andra varje vecka och känner sig mindre ensam.", "{n} har kontakt med dem {han} tycker om."),
    ),
    "d920": Phrases(
        (
            "Jag har alltid sjungit i kör och saknar det.",
            "Jag vill ha något att se fram emot, gärna med andra.",
            "Kortspel, musik och lite skratt, det är det jag vill ha.",
        ),
        (
            "{n} har {svar} att ta sig till aktiviteter och är understimulerad på dagarna.",
            "{n} har {svar} att på egen hand komma igång med det {han} tycker om.",
        ),
        ("{n} har något meningsfullt att göra varje vecka.", "{n} kan fortsätta med sina intressen."),
    ),
    "IBIC-TRYGGHET": Phrases(
        (
            "Jag är rädd att bli liggande om jag ramlar igen.",
            "Nätterna är värst. Jag vill kunna ringa på någon.",
            "Jag låser dörren två gånger men känner mig ändå otrygg.",
        ),
        (
            "{n} känner sig otrygg, särskilt kvälls- och nattetid, och behöver kunna påkalla hjälp.",
            "{n} har ramlat och legat länge innan {han} fick hjälp.",
        ),
        ("{n} känner sig trygg hemma dygnet runt.", "{n} kan snabbt få hjälp om något händer."),
    ),
    "IBIC-ANHORIG": Phrases(
        (
            "Den jag bor med gör allt och orkar snart inte mer.",
            "Jag vill inte vara till besvär. Den som hjälper mig behöver få vila.",
            "Det skulle vara bra om den som hjälper mig kom ut lite själv.",
        ),
        ("Den som {n} bor med ger omfattande hjälp dygnet runt och behöver avlastning.",),
        ("Den närstående får tid för vila och egna intressen.",),
    ),
    "d230": Phrases(
        (
            "Jag kommer inte igång på morgonen och då blir hela dagen fel.",
            "Jag behöver någon som påminner och hjälper mig att få ordning på veckan.",
        ),
        (
            "{n} har {svar} att planera och genomföra dagens sysslor utan stöd.",
            "{n} har {svar} att hålla dygnsrytm och rutiner.",
        ),
        ("{n} har fungerande rutiner för morgon, mat och sömn.", "{n} planerar sin vecka med stöd och genomför den."),
    ),
    "d240": Phrases(
        (
            "När det blir för mycket stänger jag av telefonen och går inte ut.",
            "Post och samtal gör mig så stressad att jag låter bli.",
        ),
        ("{n} har {svar} att hantera stress och oväntade händelser.",),
        ("{n} vet vad {han} kan göra när det blir för mycket och tar hjälp i tid.",),
    ),
    "d177": Phrases(
        ("Jag har svårt att bestämma mig och frågar hellre en gång till.",),
        ("{n} har {svar} att väga för och emot och fatta beslut i vardagen.",),
        ("{n} fattar egna beslut med stöd.",),
    ),
    "d860": Phrases(
        ("Räkningarna hamnar i en hög.", "Jag vill klara pengarna själv men behöver någon att fråga."),
        ("{n} har {svar} att betala räkningar och hålla reda på sina pengar.",),
        ("{n} betalar sina räkningar i tid med stöd.",),
    ),
}

HOW_HARD = {1: "lite svårt", 2: "svårt", 3: "mycket svårt", 4: "så svårt att det inte går utan hjälp"}
MORE = (
    "",
    "",
    "Det går bättre om jag får ta det lugnt.",
    "Det skiljer sig mycket mellan bra och dåliga dagar.",
    "Jag vill klara så mycket som möjligt själv.",
    "Det är viktigt för mig att det är någon jag känner igen.",
    "Mina barn hjälper till när de kan.",
    "På förmiddagen är jag piggast.",
)
FACTORS = {
    ("b7", "H"): "Nedsatt styrka och balans gör det svårare.",
    ("b2", "H"): "Nedsatt syn och värk gör det svårare.",
    ("b4", "H"): "Andfåddhet vid ansträngning gör att krafterna tar slut.",
    ("b1", "H"): "Minnet sviktar, mest på eftermiddagen.",
    ("e1", "U"): "Rullator, stödhandtag och duschpall underlättar.",
    ("e1", "H"): "Hissen saknas och trösklarna är höga.",
    ("e3", "U"): "Närstående hjälper till och finns nära till hands.",
    ("e3", "H"): "Närstående bor långt bort.",
    ("e5", "U"): "Hemsjukvården kommer regelbundet.",
}
