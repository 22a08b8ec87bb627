"""A signed decision, its lines, what they are tied to and its letter never change, by the database's own word."""

from django.db import migrations

from samsyn.audit.guards import Guard, keep

MESSAGE = "a signed decision never changes"
COMPLETED = "a completed investigation never changes"
SENT = "a sent letter never changes"


def _line(row: str) -> str:
    return f"(SELECT state FROM cases_decision WHERE id = {row}.decision_id) = 'signed'"


def _tie(row: str) -> str:
    decision = f"(SELECT decision_id FROM cases_decisionline WHERE id = {row}.line_id)"
    return f"(SELECT state FROM cases_decision WHERE id = {decision}) = 'signed'"


def _inquiry(row: str) -> str:
    return f"(SELECT completed_at FROM cases_investigation WHERE id = {row}.investigation_id) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        keep(
            Guard("cases_decision", "UPDATE", MESSAGE, "OLD.state = 'signed'"),
            Guard("cases_decision", "DELETE", MESSAGE, "OLD.state = 'signed'"),
            Guard("cases_decisionline", "INSERT", MESSAGE, _line("NEW")),
            Guard("cases_decisionline", "UPDATE", MESSAGE, f"{_line('OLD')} OR {_line('NEW')}"),
            Guard("cases_decisionline", "DELETE", MESSAGE, _line("OLD")),
            Guard("cases_lineneed", "INSERT", MESSAGE, _tie("NEW")),
            Guard("cases_lineneed", "UPDATE", MESSAGE, f"{_tie('OLD')} OR {_tie('NEW')}"),
            Guard("cases_lineneed", "DELETE", MESSAGE, _tie("OLD")),
            Guard("cases_sentletter", "UPDATE", SENT),
            Guard("cases_sentletter", "DELETE", SENT),
            Guard("cases_investigation", "UPDATE", COMPLETED, "OLD.completed_at IS NOT NULL"),
            Guard("cases_investigation", "DELETE", COMPLETED, "OLD.completed_at IS NOT NULL"),
            Guard("cases_need", "UPDATE", COMPLETED, f"{_inquiry('OLD')} OR {_inquiry('NEW')}"),
            Guard("cases_need", "DELETE", COMPLETED, _inquiry("OLD")),
        )
    ]
