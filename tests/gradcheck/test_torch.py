"""PyTorch functions, custom Functions and modules, in single precision as they come."""

import pytest

from papergrad.gradcheck import gradcheck

torch = pytest.importorskip("torch")


def net(drop=0.0):
    torch.manual_seed(1)
    layers = (
        torch.nn.Linear(4, 5),
        torch.nn.BatchNorm1d(5),
        torch.nn.ReLU(),
        torch.nn.Dropout(drop),
        torch.nn.Linear(5, 3),
    )
    X, y = torch.randn(8, 4), torch.randint(0, 3, (8,))
    return torch.nn.Sequential(*layers), lambda m: torch.nn.functional.cross_entropy(m(X), y)


def gradient(loss):
    def of(module):
        names, parameters = zip(*module.named_parameters(), strict=True)
        return dict(zip(names, torch.autograd.grad(loss(module), parameters), strict=True))

    return of


def test_a_module_is_right_and_left_as_it_was():
    module, loss = net()
    before = {k: v.clone() for k, v in module.state_dict().items()}
    assert gradcheck(loss, params=module)
    assert gradcheck(lambda: loss(module), params=module)
    assert gradcheck(loss, gradient(loss), module)
    after = module.state_dict()
    assert all(torch.equal(v, after[k]) and v.dtype == after[k].dtype for k, v in before.items())
    assert all(p.grad is None for p in module.parameters())
    assert torch.get_default_dtype() == torch.float32


def test_fresh_masks_are_held_fixed():
    module, loss = net(drop=0.5)
    check = gradcheck(loss, params=module)
    assert check
    assert "held fixed" in check.notes[0]


def test_a_wrong_block_of_a_module_is_found():
    module, loss = net()
    right = gradient(loss)
    check = gradcheck(loss, lambda m: {k: 2 * g if k == "4.bias" else g for k, g in right(m).items()}, module)
    assert [b.name for b in check if b.verdict == "wrong"] == ["4.bias"]
    assert "doubled" in check["4.bias"].cause.text


@pytest.mark.parametrize(("slope", "verdict"), [(lambda s: s * (1 - s), "right"), (lambda s: s, "wrong")])
def test_a_custom_function_is_checked(slope, verdict):
    class Sigmoid(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z):
            s = torch.sigmoid(z)
            ctx.save_for_backward(s)
            return s

        @staticmethod
        def backward(ctx, g):
            return g * slope(ctx.saved_tensors[0])

    X, W, b = torch.randn(6, 4), torch.randn(4, 3), torch.randn(3)
    assert gradcheck(lambda W, b: Sigmoid.apply(X @ W + b).pow(2).sum(), params=(W, b)).verdict == verdict


def test_parameters_the_loss_does_not_use():
    assert gradcheck(lambda a, b: (a**2).sum(), params=(torch.randn(3), torch.randn(2)))


def test_half_precision_is_never_rejected():
    W = torch.randn(4, 3).bfloat16()
    assert gradcheck(lambda W: torch.tanh(W).sum(), params=W).verdict != "wrong"
