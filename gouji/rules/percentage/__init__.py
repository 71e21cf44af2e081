"""Rules of the family percentage."""
