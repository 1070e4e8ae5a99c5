"""Mathematics as run: programs, their schedule, and the backends that run them."""

from papergrad.programs.compiled import BACKENDS, Compiled, compile, emit, load
from papergrad.programs.gradients import with_gradients
from papergrad.programs.program import Program
from papergrad.programs.schedule import schedule
from papergrad.programs.training import Epoch, epoch

__all__ = ["BACKENDS", "Compiled", "Epoch", "Program", "compile", "emit", "epoch", "load", "schedule", "with_gradients"]
