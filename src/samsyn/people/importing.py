"""What may be done with an import that has come so far: pure."""

from samsyn.people.refusals import N_, Refusal

CHECKED, RUNNING, DONE = "checked", "running", "done"


def why_not_change(state: str) -> Refusal | None:
    """Why the mapping cannot be changed now, or None."""
    if state == RUNNING:
        return Refusal(N_("Inläsningen pågår. Vänta tills den är klar."))
    if state == DONE:
        return Refusal(N_("Filen är inläst. Välj den på nytt om den ska läsas in en gång till."))
    return None


def why_not_read_in(state: str, bad: int) -> Refusal | None:
    """Why what was checked cannot be read in now, or None. Buttons show it; starting enforces it."""
    if refusal := why_not_change(state):
        return refusal
    if state != CHECKED:
        return Refusal(N_("Provläs först, så att du ser vad som händer."))
    if bad:
        return Refusal(N_("Rätta felen i filen eller i mappningen först. Inget läses in förrän allt är rätt."))
    return None
