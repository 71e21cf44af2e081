"""Whether the report has the parts and the form that law and form want."""
