"""Rules of the family arithmetic."""
