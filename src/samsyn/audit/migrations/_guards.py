"""The event log is append-only, by the database's own word."""

from samsyn.audit.guards import Guard

MESSAGE = "the event log is append-only"
GUARDS = tuple(
    Guard(table, operation, MESSAGE) for table in ("audit_event", "audit_subject") for operation in ("UPDATE", "DELETE")
)
