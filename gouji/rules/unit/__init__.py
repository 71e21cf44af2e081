"""Rules of the family unit."""
