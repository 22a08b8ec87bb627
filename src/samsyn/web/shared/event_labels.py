"""What the log's events mean, in plain words: for the person who asks who has read, and for the case's history.

Each reads after a name: "Karin Ek, handläggare, läste ärendet".
"""

from django.utils.translation import gettext

from samsyn.people.refusals import N_

LABELS: dict[str, str] = {
    # Reading
    "case.read": N_("läste ärendet"),
    "case.list": N_("såg ärendet i en lista"),
    "case.export": N_("hämtade en lista där ärendet finns med"),
    "investigation.read": N_("läste utredningen"),
    "access.denied": N_("försökte öppna men fick inte tillgång"),
    "decision.list": N_("såg beslutets nummer i en lista"),
    "decision.export": N_("hämtade en lista med beslutets nummer"),
    "decision.letter": N_("läste beslutsbrevet"),
    "decision.pdf": N_("hämtade beslutsbrevet"),
    "decision.told": N_("läste besluten"),
    "follow_up.told": N_("läste uppföljningarna"),
    "order.read": N_("läste beställningen"),
    "order.answer": N_("läste beställningen för att svara"),
    "orders.list": N_("såg beställningen i en lista"),
    "orders.export": N_("hämtade en lista där beställningen finns med"),
    "person.home": N_("öppnade personens sida"),
    "person.apply": N_("öppnade sidan för att ansöka"),
    "intake.receipt": N_("läste kvittot på ansökan"),
    "person.meet": N_("såg namnet bland sina närstående"),
    "person.read_log": N_("såg vem som har läst"),
    "person.search": N_("sökte och fick upp namnet"),
    "person.consents": N_("läste vilka samtycken som finns"),
    "plan.told": N_("läste planen"),
    "plan.read": N_("läste planen"),
    "plans.list": N_("såg planen i en lista"),
    "plans.export": N_("hämtade en lista där planen finns med"),
    "week.told": N_("läste veckans hjälp"),
    "time.read": N_("läste planerad och utförd hjälp"),
    "visits.list": N_("såg besöket i en lista"),
    # People
    "person.register": N_("registrerade personen"),
    "person.change_contact": N_("ändrade kontaktuppgifter"),
    "fact.confirm": N_("bekräftade en uppgift"),
    "consent.give": N_("gav ett samtycke"),
    "consent.withdraw": N_("tog tillbaka ett samtycke"),
    "consent.offered": N_("läste vem som frågar om att dela uppgifter"),
    "consent.accept": N_("tackade ja till samtycket, som nu gäller"),
    "consent.decline": N_("tackade nej till samtycket"),
    "consent.register": N_("registrerade ett samtycke eller en behörighet"),
    "consent.end": N_("avslutade ett samtycke eller en behörighet"),
    "person.identify": N_("skrev in personnumret"),
    "person.record_death": N_("antecknade ett dödsfall"),
    "person.take_back_death": N_("tog bort ett dödsfall som var fel"),
    "person.read": N_("läste uppgifterna om personen"),
    "person.details": N_("öppnade sidan med kontaktuppgifter"),
    # Intake and investigation
    "intake.register": N_("tog emot en ansökan eller anmälan"),
    "case.assign": N_("gav ärendet en handläggare"),
    "case.dismiss": N_("avslutade anmälan utan utredning"),
    "case.close": N_("avslutade ärendet"),
    "investigation.open": N_("öppnade en utredning"),
    "need.add": N_("lade till ett behov i utredningen"),
    "need.remove": N_("tog bort ett behov ur utredningen"),
    "field.save": N_("skrev i utredningen"),
    "field.settle": N_("valde mellan två texter i utredningen"),
    # Decision
    "decision.start": N_("började skriva ett beslut"),
    "decision.summary": N_("skrev i beslutet"),
    "line.put": N_("skrev en insats i beslutet"),
    "line.remove": N_("tog bort en insats ur beslutet"),
    "decision.propose": N_("föreslog beslut"),
    "decision.send_back": N_("skickade tillbaka förslaget"),
    "decision.withhold_names": N_("lät brevet vara utan tjänstemäns namn"),
    "decision.name_officials": N_("lät tjänstemännens namn stå i brevet igen"),
    "decision.sign": N_("fattade beslut"),
    "decision.correct": N_("började på en rättelse av beslutet"),
    "decision.drop_correction": N_("tog bort den påbörjade rättelsen"),
    # What happens to the carrying out of a line
    "line.executed_part": N_("skrev att insatsen är delvis verkställd"),
    "line.executed": N_("skrev att insatsen är verkställd"),
    "line.interrupted": N_("skrev att insatsen är avbruten"),
    "line.resumed": N_("skrev att insatsen har återupptagits"),
    "line.offered": N_("skrev in ett erbjudande om insatsen"),
    "line.declined": N_("skrev att personen tackade nej till ett erbjudande"),
    "line.waits": N_("skrev att personen vill vänta med insatsen"),
    "line.postponed": N_("skrev att personen har bett att få senarelägga insatsen"),
    "line.reported": N_("rapporterade insatsen som inte verkställd"),
    "line.withdrawn": N_("skrev att ansökan är återtagen"),
    "line.need_ceased": N_("skrev att behovet har upphört"),
    "line.deceased": N_("avslutade insatsens klocka efter ett dödsfall"),
    "line.moved": N_("avslutade insatsens klocka efter en flytt"),
    "line.new_decision": N_("ersatte insatsen med ett nytt beslut"),
    "line.retract": N_("tog tillbaka något som hade skrivits om verkställigheten"),
    # Order
    "order.sent": N_("skickade beställningen"),
    "order.seen": N_("öppnade beställningen"),
    "order.accepted": N_("tog emot beställningen"),
    "order.rejected": N_("avböjde beställningen"),
    "order.change_requested": N_("bad om en ändring i beställningen"),
    "order.change_answered": N_("svarade på frågan om beställningen"),
    "order.started": N_("började ge hjälpen"),
    "order.stopped": N_("avslutade beställningen"),
    # What an order or a plan makes of the case
    "case.order": N_("gick vidare till beställning"),
    "case.accept": N_("gick vidare till planering"),
    "case.run_out": N_("gjorde att inget är beställt längre"),
    "case.start": N_("började ge hjälpen"),
    "case.reassess": N_("började utreda ärendet på nytt"),
    "fact.read": N_("läste bekräftade uppgifter"),
    "case.approve_plan": N_("gick vidare till att ge hjälpen"),
    # Plan
    "plan.start": N_("började på planen"),
    "plan.write": N_("skrev i planen"),
    "activity.put": N_("skrev en aktivitet i planen"),
    "activity.remove": N_("tog bort en aktivitet ur planen"),
    "plan.offer": N_("lämnade planen för svar"),
    "plan.approve": N_("godkände planen"),
    "plan.object": N_("sa nej till planen"),
    # Time and follow-up
    "time.plan": N_("planerade kommande veckor"),
    "time.report": N_("skrev att något blev annorlunda"),
    "time.extra": N_("skrev in extra hjälp"),
    "time.close": N_("stängde dagen"),
    "follow_up.record": N_("följde upp"),
    # The organisation
    "unit.open": N_("lade upp en enhet"),
    "staff.employ": N_("lade upp en medarbetare"),
    "appointment.begin": N_("gav en roll"),
    "appointment.end": N_("avslutade en roll"),
    "order.adopt": N_("lade in en delegationsordning"),
    "simulate.load": N_("lade in påhittade personer"),
    "log.verify": N_("kontrollerade loggen"),
    # Deletion
    "deletion.draw_up": N_("tog fram en gallringslista"),
    "deletion.read": N_("såg ärendenumret i en gallringslista"),
    "deletion.leave_out": N_("undantog akten från gallring"),
    "deletion.approve": N_("godkände en gallringslista"),
    "deletion.withdraw": N_("drog tillbaka en gallringslista"),
    "deletion.carry_out": N_("gallrade akter"),
}

UNKNOWN = N_("gjorde något annat ({code})")


def event_label(what: str) -> str:
    """What somebody did, translated; a code that has no words yet is shown as it is rather than hidden."""
    known = LABELS.get(what)
    return gettext(known) if known else gettext(UNKNOWN).format(code=what)
