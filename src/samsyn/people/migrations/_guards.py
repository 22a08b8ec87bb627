"""What was said of protection, permission and emergency stays, by the database's own word.

What goes with a deleted file is guarded where the deletion list stands: in the first migration of cases.
"""

from samsyn.audit.guards import Guard

GUARDS = (
    Guard("people_protectionchange", "UPDATE", "the history of protection is append-only"),
    Guard("people_sightpermit", "DELETE", "a permission is ended, not removed"),
    Guard(
        "people_sightpermit",
        "UPDATE",
        "a permission that was given does not change; it can be ended once",
        "OLD.ended_at IS NOT NULL OR NEW.appointment_id <> OLD.appointment_id OR NEW.reason <> OLD.reason"
        " OR NEW.valid_from <> OLD.valid_from OR NEW.valid_to <> OLD.valid_to OR NEW.given_by <> OLD.given_by",
    ),
    Guard(
        "people_emergencyaccess",
        "UPDATE",
        "an emergency access does not change; it is reviewed once",
        "OLD.reviewed_at IS NOT NULL OR NEW.staff_id <> OLD.staff_id OR NEW.about <> OLD.about"
        " OR NEW.cause <> OLD.cause OR NEW.reason <> OLD.reason OR NEW.opened_at <> OLD.opened_at"
        " OR NEW.ends_at <> OLD.ends_at",
    ),
    Guard("people_protectionroutine", "DELETE", "a version of the routine stays"),
    Guard(
        "people_protectionroutine",
        "UPDATE",
        "a version of the routine does not change",
        "NEW.text <> OLD.text OR NEW.adopted_on <> OLD.adopted_on OR NEW.adopted_who <> OLD.adopted_who"
        " OR NEW.part <> OLD.part OR NEW.version <> OLD.version",
    ),
)
