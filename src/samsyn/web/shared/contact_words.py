"""What the pages say of the offer of a fast omsorgskontakt."""

from samsyn.homecare.contact import Stands, Step
from samsyn.people.refusals import N_
from samsyn.web.shared.columns import Mark

STANDS = {
    Stands.NONE: Mark(N_("inte erbjuden än"), "waiting"),
    Stands.OFFERED: Mark(N_("väntar på svar"), "waiting"),
    Stands.APPOINTED: Mark(N_("utsedd"), "done"),
    Stands.DECLINED: Mark(N_("personen har tackat nej")),
    Stands.ASKED: Mark(N_("personen har bett om det"), "waiting"),
    Stands.UNNEEDED: Mark(N_("behövs inte")),
    Stands.AGAIN: Mark(N_("ska erbjudas på nytt"), "late"),
}
STEPS = {
    Step.OFFERED: N_("Erbjuden"),
    Step.ACCEPTED: N_("Ja"),
    Step.DECLINED: N_("Nej"),
    Step.ASKED: N_("Önskad"),
    Step.UNNEEDED: N_("Behövs inte"),
}
# What the person may answer, and when. The same on their page and on paper.
ANSWERS = {
    "yes": N_("Ja tack"),
    "no": N_("Nej tack"),
    "asks": N_("Jag vill ha en fast omsorgskontakt"),
    "other": N_("Jag vill ha någon annan"),
    "none": N_("Jag vill inte ha någon längre"),
}
OPEN: dict[Stands, tuple[str, ...]] = {
    Stands.OFFERED: ("yes", "no", "other"),
    Stands.APPOINTED: ("other", "none"),
    Stands.AGAIN: ("asks", "none"),
    Stands.ASKED: (),
}
CONTACT_EVENTS: dict[str, str] = {
    "contact.offered": N_("erbjöd en fast omsorgskontakt"),
    "contact.accepted": N_("tackade ja till en fast omsorgskontakt"),
    "contact.declined": N_("tackade nej till en fast omsorgskontakt"),
    "contact.asked": N_("bad om en fast omsorgskontakt"),
    "contact.unneeded": N_("antecknade att ingen fast omsorgskontakt behövs"),
    "plan.wish": N_("skrev in önskemål i planen"),
    "plan.hand_over": N_("lämnade över surfplattan för svar på planen"),
    "item.add": N_("lade till något eget som tiden kan användas till"),
    "help.offer": N_("erbjöd hjälp med planen"),
    "help.answer": N_("svarade på erbjuden hjälp med planen"),
    "help.follow_up": N_("följde upp hjälpen med planen"),
    "plans.supported": N_("såg att planen kan behöva hjälp"),
    "contact.told": N_("läste om den fasta omsorgskontakten"),
    "title.note": N_("antecknade en titel hos personalen"),
    "title.end": N_("antecknade att en titel har upphört"),
}
