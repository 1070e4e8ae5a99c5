"""What is kept on disk, in the user's cache: compiled programs, choices and checks. Every file is written whole or not at all.

What is found there is never trusted to be whole: a reader takes a file that is not what it should be for one that is not there.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


def folder(name: str) -> Path:
    """A folder of the cache: in ``PAPERGRAD_CACHE``, else where the system keeps caches, else one for this run alone."""
    home = os.environ.get("PAPERGRAD_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "papergrad"
    )
    found = Path(home) / name
    try:
        found.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _passing() / name
    return found if os.access(found, os.W_OK | os.X_OK) else _passing() / name


@cache
def _passing() -> Path:
    found = tempfile.mkdtemp(prefix="papergrad-")
    atexit.register(shutil.rmtree, found, ignore_errors=True)
    return Path(found)


def read(file: Path) -> str:
    """The text of a file; empty where there is none, and where it is no text."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def write(file: Path, text: str) -> None:
    """Put a text in a file; whoever reads it at the same time finds the old or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, suffix=".tmp", delete=False) as fresh:
        fresh.write(text)
    os.replace(fresh.name, file)


def bound(folder: Path, most: int) -> None:
    """Leave only so many files in a folder, the ones last written."""
    files = [(file.stat().st_mtime_ns, file) for file in folder.iterdir() if file.suffix != ".tmp"]
    for _, file in sorted(files)[: max(0, len(files) - most)]:
        file.unlink(missing_ok=True)
