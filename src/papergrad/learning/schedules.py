"""Schedules: what part of the rate is used when ``done`` (0 to 1) of all epochs lie behind."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

SCHEDULES: dict[str, Callable[[float], float]] = {
    "constant": lambda done: 1.0,
    "linear": lambda done: 1 - done,
    "cosine": lambda done: (1 + cos(pi * done)) / 2,
    "steps": lambda done: 0.1 ** int(3 * done),  # a tenth after each third
    "inverse": lambda done: 1 / (1 + 9 * done),
}
