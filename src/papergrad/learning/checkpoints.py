"""Files that are there whole or not at all: arrays and the words about them, in NumPy's own format."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from papergrad.source import PaperError

WORDS = "words"


def save(path: Path, arrays: Mapping[str, np.ndarray[Any, Any]], words: Mapping[str, Any] | None = None) -> None:
    """Write a file in one go: whoever looks, and whenever the power fails, sees the old one or the new one."""
    unfinished = beside(path)
    with unfinished.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays, **{WORDS: np.array(json.dumps(dict(words or {})))})
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load(path: Path) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, Any]]:
    """The arrays of a file and the words about them. What a killed writer left beside it is cleared away.

    Raises PaperError for a file that ``save`` did not write.
    """
    beside(path).unlink(missing_ok=True)
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return arrays, json.loads(str(arrays.pop(WORDS)))
    except (ValueError, KeyError, EOFError, BadZipFile) as broken:
        raise PaperError(f"{path} is no file of parameters: {broken}", code="PG601") from None


def beside(path: Path) -> Path:
    """Where a file grows until it is whole."""
    return path.with_name(f".{path.name}.unfinished")
