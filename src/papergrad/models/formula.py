"""A model that is its formula, for scikit-learn: ``Formula(text).fit(X, y)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

try:
    from sklearn.base import BaseEstimator
    from sklearn.utils.validation import check_is_fitted, validate_data
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"papergrad.Formula needs scikit-learn: pip install papergrad[sklearn] ({missing})"
    ) from None

from papergrad import paper
from papergrad.asking.fits import Bound, bind
from papergrad.asking.gradients import parse
from papergrad.asking.models import Model, model
from papergrad.learning.fitting import Settings, fit
from papergrad.learning.tables import by_symbol
from papergrad.source import PaperError


class Formula(BaseEstimator):
    r"""A paper's objective, fitted.

    ``text`` is Markdown or TeX, or the path of a document. What is learned and what is data follows from the text (see
    ``asking.models``) where ``params`` and ``data`` do not say it; ``target`` is what ``y`` stands for. ``given`` has the numbers
    that the text leaves open, ``sizes`` the lengths. ``backend="auto"`` changes to the fastest way once, in the midst of a fit,
    if it does not know it from before; numbers may then differ by rounding, as they do not with a backend that is named.
    ``threads`` are for ``numba`` and ``auto``: each takes some samples of a batch.

    >>> text = r"Let $x, w \in \mathbb{R}^n$ and $\hat y = w^T x + b$. $J = (y - \hat y)^2$"
    >>> X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [1.0, 3.0]])
    >>> line = Formula(text, epochs=500, rate=0.05).fit(X, X @ [2.0, -1.0] + 3)
    >>> line.predict([[1.0, 1.0]]).round(3)
    array([4.])
    """

    def __init__(
        self,
        text: str | PathLike[str],
        *,
        of: str | None = None,
        params: Sequence[str] | None = None,
        data: Sequence[str] | None = None,
        target: str | None = None,
        output: str | None = None,
        given: Mapping[str, float] | None = None,
        sizes: Mapping[str, int] | None = None,
        rule: str = "adam",
        rate: float | None = None,
        schedule: str = "constant",
        epochs: int = 100,
        batch: int | None = 32,
        held_out: float = 0.0,
        patience: int | None = None,
        random_state: int = 0,
        backend: str = "numpy",
        dtype: str = "float64",
        threads: int | None = None,
        checkpoint: str | PathLike[str] | None = None,
    ) -> None:
        self.text = text
        self.of = of
        self.params = params
        self.data = data
        self.target = target
        self.output = output
        self.given = given
        self.sizes = sizes
        self.rule = rule
        self.rate = rate
        self.schedule = schedule
        self.epochs = epochs
        self.batch = batch
        self.held_out = held_out
        self.patience = patience
        self.random_state = random_state
        self.backend = backend
        self.dtype = dtype
        self.threads = threads
        self.checkpoint = checkpoint

    def fit(self, X: Any, y: Any = None) -> Formula:
        """Fit to ``X``: rows for the one input of the model, or arrays (a data frame) by symbol; ``y`` is the target."""
        self.model_ = self._model(list(X) if _is_named(X) else None)
        arrays = self._arrays(X, y, True)
        self.bound_ = bind(
            self.model_, arrays, sizes=self.sizes, given=self.given, rows=not _is_named(X), backend=self.backend,
            dtype=self.dtype, threads=self.threads,
        )  # fmt: skip
        settings = Settings(
            self.rule, self.rate, self.schedule, self.epochs, self.batch, self.held_out, self.patience,
            seed=_seed(self.random_state),
        )  # fmt: skip
        file = None if self.checkpoint is None else Path(self.checkpoint)
        found = fit(self.bound_.problem, self.bound_.start(settings.seed), settings, checkpoint=file)
        self.parameters_ = dict(found.parameters)
        self.history_ = {name: np.array(losses) for name, losses in found.history.items()}
        self.n_iter_ = found.epochs
        return self

    def predict(self, X: Any) -> Any:
        """What the model puts out for every row of ``X``, as its text defines it."""
        check_is_fitted(self, "parameters_")
        bound: Bound = self.bound_
        return bound.predict(self.parameters_, self._arrays(X, None, False))

    def score(self, X: Any, y: Any) -> float:
        """The part of the rows that are put in the right class where the target is a class, else R²."""
        found, y = self.predict(X), np.asarray(y)
        facts = self.model_.facts.get(self._target(self.model_), frozenset())
        if "one-hot" in facts:
            best = found.argmax(-1)
            if y.shape == found.shape:
                return float(np.mean(best == y.argmax(-1)))
            return float(np.mean((self.classes_[best] if hasattr(self, "classes_") else best) == y))
        if "binary" in facts:
            return float(np.mean((found > 0.5) == (y > 0.5)))
        away, around = np.sum((y - found) ** 2), np.sum((y - np.mean(y, axis=0)) ** 2)
        return float(1 - away / around) if around else float(away == 0)

    def _model(self, named: Sequence[str] | None) -> Model:
        document = paper.open(self.text) if isinstance(self.text, PathLike) else paper.read(self.text, "the formula")
        data = self.data if self.data is not None else ()
        if named is not None and self.data is None and self.target is not None:
            data = (*named, self.target)
        return model(
            document.computing, None if self.of is None else parse(self.of), parameters=self.params or (), data=data,
            given=tuple(self.given or ()), output=self.output or "",
        )  # fmt: skip

    def _target(self, known: Model) -> str:
        """The symbol that y stands for. Raises PaperError where the text does not say."""
        if self.target is not None:
            return known.key(self.target)
        if len(known.targets) != 1:
            told = ", ".join(known.targets) or "nothing"
            raise PaperError(f"y could be {told}", hint="say it, as in target='y'", code="PG606")
        return known.targets[0]

    def _arrays(self, X: Any, y: Any, learning: bool) -> dict[str, Any]:
        """Arrays by symbol."""
        known = self.model_
        aims = {self._target(known)} if y is not None or (not learning and known.targets) else set()
        inputs = [key for key in known.data if key not in aims]
        found = self._named(X, inputs, learning)
        if found is None:
            if y is not None:
                rows, y = validate_data(
                    self, X, y, reset=learning, multi_output=True, dtype=None, y_numeric=False, ensure_2d=True
                )
            else:
                rows = validate_data(self, X, reset=learning, dtype=None, allow_nd=True)
            found = self._columns(np.asarray(rows), inputs)
        if y is not None:
            found[next(iter(aims))] = self._labels(np.asarray(y), next(iter(aims)))
        return found

    def _labels(self, y: Any, key: str) -> Any:
        """Labels that are words, or no places from 0, as places in ``classes_``."""
        one_hot = "one-hot" in self.model_.facts.get(key, frozenset())
        if not one_hot or y.ndim != 1 or (y.dtype.kind in "iub" and y.min() >= 0):
            return y
        self.classes_, places = np.unique(y, return_inverse=True)
        return places

    def _named(self, X: Any, inputs: Sequence[str], learning: bool) -> dict[str, Any] | None:
        """The arrays of a mapping or of a table whose columns are called as symbols are; None for plain rows."""
        if _is_named(X):
            keys = {self.model_.key(str(name)): np.asarray(array) for name, array in X.items()}
            return keys if learning else {key: keys[key] for key in inputs if key in keys}
        if not hasattr(X, "columns"):
            return None
        columns = {str(name): np.asarray(X[name]) for name in X.columns}
        found = by_symbol(columns, {key: len(self.model_.shapes[key]) for key in inputs})
        if len(found) < len(inputs):
            return None
        if learning:
            validate_data(self, X, skip_check_array=True)
        return found

    def _columns(self, rows: Any, inputs: Sequence[str]) -> dict[str, Any]:
        if len(inputs) == 1:
            return {inputs[0]: rows}
        if all(not self.model_.shapes[key] for key in inputs) and rows.shape[1] == len(inputs):
            return {key: rows[:, n] for n, key in enumerate(inputs)}
        raise PaperError(
            f"the model has several inputs: {', '.join(inputs)}", hint="give them by name, as in {'x': …}", code="PG608"
        )


def _is_named(X: Any) -> bool:
    """Whether arrays are given by name (some sparse matrices are dictionaries, too)."""
    return isinstance(X, Mapping) and not hasattr(X, "toarray")


def _seed(given: Any) -> int:
    """A seed from what scikit-learn lets people write."""
    if isinstance(given, np.random.RandomState):
        return int(given.randint(2**31 - 1))
    return 0 if given is None else int(given)
