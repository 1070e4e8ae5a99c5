"""Names that only look like defined ones, and chains through quantities that nobody defines."""

import papergrad

SOFTMAX = r"Let $\bar z_k = \sum_{a=1}^K e^{z_a}$ and $y_i = \frac{e^{z_i}}{\bar z_k}$. "
CHAIN = r"\frac{\partial y}{\partial h} \frac{\partial h}{\partial m} \frac{\partial m}{\partial W}"


def _verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


def test_a_claim_that_fails_for_it_is_not_the_writers_failure() -> None:
    assert _verdicts(SOFTMAX + r"$\frac{\partial y_i}{\partial z_i} = \frac{e^{z_i}}{Z_k^3}$")[-1] == "unknown"


def test_links_of_a_chain_in_the_wrong_order() -> None:
    exchanged = r"\frac{\partial y}{\partial m} \frac{\partial m}{\partial h} \frac{\partial h}{\partial W}"
    text = rf"$$\frac{{\partial y}}{{\partial W}} = {exchanged} = {CHAIN}$$ $$\frac{{\partial y}}{{\partial W}} = {CHAIN}$$"
    assert _verdicts(text) == ["wrong", "right", "right"]


def test_a_bound_on_what_nobody_defines_is_open() -> None:
    text = r"Let $z = W x$. $$\frac{\partial h}{\partial x} = \frac{\partial h}{\partial z} \frac{\partial z}{\partial x}$$ "
    assert _verdicts(text + r"$$|\frac{\partial h}{\partial x}| \leq \frac{1}{4} |W|$$")[-1] == "unknown"
