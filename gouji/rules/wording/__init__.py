"""Names, citations and phrases: what is quoted wrongly, spelt wrongly, out of date or too vague."""
