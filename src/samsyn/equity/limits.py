"""The one threshold of small counts, for whoever withholds a figure. Nothing is imported here, so it costs nothing."""

SMALLEST_SHOWN = 8  # counts of 1-7 are not shown outside case handling
