"""Documents read to be computed: steps run, chosen positions name rows of tables."""

import pytest

import papergrad
from papergrad.algebra.show import show
from papergrad.reading.reading import read


def definitions(text):
    reading = read(papergrad.read(text).document, running=True)
    scope = reading.scopes[-1]
    assert [one.problem for one in reading.reads if one.problem is not None] == []
    return {k: ([str(scope.sizes.settle(i.size)) for i in d.axes], d) for k, d in scope.everything.items()}


SEQUENCE = (
    r"Let $x_1, \dots, x_T \in \mathbb{R}^n$, $U \in \mathbb{R}^{m \times n}$, $W \in \mathbb{R}^{m \times m}$, "
    r"$v \in \mathbb{R}^m$."
)


@pytest.mark.parametrize(
    ("written", "earlier", "last"),
    [
        (r"h_t = \tanh(W h_{t-1} + U x_t)", "h[t-1,", "h_T"),
        (r"h^{(t)} = \tanh(W h^{(t-1)} + U x_t)", "h^(·)[t-1,", "h^{(T)}"),
    ],
)
def test_a_recurrence_is_read_as_one(written, earlier, last):
    found = definitions(f"{SEQUENCE} $${written}$$ $$J = v^T {last}$$")
    axes, h = next(d for k, d in found.items() if k.startswith("h"))
    assert axes == ["T", "m"] and earlier in show(h.body) and h.start is None
    assert "[T - 1," in show(found["J"][1].body)


def test_what_stands_before_the_first_step():
    _, h = definitions(
        rf"{SEQUENCE} Let $s \in \mathbb{{R}}^m$, $h_0 = s$. $$h_t = \tanh(W h_{{t-1}} + U x_t)$$ $$J = v^T h_T$$"
    )["h"]
    assert show(h.start) == f"s[{h.axes[1].name}]"
    _, h = definitions(rf"{SEQUENCE} Let $h_0 = 0$. $$h_t = \tanh(W h_{{t-1}} + U x_t)$$ $$J = v^T h_T$$")["h"]
    assert h.start is None


def test_gates_that_need_each_other():
    square = SEQUENCE.replace(r"{m \times n}", r"{m \times m}").replace(r"\mathbb{R}^n", r"\mathbb{R}^m")
    found = definitions(
        rf"{square} $$f_t = \sigma(W h_{{t-1}} + U x_t)$$ $$c_t = f_t \odot c_{{t-1}} + x_t$$ "
        r"$$h_t = f_t \odot \tanh(c_t)$$ $$J = v^T h_T$$"
    )
    assert "h[t-1," in show(found["f"][1].body) and "c[t-1," in show(found["c"][1].body)


def test_a_circle_is_none():
    reading = read(papergrad.read(rf"{SEQUENCE} $$h_t = \tanh(W h_t + U x_t)$$ $$J = v^T h_T$$").document, running=True)
    assert any("defined by itself" in str(one.problem) for one in reading.reads)


def test_sums_over_steps_and_strides():
    found = definitions(
        r"Let $w_1, \dots, w_{2T} \in \mathbb{R}^d$. $$z_t = w_{2t-1} + 2 w_{2t}$$ $$J = \sum_{t=1}^T \|z_t\|^2$$"
    )
    axes, z = found["z"]
    assert axes == ["T", "d"] and "w[2t," in show(z.body) and "w[2t+1," in show(z.body)


def test_how_far_a_sum_runs_is_what_is_written():
    found = definitions(
        r"Let $w_1, \dots, w_T \in \mathbb{R}$. $$p_i = w_i w_{i+1}$$ $$J = \sum_{i=1}^{T-1} p_i + \max_{i=1}^{T-1} w_{i+1}$$"
    )
    ranges = {str(e.over.size) for e in found["J"][1].body.terms if hasattr(e, "over")}
    assert ranges == {"T - 1"}


def test_chosen_positions_name_rows():
    found = definitions(
        r"Let $c, o \in \{1, \dots, W\}$, $w_1, \dots, w_K \in \{1, \dots, W\}$, $u_1, \dots, u_W \in \mathbb{R}^n$. "
        r"$$J = u_o^T u_c - \sum_{k=1}^K u_{w_k}^T u_c$$"
    )
    text = show(found["J"][1].body)
    assert "u[o[]," in text and "u[c[]," in text and "u[w[k" in text


def test_a_function_of_positions():
    found = definitions(
        r"Let $c \in \{1, \dots, W\}$, $w_1, \dots, w_m \in \{1, \dots, W\}$, $u_1, \dots, u_W \in \mathbb{R}^n$. "
        r"$$F(w, c) = u_w^T u_c$$ $$J = \sum_{j=1}^m F(w_j, c)$$"
    )
    assert "u[w[j" in show(found["J"][1].body)


def test_a_loss_at_every_step_and_their_sum():
    found = definitions(
        rf"{SEQUENCE} Let $y_1, \dots, y_T \in \mathbb{{R}}^n$. $$L_t = \|x_t - y_t\|^2$$ $$L = \sum_{{t=1}}^T L_t$$"
    )
    assert found["L_·"][0] == ["T"] and found["L"][0] == [] and "L_·[" in show(found["L"][1].body)


def test_stacks_in_a_line():
    axes, _ = definitions(r"Let $a \in \mathbb{R}^m$, $b \in \mathbb{R}^n$. $$y = [a; b; 1]$$ $$J = \|y\|^2$$")["y"]
    assert set(axes[0].split(" + ")) == {"1", "m", "n"}
