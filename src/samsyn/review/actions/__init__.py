"""Every change to reviews and exercises. Each action is one transaction and leaves one event in the log."""

__all__: list[str] = []
