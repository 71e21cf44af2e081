"""Hostile and broken files by number, what an audit of them has to keep, and a run of thousands within limits."""
