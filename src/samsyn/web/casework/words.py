"""What the codes of case handling are called, as message ids."""

from samsyn.people.refusals import N_

TARGET_GROUPS = {
    "older": N_("65 år och äldre"),
    "disability": N_("Vuxna under 65 år"),
    "carer": N_("Anhöriga"),
}
FORMS = {"application": N_("Ansökan"), "report": N_("Anmälan")}
CHANNELS = {
    "web": N_("på webben"),
    "phone": N_("per telefon"),
    "paper": N_("på papper"),
    "visit": N_("vid besök"),
}
BY_WHOM = {"person": N_("personen själv"), "relative": N_("närstående med behörighet"), "other": N_("någon annan")}
CLOSING = {
    "need_ceased": N_("Behovet finns inte längre"),
    "withdrawn": N_("Personen har tagit tillbaka ansökan"),
    "moved": N_("Personen har flyttat från kommunen"),
    "deceased": N_("Personen har avlidit"),
    "refused": N_("Ansökan är avslagen"),
}
CAUSES = {
    "changed_needs": N_("Behoven har ändrats"),
    "error": N_("Beslutet bygger på något som är fel"),
    "follow_up": N_("Uppföljningen visade att det behövs"),
    "judgment": N_("En domstol har ändrat eller upphävt beslutet"),
}
OUTCOMES = {"granted": N_("beviljas"), "partly": N_("beviljas delvis"), "refused": N_("avslås")}
DECISION_STATES = {
    "draft": N_("utkast"),
    "proposed": N_("föreslaget"),
    "signed": N_("signerat"),
    "aside": N_("lagt åt sidan"),
}
PLAN_STATES = {
    "draft": N_("Planen skrivs"),
    "offered": N_("Planen väntar på personens svar"),
    "approved": N_("Planen är godkänd"),
    "objected": N_("Personen vill ändra i planen"),
    "replaced": N_("Planen är ersatt"),
}
RESULTS = {
    "continue": N_("Fortsätter som förut"),
    "change": N_("Ändras inom ramen"),
    "end": N_("Avslutas"),
    "reassess": N_("Utreds på nytt"),
}
REACHED = {"yes": N_("ja"), "partly": N_("delvis"), "no": N_("nej")}
