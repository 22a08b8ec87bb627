"""What was told of the offer of a fast omsorgskontakt stays, by the database's own word."""

from samsyn.audit.guards import Guard
from samsyn.homecare.migrations._guards import UNLESS

CONTACT = "a step of the offer is never changed"
CONTACT_GUARDS = (
    Guard("homecare_contactstep", "UPDATE", CONTACT),
    Guard("homecare_contactstep", "DELETE", CONTACT, "", UNLESS),
)
HELP = "what was offered and answered is never changed"
HELP_GUARDS = (
    Guard(
        "homecare_planhelp", "UPDATE", HELP,
        "NEW.order_id <> OLD.order_id OR NEW.to_id <> OLD.to_id OR NEW.message <> OLD.message"
        " OR NEW.offered_at <> OLD.offered_at OR NEW.offered_by <> OLD.offered_by"
        " OR (OLD.answer <> '' AND (NEW.answer <> OLD.answer OR NEW.words <> OLD.words))"
        " OR OLD.followed_at IS NOT NULL",
    ),
    Guard("homecare_planhelp", "DELETE", HELP, "", UNLESS),
)  # fmt: skip
