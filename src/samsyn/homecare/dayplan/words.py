"""What each hard rule says, as sentences with the carer and the minutes: the refusal names the rule and what helps."""

from collections.abc import Mapping

from samsyn.homecare.dayplan.rules import Broken
from samsyn.people.refusals import N_, Refusal

SENTENCES = {
    "no_shift": N_("{carer} arbetar inte den här dagen. Välj någon som arbetar."),
    "before_shift": N_("{carer} börjar {minutes} minuter senare. Välj en senare tid."),
    "after_shift": N_("{carer} skulle sluta {minutes} minuter för sent med vägen tillbaka. Välj en tidigare tid."),
    "overlap": N_("{carer} är upptagen: {minutes} minuter krockar med det som är före. Välj en annan tid."),
    "travel": N_("Restiden ryms inte: {carer} behöver {minutes} minuter till för vägen. Restid går inte att ta bort."),
    "first_way": N_("{carer} hinner inte dit från passets början: {minutes} minuter fattas. Välj en senare tid."),
    "no_break": N_("{carer} skulle bli utan rast. Rasten går inte att ta bort."),
    "break_outside": N_("{carer} skulle få rast på fel tid. Rasten ska börja inom sin tid i passet."),
    "both": N_("Två behövs samtidigt, och {carer} kan inte vara båda. Välj någon annan."),
    "alone": N_("Två behövs samtidigt, men bara {carer} är med. Välj den andra också."),
    "not_together": N_("De två som kommer börjar inte samtidigt: {minutes} minuter skiljer. Ge dem samma tid."),
    "skill": N_("{carer} har inte den kompetens eller delegering som besöket kräver."),
    "apart": N_("{carer} och personen ska inte mötas. Välj någon annan."),
    "far_from_promised": N_("Det är {minutes} minuter från den lovade tiden, mer än en och en halv timme."),
}


def refusal_of(broken: Broken, names: Mapping[int, str]) -> Refusal:
    """The sentence of a broken rule."""
    return Refusal(SENTENCES[broken.rule], {"carer": names.get(broken.carer, ""), "minutes": broken.minutes})


# Why nobody may make a visit (`dayplan.nobody.Hinder`), each with what helps.
NOBODY = {
    "skill": N_("Ingen som arbetar har {skills}. Lägg till ett pass för någon som har det, eller ändra kravet."),
    "skills": N_("Ingen som arbetar har allt på en gång: {skills}. Ändra kravet, eller dela besöket."),
    "apart": N_("De som arbetar och får ges besöket hålls isär från personen: {carers}. Lägg till ett pass."),
    "two": N_("Två behövs samtidigt, men av dem som arbetar kan bara {carers}. Lägg till ett pass."),
    "twin": N_("Två behövs samtidigt, och ingen kan vara den andra. Se varför vid den delen."),
    "locked": N_("Besöket är låst till {carers}, som inte arbetar. Lås upp besöket."),
    "hours": N_(
        "Ingen som får ges besöket hinner dit och tillbaka inom sitt pass, med start {opens}–{closes}. Lägg till ett "
        "pass, eller ändra tiden i planen med personen."
    ),
}  # fmt: skip
