"""Independent pieces of work, done side by side by forks of this process.

A fork knows all that this process knows, so nothing has to be sent to it; only results come back. Forks are safe while no
other thread is at work, so this is for commands, not for a library in somebody's process.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_PIECE = struct.Struct("I")
_WAITING = 8_000  # pieces that a pipe holds without being read


def useful() -> int:
    """How many processes to use: as many as there are processors for this one, where forks are safe; else one.

    They are not where other threads are at work, nor elsewhere than on Linux, where libraries that are loaded may not
    survive them.
    """
    if sys.platform != "linux" or len(os.listdir("/proc/self/task")) > 1:
        return 1
    return len(os.sched_getaffinity(0))


def single() -> None:
    """To be called before numpy is loaded: it then starts no threads, which arrays as small as a judge's would only wait for."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def spread(work: Callable[[int], _Result], count: int, processes: int) -> list[_Result]:
    """``[work(0), ..., work(count - 1)]``, by so many processes at once, this one among them.

    Each takes the next piece when it is done with one. Results are pickled; what ``work`` changes in a fork is lost. What a
    fork could not do or send back (it was killed, it ran out of memory) is done here, and fails here if it must.
    """
    if count < 2 or processes < 2:
        return [work(piece) for piece in range(count)]
    width = -(-count // _WAITING)
    waiting, put = os.pipe()
    os.write(put, b"".join(_PIECE.pack(first) for first in range(0, count, width)))
    os.close(put)

    def pieces() -> Iterator[int]:
        while taken := os.read(waiting, _PIECE.size):
            first = _PIECE.unpack(taken)[0]
            yield from range(first, min(first + width, count))

    forks: list[tuple[int, int]] = []
    done: dict[int, _Result] = {}
    try:
        for _ in range(min(processes, count) - 1):
            forks.append(_forked(lambda: {piece: work(piece) for piece in pieces()}))
        for piece in pieces():
            done[piece] = work(piece)
        for _, results in forks:
            with os.fdopen(results, "rb", closefd=False) as stream:
                done.update(_unpacked(stream.read()))
    finally:
        os.close(waiting)
        for process, results in forks:
            os.close(results)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    return [done[piece] if piece in done else work(piece) for piece in range(count)]


def _forked(work: Callable[[], Any]) -> tuple[int, int]:
    """A fork that does some work and ends, and the pipe that its pickled result comes out of."""
    results, put = os.pipe()
    process = os.fork()
    if process:
        os.close(put)
        return process, results
    try:  # nothing of this process may go on in the fork, whatever happens
        with os.fdopen(put, "wb") as stream:
            pickle.dump(work(), stream)
    finally:
        os._exit(0)


def _unpacked(said: bytes) -> Any:
    try:
        return pickle.loads(said)
    except (EOFError, pickle.UnpicklingError):  # it was cut off
        return {}
