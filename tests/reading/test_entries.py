"""Matrices written out by their entries."""

from __future__ import annotations

import papergrad


def test_cells_called_by_their_place_are_numbers() -> None:
    text = r"""$$W^{(l)} = \begin{bmatrix} W_{11}^l & 0 & W_{13}^l \\ 0 & W_{22}^l & 0 \end{bmatrix}$$"""
    assert [f.verdict for f in papergrad.read(text).findings] == ["defines"]


def test_a_matrix_written_out_by_its_own_entries_declares_its_shape() -> None:
    text = r"""$$X = \begin{bmatrix} x_{11} & \dots & x_{1k} \\ \dots & \dots & \dots \\ x_{m1} & \dots & x_{mk} \end{bmatrix}_m$$"""
    assert [f.verdict for f in papergrad.read(text).findings] == ["declares"]
