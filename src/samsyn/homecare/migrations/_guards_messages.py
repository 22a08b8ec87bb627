"""What a person and those who help have written to each other stays, by the database's own word."""

from samsyn.audit.guards import Guard
from samsyn.homecare.migrations._guards import UNLESS

SENT = "a message is never changed"
PLAIN = ("case_id", "sort", "text", "hand", "once", "at", "by", "by_name")
EMPTY = ("order_id", "about_id")
MESSAGE_GUARDS = (
    Guard(
        "homecare_personmessage", "UPDATE", SENT,
        "OLD.met_at IS NOT NULL"
        + "".join(f' OR NEW."{name}" <> OLD."{name}"' for name in PLAIN)
        + "".join(f" OR COALESCE(NEW.{name}, 0) <> COALESCE(OLD.{name}, 0)" for name in EMPTY),
    ),
    Guard("homecare_personmessage", "DELETE", SENT, "", UNLESS),
)  # fmt: skip
