"""The special assessment that LSS and SoL 29:7 ask for, as somebody has made it who fulfils everything."""

from samsyn.cases.actions import ConditionTerms, assess_conditions

FULFILLED = ConditionTerms(
    circle="PK1", circle_reasons="Utlåtande från psykolog.", plan="wants", ground="care", disregards_home=True
)  # fmt: skip


def assess_for(decision, *, by, at) -> None:
    """Assess what the paragraphs of a draft ask for; nothing where they ask for nothing more than the needs."""
    if decision.lines.filter(regime__in=["LSS_9", "SOL_29_7"]).exists():
        assess_conditions(investigation=decision.investigation, terms=FULFILLED, by=by, at=at)
