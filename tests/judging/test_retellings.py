"""The same mathematics told in many ways: what is right is never accused, and a sign that is wrong is never passed.

Letters, signs, the order of definitions, where they stand and how the objective is called differ from one page to the next.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import papergrad

PASSED = {"right", "right-if", "right-up-to-layout"}
ACCUSED = {"wrong", "ill-typed"}
SLOPES: tuple[Callable[[str, str], str], ...] = (
    lambda of, by: rf"\frac{{\partial {of}}}{{\partial {by}}}",
    lambda of, by: rf"\nabla_{{{by}}} {of}",
    lambda of, by: rf"\partial {of} / \partial {by}",
    lambda of, by: rf"\frac{{d {of}}}{{d {by}}}",
)
# Of each model: its definitions, what the objective depends on, and derivatives with what they come to. H is the prediction.
MODELS: tuple[tuple[tuple[str, ...], str, tuple[tuple[str, str], ...]], ...] = (
    (
        (r"H = w^T x + b", r"J() = \frac12 (H - y)^2"),
        "w, b",
        (("H", "H - y"), ("w", "(H - y) x"), ("b", "H - y")),
    ),
    (
        (r"z = w^T x + b", r"H = \sigma(z)", r"J() = -y \log H - (1 - y) \log (1 - H)"),
        "w, b",
        (("z", "H - y"), ("w", "(H - y) x"), ("b", "H - y")),
    ),
    (
        (r"z = W x + b", r"H = \text{softmax}(z)", r"J() = -\sum_k y_k \log H_k"),
        "W, b",
        (("z", "H - y"), ("W", "(H - y) x^T"), ("x", "W^T (H - y)")),
    ),
    (
        (r"z = W x + b", r"a = \sigma(z)", "H = V a + c", r"J() = \frac12 \|H - y\|^2"),
        "W, V",
        (("V", "(H - y) a^T"), ("a", "V^T (H - y)"), ("z", r"V^T (H - y) \odot a \odot (1 - a)")),
    ),
    ((r"J() = \frac{1}{2m} \|X w - y\|^2",), "w", (("w", r"\frac1m X^T (X w - y)"),)),
    (
        ("H_i = w^T x_i + b", r"J() = \frac{1}{2m} \sum_{i=1}^m (H_i - y_i)^2"),
        "w, b",
        (("w", r"\frac1m \sum_{i=1}^m (H_i - y_i) x_i"), ("b", r"\frac1m \sum_{i=1}^m (H_i - y_i)")),
    ),
    (
        ("H(x) = w^T x + b", r"J() = \frac{1}{2m} \sum_{i=1}^m (H(x^{(i)}) - y^{(i)})^2"),
        "w, b",
        (("w", r"\frac1m \sum_{i=1}^m (H(x^{(i)}) - y^{(i)}) x^{(i)}"),),
    ),
    (("H = w x + b", "J() = (H - y)^2"), "w, b", (("w", "2 (H - y) x"), ("b", "2 (H - y)"))),
    (
        ("s = w^T x + b", r"J() = \max(0, 1 - y s)"),
        "w, b",
        (("s", "-y [y s < 1]"), ("w", "-y [y s < 1] x")),
    ),
    (
        (r"J() = -\log \sigma(u_o^T v_c) - \sum_{k=1}^K \log \sigma(-u_k^T v_c)",),
        "v_c",
        (
            ("v_c", r"(\sigma(u_o^T v_c) - 1) u_o + \sum_{k=1}^K \sigma(u_k^T v_c) u_k"),
            ("u_o", r"(\sigma(u_o^T v_c) - 1) v_c"),
        ),
    ),
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, str, int]:
    """A page that is right, the same with the signs of all derivatives turned, and how many derivatives there are."""
    definitions, arguments, slopes = draw(st.sampled_from(MODELS))
    objective = draw(st.sampled_from(["J", "L", "E", "C", r"\mathcal{L}", r"\ell", "Q", "R"]))
    prediction = draw(st.sampled_from(["h", r"\hat{y}", "f", "o", "p"]))
    transpose = draw(st.sampled_from(["T", r"\top", r"{\mathsf{T}}"]))
    called = draw(st.sampled_from(["", f"({arguments})"]))
    slope = draw(st.sampled_from(SLOPES))
    told = draw(st.permutations(definitions))
    one_display, heading = draw(st.booleans()), draw(st.sampled_from(["", "\n\n## Gradients\n\n"]))

    def spelled(text: str) -> str:
        text = text.replace("J()", "J" + called).replace("H", prediction).replace("^T", f"^{transpose}")
        return text.replace("J", objective)

    before = r", \quad ".join(told) if one_display else "$$\n\n$$".join(told)
    page = [f"# Model\n\n$${spelled(before)}$$\n{heading}"] * 2
    for by, value in draw(st.permutations(slopes)):
        left, right = spelled(slope("J", by)), spelled(value)
        page = [page[0] + f"\n\n$${left} = {right}$$", page[1] + f"\n\n$${left} = -({right})$$"]
    return page[0], page[1], len(slopes)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages())
def test_nobody_is_accused_for_how_it_is_told(told: tuple[str, str, int]) -> None:
    right, wrong, count = told
    assert not ACCUSED & {found.verdict for found in papergrad.read(right).findings[-count:]}
    assert not PASSED & {found.verdict for found in papergrad.read(wrong).findings[-count:]}
