"""The shelf of rules: one folder per family, one module per rule, found by walking this package."""
