"""An analyst measures a file of their own: it is read, asked, measured, shown to them alone, and deleted."""
