"""Who reports, on which year, when and in which sections: what a document says of itself."""
