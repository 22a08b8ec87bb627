"""The downtime pack: day lists and contacts of every group on encrypted paper, for when nothing else works."""
