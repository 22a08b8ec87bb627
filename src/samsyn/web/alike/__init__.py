"""Similar decided cases as those who assess needs meet them, the page of their ground, and figures of reviews."""
