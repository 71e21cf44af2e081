"""Rules of the family plausibility: what can be, but deserves a question."""
