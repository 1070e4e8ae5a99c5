"""An error signal that leaves out a part of what it was before is no new one."""

from __future__ import annotations

import pytest

import papergrad

PAGE = r"""## Forward

For layer $l$: $z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}$ and $a^{(l)} = \sigma(z^{(l)})$, $a^{(0)} = x$.

## Cost

$C = \frac12 \|a^{(L)} - y\|^2$

## Errors

$\delta^{(L)} = \frac{\partial C}{\partial z^{(L)}} = (a^{(L)} - y) \odot \sigma'(z^{(L)})$

## Hidden layers

$\delta^{(l)} = ((W^{(l+1)})^T \delta^{(l+1)}) \odot \sigma'(z^{(l)})$

## Once more

$\delta^{(l)} = %s$

$\frac{\partial C}{\partial W^{(l)}} = %s$
"""


@pytest.mark.parametrize(
    ("signal", "verdict"),
    [
        (r"((W^{(l+1)})^T \delta^{(l+1)}) \odot \sigma'(z^{(l)})", "right"),
        (r"(W^{(l+1)})^T \delta^{(l+1)}", "wrong"),
    ],
)
@pytest.mark.parametrize(
    ("slope", "judged"),
    [
        (r"\delta^{(l)} (a^{(l-1)})^T", ("right",)),
        (r"\delta^{(l)} (a^{(l)})^T", ("ill-typed", "wrong")),
    ],
)
def test_a_slip_in_a_signal_stays_one(signal: str, verdict: str, slope: str, judged: tuple[str, ...]) -> None:
    *_, one, other = papergrad.read(PAGE % (signal, slope)).findings
    assert one.verdict in (verdict, "defines") if verdict == "right" else one.verdict == verdict
    assert other.verdict in judged


def test_the_right_formula_has_the_letters_of_the_writer() -> None:
    found = papergrad.read(
        PAGE % (r"((W^{(l+1)})^T \delta^{(l+1)}) \odot \sigma'(z^{(l)})", r"\delta^{(l)} (a^{(l)})^T")
    )
    assert found.findings[-1].correct == r"\delta^{(l)} (a^{(l - 1)})^T"
