"""The day plan: who visits whom, when. No Django, and cheap to import until something is solved."""
