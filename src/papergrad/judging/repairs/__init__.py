"""The edits behind the table of mistakes: each function lists trees that differ from a given one by one slip of a kind.

A slip and its repair are mostly the same edit (a sign turns both ways), so one generator often serves both. The likeliest
edit comes first. Everything works on what is written; whether a tree means anything is for the reader to find out.
"""

from __future__ import annotations

from papergrad.judging.repairs.algebra import (
    bracket_edits,
    function_edits,
    half_repairs,
    half_slips,
    operator_edits,
    power_edits,
    turn_over,
)  # fmt: skip
from papergrad.judging.repairs.missing import (
    double_factors,
    drop_chain_factors,
    drop_factors,
    drop_terms,
    forget_terms,
    insert_factors,
    insert_terms,
    sum_repairs,
    sum_slips,
)  # fmt: skip
from papergrad.judging.repairs.names import (
    index_edits,
    symbol_edits,
)  # fmt: skip
from papergrad.judging.repairs.places import (
    Trees,
)  # fmt: skip
from papergrad.judging.repairs.products import (
    factor_repairs,
    order_edits,
    product_edits,
    sign_edits,
)  # fmt: skip

__all__ = [
    "Trees", "bracket_edits", "double_factors", "drop_chain_factors", "drop_factors", "drop_terms",
    "factor_repairs", "forget_terms", "function_edits", "half_repairs", "half_slips", "index_edits",
    "insert_factors", "insert_terms", "operator_edits", "order_edits", "power_edits", "product_edits",
    "sign_edits", "sum_repairs", "sum_slips", "symbol_edits", "turn_over",
]  # fmt: skip
