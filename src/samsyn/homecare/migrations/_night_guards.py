"""What was agreed, said, looked and visited of nights by camera stays, by the database's own word."""

from samsyn.audit.guards import Guard
from samsyn.homecare.migrations._guards import UNLESS

AGREED = "what was agreed of the nights stays"
YES = "a yes to the camera stays, and is taken back once"
LOOKED = "a look is never rewritten"
VISITED = "a visit of the night is never rewritten"
NIGHT_GUARDS = (
    Guard("homecare_supervision", "DELETE", AGREED, "", UNLESS),
    Guard(
        "homecare_supervision",
        "UPDATE",
        AGREED,
        "OLD.ended_at IS NOT NULL OR NEW.order_id <> OLD.order_id OR NEW.activity_id <> OLD.activity_id"
        " OR NEW.began_at <> OLD.began_at OR NEW.began_by <> OLD.began_by",
    ),
    Guard("homecare_nightterms", "UPDATE", AGREED),
    Guard("homecare_nightterms", "DELETE", AGREED, "", UNLESS),
    Guard(
        "homecare_cohabitant",
        "UPDATE",
        AGREED,
        "OLD.moved_at IS NOT NULL OR NEW.name <> OLD.name OR NEW.supervision_id <> OLD.supervision_id"
        " OR NEW.noted_at <> OLD.noted_at OR NEW.noted_by <> OLD.noted_by",
    ),
    Guard("homecare_cohabitant", "DELETE", AGREED, "", UNLESS),
    Guard(
        "homecare_cameraconsent",
        "UPDATE",
        YES,
        "OLD.withdrawn_at IS NOT NULL OR NEW.given_at <> OLD.given_at OR NEW.given_by <> OLD.given_by"
        " OR NEW.given_hand <> OLD.given_hand OR NEW.supervision_id <> OLD.supervision_id",
    ),
    Guard("homecare_cameraconsent", "DELETE", YES, "", UNLESS),
    Guard(
        "homecare_lookpermit",
        "UPDATE",
        "a permission to look does not change; it is ended once",
        "OLD.ended_at IS NOT NULL OR NEW.staff_id <> OLD.staff_id OR NEW.unit_id <> OLD.unit_id"
        " OR NEW.valid_from <> OLD.valid_from OR NEW.valid_to <> OLD.valid_to OR NEW.given_by <> OLD.given_by",
    ),
    Guard("homecare_lookpermit", "DELETE", "a permission to look is ended, not removed"),
    Guard(
        "homecare_nightcheck",
        "UPDATE",
        "a check that is over stays",
        "OLD.state IN ('seen', 'visited', 'off') OR NEW.due_at <> OLD.due_at"
        " OR NEW.supervision_id <> OLD.supervision_id",
    ),
    Guard("homecare_nightcheck", "DELETE", "a check of the night stays", "", UNLESS),
    Guard(
        "homecare_look",
        "UPDATE",
        LOOKED,
        "OLD.ended_at IS NOT NULL OR NEW.staff_id <> OLD.staff_id OR NEW.check_of_id <> OLD.check_of_id"
        " OR NEW.began_at <> OLD.began_at OR NEW.most_seconds <> OLD.most_seconds",
    ),
    Guard("homecare_look", "DELETE", LOOKED, "", UNLESS),
    Guard(
        "homecare_nightvisit",
        "UPDATE",
        VISITED,
        "OLD.arrived_at IS NOT NULL OR NEW.why <> OLD.why OR NEW.asked_at <> OLD.asked_at"
        " OR NEW.asked_by <> OLD.asked_by OR NEW.check_of_id <> OLD.check_of_id",
    ),
    Guard("homecare_nightvisit", "DELETE", VISITED, "", UNLESS),
)
CHECK_GUARDS = tuple(guard for guard in NIGHT_GUARDS if guard.table == "homecare_nightcheck")
OFF = "a night that was called off stays so, or is called back once"
OFF_GUARDS = (
    Guard(
        "homecare_nightoff",
        "UPDATE",
        OFF,
        "OLD.back_at IS NOT NULL OR NEW.supervision_id <> OLD.supervision_id OR NEW.night <> OLD.night"
        " OR NEW.asked_at <> OLD.asked_at OR NEW.asked_by <> OLD.asked_by OR NEW.hand <> OLD.hand",
    ),
    Guard("homecare_nightoff", "DELETE", OFF, "", UNLESS),
)
