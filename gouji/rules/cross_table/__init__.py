"""Rules of the family cross-table."""
