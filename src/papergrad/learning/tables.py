"""Tables on disk as columns by name: CSV and NPZ by NumPy, Parquet by pandas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from papergrad.source import PaperError

Column = np.ndarray[Any, Any]
ENTRY = re.compile(r"(?:_|\[)?(\d+)\]?$")  # x_1, x1, x[1]: an entry of x


def read(path: Path) -> dict[str, Column]:
    """The columns of a table. Raises PaperError for files that are no table."""
    readers = {".csv": _csv, ".npz": _npz, ".parquet": _parquet}
    if path.suffix.lower() not in readers:
        raise PaperError(f"{path} is no table that is known", hint=f"one of {', '.join(readers)}", code="PG605")
    try:
        found = readers[path.suffix.lower()](path)
    except (OSError, ValueError, BadZipFile) as broken:
        raise PaperError(f"{path} cannot be read: {broken}", code="PG605") from None
    if not found:
        raise PaperError(f"{path} has no columns", code="PG605")
    return found


def _npz(path: Path) -> dict[str, Column]:
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def _csv(path: Path) -> dict[str, Column]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        names = [name.strip() for name in next(rows, [])]
        lines = [row for row in rows if row]
    if wrong := next((n for n, row in enumerate(lines, 2) if len(row) != len(names)), None):
        raise PaperError(f"line {wrong} of {path} has not as many fields as there are names", code="PG605")
    return {name: _numbers(name, [row[n] for row in lines]) for n, name in enumerate(names)}


def _numbers(name: str, fields: list[str]) -> Column:
    """Whole numbers, numbers, or (where there are words) the places of the words in alphabetical order."""
    if any(not field.strip() for field in fields):
        raise PaperError(f"the column {name} has empty fields", code="PG605")
    for kind in (np.int64, np.float64):
        try:
            return np.array(fields).astype(kind)
        except ValueError:
            continue
    return np.unique(np.array(fields), return_inverse=True)[1].astype(np.int64)


def _parquet(path: Path) -> dict[str, Column]:
    try:
        import pandas
    except ModuleNotFoundError:
        hint = "pip install papergrad[tables]"
        raise PaperError("Parquet needs pandas, which is not installed", hint=hint, code="PG403") from None
    frame = pandas.read_parquet(path)
    return {str(name): np.stack(list(frame[name])) for name in frame.columns}


def by_symbol(columns: Mapping[str, Column], orders: Mapping[str, int]) -> dict[str, Column]:
    """The columns as arrays of the symbols of ``orders`` (how many axes an entry can have): ``x_1, x_2, ...`` are those of x."""
    found: dict[str, Column] = {}
    for symbol, order in orders.items():
        if symbol in columns:
            found[symbol] = columns[symbol]
        elif order:
            entries = {spot: name for name in columns if (spot := _spot(name, symbol, order)) is not None}
            if entries:
                found[symbol] = _laid(symbol, {spot: columns[name] for spot, name in entries.items()}, order)
    return found


def _spot(name: str, symbol: str, order: int) -> tuple[int, ...] | None:
    """Which entry of a symbol a column is."""
    spot: list[int] = []
    for _ in range(order):
        match = ENTRY.search(name)
        if match is None:
            return None
        spot.insert(0, int(match[1]))
        name = name[: match.start()]
        if name == symbol:
            return tuple(spot)
    return None


def _laid(symbol: str, entries: Mapping[tuple[int, ...], Column], order: int) -> Column:
    depth = max(map(len, entries))
    spots = sorted(spot for spot in entries if len(spot) == depth)
    axes = [sorted({spot[axis] for spot in spots}) for axis in range(depth)]
    whole = np.stack([entries[spot] for spot in spots], axis=1)
    lengths = [len(axis) for axis in axes]
    if np.prod(lengths) != len(spots):
        raise PaperError(f"the columns of {symbol} have gaps", code="PG605")
    return whole.reshape(len(whole), *lengths)


def unused(columns: Iterable[str], symbols: Mapping[str, int]) -> list[str]:
    """Columns that belong to none of the symbols."""
    return [c for c in columns if c not in symbols and all(_spot(c, s, n) is None for s, n in symbols.items() if n)]
