"""Whether the report is in time and speaks of one year."""
