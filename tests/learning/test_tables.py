"""Tables on disk."""

import numpy as np
import pytest

from papergrad.learning.tables import by_symbol, read, unused
from papergrad.source import PaperError


def test_a_csv_has_numbers_and_words(tmp_path):
    (tmp_path / "t.csv").write_text("x_1, x_2,y\n1,0.5,cat\n2,1.5,ant\n3,-1,cat\n")
    found = read(tmp_path / "t.csv")
    assert found["x_1"].dtype == np.int64 and found["x_2"].dtype == np.float64
    np.testing.assert_array_equal(found["y"], [1, 0, 1])


def test_npz_and_parquet(tmp_path):
    np.savez(tmp_path / "t.npz", W=np.ones((2, 3)))
    assert read(tmp_path / "t.npz")["W"].shape == (2, 3)
    pandas, _ = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    pandas.DataFrame({"x": [[1.0, 2.0], [3.0, 4.0]], "y": [1, 2]}).to_parquet(tmp_path / "t.parquet")
    assert read(tmp_path / "t.parquet")["x"].shape == (2, 2)


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("t.csv", "a,b\n1,2\n3\n", "line 3 of .* has not as many fields as there are names"),
        ("t.csv", "a,b\n1,\n", "the column b has empty fields"),
        ("t.txt", "1 2", r"is no table that is known \(one of .csv, .npz, .parquet\)"),
        ("t.npz", "nothing", "cannot be read"),
        ("t.csv", "", "has no columns"),
    ],
)
def test_what_is_no_table(tmp_path, name, text, error):
    (tmp_path / name).write_text(text)
    with pytest.raises(PaperError, match=error):
        read(tmp_path / name)


def test_columns_are_entries_of_symbols():
    columns = {f"x_{n}": np.full(2, n) for n in (2, 10, 1)} | {"y": np.zeros(2), "note": np.ones(2)}
    columns |= {f"w_{t}_{k}": np.full(2, 10 * t + k) for t in (1, 2) for k in (1, 2, 3)}
    orders = {"x": 1, "y": 0, "w": 2, "x_1": 0}
    found = by_symbol(columns, {k: v for k, v in orders.items() if k != "x_1"})
    np.testing.assert_array_equal(found["x"][0], [1, 2, 10])
    np.testing.assert_array_equal(found["w"][0], [[11, 12, 13], [21, 22, 23]])
    assert unused(columns, orders) == ["note"]
    with pytest.raises(PaperError, match="the columns of w have gaps"):
        by_symbol({"w_1_1": np.ones(2), "w_2_2": np.ones(2)}, {"w": 2})
