"""What the log's events about day plans mean, in plain words."""

from samsyn.people.refusals import N_

DAY_PLANS: dict[str, str] = {
    "dayplan.read": N_("såg besöket i enhetens dagplan"),
    "dayplan.make": N_("gjorde en plan för enhetens dag"),
    "dayplan.moved": N_("flyttade besök i dagplanen"),
    "dayplan.locked": N_("låste besök i dagplanen"),
    "dayplan.unlocked": N_("låste upp besök i dagplanen"),
    "dayplan.accepted": N_("godkände vem som kommer och när"),
    "pattern.read": N_("såg besöken i enhetens slinga"),
    "pattern.take": N_("lät en ny slinga gälla"),
    "pattern.end": N_("lät slingan sluta gälla"),
    "shift.put": N_("skrev in ett arbetspass"),
    "shift.cut": N_("lät ett arbetspass sluta tidigare"),
    "shift.remove": N_("tog bort ett arbetspass"),
    "skill.note": N_("skrev in vad en medarbetare får göra"),
    "skill.end": N_("tog bort vad en medarbetare får göra"),
    "demand.list": N_("såg vad besök kräver"),
    "demand.note": N_("skrev in vad besök kräver"),
    "demand.end": N_("tog bort ett krav på besök"),
    "sex.tell": N_("skrev in om en medarbetare är kvinna eller man, för en persons önskan"),
    "sex.forget": N_("tog bort uppgiften om en medarbetare är kvinna eller man"),
    "travel.read": N_("såg enhetens resor, planerade och verkliga"),
    "travel.learn": N_("lät planeringen lära av utförda resor"),
    "apart.list": N_("såg vilka som hålls isär"),
    "apart.reason": N_("läste varför två hålls isär"),
    "apart.keep": N_("skrev att två ska hållas isär"),
    "apart.end": N_("skrev att två får mötas igen"),
}
