"""What is locked in a journal never changes, and no objection goes away, by the database's own word."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

LOCKED = "a locked entry never changes"
COVERED = "a cover is never taken away"
OBJECTED = "an objection is never changed"
ENTRY, VERSION, COVER, OBJECTION = (
    "homecare_careentry", "homecare_careversion", "homecare_carecover", "homecare_careobjection",
)  # fmt: skip


def _text(row: str) -> str:
    return f"(SELECT state FROM {ENTRY} WHERE id = {row}.entry_id) = 'locked'"


UNLESS = "EXISTS (SELECT 1 FROM cases_deletionlist WHERE state = 'under_way')"  # a file deleted as a whole
ANSWERED = (
    "OLD.answered_at IS NOT NULL OR NEW.said <> OLD.said OR NEW.said_on <> OLD.said_on OR NEW.hand <> OLD.hand"
    " OR NEW.noted_at <> OLD.noted_at OR NEW.noted_by <> OLD.noted_by"
)


class Migration(migrations.Migration):
    dependencies = [("homecare", "0005_journal"), ("cases", "0004_deletion_lists")]
    operations = [
        keep(
            Guard(ENTRY, "UPDATE", LOCKED, "OLD.state = 'locked'"),
            Guard(ENTRY, "DELETE", LOCKED, "OLD.state = 'locked'", UNLESS),
            Guard(VERSION, "INSERT", LOCKED, _text("NEW")),
            Guard(VERSION, "UPDATE", LOCKED, f"{_text('OLD')} OR {_text('NEW')}"),
            Guard(VERSION, "DELETE", LOCKED, _text("OLD"), UNLESS),
            Guard(COVER, "UPDATE", COVERED),
            Guard(COVER, "DELETE", COVERED, "", UNLESS),
            Guard(OBJECTION, "UPDATE", OBJECTED, ANSWERED),
            Guard(OBJECTION, "DELETE", OBJECTED, "", UNLESS),
        )
    ]
