"""What a planner decided stays as it was decided; of a plan's head only the count of changes moves."""

from samsyn.audit.guards import Guard
from samsyn.homecare.migrations._guards import UNLESS

DECIDED = "a decided change of a day plan is never changed"
MADE = "a day plan is never made anew"
OF_WHAT = "a stop of a day plan stays about what it is about"
HEAD = ("unit_id", "day", "version", "source", "seed", "trials", "parts", "made_at", "made_by")
STOP = ("plan_id", "planned", "promised", "minutes")
TWICE = "the same carer cannot be both who come"
SECOND = "NEW.carer_id = (SELECT carer_id FROM homecare_plannedtime WHERE id = NEW.planned_id)"


def _differs(names: tuple[str, ...]) -> str:
    return " OR ".join(f"CAST(NEW.{name} AS TEXT) <> CAST(OLD.{name} AS TEXT)" for name in names)


CLASH_GUARDS = (
    Guard("homecare_planclash", "UPDATE", MADE),
    Guard("homecare_planclash", "DELETE", MADE),
)
STOP_GUARDS = (
    Guard("homecare_daystop", "UPDATE", OF_WHAT, f"{_differs(STOP)} OR NEW.person_id <> OLD.person_id"),
    Guard("homecare_daystop", "DELETE", OF_WHAT, "", UNLESS),
)
GUARDS = (
    Guard("homecare_planchange", "UPDATE", DECIDED),
    Guard("homecare_planchange", "DELETE", DECIDED, "", UNLESS),
    Guard("homecare_dayplan", "UPDATE", MADE, f"NEW.turn < OLD.turn OR {_differs(HEAD)}"),
    Guard("homecare_dayplan", "DELETE", MADE),
    *STOP_GUARDS,
)
# Since a visit may be two carers'.
PART_GUARDS = (
    Guard("homecare_daystop", "UPDATE", OF_WHAT, f"{_differs((*STOP, 'part'))} OR NEW.person_id <> OLD.person_id"),
    Guard("homecare_daystop", "DELETE", OF_WHAT, "", UNLESS),
)
SECOND_GUARDS = (
    Guard("homecare_secondcarer", "INSERT", TWICE, SECOND),
    Guard("homecare_secondcarer", "UPDATE", TWICE, SECOND),
)
PATTERN = "a version of a pattern is never changed"
PATTERN_GUARDS = (
    Guard("homecare_visitpattern", "UPDATE", PATTERN),
    Guard("homecare_visitpattern", "DELETE", PATTERN),
    Guard("homecare_patternstop", "UPDATE", PATTERN),
    Guard("homecare_patternstop", "DELETE", PATTERN, "", UNLESS),
)
