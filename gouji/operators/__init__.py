"""What several rules share: look up figures, evaluate relations, compare prose with tables, add up lists.

Operators are code, their instances are data of the forms or declarations of the rules.
"""
