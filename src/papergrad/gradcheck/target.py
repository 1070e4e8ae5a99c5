"""What to check, named on the command line: ``module:function``."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from papergrad.gradcheck.check import gradcheck
from papergrad.gradcheck.result import Check
from papergrad.source import PaperError

GRADIENTS = ("{}_grad", "{}_gradient", "grad_{}", "gradient_{}", "d{}", "grad", "gradient")
POINTS = ("{}_params", "params_{}", "params", "parameters", "{}_parameters")
WHAT = "give the module params (or {name}_params) and {name}_grad, or let {name}() return (f, grad, params)"


def check_module(target: str, *, seed: int = 0) -> Check:
    """Checks the function that ``module:function`` names. This imports, and so runs, the user's module.

    The function is either called without arguments and returns ``(f, grad, params)``, ``(f, params)`` or a ``Check``; or it is
    the loss itself: then its module also holds the point, ``loss_params`` or ``params`` (a value, or a function that returns
    one), and the gradient, ``loss_grad`` or ``grad`` (unless the loss returns ``(value, gradient)``, or JAX or PyTorch
    differentiate it). A name with dots reaches into classes. Raises PaperError with what is missing.
    """
    where, colon, name = target.partition(":")
    if not colon or not where or not name:
        raise PaperError(f"{target!r} is not of the form module:function", hint="for instance network:loss")
    module = _import(where)
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            raise PaperError(f"{where} has no {name}", hint=f"it has {', '.join(_functions(module)) or 'no functions'}")
        found = getattr(found, part)
    if not callable(found):
        raise PaperError(f"{target} is not a function")
    if _needs(found) == 0:
        return _made(found(), name, seed)
    last = name.rpartition(".")[2]
    point = _partner(module, POINTS, last)
    if point is None:
        raise PaperError(f"{where} says nothing about the point at which to check {name}", hint=WHAT.format(name=last))
    if callable(point) and inspect.isroutine(point):
        point = point()
    return gradcheck(found, _partner(module, GRADIENTS, last), point, seed=seed)


def _import(where: str) -> ModuleType:
    try:
        return import_module(where)
    except ModuleNotFoundError as error:
        if error.name and where.startswith(error.name):
            raise PaperError(
                f"there is no module {where}", hint="run from its folder, or put it on PYTHONPATH"
            ) from error
        raise


def _needs(f: Callable[..., Any]) -> int:
    """How many arguments a call must give."""
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    try:
        return sum(p.kind in plain and p.default is p.empty for p in inspect.signature(f).parameters.values())
    except (TypeError, ValueError):
        return 1


def _made(made: Any, name: str, seed: int) -> Check:
    if isinstance(made, Check):
        return made
    if isinstance(made, tuple) and len(made) in (2, 3) and callable(made[0]):
        f, grad, params = made if len(made) == 3 else (made[0], None, made[1])
        return gradcheck(f, grad, params, seed=seed)
    raise PaperError(f"{name}() did not return (f, grad, params)", hint=WHAT.format(name=name))


def _partner(module: ModuleType, patterns: tuple[str, ...], name: str) -> Any:
    for pattern in patterns:
        if hasattr(module, pattern.format(name)):
            return getattr(module, pattern.format(name))
    return None


def _functions(module: ModuleType) -> list[str]:
    return [n for n, f in vars(module).items() if inspect.isfunction(f) and f.__module__ == module.__name__]
