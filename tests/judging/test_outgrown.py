"""What an earlier part says of many samples, and a later one of a single one."""

import papergrad

PAGE = r"""
$$L = -\frac1n \sum_{i=1}^n y_i \log p_i + (1 - y_i) \log (1 - p_i)$$

## One sample

$$z = w^T x, \quad p = \sigma(z), \quad \frac{\partial L}{\partial z} = p - y$$

$$\frac{\partial p}{\partial z} = SIGNp (1 - p)$$

$$\frac{\partial L}{\partial w} = (p - y) x$$
"""


def test_what_has_grown_out_of_a_vector_accuses_nobody() -> None:
    right, wrong = (papergrad.read(PAGE.replace("SIGN", sign)).findings for sign in ("", "-"))
    assert not {"wrong", "ill-typed"} & {f.verdict for f in right}
    assert wrong[-2].verdict == "wrong"
