"""What the person's pages say, in the plainest Swedish there is. Message ids, translated where they are shown."""

from samsyn.people.refusals import N_

# What happens now and next, by the state of the case. Told to the person; {who} is the caseworker.
NOW = {
    "received": N_("Ansökan har kommit fram. En handläggare läser den och hör av sig."),
    "investigating": N_("Handläggaren tar reda på vad du behöver och hur du vill ha det. Ni pratar om det."),
    "proposed": N_("Handläggaren är klar. Nu ska en beslutsfattare läsa förslaget och fatta beslut."),
    "decided": N_("Beslutet är fattat. Nu ber handläggaren en utförare att ge dig hjälpen."),
    "ordered": N_("Utföraren har fått veta vad du behöver och ska svara om de kan hjälpa dig."),
    "planning": N_("Din kontaktperson gör en plan tillsammans med dig: vad, vilka dagar och hur."),
    "active": N_("Hjälpen är i gång. Längre fram pratar ni om hur den fungerar."),
    "closed": N_("Ärendet är avslutat. Du kan ansöka på nytt när du vill."),
}
NOW_OTHER = {
    "received": N_("Ansökan har kommit fram. En handläggare läser den och hör av sig."),
    "investigating": N_("Handläggaren tar reda på vilket stöd som behövs. De pratar med varandra om det."),
    "proposed": N_("Handläggaren är klar. Nu ska en beslutsfattare läsa förslaget och fatta beslut."),
    "decided": N_("Beslutet är fattat. Nu ber handläggaren en utförare att ge hjälpen."),
    "ordered": N_("Utföraren har fått veta vad som behövs och ska svara om de kan hjälpa till."),
    "planning": N_("Kontaktpersonen gör planen tillsammans med den som ska få hjälpen."),
    "active": N_("Hjälpen är i gång. Längre fram följs den upp."),
    "closed": N_("Ärendet är avslutat. Det går att ansöka på nytt."),
}

# What somebody is asked to be let to do: said after "vill att du ska få".
OFFERED = {
    "see": N_("se hur det går för personen, besluten och planen"),
    "apply": N_("ansöka om hjälp åt personen"),
    "plan": N_("säga ja eller nej till personens plan"),
    "time": N_("byta och avboka personens besök"),
    "message": N_("läsa och skriva personens meddelanden"),
}

OUTCOMES = {"granted": N_("Ja"), "partly": N_("Ja, en del"), "refused": N_("Nej")}
OUTCOME_TONES = {"granted": "done", "partly": "waiting", "refused": "refused"}

PLAN_STATES = {
    "offered": N_("väntar på svar"),
    "approved": N_("gäller nu"),
    "objected": N_("görs om"),
    "replaced": N_("gällde förut"),
}
PLAN_TONES = {"offered": "waiting", "approved": "done", "objected": "waiting", "replaced": ""}

REACHED = {"yes": N_("ja"), "partly": N_("delvis"), "no": N_("nej")}
RESULTS = {
    "continue": N_("Hjälpen fortsätter som förut."),
    "change": N_("Hjälpen ändras lite, inom det som är beslutat."),
    "end": N_("Hjälpen avslutas."),
    "reassess": N_("Behovet utreds på nytt."),
}

# The law behind "what happens next" on the receipt: shown one click away.
RECEIPT_LAW = ("SoL 14:2", "SoL 11:1", "FL 25")

# What happens now with an appeal, by its stage.
APPEAL_NOW = {
    "received": N_("Vi har fått överklagandet. Vi ser efter om det kom i rätt tid."),
    "taken_up": N_("Överklagandet kom i rätt tid. Vi läser beslutet en gång till och ser om det ska ändras."),
    "reconsidered": N_("Vi har läst beslutet en gång till. Nu lämnar vi över till domstolen."),
    "dismissed": N_("Överklagandet kom för sent och tas inte upp. Det beslutet går också att överklaga."),
    "at_court": N_("Domstolen har överklagandet och alla papper. Den hör av sig till dig."),
    "judged": N_("Domstolen har bestämt. Nu gör vi det som den har sagt."),
    "at_higher_court": N_("En högre domstol har fått frågan."),
    "concluded": N_("Det är klart, och domen kan inte längre överklagas."),
    "withdrawn": N_("Överklagandet är taget tillbaka. Beslutet gäller som det är."),
}
