"""Every program that Numba compiles takes seconds: of those in float32, every second one runs; all with ``PAPERGRAD_DRAWS`` set."""

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "PAPERGRAD_DRAWS" in os.environ:
        return
    single = [item for item in items if _compiled_in_float32(item)]
    for item in single[1::2]:
        item.add_marker(pytest.mark.skip(reason="compiled in float32; runs with PAPERGRAD_DRAWS set"))


def _compiled_in_float32(item: pytest.Item) -> bool:
    params = getattr(getattr(item, "callspec", None), "params", {})
    return (params.get("backend"), params.get("dtype")) == ("numba", "float32")
