"""What Papergrad makes of a folder of documents nobody prepared: crashes, how much was judged, what was called wrong.

    PYTHONPATH=src python benchmarks/strangers.py FOLDER             # the figures
    PYTHONPATH=src python benchmarks/strangers.py FOLDER --bad       # every statement called wrong or ill-typed, to look at
    PYTHONPATH=src python benchmarks/strangers.py FOLDER --unknown   # every statement left undecided

A statement counts as judged unless its verdict is ``unknown``; prose is not counted.
"""

from __future__ import annotations

import argparse
import re
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from seeds import Found, findings

MEMORY = 2 << 30  # bytes a document may take
SECONDS = 60  # of processor time that it may take
SUFFIXES = {".md", ".markdown", ".tex", ".ipynb", ".txt", ".rst"}


@dataclass
class Document:
    """One document's outcome."""

    path: Path
    seconds: float = 0.0
    found: list[Found] = field(default_factory=list)
    refused: str = ""  # Papergrad's own error
    crash: str = ""  # any other exception

    @property
    def statements(self) -> list[Found]:
        return [f for f in self.found if f.kind != "prose"]

    @property
    def judged(self) -> int:
        return sum(f.verdict != "unknown" for f in self.statements)


def check(path: Path) -> Document:
    """One document, in a process of its own with bounded processor time and memory: never an exception."""
    mine, theirs = Pipe(duplex=False)
    child = Process(target=_check, args=(path, theirs))
    child.start()
    theirs.close()
    try:
        document = mine.recv()
    except EOFError:
        child.join()
        took_long = child.exitcode == -signal.SIGXCPU
        why = f"took more than {SECONDS} s" if took_long else "the process ended without an answer"
        document = Document(path, SECONDS * took_long, crash=why)
    child.kill()
    child.join()
    return document


def _check(path: Path, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    from papergrad.source import PaperError

    document = Document(path)
    started = time.process_time()
    try:
        document.found = findings(path)
    except PaperError as error:
        document.refused = str(error).splitlines()[0]
    except Exception:  # a crash is what is measured here
        document.crash = traceback.format_exc()
    document.seconds = time.process_time() - started
    answer.send(document)


def reason(found: Found) -> str:
    """An unknown's message without what is particular to the statement."""
    return re.sub(r"«[^»]*»|`[^`]*`|'[^']*'|\"[^\"]*\"|\d+", "…", found.message).strip()[:110] or "(no reason given)"


def report(documents: Sequence[Document], bad: bool, unknown: bool) -> str:
    rows = [f"{'document':44}{'statements':>11}{'judged':>9}{'bad':>6}{'seconds':>9}"]
    for d in sorted(documents, key=lambda d: d.judged / max(1, len(d.statements))):
        wrong = sum(f.verdict in ("wrong", "ill-typed") for f in d.statements)
        note = "  CRASH" if d.crash else f"  {d.refused}" if d.refused else ""
        share = f"{100 * d.judged / len(d.statements):.0f} %" if d.statements else "-"
        rows.append(f"{d.path.name[:43]:44}{len(d.statements):>11}{share:>9}{wrong:>6}{d.seconds:>9.2f}{note}")
    everything = [f for d in documents for f in d.statements]
    verdicts = Counter(f.verdict for f in everything)
    rows += ["", "verdicts: " + ", ".join(f"{v} {n}" for v, n in verdicts.most_common())]
    codes = Counter(f.code for f in everything if f.verdict in ("wrong", "ill-typed"))
    rows += ["wrong or ill-typed: " + ", ".join(f"{c} {n}" for c, n in codes.most_common())]
    rows += ["", "why unknown:"]
    rows += [
        f"{n:>6}  {r}" for r, n in Counter(reason(f) for f in everything if f.verdict == "unknown").most_common(30)
    ]
    for d in documents:
        if d.crash:
            rows += ["", f"CRASH {d.path.name}", d.crash]
        for f in d.statements:
            if (bad and f.verdict in ("wrong", "ill-typed")) or (unknown and f.verdict == "unknown"):
                rows += [
                    f"{d.path.name}: {f.verdict} {f.code} ({f.kind})",
                    f"    {f.source[:240]!r}",
                    f"    {f.message[:240]}",
                ]
    crashes, refused = sum(bool(d.crash) for d in documents), sum(bool(d.refused) for d in documents)
    judged = sum(d.judged for d in documents)
    slowest = max((d.seconds for d in documents), default=0)
    rows += ["", f"{len(documents)} documents, {crashes} crashes, {refused} refused, slowest {slowest:.2f} s"]
    rows += [f"{len(everything)} statements, {100 * judged / max(1, len(everything)):.1f} % judged"]
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bad", action="store_true", help="list what was called wrong or ill-typed")
    parser.add_argument("--unknown", action="store_true", help="list what was left undecided")
    parser.add_argument("--only", default="", help="only documents whose name contains this")
    options = parser.parse_args(arguments)
    paths = [
        p for p in sorted(options.folder.rglob("*")) if p.is_file() and p.suffix in SUFFIXES and options.only in p.name
    ]
    import papergrad.paper  # noqa: F401 - loaded once, so that the seconds are those of the document

    documents = [check(p) for p in paths]
    print(report(documents, options.bad, options.unknown))
    return 1 if any(d.crash for d in documents) else 0


if __name__ == "__main__":
    sys.exit(main())
