"""What compiled programs call: matrix products for every layout, and functions that a compiler can run on whole vectors.

Each is source that goes into the emitted file, with the names of those it calls itself.
"""

from __future__ import annotations

import re

SMALL = 3000  # below this many multiplications, calling BLAS takes longer than the product
BIG = 1000000  # from here on, it matters little what calling another library takes
SKINNY = 256  # up to this many passes over whole rows, those are faster than BLAS, however long the rows are

EXP = {
    "float64": """def exp(x):
    # e**x = 2**k · e**r with |r| <= ln 2 / 2 and e**r as a Taylor polynomial: no table, so it runs on whole vectors
    y = min(max(x, -708.0), 709.79)
    k = min(np.floor(y * 1.4426950408889634 + 0.5), 1023.0)
    r = (y - k * 0.6931471803691238) - k * 1.9082149292705877e-10
    # four terms at a time: they do not wait for each other
    s = r * r
    a = 1.0 + r + s * (1 / 2 + r * (1 / 6))
    b = 1 / 24 + r * (1 / 120) + s * (1 / 720 + r * (1 / 5040))
    c = 1 / 40320 + r * (1 / 362880) + s * (1 / 3628800 + r * (1 / 39916800))
    d = 1 / 479001600 + r * (1 / 6227020800)
    p = a + s * s * (b + s * s * (c + s * s * d))
    # 2**k: adding 1.5 · 2**52 leaves k + 1023 in the last bits (not every processor turns vectors into whole numbers)
    p = p * np.int64(np.float64(k + 6755399441056767.0).view(np.int64) << 52).view(np.float64)
    return x if x != x else 0.0 if x < -708.0 else np.inf if x > 709.782712893384 else p
""",
    "float32": """def exp(x):
    # e**x = 2**k · e**r with |r| <= ln 2 / 2 and e**r as a Taylor polynomial: no table, so it runs on whole vectors
    real = np.float32
    y = min(max(x, real(-87.0)), real(88.73))
    k = min(np.floor(y * real(1.4426950408889634) + real(0.5)), real(127))
    r = (y - k * real(0.693359375)) - k * real(-2.12194440e-4)
    p = real(1 / 5040)
    for n in (720, 120, 24, 6, 2, 1, 1):
        p = p * r + real(1 / n)
    p = p * np.int32((np.int32(k) + np.int32(127)) << np.int32(23)).view(np.float32)
    return x if x != x else real(0) if x < real(-87.0) else real(np.inf) if x > real(88.72284) else p
""",
}

LOG = {
    "float64": """def log(x):
    # x = 2**k · m with m within a factor √2 of 1, and log m = 2 artanh s, s = (m - 1) / (m + 1), as a series
    tiny = x < 2.2250738585072014e-308
    bits = np.float64(x * 18014398509481984.0 if tiny else x).view(np.int64)
    k = (bits - 0x3FE6A09E667F3BCD) >> 52
    m = np.int64(bits - (k << 52)).view(np.float64)
    s = (m - 1) / (m + 1)
    p = 1 / 23
    for n in (21, 19, 17, 15, 13, 11, 9, 7, 5, 3):
        p = p * (s * s) + 1 / n
    e = np.float64(k - 54 if tiny else k)
    found = e * 0.6931471803691238 + (2 * s + (2 * s * (s * s) * p + e * 1.9082149292705877e-10))
    return found if 0.0 < x < np.inf else x if x > 0.0 or x != x else -np.inf if x == 0.0 else np.nan
""",
    "float32": """def log(x):
    # x = 2**k · m with m within a factor √2 of 1, and log m = 2 artanh s, s = (m - 1) / (m + 1), as a series
    real = np.float32
    tiny = x < real(1.1754944e-38)
    bits = np.float32(x * real(33554432) if tiny else x).view(np.int32)
    k = np.int32((bits - np.int32(0x3F3504F3)) >> np.int32(23))
    m = np.int32(bits - np.int32(k << np.int32(23))).view(np.float32)
    s = (m - real(1)) / (m + real(1))
    p = real(1 / 11)
    for n in (9, 7, 5, 3):
        p = p * (s * s) + real(1 / n)
    e = real(k - np.int32(25) if tiny else k)
    found = e * real(0.693359375) + (real(2) * s + (real(2) * s * (s * s) * p + e * real(-2.12194440e-4)))
    return found if real(0) < x < real(np.inf) else x if x > real(0) or x != x else real(-np.inf) if x == real(0) else real(np.nan)
""",
}

RANK = {
    "float64": """def rank(x):
    # whole numbers in the order of x: their largest can be found for whole vectors at a time
    k = np.float64(x).view(np.int64)
    return k ^ ((k >> 63) & 0x7FFFFFFFFFFFFFFF)
""",
    "float32": """def rank(x):
    # whole numbers in the order of x: their largest can be found for whole vectors at a time
    k = np.float32(x).view(np.int32)
    return np.int32(k ^ ((k >> np.int32(31)) & np.int32(0x7FFFFFFF)))
""",
}
RANKED = {
    "float64": """def ranked(k):
    # the number of this rank
    return np.int64(k ^ ((k >> 63) & 0x7FFFFFFFFFFFFFFF)).view(np.float64)
""",
    "float32": """def ranked(k):
    # the number of this rank
    return np.int32(k ^ ((k >> np.int32(31)) & np.int32(0x7FFFFFFF))).view(np.float32)
""",
}

KERNELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "rank": (RANK["float64"], ()),
    "ranked": (RANKED["float64"], ("rank",)),
    "exp": (EXP["float64"], ()),
    "log": (LOG["float64"], ()),
    "tanh": (
        """def tanh(x):
    # near 0 by its series, where the quotient would lose digits
    s = x * x
    e = exp(-2 * abs(x))
    far = (1 - e) / (1 + e)
    near = abs(x) * (1 - s * (1 / 3 - s * (2 / 15 - s * (17 / 315 - s * (62 / 2835)))))
    size = near if abs(x) < 0.06 else far
    return -size if x < 0 else size
""",
        ("exp",),
    ),
    "sigmoid": (
        """def sigmoid(x):
    e = exp(-abs(x))  # never overflows
    return (e if x < 0 else 1) / (1 + e)
""",
        ("exp",),
    ),
    "softplus": ("def softplus(x):\n    return max(x, 0) + math.log1p(exp(-abs(x)))\n", ("exp",)),
    "relu": ("def relu(x):\n    return max(x, 0)\n", ()),
    "dot": (
        f"""def dot(a, b):
    # a @ b
    m, k = a.shape
    n = b.shape[1]
    if m * k * n > {SMALL} and m * k > {SKINNY}:
        return np.dot(a, b)
    c = np.zeros((m, n), a.dtype)
    for i in range(m):
        for p in range(0, k - 3, 4):
            w, x, y, z = a[i, p], a[i, p + 1], a[i, p + 2], a[i, p + 3]
            for j in range(n):
                c[i, j] += w * b[p, j] + x * b[p + 1, j] + y * b[p + 2, j] + z * b[p + 3, j]
        for p in range(k - k % 4, k):
            x = a[i, p]
            for j in range(n):
                c[i, j] += x * b[p, j]
    return c
""",
        (),
    ),
    "dot_t": (
        f"""def dot_t(a, b):
    # a @ b.T
    m, k = a.shape
    n = b.shape[0]
    if m * k * n > {SMALL} and m * n > {SKINNY}:
        return np.dot(a, b.T)
    c = np.empty((m, n), a.dtype)
    for i in range(m):
        for j in range(n):
            x = a.dtype.type(0)
            for p in range(k):
                x += a[i, p] * b[j, p]
            c[i, j] = x
    return c
""",
        (),
    ),
    "t_dot": (
        f"""def t_dot(a, b):
    # a.T @ b
    k, m = a.shape
    n = b.shape[1]
    if m * k * n > {SMALL} and m * k > {SKINNY}:
        return np.dot(a.T, b)
    c = np.zeros((m, n), a.dtype)
    for p in range(0, k - 3, 4):
        for i in range(m):
            w, x, y, z = a[p, i], a[p + 1, i], a[p + 2, i], a[p + 3, i]
            for j in range(n):
                c[i, j] += w * b[p, j] + x * b[p + 1, j] + y * b[p + 2, j] + z * b[p + 3, j]
    for p in range(k - k % 4, k):
        for i in range(m):
            x = a[p, i]
            for j in range(n):
                c[i, j] += x * b[p, j]
    return c
""",
        (),
    ),
    "dot_v": (
        f"""def dot_v(a, b):
    # a @ b for a vector b
    m, k = a.shape
    if m * k > {SMALL}:
        return np.dot(a, b)
    c = np.empty(m, a.dtype)
    for i in range(m):
        x = a.dtype.type(0)
        for p in range(k):
            x += a[i, p] * b[p]
        c[i] = x
    return c
""",
        (),
    ),
    "t_dot_v": (
        f"""def t_dot_v(a, b):
    # a.T @ b for a vector b
    k, m = a.shape
    if m * k > {SMALL}:
        return np.dot(a.T, b)
    c = np.zeros(m, a.dtype)
    for p in range(k):
        for i in range(m):
            c[i] += a[p, i] * b[p]
    return c
""",
        (),
    ),
}


PRODUCTS = ("dot", "dot_t", "t_dot")  # of matrices
TYPED = {"exp": EXP, "log": LOG, "rank": RANK, "ranked": RANKED}


def kernel(name: str, dtype: str, by_numpy: bool = False) -> str:
    """The source of a kernel for one type of numbers: plain numbers in float32 would make the rest float64.

    ``by_numpy``: big products of matrices are those of NumPy, whose BLAS may be another than SciPy's, which compiled code calls.
    """
    source = TYPED[name][dtype] if name in TYPED else KERNELS[name][0]
    if name in ("tanh", "sigmoid", "softplus", "relu") and dtype == "float32":
        source = re.sub(r"(?<![\w.])(\d+ / \d+|\d+\.?\d*)(?![\w.])", r"np.float32(\1)", source)
    if by_numpy and name in PRODUCTS:
        return re.sub(r"        return (np\.dot\(.*\))\n", _outside(dtype), source)
    return source


def _outside(dtype: str) -> str:
    return f"""        if m * k * n < {BIG}:
            return \\1
        with objmode(c="{dtype}[:, ::1]"):
            c = \\1
        return c
"""
