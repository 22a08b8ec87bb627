"""What the events of the account of granted time mean, in plain words: each reads after a name."""

from samsyn.people.refusals import N_
from samsyn.web.shared.columns import Mark

TIME_EVENTS: dict[str, str] = {
    "account.told": N_("läste tidskontot"),
    "account.list": N_("såg en fråga om tiden i en lista"),
    "follow_up.bring": N_("bestämde en tidigare dag för uppföljningen"),
    "account.settle": N_("räknade om vad som blev över"),
    "visit.cancel": N_("avbokade ett besök"),
    "visit.call_off": N_("ställde in ett besök"),
    "visit.stay": N_("ställde in besöken under en sjukhusvistelse"),
    "time.ask": N_("bad om att byta tid"),
    "time.answer": N_("svarade på en fråga om tid"),
    "time.gone": N_("stängde en fråga om tid som ingen hann svara på"),
    "time.withdraw": N_("tog tillbaka en fråga om tid"),
    "menu.add": N_("lade till något att använda tiden till"),
    "menu.end": N_("tog bort något att använda tiden till"),
    "time.find": N_("såg att tid inte används, eller används mer än beviljat"),
    "finding.answer": N_("skrev vad som görs när tiden inte stämmer"),
}

LIMITS = {
    "granted_time": N_("Den beviljade tiden"),
    "need": N_("Kopplingen till behoven i beslutet"),
    "goal": N_("Målet i beslutet"),
    "work_environment": N_("Personalens arbetsmiljö"),
}
HANDS = {
    "self": N_("på sin egen sida"),
    "relative": N_("genom en närstående"),
    "carer": N_("genom personalen"),
    "phone": N_("på telefon"),
    "paper": N_("på papper"),
}
MARKS = {
    "asked": Mark(N_("väntar på svar"), "waiting"),
    "yes": Mark(N_("ja"), "done"),
    "no": Mark(N_("nej"), "refused"),
    "withdrawn": Mark(N_("taget tillbaka")),
    "gone": Mark(N_("inte längre aktuellt")),
}
MOVED = {
    "save": N_("{minutes} sparades"),
    "unsave": N_("{minutes} togs tillbaka från det sparade"),
    "use": N_("{minutes} sparad tid användes"),
    "unuse": N_("{minutes} sparad tid behövdes inte och lades tillbaka"),
    "owe": N_("{minutes} ställdes in av utföraren, och finns kvar tills du har fått dem"),
    "unowe": N_("{minutes} som utföraren hade ställt in gavs i stället, eller räknas på annat sätt"),
    "repay": N_("{minutes} gavs i stället för det som utföraren ställde in"),
    "unrepay": N_("{minutes} som utföraren är skyldig behövdes inte då och finns kvar"),
    "move": N_("{minutes} räknades på det andra beslutet samma period"),
    "move_saved": N_("{minutes} följde med till det nya beslutet"),
    "move_owed": N_("{minutes} som utföraren är skyldig följde med till det nya beslutet"),
    "expire": N_("{minutes} kunde inte sparas"),
    "lapse": N_("{minutes} sparad tid gick bort"),
    "unexpire": N_("{minutes} lades tillbaka"),
}
