"""Functions of PyTorch tensors, and modules, whose parameters are set to each point and put back at the end."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import numpy as np

from papergrad.gradcheck.problem import Blocks, Home, Problem, assemble, loss_of, problem_in
from papergrad.gradcheck.slopes import Real
from papergrad.source import PaperError


def torch_home() -> Home:
    """Imports PyTorch. A user who hands over tensors has it."""
    import torch

    def give(array: np.ndarray, like: Any, work: str | None) -> Any:
        dtype = torch.float64 if work else like.dtype
        return torch.tensor(array.astype(np.float64), device=like.device).to(dtype).requires_grad_()

    def take(tensor: Any) -> np.ndarray:
        if not isinstance(tensor, torch.Tensor):
            return np.asarray(tensor)
        wide = tensor if tensor.dtype in (torch.float32, torch.float64) else tensor.to(torch.float64)
        plain: np.ndarray = wide.detach().cpu().numpy()
        return plain

    def eps(like: Any) -> float:
        floating = isinstance(like, torch.Tensor) and like.is_floating_point()
        return float(torch.finfo(like.dtype).eps) if floating else float(np.finfo(float).eps)

    def differentiate(loss: Callable[[dict[str, Any]], Any], arrays: dict[str, Any]) -> Mapping[str, Any]:
        value = loss(arrays)
        if not value.requires_grad:
            raise PaperError(
                "the loss does not depend on its parameters by anything PyTorch can differentiate", hint="give grad"
            )
        slopes = torch.autograd.grad(value.reshape(()), list(arrays.values()), allow_unused=True)
        return {k: torch.zeros_like(a) if s is None else s for (k, a), s in zip(arrays.items(), slopes, strict=True)}

    class Wide(torch.overrides.TorchFunctionMode):
        """Single-precision tensors that the function holds itself (its data, say) take part in double precision."""

        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            def widen(x: Any) -> Any:
                if isinstance(x, (list, tuple)) and any(isinstance(e, torch.Tensor) for e in x):
                    return type(x)(map(widen, x)) if type(x) in (list, tuple) else x
                return x.double() if isinstance(x, torch.Tensor) and x.dtype == torch.float32 else x

            name = getattr(func, "__name__", "")
            kept = 1 if name in ("__setitem__", "__set__") or (name.endswith("_") and not name.endswith("__")) else 0
            with torch._C.DisableTorchFunction():  # what is written to stays itself, what is read may be a wider copy
                wide = [*args[:kept], *(widen(x) for x in args[kept:])]
                named = {key: widen(x) for key, x in (kwargs or {}).items()}
            return func(*wide, **named)

    @contextmanager
    def wide() -> Iterator[None]:
        default = torch.get_default_dtype()
        torch.set_default_dtype(torch.float64)
        try:
            with Wide():
                yield
        finally:
            torch.set_default_dtype(default)

    def around(work: str | None) -> AbstractContextManager[Any]:
        return wide() if work else nullcontext()

    def reseed() -> None:
        torch.manual_seed(0)

    return Home(("float64",), give, take, eps, around, differentiate, reseed)


@contextmanager
def torch_problem(f: Callable[..., Any], grad: Any, params: Any) -> Iterator[Problem]:
    """A function of tensors or of a module; random numbers go on afterwards as if nothing had been drawn."""
    import torch

    with torch.random.fork_rng():
        if not isinstance(params, torch.nn.Module):
            yield problem_in(torch_home(), f, grad, params)
            return
        kept = {name: tensor.detach().clone() for name, tensor in params.state_dict().items()}
        slopes = {name: p.grad for name, p in params.named_parameters()}
        try:
            yield _module_problem(f, grad, params)
        finally:
            _put_back(params, kept)
            for name, p in params.named_parameters():
                p.grad = slopes[name]


def _put_back(module: Any, kept: Mapping[str, Any]) -> None:
    state = {**dict(module.named_parameters()), **dict(module.named_buffers())}
    for name, tensor in kept.items():
        if name in state:
            state[name].data = tensor


def _module_problem(f: Callable[..., Any], grad: Any, module: Any) -> Problem:
    import torch

    home = torch_home()
    like = {name: p.detach().clone() for name, p in module.named_parameters() if p.requires_grad}
    buffers = {name: b.detach().clone() for name, b in module.named_buffers()}
    point = {name: home.take(p).astype(Real) for name, p in like.items()}
    parameters = dict(module.named_parameters())

    def put(blocks: Blocks, work: str | None) -> None:
        """Sets the parameters, and the buffers (running means, say) back to where they started."""
        with torch._C.DisableTorchFunction():
            _put(blocks, work)

    def _put(blocks: Blocks, work: str | None) -> None:
        for name, array in blocks.items():
            parameters[name].data = home.give(array, like[name], work).detach()
            parameters[name].grad = None
        for name, buffer in module.named_buffers():
            wide = work is not None and buffers[name].is_floating_point()
            buffer.data = buffers[name].double() if wide else buffers[name].clone()

    def loss(blocks: Blocks, work: str | None) -> Any:
        put(blocks, work)
        return loss_of(_call(f, module))

    def automatic(blocks: Blocks, work: str | None) -> Mapping[str, Any]:
        assert home.differentiate is not None
        put(blocks, work)
        return home.differentiate(lambda _: loss_of(_call(f, module)), {name: parameters[name] for name in blocks})

    def by_grad(blocks: Blocks, work: str | None) -> Mapping[str, Any]:
        put(blocks, work)
        return _named(_call(grad, module), like)

    claim = automatic if grad is None else by_grad if callable(grad) else _named(grad, like)
    return assemble(home, point, like, loss, claim)


def _call(f: Callable[..., Any], module: Any) -> Any:
    """f of the module, or of nothing when it already holds the module."""
    try:
        takes = len(inspect.signature(f).parameters) > 0
    except (TypeError, ValueError):
        takes = True
    return f(module) if takes else f()


def _named(slopes: Any, like: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(slopes) if isinstance(slopes, Mapping) else dict(zip(like, slopes, strict=True))
    missing = [name for name in like if name not in found]
    if missing:
        raise PaperError(f"grad has nothing for {', '.join(missing)}", hint="give zeros where the slope is zero")
    return {name: found[name] for name in like}
