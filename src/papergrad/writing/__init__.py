"""From meant back to written, in the writer's own hand."""

from papergrad.writing.deltas import tidy
from papergrad.writing.fold import fold
from papergrad.writing.page import Written, equation, write, write_shared, written

__all__ = ["Written", "equation", "fold", "tidy", "write", "write_shared", "written"]
