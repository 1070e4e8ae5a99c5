"""What kinds go together under a sign, and to what: the rows of the constraints that ``kinds`` solves."""

from __future__ import annotations

from papergrad.reading.habits import ANY, COLUMN, MATRIX, NUMBER, ROW, VECTORS

SAME = frozenset((k, k) for k in ANY)
FLIP = frozenset(((NUMBER, NUMBER), (COLUMN, ROW), (ROW, COLUMN), (MATRIX, MATRIX)))
BROADCAST = SAME | {(NUMBER, k) for k in ANY} | {(COLUMN, MATRIX), (ROW, MATRIX)}  # a bias, and what it is added to
ADDED = SAME | {(NUMBER, k) for k in ANY}
SQUARE = SAME | {(COLUMN, NUMBER), (ROW, NUMBER)}  # (y - t)^2 is often the square of a length
ENTRYWISE = frozenset((k, k, k) for k in ANY) | {(NUMBER, k, k) for k in ANY} | {(k, NUMBER, k) for k in ANY}
PRODUCT = (
    frozenset((NUMBER, k, k) for k in ANY) | {(k, NUMBER, k) for k in ANY}
    | {(MATRIX, COLUMN, COLUMN), (ROW, MATRIX, ROW), (ROW, COLUMN, NUMBER), (COLUMN, ROW, MATRIX), (MATRIX, MATRIX, MATRIX)}
)  # fmt: skip
DOTTED = PRODUCT | {(COLUMN, COLUMN, NUMBER), (ROW, ROW, NUMBER)}
OUTER = frozenset((a, b, MATRIX) for a in VECTORS | {MATRIX} for b in VECTORS | {MATRIX})  # what ⊗ can also be
LOOSE = PRODUCT | {(k, k, k) for k in ANY} | {(COLUMN, COLUMN, NUMBER), (ROW, ROW, NUMBER)}
PILED = frozenset(((NUMBER, COLUMN), (ROW, MATRIX), (COLUMN, COLUMN), (MATRIX, MATRIX)))
BESIDE = frozenset(((NUMBER, ROW), (COLUMN, MATRIX), (ROW, ROW), (MATRIX, MATRIX)))
LISTED = BESIDE | {(NUMBER, COLUMN)}  # with commas, in a line of text
JOINED = frozenset(((NUMBER, COLUMN), (NUMBER, ROW), (COLUMN, COLUMN), (ROW, ROW), (MATRIX, MATRIX)))
BY = (
    frozenset((NUMBER, a, b) for a in ANY for b in ANY if a == b or (a, b) in FLIP)
    | {(a, b, c) for a in VECTORS | {MATRIX} for b in ANY for c in ANY}
)  # fmt: skip
DIAGONAL = frozenset(((COLUMN, MATRIX), (ROW, MATRIX), (MATRIX, COLUMN), (MATRIX, ROW), (MATRIX, MATRIX)))
STACKED = frozenset(((NUMBER, NUMBER), (COLUMN, COLUMN), (ROW, ROW), (MATRIX, COLUMN)))
KRONECKER = (
    frozenset((NUMBER, k, k) for k in ANY)
    | {(k, NUMBER, k) for k in ANY}
    | {(COLUMN, COLUMN, COLUMN), (ROW, ROW, ROW)}
    | {(a, b, MATRIX) for a in ANY - {NUMBER} for b in ANY - {NUMBER} if a != b or a == MATRIX}
)
TABLES = {
    "·": DOTTED, "": PRODUCT, "×": LOOSE, "*": LOOSE, "⋆": LOOSE, "∗": LOOSE, "@": PRODUCT, "⊗": LOOSE | OUTER,
    "⊙": ENTRYWISE, "∘": ENTRYWISE, ".*": ENTRYWISE, "/": ENTRYWISE, "⊘": ENTRYWISE, "./": ENTRYWISE, "÷": ENTRYWISE,
}  # fmt: skip
FEWER = {
    1: frozenset(((NUMBER, NUMBER), (COLUMN, NUMBER), (ROW, NUMBER), (MATRIX, COLUMN), (MATRIX, ROW), (COLUMN, COLUMN), (ROW, ROW),
                  (MATRIX, MATRIX))),
    2: frozenset(((MATRIX, NUMBER), (COLUMN, NUMBER), (ROW, NUMBER), (NUMBER, NUMBER), (MATRIX, COLUMN), (MATRIX, ROW),
                  (COLUMN, COLUMN), (ROW, ROW))),
}  # fmt: skip
