"""Where the mathematics stands: Markdown, TeX, notebooks and plain files as passages, prose and sections with spans."""

from papergrad.document.opening import KINDS, LARGEST, of, open
from papergrad.document.pieces import Document, Passage, Piece, Prose, Section, Suppression

__all__ = ["KINDS", "LARGEST", "Document", "Passage", "Piece", "Prose", "Section", "Suppression", "of", "open"]
