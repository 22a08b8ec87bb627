"""Equal treatment: what was measured, what is done about it, and whether it helped."""
