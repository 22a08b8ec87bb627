"""What came in from a phone stays as it came; when it was told is deleted in time, and never changed."""

from samsyn.audit.guards import Guard
from samsyn.homecare.migrations._guards import UNLESS

CAME_IN = "a change that came in from a phone is never changed"
TOLD = "a told time is never changed"

GUARDS = (
    Guard("homecare_syncedchange", "UPDATE", CAME_IN),
    Guard("homecare_syncedchange", "DELETE", CAME_IN, "", UNLESS),
    Guard("homecare_toldtime", "UPDATE", TOLD),
)
