"""``module:function`` on the command line."""

import pytest

from papergrad.gradcheck import check_module
from papergrad.source import PaperError

MODULE = """
import numpy as np

params = {"W": np.array([[1.0, 2.0], [3.0, 4.0]])}

def loss(p):
    return np.sum(np.sin(p["W"]))

def loss_grad(p):
    return {"W": np.cos(p["W"])}

def pair(p):
    return loss(p), {"W": 2 * np.cos(p["W"])}

def whole():
    return loss, loss_grad, params

def nothing():
    return 3

class Model:
    @staticmethod
    def check():
        return loss, loss_grad, params
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / "written_by_hand.py").write_text(MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "written_by_hand"


@pytest.mark.parametrize(
    ("name", "verdict"), [("loss", "right"), ("whole", "right"), ("Model.check", "right"), ("pair", "wrong")]
)
def test_functions_are_found_with_their_gradients(module, name, verdict):
    assert check_module(f"{module}:{name}").verdict == verdict


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("loss", "not of the form module:function"),
        ("no_such_module:loss", "there is no module"),
        ("written_by_hand:los", "it has loss"),
        ("written_by_hand:params", "is not a function"),
        ("written_by_hand:nothing", "did not return (f, grad, params)"),
    ],
)
def test_errors_say_what_is_missing(module, target, words):
    with pytest.raises(PaperError) as error:
        check_module(target)
    assert words in str(error.value)
