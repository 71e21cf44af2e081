"""How figures are set: blanks, signs, separators, leftovers of conversion."""
