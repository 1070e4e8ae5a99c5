"""The laws of algebra, each a named function: its docstring is the law, its name the step that a reader of a derivation sees.

A law takes a node whose children are simple already and the facts, and gives an equal expression, or None where it does
not apply. ``simplify`` decides which laws are used for what.
"""
