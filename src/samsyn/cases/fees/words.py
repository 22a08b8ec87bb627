"""The sentences of a fee calculation, as message ids with {named} gaps. Plain Swedish, one thought each."""

from samsyn.people.refusals import N_

# What a row is called, and what it says.
ROWS: dict[str, tuple[str, str]] = {
    "income": (
        N_("Egen inkomst i månaden"),
        N_(
            "Inkomsten som kan väntas under de närmaste tolv månaderna, {year}, delas i tolv lika delar. "
            "Beloppet är angivet; vilka inkomster som räknas står i 102 kap. 29 § socialförsäkringsbalken."
        ),
    ),
    "partner_income": (
        N_("Makens inkomst i månaden"),
        N_("Makens väntade inkomst under samma tid, {year}, delas på samma sätt."),
    ),
    "basis_own": (N_("Avgiftsunderlag"), N_("Underlaget är den egna inkomsten.")),
    "basis_sambor": (
        N_("Avgiftsunderlag"),
        N_("Underlaget är den egna inkomsten. Bara makars inkomster läggs ihop, inte sambors."),
    ),
    "basis_spouses": (
        N_("Avgiftsunderlag"),
        N_("Makars inkomster läggs ihop och delas lika. Det gäller också makar som inte lever tillsammans."),
    ),
    "price_base": (N_("Prisbasbelopp {year}"), "{source}."),
    "minimum_single": (
        N_("Minimibelopp"),
        N_("Lägst en tolftedel av {share} prisbasbelopp för ensamstående."),
    ),
    "minimum_apart": (
        N_("Minimibelopp"),
        N_("Lägst en tolftedel av {share} prisbasbelopp. Makar som inte lever tillsammans räknas som ensamstående."),
    ),
    "minimum_couple": (
        N_("Minimibelopp"),
        N_("Lägst en tolftedel av {share} prisbasbelopp för var och en av makar som lever tillsammans och sambor."),
    ),
    "raised_municipal": (
        N_("Höjning av minimibeloppet"),
        N_("Kommunen har ett högre minimibelopp än det lägsta: {reason}."),
    ),
    "raised_lasting_need": (
        N_("Höjning av minimibeloppet"),
        N_("Behovet är varaktigt och inte oväsentligt högre än vad minimibeloppet räcker till: {reason}."),
    ),
    "lowered_in_care_fee": (
        N_("Sänkning av minimibeloppet"),
        N_("Kostnaden ingår i avgiften för hemtjänst eller dagverksamhet: {reason}."),
    ),
    "lowered_in_housing": (
        N_("Sänkning av minimibeloppet"),
        N_("Kostnaden ingår i avgiften eller hyran för bostaden: {reason}."),
    ),
    "lowered_free_of_charge": (
        N_("Sänkning av minimibeloppet"),
        N_("Personen får detta utan kostnad: {reason}."),
    ),
    "not_lowered_free_health_care": (
        N_("Ingen sänkning av minimibeloppet"),
        N_("Minimibeloppet får inte sänkas för att vården är avgiftsfri."),
    ),
    "not_lowered_in_housing": (
        N_("Ingen sänkning av minimibeloppet"),
        N_("Sänkningen gäller bara i särskilt boende och bostad med särskilt stöd. Här är det en vanlig bostad."),
    ),
    "not_lowered_in_care_fee": (
        N_("Ingen sänkning av minimibeloppet"),
        N_("Sänkningen gäller bara en kostnad som ingår i avgiften. Här tas ingen avgift ut för omsorg."),
    ),
    "minimum_changed": (N_("Minimibelopp efter ändring"), N_("Minimibeloppet med höjningar och sänkningar.")),
    "housing_cost": (
        N_("Boendekostnad"),
        N_("Personens egen del av kostnaden. Den räknas för sig och läggs till minimibeloppet."),
    ),
    "housing_no_reserve": (
        N_("Boendekostnad"),
        N_("Inget förbehåll görs för en bostad som betalas med avgift i stället för hyra."),
    ),
    "other_housing_cost": (
        N_("Annan boendekostnad"),
        N_("Kostnaden för en annan bostad räknas också in."),
    ),
    "reserved": (
        N_("Förbehållsbelopp"),
        N_("Minimibeloppet och boendekostnaden. Ett förbehåll gäller för alla avgifter tillsammans."),
    ),
    "partner_reserve": (
        N_("Förbehåll för maken eller sambon"),
        N_("Kommunen har bestämt att detta ska finnas kvar för den som bor kvar: {reason}."),
    ),
    "room": (
        N_("Avgiftsutrymme"),
        N_("Det som är kvar av underlaget efter förbehållet. Avgifterna får tillsammans inte vara högre."),
    ),
    "room_zero": (
        N_("Avgiftsutrymme"),
        N_("Förbehållet tar hela underlaget. Ingen avgift får tas ut."),
    ),
    "tariff": (N_("Taxa"), N_("{label}, version {version}. Källa: {source}.")),
    "charge_told": ("{label}", N_("Beloppet är angivet.")),
    "charge_per_hour": ("{label}", N_("Enligt taxan: {used} timmar, {price} i timmen.")),
    "charge_per_time": ("{label}", N_("Enligt taxan: {used} gånger, {price} per gång.")),
    "charge_per_month": ("{label}", N_("Enligt taxan: {price} i månaden.")),
    "charge_step": ("{label}", N_("Enligt taxan: {used} timmar hör till steget {price} i månaden.")),
    "health_care": (
        N_("Avgift för hälso- och sjukvård"),
        N_("Räknas in i den högsta avgiften för omsorg."),
    ),
    "own_cost": (
        N_("Självkostnad: {label}"),
        N_("Avgiften får inte vara högre än vad insatsen kostar kommunen. Den sänks från {asked}."),
    ),
    "maximum_care": (
        N_("Högsta avgift för omsorg"),
        N_("Högst en tolftedel av {share} prisbasbelopp. Avgiften före gränsen är {asked}."),
    ),
    "maximum_housing": (
        N_("Högsta avgift för bostaden"),
        N_("Högst en tolftedel av {share} prisbasbelopp. Avgiften före gränsen är {asked}."),
    ),
    "rounding_down": (
        N_("Avrundning"),
        N_("Kommunen avrundar avgifter nedåt till hela kronor. Gränserna i lagen är högsta belopp."),
    ),
    "rounding_nearest": (
        N_("Avrundning"),
        N_("Kommunen avrundar till närmaste krona, men nedåt när beloppet annars blir högre än lagen tillåter."),
    ),
    "rounding_ore": (N_("Avrundning"), N_("Kommunen avrundar inte till hela kronor. Delar av ett öre tas bort.")),
    "reduction_care_first": (
        N_("Sänkning till avgiftsutrymmet"),
        N_("Avgifterna ryms inte. Kommunen sänker avgiften för omsorg först; lagen bestämmer inte ordningen."),
    ),
    "reduction_housing_first": (
        N_("Sänkning till avgiftsutrymmet"),
        N_("Avgifterna ryms inte. Kommunen sänker avgiften för bostaden först; lagen bestämmer inte ordningen."),
    ),
    "reduction_proportional": (
        N_("Sänkning till avgiftsutrymmet"),
        N_("Avgifterna ryms inte. Kommunen sänker båda i samma proportion; lagen bestämmer inte ordningen."),
    ),
    "untold_highest": (
        N_("Inkomst eller boendekostnad är inte lämnad"),
        N_(
            "Kommunen har bestämt att då ta ut avgift enligt taxan, upp till den högsta avgiften. "
            "Om personen får behålla sitt förbehållsbelopp går inte att pröva förrän uppgifterna är lämnade."
        ),
    ),
    "fee": (N_("Avgift i månaden"), N_("Avgiften för omsorg och avgiften för bostaden tillsammans.")),
    "partner_keeps": (
        N_("Kvar för maken eller sambon"),
        N_("Makens eller sambons inkomst, minskad med det som saknas för personens avgifter och förbehåll."),
    ),
    "partner_needs": (
        N_("Jämförs med"),
        N_("Minimibelopp och boendekostnad för den som bor kvar. Lagen har inget eget mått; detta är en jämförelse."),
    ),
    "change_next_month": (
        N_("Ny avgift från {first}"),
        N_("Ändringen {day} gäller inte hela {began}. Den nya avgiften gäller från månaden efter."),
    ),
    "change_next_month_told": (
        N_("Ny avgift från {first}"),
        N_("Det är angivet att ändringen {day} inte gäller hela {began}. Den nya avgiften gäller från månaden efter."),
    ),
    "change_same_month": (
        N_("Ny avgift från {first}"),
        N_("Ändringen {day} gäller hela {began}. Den nya avgiften gäller från samma månad."),
    ),
    "change_same_month_told": (
        N_("Ny avgift från {first}"),
        N_("Det är angivet att ändringen {day} gäller hela {began}. Den nya avgiften gäller från samma månad."),
    ),
    "change_price_base": (
        N_("Ny avgift från {first}"),
        N_("Ett nytt prisbasbelopp gäller hela januari. Avgiften får ändras utan underrättelse i förväg."),
    ),
    "lss_reasonable": (
        N_("Skälig avgift får tas ut"),
        N_("Avgift för bostad, fritidsverksamhet och kulturella aktiviteter får tas ut av den som har denna inkomst."),
    ),
    "lss_assistance": (
        N_("Avgift får tas ut"),
        N_("Avgift för personlig assistans får tas ut inom ramen för assistansersättningen."),
    ),
    "lss_parents": (
        N_("Föräldrarna bidrar"),
        N_("Föräldrar till den som är under 18 år bidrar till omvårdnad i ett annat hem än det egna."),
    ),
    "lss_free": (
        N_("Ingen avgift"),
        N_("Insatsen nämns inte i 18–20 §§. Då får ingen avgift eller ersättning tas ut."),
    ),
    "lss_not_of_this_income": (
        N_("Ingen avgift"),
        N_("Avgift får bara tas ut av den som har hel pension eller ersättning, eller lika stor inkomst."),
    ),
    "lss_no_allowance": (
        N_("Ingen avgift"),
        N_("Avgift för personlig assistans får bara tas ut av den som har rätt till assistansersättning."),
    ),
    "lss_not_under_18": (
        N_("Ingen avgift"),
        N_("Bidrag till omvårdnad i ett annat hem gäller bara föräldrar till den som är under 18 år."),
    ),
}

# What decided a fee in the end.
LIMITS: dict[str, str] = {
    "tariff": N_("Avgiften är den som kommunen tar ut enligt taxan."),
    "own_cost": N_("Avgiften begränsas av kommunens självkostnad."),
    "maximum": N_("Avgiften begränsas av den högsta avgiften."),
    "room": N_("Avgiften begränsas av avgiftsutrymmet."),
}
ROWS |= {f"fee_care_{limit}": (N_("Avgift för omsorg"), text) for limit, text in LIMITS.items()}
ROWS |= {f"fee_housing_{limit}": (N_("Avgift för bostaden"), text) for limit, text in LIMITS.items()}

# What is left unanswered.
LEFT: dict[str, str] = {
    "amounts_missing": N_(
        "Prisbasbeloppet för {year} finns inte i tabellen. Lägg in det när regeringen har fastställt det."
    ),
    "amounts_unverified": N_("Beloppen för {year} är inte kontrollerade mot författningen. Källa: {source}."),
    "former_act": N_(
        "I {month} gällde socialtjänstlagen (2001:453). Hänvisningarna dit är inte kontrollerade mot lagtexten."
    ),
    "income": N_("Inkomsten är inte angiven. Utan den går avgiftsutrymmet inte att räkna ut."),
    "partner_income": N_("Makens inkomst är inte angiven. Utan den går avgiftsunderlaget inte att räkna ut."),
    "housing_cost": N_("Boendekostnaden är inte angiven. Utan den går avgiftsutrymmet inte att räkna ut."),
    "no_charge": N_("Vad kommunen tar ut är inte angivet. Svaret säger bara hur hög avgiften som mest får bli."),
    "housing_charge": N_("Avgiften för bostaden är inte angiven och är inte med i summan."),
    "own_cost": N_("Kommunens självkostnad är inte angiven för: {labels}. Den gränsen är inte prövad."),
    "not_in_tariff": N_("{intervention} finns inte i taxan och är inte med i summan."),
    "tariff_unverified": N_("{label} är inte en beslutad taxa. Källa: {source}."),
    "tariff_missing": N_("Det finns ingen taxa för {municipality} i {month}. Ange vad kommunen tar ut."),
    "partner_unknown": N_(
        "Kommunen ska försäkra sig om att maken eller sambon inte får en oskäligt försämrad ekonomi. "
        "Det går inte att pröva utan makens eller sambons inkomst och boendekostnad."
    ),
    "partner_short": N_(
        "Maken eller sambon får {amount} mindre än jämförelsen. Kommunen behöver bedöma om det är oskäligt och "
        "hur mycket avgiften i så fall ska sänkas; lagen säger inte hur mycket."
    ),
    "change_later": N_("Den nya avgiften gäller från {first}. I {month} gäller den avgift som var bestämd förut."),
    "not_calculated": N_("{section} ger ingen avgift att räkna ut här."),
    "ignored": N_("Nyckeln {key} används inte när avgiften räknas ut."),
    "lss_purpose": N_("Det är inte angivet vad avgiften gäller. Ange till exempel bostad eller fritidsverksamhet."),
    "lss_income": N_("Inkomstens slag är inte angivet. Avgift får bara tas ut av vissa grupper."),
    "lss_same_size": N_(
        "Om en annan inkomst är av motsvarande storlek är en bedömning som lagen inte ger något mått för."
    ),
    "lss_amount": N_(
        "Hur hög avgiften får bli räknas inte ut: lagen anger bara att den ska vara skälig, inte överstiga "
        "självkostnaden och lämna tillräckligt för personliga behov."
    ),
    "lss_meals": N_(
        "Måltider nämns inte i 18–20 §§. Lagen svarar inte på om kostnaden får tas ut vid sidan av insatsen."
    ),
    "lss_assistance_frame": N_("Avgiften ska rymmas i assistansersättningen. Beloppet räknas inte ut här."),
    "lss_parents": N_(
        "Lagen säger inte hur mycket föräldrarna ska bidra, bara att det ska vara i skälig utsträckning."
    ),
    "lss_allowance": N_("Det är inte angivet om personen har rätt till assistansersättning."),
    "lss_age": N_("Det är inte angivet om personen är under 18 år."),
    "lss_short_stay": N_(
        "Om föräldrar ska bidra till korttidsvistelse för den som är under 18 år svarar lagen inte på: "
        "20 § talar om omvårdnad i ett annat hem än det egna."
    ),
}

# What the person may do against the decision.
REMEDIES: dict[str, str] = {
    "appeal": N_("Beslut om avgift och förbehållsbelopp får överklagas till förvaltningsrätten."),
    "legality_review": N_("Beslutet kan prövas genom laglighetsprövning. Det får inte överklagas på annat sätt."),
}
