"""Rows of the follow-up store come and go, and who switched it on or off stays said, by the database's own word."""

from samsyn.audit.guards import Guard

ROWS = "a row of the follow-up store is put in and taken out, never changed"
SWITCH = "that similar cases were switched on or off stays as it was said"

GUARDS = (
    Guard("review_storeddecision", "UPDATE", ROWS),
    Guard("review_storedline", "UPDATE", ROWS),
    Guard("review_storeswitch", "UPDATE", SWITCH),
    Guard("review_storeswitch", "DELETE", SWITCH),
)
