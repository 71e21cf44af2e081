"""Rules of the family narrative-vs-table."""
