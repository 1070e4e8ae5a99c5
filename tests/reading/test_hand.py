"""What a reader notices of a writer's hand comes back in what is written."""

from papergrad import paper
from papergrad.notation import latex_writer
from papergrad.reading.hand import style
from papergrad.writing import write

TEXT = r"""
Let $W \in \mathbb{R}^{m \times n}$, $x_1 \in \mathbb{R}^n$, $b \in \mathbb{R}^m$ and $t \in \mathbb{R}^m$.

$$h_1 = \sigma(W x_1 + b)$$

$$J = \frac{1}{2} \|h_1 - t\|^2$$

$$\frac{\partial J}{\partial W} = ((h_1 - t) \circ h_1 \circ (1 - h_1)) x_1^\top$$
"""


def test_the_hand_of_a_writer():
    reading = paper.read(TEXT).reading
    claim = next(read for read in reading.reads if read.left is not None and read.left.wrt == "W")
    assert claim.scope is not None
    found = style(claim.scope, [read.stated.right for read in reading.reads])
    assert (found.hadamard, found.transpose.text, found.rows) == ("∘", "⊤", False)
    written = write(claim.left.tensor, found, claim.scope.everything)
    assert latex_writer.write(written) == r"((h_1 - t) \circ h_1 \circ (1 - h_1)) x_1^\top"
