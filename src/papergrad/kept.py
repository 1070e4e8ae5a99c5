"""What is kept on disk, in the user's cache: compiled programs, choices and checks. Every file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def folder(name: str) -> Path:
    """A folder of the cache: in ``PAPERGRAD_CACHE``, else where the system keeps caches."""
    home = os.environ.get("PAPERGRAD_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "papergrad"
    )
    return Path(home) / name


def write(file: Path, text: str) -> None:
    """Put a text in a file; whoever reads it at the same time finds the old or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def bound(folder: Path, most: int) -> None:
    """Leave only so many files in a folder, the ones last written."""
    files = [(file.stat().st_mtime_ns, file) for file in folder.iterdir() if file.suffix != ".tmp"]
    for _, file in sorted(files)[: max(0, len(files) - most)]:
        file.unlink(missing_ok=True)
