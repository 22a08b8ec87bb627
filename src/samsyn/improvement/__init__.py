"""What the figures say, what is done about it, and whether it helped: measurements of equal treatment, and measures."""
