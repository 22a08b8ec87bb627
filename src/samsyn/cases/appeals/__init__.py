"""What the person may do against a decision, and how far it has come: pure."""
