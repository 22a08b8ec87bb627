"""What was told of the offer of a fast omsorgskontakt stays, by the database's own word."""

from samsyn.audit.guards import Guard
from samsyn.homecare.migrations._guards import UNLESS

CONTACT = "a step of the offer is never changed"
CONTACT_GUARDS = (
    Guard("homecare_contactstep", "UPDATE", CONTACT),
    Guard("homecare_contactstep", "DELETE", CONTACT, "", UNLESS),
)
