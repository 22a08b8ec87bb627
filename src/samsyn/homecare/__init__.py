"""Orders, implementation plans and performed time: what the provider does, together with the person."""
