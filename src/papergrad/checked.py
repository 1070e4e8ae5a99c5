"""What was found when a document was last checked, on disk: an unchanged document is not read again, an edited one not judged
again where nothing changed.

One file for each document, in the user's cache. It is believed only if it is whole (its first line is a digest of the rest)
and of this very version of Papergrad; anything else counts as nothing. At most ``MOST_FILES`` are kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from papergrad import __version__, kept
from papergrad.document import Document
from papergrad.judging.known import Known
from papergrad.judging.verdict import Finding
from papergrad.notation.stored import restored, stored
from papergrad.source import Span

MOST_FILES = 200
LARGEST = 20_000_000  # characters of one file
SAID = tuple(field.name for field in fields(Finding) if field.name not in ("span", "correct_node", "steps"))


class Checked:
    """The last check of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        name = str(Path(document.source.name).absolute())
        self._file = kept.folder("checks") / f"{_digest(name)[:32]}.json"
        self._text = _digest(f"{document.kind}\n{document.source.cells}\n{document.source.text}")
        self._found = self._read()

    @property
    def findings(self) -> tuple[Finding, ...] | None:
        """All findings, if the document is still the same."""
        if self._found.get("text") != self._text:
            return None
        try:
            return tuple(_finding(said, Span(*said["span"])) for said in self._found["findings"])
        except (KeyError, TypeError, ValueError):
            return None

    @property
    def known(self) -> Known:
        """What may hold still, if it is not."""
        try:
            verdicts = {mark: _finding(said) for mark, said in self._found["verdicts"].items()}
            answers = {mark: restored(node) for mark, node in self._found["answers"].items()}
        except (AttributeError, KeyError, TypeError, ValueError):
            return Known()
        return Known(verdicts, answers)

    def keep(self, findings: Sequence[Finding], known: Known) -> None:
        """Remember a check. That it cannot be kept is no reason to stop."""
        body = json.dumps(
            {
                "version": _version(),
                "text": self._text,
                "findings": [{**_said(f), "span": [f.span.start, f.span.end]} for f in findings],
                "verdicts": {mark: _said(found) for mark, found in known.verdicts.items()},
                "answers": {mark: stored(node) for mark, node in known.answers.items()},
            }
        )
        if len(body) > LARGEST:
            return
        with suppress(OSError):
            kept.write(self._file, f"{_digest(body)}\n{body}")
            kept.bound(self._file.parent, MOST_FILES)

    def _read(self) -> dict[str, Any]:
        try:
            mark, body = self._file.read_text(encoding="utf-8").split("\n", 1)
            found = json.loads(body) if mark == _digest(body) else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) and found.get("version") == _version() else {}


def _said(found: Finding) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in SAID},
        "correct_node": stored(found.correct_node),
        "steps": list(found.steps),
    }


def _finding(said: dict[str, Any], span: Span | None = None) -> Finding:
    words = {name: said[name] for name in SAID}
    correct, steps = restored(said["correct_node"]), tuple(said["steps"])
    return Finding(**words, correct_node=correct, steps=steps, **({"span": span} if span is not None else {}))


@cache
def _version() -> str:
    """This version of Papergrad, with when its files were last written: who works on it has a new one all the time."""
    here = Path(__file__).parent
    files = sorted((str(p.relative_to(here)), p.stat()) for p in here.rglob("*.py"))
    return _digest(__version__ + "".join(f"{name} {said.st_mtime_ns} {said.st_size}\n" for name, said in files))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
