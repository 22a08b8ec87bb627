"""The words for what the log tells of nights by camera."""

from samsyn.people.refusals import N_

NIGHT: dict[str, str] = {
    "night.set_up": N_("lade upp tillsyn med kamera på natten"),
    "night.agree": N_("ändrade tiderna för tillsyn med kamera"),
    "night.cohabitant": N_("skrev in någon som bor tillsammans med personen"),
    "night.moved_out": N_("skrev att någon inte längre bor tillsammans med personen"),
    "night.end": N_("avslutade tillsyn med kamera"),
    "night.yes": N_("tog emot ett ja till kameran"),
    "night.off": N_("ställde in tillsynen med kamera en natt"),
    "night.on": N_("tog tillbaka att en natts tillsyn var inställd"),
    "night.no": N_("tog tillbaka ett ja till kameran"),
    "night.permit": N_("gav behörighet att titta med kamera"),
    "night.permit_end": N_("avslutade en behörighet att titta med kamera"),
    "night.lay_out": N_("lade ut nattens tider för tillsyn"),
    "night.escalate": N_("begärde ett besök, eller sa till att det är sent"),
    "night.look": N_("tittade med kamera"),
    "night.looked": N_("skrev vad som syntes i kameran"),
    "night.ask_visit": N_("bad om ett besök på natten"),
    "night.go": N_("gick för att se till personen på natten"),
    "night.arrive": N_("var hos personen på natten"),
    "night.list": N_("såg personen i nattens lista"),
    "night.read": N_("läste nattens tillsyn"),
    "night.setup_read": N_("läste hur tillsyn med kamera är överenskommen"),
    "night.told": N_("läste om tillsynen på natten"),
    "night.shared": N_("läste om kameran där de bor tillsammans"),
}
