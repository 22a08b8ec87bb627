"""Reviews with their packets and readings, exercises, and the pseudonymised store of what was decided."""

__all__: list[str] = []
