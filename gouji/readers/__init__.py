"""Bytes -> Document. The type is judged by content, never by name."""
