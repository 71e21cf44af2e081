"""The accuracy corpus: invented reports in every form, format and layout, each with its truth."""
