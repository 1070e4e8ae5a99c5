"""A norm of what one sample gives, where the sum behind it says that it is one over all samples."""

import pytest

import papergrad

MODEL = r"$$h_\theta(x) = \theta_0 + \theta_1 x$$ "
LOSS = r"$$J(\theta_0, \theta_1) = \frac{1}{2m} \|h_\theta(x) - y\|NORM = \frac{1}{2m} \sum_{i=1}^m (h_\theta(xAT) - yAT)^2$$ "
SLOPE = r"$$\frac{\partial J}{\partial \theta_1} = CLAIM$$"
PLACES = [("^2", "_i"), ("_2^2", "_{i}"), ("^2", "^{(i)}")]


def verdicts(text: str, norm: str, at: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text.replace("NORM", norm).replace("AT", at)).findings]


@pytest.mark.parametrize(("norm", "at"), PLACES)
@pytest.mark.parametrize("heading", ["", "\n\n## Cost\n\n"])
def test_it_is_the_sum(norm: str, at: str, heading: str) -> None:
    right = SLOPE.replace("CLAIM", r"\frac1m \sum_{i=1}^m (h_\theta(xAT) - yAT) xAT")
    assert verdicts(MODEL + heading + LOSS + right, norm, at)[1:] == ["defines", "right", "right"]
    for wrong in (right.replace(") xAT", ")"), right.replace(r"\frac1m", r"\frac{1}{2m}"), right.replace("- y", "+ y")):
        assert verdicts(MODEL + heading + LOSS + wrong, norm, at)[1:] == ["defines", "right", "wrong"]


@pytest.mark.parametrize(("norm", "at"), PLACES)
def test_another_sum_stays_wrong(norm: str, at: str) -> None:
    other = LOSS.replace("- yAT)^2", "+ yAT)^2")
    assert verdicts(MODEL + other, norm, at)[-1] != "right"
