"""What a municipality meets first, planted in the invented one by the actions that the pages use, each on its day."""
