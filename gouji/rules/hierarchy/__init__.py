"""Rules of the family hierarchy: a report against the others of its area."""
