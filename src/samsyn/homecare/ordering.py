"""Whether a decided line may be ordered: pure."""

from samsyn.people.refusals import N_, Refusal


def why_not_send(
    *, signed: bool, refused: bool, corrected: bool, ordered: bool, runs: bool, renounced: bool = False
) -> Refusal | None:
    """The reason a line may not be ordered now, or None. Buttons show it; sending an order enforces it.

    `corrected`: its decision has a signed correction; `ordered`: a provider already has the line; `renounced`: the
    person has said no thanks to it; `runs`: nothing has ended it and its time is not out.
    """
    if not signed:
        return Refusal(N_("Beslutet är inte signerat än. Beställ när det är fattat."))
    if refused:
        return Refusal(N_("Insatsen är avslagen och beställs inte."))
    if corrected:
        return Refusal(N_("Beslutet är rättat. Beställ från den nya versionen."))
    if renounced:
        return Refusal(N_("Personen har tackat nej till insatsen, så den beställs inte. En ny ansökan utreds på nytt."))
    if not runs:
        return Refusal(
            N_("Insatsen gäller inte längre: ett nyare beslut har ersatt den, eller så är tiden ute. Beställ från det"
               " beslut som gäller.")
        )  # fmt: skip
    if ordered:
        return Refusal(N_("Insatsen är redan beställd. Avsluta den beställningen först om den ska till en annan."))
    return None
