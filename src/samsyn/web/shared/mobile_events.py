"""What the log's events about carers' phones mean, in plain words."""

from samsyn.people.refusals import N_

MOBILE: dict[str, str] = {
    "mobile.day": N_("hämtade dagens besök till sin telefon"),
    "mobile.other": N_("såg vad någon annan hade sagt om ett besök"),
    "mobile.left": N_("såg vad som kom in från en telefon och väntar"),
    "mobile.begin": N_("började ett pass i sin telefon"),
    "mobile.end": N_("avslutade ett pass i sin telefon"),
    "mobile.sync": N_("skickade in från sin telefon"),
    "mobile.wipe": N_("tömde en telefon"),
    "mobile.forget": N_("tog bort tider vars tid var ute"),
    "downtime.pack": N_("gjorde reservlistor för driftstopp"),
    "times.read": N_("läste en medarbetares tider"),
}
