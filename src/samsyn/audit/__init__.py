"""Append-only, hash-chained events: the read log, the journal's spine and the event log for analysis."""
