"""Rules of the family cross-year: this report against those of earlier years."""
