"""The words for what the log tells of reviews, exercises and the store of what was decided."""

from samsyn.people.refusals import N_

REVIEW: dict[str, str] = {
    "review.rule": N_("bestämde vilka ärenden som granskas"),
    "review.make": N_("gjorde i ordning utredningen för granskning utan namn"),
    "review.settle": N_("avgjorde vad granskarna får läsa"),
    "review.send": N_("skickade utredningen till granskning utan namn"),
    "review.withdraw": N_("drog tillbaka utredningen från granskning"),
    "review.waive": N_("undantog ärendet från granskning"),
    "review.depart": N_("skrev varför beslutet avviker från granskningen"),
    "review.conclude": N_("skrev in vad granskningen kom fram till"),
    "review.compare": N_("jämförde ett beslut med granskningen"),
    "review.read": N_("läste vad granskningen kom fram till"),
    "review.end_key": N_("tog bort nyckeln till en granskning"),
    "review.empty": N_("tog bort texterna i en granskning"),
    "packet.read": N_("läste ett underlag utan namn"),
    "packet.list": N_("såg hur långt granskningarna har kommit"),
    "reading.save": N_("sparade sin läsning av ett underlag"),
    "reading.hand_in": N_("lämnade in sin läsning av ett underlag"),
    "reading.step_down": N_("lämnade över läsningen av ett underlag"),
    "reading.draw": N_("lottade fler att läsa ett underlag"),
    "reading.open": N_("öppnade läsningarna av ett underlag"),
    "screen.put": N_("stängde ärendet för dem som granskar det"),
    "screen.lift": N_("öppnade ärendet igen för dem som har granskat det"),
}
ALIKE: dict[str, str] = {
    "alike.show": N_("såg vad personer med liknande behov har fått"),
    "store.fill": N_("fyllde registret över liknande ärenden"),
    "store.on": N_("slog på liknande ärenden"),
    "store.off": N_("stängde av liknande ärenden"),
}
EXERCISES: dict[str, str] = {
    "vignette.write": N_("skrev en vinjett"),
    "exercise.open": N_("öppnade en kalibreringsrunda"),
    "exercise.write": N_("skrev i sin bedömning"),
    "exercise.settle": N_("valde mellan två texter i sin bedömning"),
    "exercise.hand_in": N_("lämnade in sin bedömning"),
    "exercise.close": N_("stängde en kalibreringsrunda"),
    "wheel.add": N_("planerade i årshjulet"),
    "wheel.remove": N_("tog bort något ur årshjulet"),
    "wheel.done": N_("markerade något i årshjulet som klart"),
    "group.note": N_("skrev en anteckning från arbetsgruppen"),
    "group.correct": N_("rättade en anteckning från arbetsgruppen"),
    "group.action": N_("skrev en åtgärd"),
    "group.done": N_("avslutade en åtgärd"),
}
