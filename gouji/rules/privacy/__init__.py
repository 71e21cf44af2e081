"""Personal data that must not be published; what these rules find is masked in every output."""
