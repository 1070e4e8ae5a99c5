"""What compiled programs call: matrix products for every layout, and functions that a compiler can run on whole vectors.

Each is source that goes into the emitted file, with the names of those it calls itself.
"""

from __future__ import annotations

import re

SMALL = 3000  # below this many multiplications, calling BLAS takes longer than the product

EXP = {
    "float64": """def exp(x):
    # e**x = 2**k · e**r with |r| <= ln 2 / 2 and e**r as a Taylor polynomial: no table, so it runs on whole vectors
    y = min(max(x, -708.0), 709.0)
    k = np.floor(y * 1.4426950408889634 + 0.5)
    r = (y - k * 0.6931471803691238) - k * 1.9082149292705877e-10
    p = 1 / 6227020800
    for n in (479001600, 39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2, 1, 1):
        p = p * r + 1 / n
    p = p * np.int64((np.int64(k) + 1023) << 52).view(np.float64)
    return x if x != x else 0.0 if x < -708.0 else np.inf if x > 709.78 else p
""",
    "float32": """def exp(x):
    # e**x = 2**k · e**r with |r| <= ln 2 / 2 and e**r as a Taylor polynomial: no table, so it runs on whole vectors
    real = np.float32
    y = min(max(x, real(-87.0)), real(88.0))
    k = np.floor(y * real(1.4426950408889634) + real(0.5))
    r = (y - k * real(0.693359375)) - k * real(-2.12194440e-4)
    p = real(1 / 5040)
    for n in (720, 120, 24, 6, 2, 1, 1):
        p = p * r + real(1 / n)
    p = p * np.int32((np.int32(k) + np.int32(127)) << np.int32(23)).view(np.float32)
    return x if x != x else real(0) if x < real(-87.0) else real(np.inf) if x > real(88.72) else p
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
    if m * k * n > {SMALL}:
        return np.dot(a, b)
    c = np.zeros((m, n), a.dtype)
    for i in range(m):
        for p in range(k):
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
    if m * k * n > {SMALL}:
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
    if m * k * n > {SMALL}:
        return np.dot(a.T, b)
    c = np.zeros((m, n), a.dtype)
    for p in range(k):
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


TYPED = {"exp": EXP, "rank": RANK, "ranked": RANKED}


def kernel(name: str, dtype: str) -> str:
    """The source of a kernel for one type of numbers: plain numbers in float32 would make the rest float64."""
    source = TYPED[name][dtype] if name in TYPED else KERNELS[name][0]
    if name in ("tanh", "sigmoid", "softplus", "relu") and dtype == "float32":
        source = re.sub(r"(?<![\w.])(\d+ / \d+|\d+\.?\d*)(?![\w.])", r"np.float32(\1)", source)
    return source
