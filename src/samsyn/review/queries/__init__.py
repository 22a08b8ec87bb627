"""What others may read about reviews and exercises. What is read of a case leaves a reading in the log."""

__all__: list[str] = []
