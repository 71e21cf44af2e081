"""Prose: paragraphs and their numbers, the phrases that name indicators, figures and claims."""
